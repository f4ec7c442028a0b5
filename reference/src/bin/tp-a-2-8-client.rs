//! TP A, step 2.8, client: sends each typed line, shows whatever arrives.
//!
//! The answer to `/list` may be longer than one read takes, and nothing tells where it ends. So
//! a thread reads all the time and shows each piece as it comes, while the user types the next
//! line; after `fin` the client shows what is left, until the server closes. See
//! [`reference::dialogue`].

use std::io;
use std::net::Shutdown;
use std::process::ExitCode;

use clap::Parser;
use reference::dialogue::Dialogue;
use reference::endpoint::Client;
use reference::terminal::exit_code;

fn main() -> ExitCode {
    exit_code(run(&Client::parse()))
}

fn run(arguments: &Client) -> io::Result<()> {
    let server = arguments.connect()?;
    Dialogue { peer: "serveur", label: "Reçu", first: true, after_fin: Shutdown::Write }.converse(server)
}
