//! The client's side of an echo conversation (steps 2.2 and 2.3), driven from the keyboard.
//!
//! Strictly in turn: one typed line, one message, one read, which is shown as it is. With no
//! framing, nothing tells whether an answer is complete, and waiting for more could last for
//! ever. The rest of an answer that comes in several pieces is shown at the next turn, and what
//! is left at the end before the program stops: late perhaps, but never lost.

use std::io::{self, ErrorKind, Write};
use std::net::{Shutdown, TcpStream};

use crate::message::{FIN, receive, text};
use crate::terminal::{ask, show};

/// How a conversation ended, when nothing broke.
enum End {
    /// The user asked for it and the server closed its side.
    Fin,
    /// The server closed its side first.
    Closed,
}

/// Talks with the server until the user types `fin` (or `^D`) or the server goes away.
///
/// Returns no error: a server that vanishes ends the conversation, not the program in disorder.
pub fn converse(mut server: TcpStream) {
    match talk_until_the_end(&mut server) {
        Ok(End::Fin) => show("Connexion terminée"),
        Ok(End::Closed) => show("Le serveur a fermé la connexion"),
        // The same news, learnt while sending.
        Err(error) if error.kind() == ErrorKind::BrokenPipe => show("Le serveur a fermé la connexion"),
        Err(error) => show(format_args!("Connexion perdue avec le serveur : {error}")),
    }
}

fn talk_until_the_end(server: &mut TcpStream) -> io::Result<End> {
    loop {
        // A closed keyboard can say nothing more, so it says goodbye.
        let line = ask("Message : ").unwrap_or_else(|| FIN.to_vec());
        if line.is_empty() {
            // Sending 0 bytes sends nothing: the server would wait for a message, the client
            // for an answer, both for ever.
            show("Une ligne vide n'envoie aucun octet : tapez un message, ou fin pour quitter");
            continue;
        }
        server.write_all(&line)?;
        if line == FIN {
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
    Ok(End::Fin)
}
