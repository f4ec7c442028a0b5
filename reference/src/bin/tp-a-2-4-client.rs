//! TP A, step 2.4, client: a chat of two people, each in turn.
//!
//! The client speaks first, and each program waits for the other's message before its user's
//! turn. If both began by waiting, they would wait for each other for ever. See
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
    Dialogue { peer: "serveur", label: "Serveur", first: true, after_fin: Shutdown::Both }.converse(server)
}
