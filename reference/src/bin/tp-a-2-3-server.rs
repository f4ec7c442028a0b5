//! TP A, step 2.3, server: one client after the other, for ever.
//!
//! Step 2.2 with a second loop, around `accept`. `fin` closes the socket of one client; the
//! listening socket stays open, so a client that comes meanwhile waits in its queue. See
//! [`reference::echo_server`].

use std::io;
use std::process::ExitCode;

use clap::Parser;
use reference::echo_server::serve;
use reference::endpoint::Server;
use reference::terminal::{exit_code, show};

fn main() -> ExitCode {
    exit_code(run(&Server::parse()))
}

fn run(arguments: &Server) -> io::Result<()> {
    let listener = arguments.listen()?;
    loop {
        // No `?` in this loop: whatever happens to one client, the next one is served.
        match listener.accept() {
            Ok((client, peer)) => serve(client, peer),
            Err(error) => show(format_args!("Client perdu avant d'être servi : {error}")),
        }
    }
}
