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

/// What the lab's programs read at a time, in bytes. An answer that should reach every client in
/// one piece is no longer than that.
pub const ONE_READ: usize = 1024;

/// The most that one read takes here, in bytes.
///
/// More than [`ONE_READ`]: a read never waits for a full buffer, so a larger one costs nothing and
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

/// Takes the text off the front of `bytes`; leaves there what may be the first part of a character.
///
/// For a reader that puts the pieces of a long message together again.
pub fn take_text(bytes: &mut Vec<u8>) -> String {
    // Looking at the last character is enough: it has at most 4 bytes, the first of which says
    // how many. `error_len` is `None` when only the end of the bytes makes a character invalid.
    let cut = (1..=bytes.len().min(3)).map(|length| bytes.len() - length).find(|&start| {
        str::from_utf8(&bytes[start..]).is_err_and(|error| error.valid_up_to() == 0 && error.error_len().is_none())
    });
    let rest = bytes.split_off(cut.unwrap_or(bytes.len()));
    text(&std::mem::replace(bytes, rest)).into_owned()
}

/// A message as text, for a screen only.
///
/// A read may stop in the middle of a character, and a peer may send anything: what is not UTF-8
/// shows as `�` instead of ending the program.
pub fn text(message: &[u8]) -> Cow<'_, str> {
    String::from_utf8_lossy(message)
}

#[cfg(test)]
mod tests {
    use super::take_text;

    /// Reads the pieces one after the other; returns what each gives and what is left at the end.
    fn texts(pieces: &[&[u8]]) -> (Vec<String>, Vec<u8>) {
        let mut bytes = Vec::new();
        let texts = pieces
            .iter()
            .map(|piece| {
                bytes.extend_from_slice(piece);
                take_text(&mut bytes)
            })
            .collect();
        (texts, bytes)
    }

    #[test]
    fn a_character_cut_anywhere_is_kept_until_it_is_whole() {
        for character in ["é", "€", "🦀"] {
            let whole = format!("a{character}b").into_bytes();
            for at in 0..=whole.len() {
                let (start, end) = whole.split_at(at);
                let (texts, rest) = texts(&[start, end]);
                assert_eq!((texts.concat().as_bytes(), rest), (whole.as_slice(), Vec::new()));
                assert!(!texts.concat().contains('\u{FFFD}'));
            }
        }
    }

    #[test]
    fn bytes_that_are_no_text_are_not_kept() {
        let (texts, rest) = texts(&[b"a\xFF", b"\x80\x80\x80", b"\xE2\x82", b"z"]);
        assert_eq!(texts, ["a\u{FFFD}", "\u{FFFD}\u{FFFD}\u{FFFD}", "", "\u{FFFD}z"]);
        assert_eq!(rest, b"");
    }
}
