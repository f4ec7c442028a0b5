//! The server's side of a conversation with one client: receive, answer, and again.
//!
//! What the answer to a message is, and whether other clients are served meanwhile or afterwards,
//! is the business of the caller.

use std::io::{self, Write};
use std::net::{SocketAddr, TcpStream};

use crate::message::{FIN, receive, text};
use crate::terminal::show;

/// What a server does about a message.
#[derive(Debug, PartialEq, Eq)]
pub enum Reply {
    /// Sends this and waits for the next message.
    Answer(Vec<u8>),
    /// Sends this, if there is anything to send, and closes the connection.
    Farewell(Vec<u8>),
}

/// How a conversation ended, when nothing broke.
enum End {
    /// The client asked for it.
    Goodbye,
    /// The client closed its side without a word.
    Closed,
}

/// Answers each message of the client until it says `fin`, leaves or breaks the connection.
pub fn serve_until_fin(client: TcpStream, peer: SocketAddr, mut answer: impl FnMut(Vec<u8>) -> Vec<u8>) {
    serve(client, peer, "fin", |message| {
        if message == FIN { Reply::Farewell(Vec::new()) } else { Reply::Answer(answer(message)) }
    });
}

/// Does what `reply` says about each message, until a farewell or until the client leaves or
/// breaks the connection. `goodbye` is what the client should have said before it left.
///
/// Returns no error: a client in trouble is not a server in trouble. The connection is closed on
/// return in every case, because `client` is dropped here.
pub fn serve(mut client: TcpStream, peer: SocketAddr, goodbye: &str, reply: impl FnMut(Vec<u8>) -> Reply) {
    show(format_args!("Client connecté : {peer}"));
    match reply_until_the_end(&mut client, reply) {
        Ok(End::Goodbye) => show(format_args!("Fin demandée par le client {peer}")),
        Ok(End::Closed) => show(format_args!("Client parti sans dire {goodbye} : {peer}")),
        Err(error) => show(format_args!("Connexion perdue avec le client {peer} : {error}")),
    }
}

fn reply_until_the_end(client: &mut TcpStream, mut reply: impl FnMut(Vec<u8>) -> Reply) -> io::Result<End> {
    // Forgetting the end of the stream here is the classic mistake: each further read returns
    // 0 bytes at once, and the loop takes 100 % of a processor.
    while let Some(message) = receive(client)? {
        show(format_args!("Reçu : {}", text(&message)));
        // Bytes go out, not text: an echo of a character cut in two by a read arrives whole.
        // `write_all` and not `write`, which may send only a part. If the client is gone this is
        // an error and not a deadly SIGPIPE, because Rust programs ignore that signal.
        match reply(message) {
            Reply::Answer(answer) => client.write_all(&answer)?,
            Reply::Farewell(last) => {
                client.write_all(&last)?;
                return Ok(End::Goodbye);
            }
        }
    }
    Ok(End::Closed)
}
