//! TP Chat, step 3, client: types, sends, waits for a line, shows it, and so on.
//!
//! The client begins and the server answers: that is agreed before the first line. If both began
//! by waiting, both would wait for ever, each in its `read`. If both began by talking, each would
//! read the other's first line as the answer to its own, and be one line behind from then on.

use std::io;
use std::net::TcpStream;
use std::process::ExitCode;

use reference::chat::lines::Lines;
use reference::chat::{PORT, send_line, show_line};
use reference::endpoint::Client;
use reference::terminal::{ask, exit_code, show};

fn main() -> ExitCode {
    exit_code(run(&Client::with_port(PORT)))
}

fn run(arguments: &Client) -> io::Result<()> {
    let mut server = arguments.connect()?;
    let mut lines = Lines::new(server.try_clone()?);
    // A server that leaves ends the conversation, not the program in disorder.
    match converse(&mut server, &mut lines) {
        Ok(()) => show("Conversation terminée"),
        Err(error) => show(format_args!("Connexion perdue avec le serveur : {error}")),
    }
    Ok(())
}

fn converse(server: &mut TcpStream, lines: &mut Lines<TcpStream>) -> io::Result<()> {
    while let Some(line) = ask("> ") {
        send_line(server, &line)?;
        match lines.next_line()? {
            Some(answer) => show_line(&answer, "Serveur : "),
            None => return Ok(()),
        }
    }
    Ok(())
}
