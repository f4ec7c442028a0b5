//! Two byte strings under each other, with a caret under the first character that differs.
//!
//! It must not know where the bytes come from.

use super::columns::{left, width};
use crate::text::shown;

/// The lines: expected, received, caret. `anywhere`: what was expected may stand later in what was
/// received. Nothing when nothing differs.
pub(super) fn compare(
    expected: &[u8],
    received: &[u8],
    anywhere: bool,
    labels: (&str, &str),
    columns: usize,
) -> Vec<String> {
    let (expected, received) = (units(expected), units(received));
    let offset = if anywhere { best_offset(&expected, &received) } else { 0 };
    let same = expected.iter().zip(&received[offset..]).take_while(|(a, b)| a == b).count();
    if same == expected.len() && offset + same == received.len() {
        return Vec::new();
    }
    let label = width(labels.0).max(width(labels.1));
    let room = columns.saturating_sub(label + 1).max(20);
    // Position of the first difference in the line of what was received.
    let at = offset + same;
    let padding = " ".repeat(received[..offset].iter().map(|u| width(u)).sum());
    let padded: Vec<String> = padding.chars().map(String::from).chain(expected).collect();
    // One blank for each column in front, so the same number of columns, not of units, is hidden.
    let before: usize = received[..at].iter().map(|u| width(u)).sum();
    let hidden = if before + 8 > room { before + 8 - room * 2 / 3 } else { 0 };
    let (top, _) = window(&padded, hidden, room);
    let (bottom, shift) = window(&received, hidden, room);
    let mut caret = (before + shift).saturating_sub(hidden);
    if received.get(at).is_some_and(|u| width(u) == 0) {
        // An accent of its own sits on the character before it.
        caret = caret.saturating_sub(1);
    }
    vec![
        format!("{} {top}", left(labels.0, label)),
        format!("{} {bottom}", left(labels.1, label)),
        format!("{} {}^", " ".repeat(label), " ".repeat(caret)),
    ]
}

/// Each character, or byte of broken UTF-8, as it is shown.
fn units(bytes: &[u8]) -> Vec<String> {
    let mut out = Vec::new();
    for chunk in bytes.utf8_chunks() {
        let mut buffer = [0; 4];
        out.extend(chunk.valid().chars().map(|c| shown(c.encode_utf8(&mut buffer).as_bytes(), 1)));
        out.extend(chunk.invalid().iter().map(|byte| shown(&[*byte], 1)));
    }
    out
}

/// Where in `received` the longest beginning of `expected` stands; 0 when it is too short to mean
/// anything.
fn best_offset(expected: &[String], received: &[String]) -> usize {
    let run = |offset: usize| expected.iter().zip(&received[offset..]).take_while(|(a, b)| a == b).count();
    let best = (0..received.len()).map(|offset| (run(offset), std::cmp::Reverse(offset))).max();
    match best {
        Some((length, std::cmp::Reverse(offset))) if length >= 3 || length * 2 >= expected.len() && length > 0 => {
            offset
        }
        _ => 0,
    }
}

/// The units from column `hidden` on, in at most `room` columns; and by how much the first one kept
/// starts later than asked for, the mark of what is hidden included.
fn window(units: &[String], hidden: usize, room: usize) -> (String, usize) {
    let mut column = 0;
    let mut skipped = 0;
    while skipped < units.len() && column < hidden {
        column += width(&units[skipped]);
        skipped += 1;
    }
    let (mut text, mut shift) = if hidden > 0 { ("…".to_owned(), 1) } else { (String::new(), 0) };
    // A wide unit may end beyond the edge: blanks keep both lines aligned.
    let beyond = column.saturating_sub(hidden);
    text.push_str(&" ".repeat(beyond));
    let mut used = shift + beyond;
    for unit in &units[skipped..] {
        if used + width(unit) + 1 > room {
            text.push('…');
            break;
        }
        used += width(unit);
        text.push_str(unit);
    }
    if hidden == 0 {
        shift = 0;
    }
    (text, shift)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn lines(expected: &str, received: &str, anywhere: bool, columns: usize) -> String {
        compare(expected.as_bytes(), received.as_bytes(), anywhere, ("expected:", "received:"), columns).join("\n")
    }

    #[test]
    fn the_caret_stands_under_the_first_wrong_character() {
        assert_eq!(lines("bonjour", "bonsoir", false, 60), "expected: bonjour\nreceived: bonsoir\n             ^");
        assert_eq!(lines("abc", "ab", false, 60), "expected: abc\nreceived: ab\n            ^", "something is missing");
        assert_eq!(
            lines("ab", "ab\n", false, 60),
            "expected: ab\nreceived: ab\\n\n            ^",
            "something is too much"
        );
        assert_eq!(lines("ab", "ab", false, 60), "");
    }

    #[test]
    fn accents_and_emoji_count_as_they_show() {
        assert_eq!(lines("é😀x", "é😀y", false, 60), "expected: é😀x\nreceived: é😀y\n             ^");
        assert_eq!(lines("e\u{301}", "e\u{300}", false, 60), "expected: e\u{301}\nreceived: e\u{300}\n          ^");
        let broken = compare(b"\xc3\xa9", b"\xc3", false, ("e", "r"), 60);
        assert_eq!(broken, ["e é", "r \\xc3", "  ^"]);
    }

    #[test]
    fn a_prefix_before_what_was_expected_is_passed_over() {
        assert_eq!(
            lines("bonjour", "echo: bonjoUr", true, 60),
            "expected:       bonjour\nreceived: echo: bonjoUr\n                     ^"
        );
        assert_eq!(lines("bonjour", "BONJOUR", true, 60), "expected: bonjour\nreceived: BONJOUR\n          ^");
    }

    #[test]
    fn long_strings_are_shown_around_the_difference() {
        let expected = "abcdefghij".repeat(300);
        let received = format!("{}X{}", &expected[..1024], &expected[1025..]);
        let text = lines(&expected, &received, false, 60);
        let rows: Vec<&str> = text.lines().collect();
        assert!(rows.iter().all(|row| width(row) <= 60), "{text}");
        let at = width(rows[2]) - 1;
        let under = |row: &str| row.chars().nth(at);
        assert_eq!((under(rows[0]), under(rows[1])), (Some('e'), Some('X')), "{text}");
        assert!(rows[0].contains('…'), "{text}");
    }
}
