//! TP A, step 2.5, client: the same client as in step 2.2.
//!
//! A line is an expression now and the answer its value, or a line that begins with `Erreur`. To
//! the client they are texts to send and to show: all the arithmetic is the server's. See
//! [`reference::turns`].

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
