//! What the programs of TP Chat share: lines on a byte stream, and one process per direction.
//!
//! Unlike TP A, the lab has a framing: **every message is a line that ends in `\n`**. Whoever
//! reads puts lines together again, whatever pieces TCP delivers.

pub mod duplex;
pub mod fork;
pub mod lines;

use std::io::{self, Write};
use std::net::TcpStream;

use crate::message::text;
use crate::terminal::show;
use lines::{Line, Lines};

/// The port of this lab.
pub const PORT: &str = "8080";

/// Sends one line, with the newline that ends it.
///
/// # Errors
/// When the connection is broken.
pub fn send_line(stream: &mut TcpStream, line: &[u8]) -> io::Result<()> {
    // One call and not two: a lone newline would travel in a segment of its own.
    stream.write_all(&[line, b"\n"].concat())
}

/// Shows what the peer says until it leaves or the connection breaks.
pub fn show_lines(stream: &TcpStream, label: &str) {
    let mut lines = Lines::new(stream);
    loop {
        match lines.next_line() {
            Ok(Some(line)) => show_line(&line, label),
            Ok(None) => return show("Le correspondant a fermé la connexion"),
            Err(error) => return show(format_args!("Connexion perdue : {error}")),
        }
    }
}

/// Shows one line of the peer's.
pub fn show_line(line: &Line, label: &str) {
    match line {
        Line::Whole(bytes) => show(format_args!("{label}{}", text(bytes))),
        Line::Unfinished(bytes) => show(format_args!("{label}{} (ligne inachevée)", text(bytes))),
    }
}
