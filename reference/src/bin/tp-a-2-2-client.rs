//! TP A, step 2.2, client: a conversation typed at the keyboard.
//!
//! Each line goes out as typed, without its newline, and the answer is shown; `fin` ends both
//! programs. See [`reference::turns`].

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
