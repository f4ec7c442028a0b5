//! What a message is on a TCP connection; knows neither terminals nor who is server or client.
//!
//! TCP carries a stream of bytes, not messages. The lab adds no framing (no newline, no length):
//! **a message is whatever one read delivers**. Since the peers speak in turn, that is nearly
//! always what the other side sent in one go. It is not guaranteed: a long or slow message may
//! come in several reads, two quick ones may come glued together. Only a framing could tell.

use std::borrow::Cow;
use std::io::{self, Read};
use std::net::TcpStream;

/// The message that ends a conversation: these three bytes and nothing else, so `la fin` and
/// `finir` are ordinary messages.
pub const FIN: &[u8] = b"fin";

/// The most that one read takes, in bytes.
///
/// The lab says 1024. A read never waits for a full buffer, so a larger one costs nothing and
/// keeps more of the long messages in one piece.
const BUFFER_SIZE: usize = 64 * 1024;

/// Waits for the next message. `None` means that the peer has closed its side.
///
/// # Errors
/// When the connection is broken, for instance reset by the peer.
pub fn receive(stream: &mut TcpStream) -> io::Result<Option<Vec<u8>>> {
    let mut buffer = vec![0; BUFFER_SIZE];
    let length = stream.read(&mut buffer)?;
    buffer.truncate(length);
    // Nobody can send a message of 0 bytes: reading 0 bytes is how the end of the stream shows.
    Ok((length > 0).then_some(buffer))
}

/// A message as text, for a screen only.
///
/// A read may stop in the middle of a character, and a peer may send anything: what is not UTF-8
/// shows as `�` instead of ending the program.
pub fn text(message: &[u8]) -> Cow<'_, str> {
    String::from_utf8_lossy(message)
}
