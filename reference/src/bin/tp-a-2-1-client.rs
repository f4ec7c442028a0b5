//! TP A, step 2.1, client: the life of a TCP client in its shortest form.
//!
//! Connect, speak first, receive, close. Started before its server it is refused at once: the
//! system of the other machine answers that nobody listens on that port.

use std::io::{self, Write};
use std::net::TcpStream;
use std::process::ExitCode;

use clap::Parser;
use reference::endpoint::Client;
use reference::message::{receive, text};
use reference::terminal::{exit_code, show};

fn main() -> ExitCode {
    exit_code(run(&Client::parse()))
}

fn run(arguments: &Client) -> io::Result<()> {
    let mut server = arguments.connect()?;
    // Once connected, a server that goes away is an event to tell, not a failure of the client.
    if let Err(error) = greet(&mut server) {
        show(format_args!("Connexion perdue avec le serveur : {error}"));
    }
    // The socket is closed here: dropping it is Rust's `close`.
    Ok(())
}

fn greet(server: &mut TcpStream) -> io::Result<()> {
    server.write_all("Bonjour serveur !".as_bytes())?;
    match receive(server)? {
        Some(answer) => show(format_args!("Reçu : {}", text(&answer))),
        None => show("Le serveur a fermé la connexion sans répondre"),
    }
    Ok(())
}
