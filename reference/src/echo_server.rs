//! The server's side of an echo conversation (steps 2.2 and 2.3), for one client.
//!
//! Whether another client is served afterwards is the business of the caller.

use std::io::{self, Write};
use std::net::{SocketAddr, TcpStream};

use crate::message::{FIN, receive, text};
use crate::terminal::show;

/// How a conversation ended, when nothing broke.
enum End {
    /// The client said `fin`.
    Fin,
    /// The client closed its side without a word.
    Closed,
}

/// Sends back what the client sends until it says `fin`, leaves or breaks the connection.
///
/// Returns no error: a client in trouble is not a server in trouble. The connection is closed on
/// return in every case, because `client` is dropped here.
pub fn serve(mut client: TcpStream, peer: SocketAddr) {
    show(format_args!("Client connecté : {peer}"));
    match echo_until_the_end(&mut client) {
        Ok(End::Fin) => show(format_args!("Fin demandée par le client {peer}")),
        Ok(End::Closed) => show(format_args!("Client parti sans dire fin : {peer}")),
        Err(error) => show(format_args!("Connexion perdue avec le client {peer} : {error}")),
    }
}

fn echo_until_the_end(client: &mut TcpStream) -> io::Result<End> {
    // Forgetting the end of the stream here is the classic mistake: each further read returns
    // 0 bytes at once, and the loop takes 100 % of a processor.
    while let Some(message) = receive(client)? {
        show(format_args!("Reçu : {}", text(&message)));
        if message == FIN {
            return Ok(End::Fin);
        }
        // The bytes go back, not the text: a character cut in two by a read arrives whole.
        // `write_all` and not `write`, which may send only a part. If the client is gone this is
        // an error and not a deadly SIGPIPE, because Rust programs ignore that signal.
        client.write_all(&message)?;
    }
    Ok(End::Closed)
}
