//! TP A, step 2.7, client: the same client as in step 2.2.
//!
//! Several of them are served at once now, each as if it were alone: that is the doing of the
//! server. See [`reference::turns`].

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
