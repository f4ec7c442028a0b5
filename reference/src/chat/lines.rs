//! Lines out of a stream of bytes; knows neither sockets nor terminals.
//!
//! A read delivers what has arrived: half a line, three lines and a half, a character cut in two.
//! The bytes wait here until the newline that completes them.

use std::io::{self, ErrorKind, Read};

/// The longest line that is put together, in bytes: a peer that never sends a newline must not
/// take all the memory.
pub const LONGEST: usize = 64 * 1024;

/// One line, without its end.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Line {
    /// Ended by `\n` (a `\r` before it is not part of the line).
    Whole(Vec<u8>),
    /// What was there when the stream ended.
    Unfinished(Vec<u8>),
}

/// The lines of a stream.
#[derive(Debug)]
pub struct Lines<R> {
    stream: R,
    /// Read, not given out yet.
    waiting: Vec<u8>,
    /// How much of `waiting` is known to hold no newline.
    searched: usize,
}

impl<R: Read> Lines<R> {
    /// Nothing is read yet.
    pub fn new(stream: R) -> Self {
        Self { stream, waiting: Vec::new(), searched: 0 }
    }

    /// Waits for the next line; `None` at the end of the stream.
    ///
    /// # Errors
    /// When the stream breaks, or a line is longer than [`LONGEST`].
    pub fn next_line(&mut self) -> io::Result<Option<Line>> {
        loop {
            if let Some(at) = self.waiting[self.searched..].iter().position(|byte| *byte == b'\n') {
                return Ok(Some(Line::Whole(self.take(self.searched + at))));
            }
            self.searched = self.waiting.len();
            if self.searched > LONGEST {
                return Err(io::Error::new(ErrorKind::InvalidData, format!("une ligne de plus de {LONGEST} octets")));
            }
            let mut piece = [0; 4096];
            match self.stream.read(&mut piece) {
                Ok(0) if self.waiting.is_empty() => return Ok(None),
                Ok(0) => {
                    self.searched = 0;
                    return Ok(Some(Line::Unfinished(std::mem::take(&mut self.waiting))));
                }
                Ok(length) => self.waiting.extend_from_slice(&piece[..length]),
                Err(error) if error.kind() == ErrorKind::Interrupted => {}
                Err(error) => return Err(error),
            }
        }
    }

    /// The bytes before the newline at `end`; the newline goes too.
    fn take(&mut self, end: usize) -> Vec<u8> {
        let rest = self.waiting.split_off(end + 1);
        let mut line = std::mem::replace(&mut self.waiting, rest);
        self.searched = 0;
        line.pop();
        if line.last() == Some(&b'\r') {
            line.pop();
        }
        line
    }
}

#[cfg(test)]
mod tests {
    use super::{LONGEST, Line, Lines};
    use std::io::{self, Read};

    /// A stream that delivers given pieces, one a read.
    struct Pieces(Vec<Vec<u8>>);

    impl Read for Pieces {
        fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
            if self.0.is_empty() {
                return Ok(0);
            }
            let mut piece = self.0.remove(0);
            let rest = piece.split_off(piece.len().min(buffer.len()));
            buffer[..piece.len()].copy_from_slice(&piece);
            if !rest.is_empty() {
                self.0.insert(0, rest);
            }
            Ok(piece.len())
        }
    }

    fn lines(pieces: &[&str]) -> Vec<Line> {
        let mut lines = Lines::new(Pieces(pieces.iter().map(|p| p.as_bytes().to_vec()).collect()));
        std::iter::from_fn(|| lines.next_line().expect("no error")).collect()
    }

    fn whole(text: &str) -> Line {
        Line::Whole(text.into())
    }

    #[test]
    fn pieces_make_the_same_lines_wherever_they_are_cut() {
        let text = "été\nun deux\r\n\ntrois\n";
        let wanted = vec![whole("été"), whole("un deux"), whole(""), whole("trois")];
        assert_eq!(lines(&[text]), wanted);
        for at in (1..text.len()).filter(|at| text.is_char_boundary(*at)) {
            assert_eq!(lines(&[&text[..at], &text[at..]]), wanted, "cut at {at}");
        }
        let bytes: Vec<String> = text.chars().map(String::from).collect();
        assert_eq!(lines(&bytes.iter().map(String::as_str).collect::<Vec<_>>()), wanted);
    }

    #[test]
    fn what_has_no_newline_at_the_end_is_told_apart() {
        assert_eq!(lines(&["a\nb"]), vec![whole("a"), Line::Unfinished("b".into())]);
        assert_eq!(lines(&["a\n"]), vec![whole("a")]);
        assert_eq!(lines(&[]), vec![]);
    }

    #[test]
    fn a_line_without_end_is_refused_and_a_long_one_is_not() {
        let long = "x".repeat(LONGEST);
        assert_eq!(lines(&[&long, "\n"]), vec![whole(&long)]);
        let mut endless = Lines::new(io::repeat(b'x'));
        assert!(endless.next_line().is_err());
    }
}
