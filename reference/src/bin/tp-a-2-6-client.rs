//! TP A, step 2.6, client: asks for a pseudo, then sends each typed line as it is.
//!
//! The commands are the server's business. The client knows two of them: the one that says who
//! its user is, and the one after which there is nothing more to say. See [`reference::turns`].

use std::io;
use std::iter::{from_fn, once};
use std::process::ExitCode;

use clap::Parser;
use reference::endpoint::Client;
use reference::protocol::{BYE, is_bye};
use reference::terminal::{ask, exit_code, show};
use reference::turns::{Goodbye, converse};

fn main() -> ExitCode {
    exit_code(run(&Client::parse()))
}

fn run(arguments: &Client) -> io::Result<()> {
    // Before the connection: while its user thinks, the client keeps no place at the server.
    let Some(pseudo) = ask_pseudo() else { return Ok(()) };
    let server = arguments.connect()?;
    let introduction = [b"/pseudo ".as_slice(), &pseudo].concat();
    let lines = once(introduction).chain(from_fn(|| ask("Commande : ")));
    converse(server, lines, &Goodbye { bytes: BYE.as_bytes(), is: is_bye });
    Ok(())
}

/// `None` when the keyboard is closed.
fn ask_pseudo() -> Option<Vec<u8>> {
    loop {
        let pseudo = ask("Votre pseudo : ")?;
        if !pseudo.trim_ascii().is_empty() {
            return Some(pseudo);
        }
        show("Il faut au moins un caractère");
    }
}
