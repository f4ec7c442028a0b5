//! TP A, step 2.2, server: several messages on one connection.
//!
//! Step 2.1 with a loop around "receive, answer", and the three ways out of that loop: the
//! message `fin`, the end of the stream, a broken connection. See [`reference::session`].

use std::io;
use std::process::ExitCode;

use clap::Parser;
use reference::endpoint::Server;
use reference::session::serve_until_fin;
use reference::terminal::exit_code;

fn main() -> ExitCode {
    exit_code(run(&Server::parse()))
}

fn run(arguments: &Server) -> io::Result<()> {
    let listener = arguments.listen()?;
    let (client, peer) = listener.accept()?;
    // The answer to a message is the message itself: that is an echo.
    serve_until_fin(client, peer, |message| message);
    Ok(())
}
