//! TP A, step 2.7, server: an echo for all clients at once.
//!
//! The conversation with a client is that of step 2.2, unchanged. It runs in a thread of its own
//! for each, so that `accept` is called again at once, whatever the client does. See
//! [`reference::service`].

use std::io;
use std::process::ExitCode;

use clap::Parser;
use reference::endpoint::Server;
use reference::service::in_parallel;
use reference::session::serve_until_fin;
use reference::terminal::exit_code;

fn main() -> ExitCode {
    exit_code(run(&Server::parse()))
}

fn run(arguments: &Server) -> io::Result<()> {
    let listener = arguments.listen()?;
    in_parallel(&listener, |client, peer| serve_until_fin(client, peer, |message| message))
}
