//! TP A, step 2.2, client: a conversation typed at the keyboard.
//!
//! Each line goes out as typed, without its newline, and the answer is shown; `fin` ends both
//! programs. See [`reference::echo_client`].

use std::io;
use std::process::ExitCode;

use clap::Parser;
use reference::echo_client::converse;
use reference::endpoint::Client;
use reference::terminal::exit_code;

fn main() -> ExitCode {
    exit_code(run(&Client::parse()))
}

fn run(arguments: &Client) -> io::Result<()> {
    converse(arguments.connect()?);
    Ok(())
}
