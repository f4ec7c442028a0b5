//! The client's side of a conversation strictly in turn, driven from the keyboard.
//!
//! One typed line, one message, one read, which is shown as it is. With no framing, nothing tells
//! whether an answer is complete, and waiting for more could last for ever. The rest of an answer
//! that comes in several pieces is shown at the next turn, and what is left at the end before the
//! program stops: late perhaps, but never lost.

use std::io::{self, ErrorKind, Write};
use std::iter::from_fn;
use std::net::{Shutdown, TcpStream};

use crate::message::{FIN, receive, text};
use crate::terminal::{ask, explain_empty_line, show};

/// The message that ends a conversation.
pub struct Goodbye {
    /// What to send when the keyboard is closed.
    pub bytes: &'static [u8],
    /// Whether a typed line is that message.
    pub is: fn(&[u8]) -> bool,
}

/// How a conversation ended, when nothing broke.
enum End {
    /// The user asked for it and the server closed its side.
    Goodbye,
    /// The server closed its side first.
    Closed,
}

/// Talks with the server until the user types `fin` (or `^D`) or the server goes away.
pub fn converse_until_fin(server: TcpStream) {
    let goodbye = Goodbye { bytes: FIN, is: |line| line == FIN };
    converse(server, from_fn(|| ask("Message : ")), &goodbye);
}

/// Sends each of the lines and shows the answer to it, until the goodbye, the end of the lines or
/// the end of the server.
///
/// Returns no error: a server that vanishes ends the conversation, not the program in disorder.
pub fn converse(mut server: TcpStream, lines: impl Iterator<Item = Vec<u8>>, goodbye: &Goodbye) {
    match talk_until_the_end(&mut server, lines, goodbye) {
        Ok(End::Goodbye) => show("Connexion terminée"),
        Ok(End::Closed) => show("Le serveur a fermé la connexion"),
        // The same news, learnt while sending.
        Err(error) if error.kind() == ErrorKind::BrokenPipe => show("Le serveur a fermé la connexion"),
        Err(error) => show(format_args!("Connexion perdue avec le serveur : {error}")),
    }
}

fn talk_until_the_end(
    server: &mut TcpStream,
    mut lines: impl Iterator<Item = Vec<u8>>,
    goodbye: &Goodbye,
) -> io::Result<End> {
    loop {
        // A closed keyboard can say nothing more, so it says goodbye.
        let line = lines.next().unwrap_or_else(|| goodbye.bytes.to_vec());
        if line.is_empty() {
            explain_empty_line();
            continue;
        }
        server.write_all(&line)?;
        if (goodbye.is)(&line) {
            break;
        }
        match receive(server)? {
            Some(answer) => show(format_args!("Reçu : {}", text(&answer))),
            None => return Ok(End::Closed),
        }
    }

    // Nothing more to say: this closes one direction only, answers can still come. A server that
    // got `fin` glued to the end of a longer message learns in this way that it is over.
    server.shutdown(Shutdown::Write)?;
    while let Some(rest) = receive(server)? {
        show(format_args!("Reçu : {}", text(&rest)));
    }
    Ok(End::Goodbye)
}
