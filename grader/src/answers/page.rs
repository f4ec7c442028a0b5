//! Bytes to lines: encodings, line ends, and what a line is besides its text.

use super::comments::prose;

/// A line of an answer file.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub(super) struct Line {
    /// From 1, in the file.
    pub(super) number: usize,
    /// Its text, without comment signs.
    pub(super) text: String,
    /// Columns of blanks before it.
    pub(super) indent: usize,
}

/// Longest file read, in bytes: answers are a few pages.
const LONGEST: usize = 1 << 20;

/// The lines of a file; of a program, those of its comments. `path` tells which.
pub(super) fn lines(path: &str, bytes: &[u8]) -> Vec<Line> {
    let text = decoded(&bytes[..bytes.len().min(LONGEST)]);
    let text = text.replace("\r\n", "\n").replace(['\r', '\u{2028}', '\u{85}', '\u{b}', '\u{c}'], "\n");
    prose(path, &text)
        .into_iter()
        .map(|(number, text)| {
            let clean: String = text.replace('\t', "    ").replace(['\u{a0}', '\u{202f}'], " ");
            let trimmed = clean.trim();
            let indent = clean.chars().take_while(|c| *c == ' ').count();
            Line { number, text: trimmed.to_owned(), indent }
        })
        .collect()
}

/// UTF-8 with or without its mark, UTF-16 with it, otherwise Latin-1 as Windows writes it.
fn decoded(bytes: &[u8]) -> String {
    let wide = |from: fn([u8; 2]) -> u16| {
        let units: Vec<u16> = bytes[2..].chunks_exact(2).map(|pair| from([pair[0], pair[1]])).collect();
        String::from_utf16_lossy(&units)
    };
    match bytes {
        [0xff, 0xfe, ..] => return wide(u16::from_le_bytes),
        [0xfe, 0xff, ..] => return wide(u16::from_be_bytes),
        _ => {}
    }
    let bytes = bytes.strip_prefix(&[0xef, 0xbb, 0xbf]).unwrap_or(bytes);
    // A text cut in the middle of a character is still UTF-8.
    match std::str::from_utf8(bytes) {
        Ok(text) => text.to_owned(),
        Err(error) if error.error_len().is_none() => String::from_utf8_lossy(bytes).into_owned(),
        Err(_) => bytes.iter().map(|byte| windows_1252(*byte)).collect(),
    }
}

fn windows_1252(byte: u8) -> char {
    match byte {
        0x85 => '…',
        0x91 => '‘',
        0x92 => '’',
        0x93 => '“',
        0x94 => '”',
        0x96 => '–',
        0x97 => '—',
        0x9c => 'œ',
        0x8c => 'Œ',
        0x80 => '€',
        other => char::from(other),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn texts(bytes: &[u8]) -> Vec<String> {
        lines("reponses.txt", bytes).into_iter().map(|l| l.text).collect()
    }

    #[test]
    fn encodings_and_line_ends() {
        let wanted = ["l’été", "où"];
        assert_eq!(texts("\u{feff}l’été\r\noù".as_bytes()), wanted);
        assert_eq!(texts("l’été\roù".as_bytes()), wanted);
        assert_eq!(texts(b"l\x92\xe9t\xe9\no\xf9"), wanted);
        let utf16: Vec<u8> =
            [0xff, 0xfe].into_iter().chain("l’été\noù".encode_utf16().flat_map(u16::to_le_bytes)).collect();
        assert_eq!(texts(&utf16), wanted);
    }

    #[test]
    fn lines_keep_their_numbers_and_indents() {
        let all = lines("a.md", b"a\n\n\t- b");
        assert_eq!((all[2].number, all[2].indent, all[2].text.as_str()), (3, 4, "- b"));
    }
}
