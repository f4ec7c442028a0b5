//! TP A, step 2.3, client: the same client as in step 2.2.
//!
//! Only the server has changed. Nothing tells a client whether it is served or still waits its
//! turn: its connection is accepted by the system before the server calls `accept`, and only the
//! first answer is late. See [`reference::turns`].

use std::io;
use std::process::ExitCode;

use clap::Parser;
use reference::endpoint::Client;
use reference::terminal::exit_code;
use reference::turns::converse_until_fin;

fn main() -> ExitCode {
    exit_code(run(&Client::parse()))
}

fn run(arguments: &Client) -> io::Result<()> {
    converse_until_fin(arguments.connect()?);
    Ok(())
}
