//! Both directions at once, one process for each (TP Chat, step 4).
//!
//! After `fork` there are two processes where there was one. They share what they had opened: the
//! terminal and the connection. They do not share memory: a variable changed by one stays as it
//! was in the other. So each takes one direction and neither needs to know what the other does:
//! the child waits at the keyboard and sends, the parent waits for the peer and shows.
//!
//! Rust programs rather use two threads: `fork` copies only the thread that calls it, so it is
//! safe only in a program that has one, which nothing checks; threads are checked by the compiler.

use std::io;
use std::net::{Shutdown, TcpStream};
use std::process::exit;

use super::fork::split;
use super::{send_line, show_lines};
use crate::terminal::ask;

/// Talks with the peer until it leaves. When the keyboard ends, only this direction is closed: what
/// the peer still says is shown.
///
/// # Errors
/// When the system has no process to give.
pub fn converse(stream: TcpStream, label: &str) -> io::Result<()> {
    match split()? {
        None => {
            send_what_is_typed(stream);
            // Not a return: the rest of the program belongs to the parent.
            exit(0)
        }
        Some(child) => {
            show_lines(&stream, label);
            child.end();
            Ok(())
        }
    }
}

fn send_what_is_typed(mut stream: TcpStream) {
    while let Some(line) = ask("") {
        // A peer that has gone is the parent's business: it sees the end of the stream.
        if send_line(&mut stream, &line).is_err() {
            return;
        }
    }
    // Closing would not do: the parent still holds the socket, so no FIN would be sent.
    stream.shutdown(Shutdown::Write).ok();
}
