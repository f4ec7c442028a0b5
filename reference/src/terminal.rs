//! The screen, the keyboard and the exit status; knows nothing about sockets.
//!
//! `println!` panics when the terminal has gone away (a closed window, a full disk behind a
//! redirection). The peer at the other end of the socket should not suffer from that, so what
//! cannot be shown is dropped.

use std::fmt::Display;
use std::io::{self, BufRead, Write};
use std::process::ExitCode;

/// Shows one line on standard output, at once: Rust's standard output is line-buffered even
/// when it is a pipe.
pub fn show(line: impl Display) {
    writeln!(io::stdout(), "{line}").ok();
}

/// Shows `prompt` and waits for a typed line.
///
/// The line comes as bytes, whatever the keyboard's encoding, without its end-of-line mark;
/// `None` means that the keyboard is closed (`^D`, or the terminal is gone).
pub fn ask(prompt: &str) -> Option<Vec<u8>> {
    let mut screen = io::stdout();
    // A prompt has no end of line: without a flush it would stay in the buffer.
    write!(screen, "{prompt}").and_then(|()| screen.flush()).ok();

    let mut line = Vec::new();
    match io::stdin().lock().read_until(b'\n', &mut line) {
        Ok(0) | Err(_) => None,
        Ok(_) => Some(without_end_of_line(line)),
    }
}

/// Says why an empty line is not sent.
///
/// Sending 0 bytes sends nothing: the peer would wait for a message, this program for an answer,
/// both for ever.
pub fn explain_empty_line() {
    show("Une ligne vide n'envoie aucun octet : tapez un message");
}

/// Turns the result of a program into its exit status: 0, or 1 after one line on standard error.
pub fn exit_code(result: io::Result<()>) -> ExitCode {
    match result {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            writeln!(io::stderr(), "{error}").ok();
            ExitCode::FAILURE
        }
    }
}

/// Removes one `\n` or `\r\n`. The last line of a file may have neither.
fn without_end_of_line(mut line: Vec<u8>) -> Vec<u8> {
    if line.ends_with(b"\n") {
        line.pop();
        if line.ends_with(b"\r") {
            line.pop();
        }
    }
    line
}

#[cfg(test)]
mod tests {
    use super::without_end_of_line;

    #[test]
    fn only_the_end_of_line_mark_is_removed() {
        for (typed, kept) in [
            ("salut\n", "salut"),
            ("salut\r\n", "salut"),
            ("salut", "salut"),
            (" deux  espaces \n", " deux  espaces "),
            ("\n", ""),
            ("retour\r", "retour\r"),
        ] {
            assert_eq!(without_end_of_line(typed.into()), kept.as_bytes());
        }
    }
}
