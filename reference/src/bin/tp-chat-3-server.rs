//! TP Chat, step 3, server: waits for a line, shows it, types, sends, and so on.
//!
//! The mirror of the client, which begins. See there what happens when both begin alike.

use std::io;
use std::net::TcpStream;
use std::process::ExitCode;

use reference::chat::lines::Lines;
use reference::chat::{PORT, send_line, show_line};
use reference::endpoint::Server;
use reference::terminal::{ask, exit_code, show};

fn main() -> ExitCode {
    exit_code(run(&Server::with_port(PORT)))
}

fn run(arguments: &Server) -> io::Result<()> {
    let (mut client, peer) = arguments.listen()?.accept()?;
    show(format_args!("Client connecté : {peer}"));
    let mut lines = Lines::new(client.try_clone()?);
    match converse(&mut client, &mut lines) {
        Ok(()) => show("Conversation terminée"),
        Err(error) => show(format_args!("Connexion perdue avec le client : {error}")),
    }
    Ok(())
}

fn converse(client: &mut TcpStream, lines: &mut Lines<TcpStream>) -> io::Result<()> {
    while let Some(line) = lines.next_line()? {
        show_line(&line, "Client : ");
        match ask("> ") {
            Some(answer) => send_line(client, &answer)?,
            None => return Ok(()),
        }
    }
    Ok(())
}
