//! TP A, step 2.3, server: one client after the other, for ever.
//!
//! Step 2.2 with a second loop, around `accept`. `fin` closes the socket of one client; the
//! listening socket stays open, so a client that comes meanwhile waits in its queue. See
//! [`reference::service`] for that loop and [`reference::session`] for the inner one.

use std::io;
use std::process::ExitCode;

use clap::Parser;
use reference::endpoint::Server;
use reference::service::one_after_the_other;
use reference::session::serve_until_fin;
use reference::terminal::exit_code;

fn main() -> ExitCode {
    exit_code(run(&Server::parse()))
}

fn run(arguments: &Server) -> io::Result<()> {
    let listener = arguments.listen()?;
    one_after_the_other(&listener, |client, peer| serve_until_fin(client, peer, |message| message))
}
