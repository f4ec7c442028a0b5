//! TP A, step 2.1, server: the life of a TCP server in its shortest form.
//!
//! Listen, accept one client, receive, answer, close. Two calls wait: `accept` for a client,
//! then the read for its message. There are two sockets as well: the one that listens, and the
//! one that `accept` returns for this client.

use std::io::{self, Write};
use std::net::TcpStream;
use std::process::ExitCode;

use clap::Parser;
use reference::endpoint::Server;
use reference::message::{receive, text};
use reference::terminal::{exit_code, show};

fn main() -> ExitCode {
    exit_code(run(&Server::parse()))
}

fn run(arguments: &Server) -> io::Result<()> {
    let listener = arguments.listen()?;
    let (mut client, peer) = listener.accept()?;
    show(format_args!("Client connecté : {peer}"));
    // A client that breaks its connection is an event to tell, not a failure of the server.
    if let Err(error) = answer(&mut client) {
        show(format_args!("Connexion perdue avec le client : {error}"));
    }
    // Both sockets are closed here: dropping them is Rust's `close`.
    Ok(())
}

fn answer(client: &mut TcpStream) -> io::Result<()> {
    match receive(client)? {
        Some(message) => {
            show(format_args!("Reçu : {}", text(&message)));
            client.write_all("Bonjour client !".as_bytes())?;
        }
        None => show("Client parti sans rien envoyer"),
    }
    Ok(())
}
