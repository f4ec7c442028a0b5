//! Text measured in the columns of a terminal: accents and emoji take as many as they show.
//!
//! It must not know what the text says.

use unicode_width::{UnicodeWidthChar, UnicodeWidthStr};

/// Columns that a text takes.
pub(super) fn width(text: &str) -> usize {
    UnicodeWidthStr::width(text)
}

/// The text in at most `limit` columns, `…` for what is left out.
pub(super) fn cut(text: &str, limit: usize) -> String {
    if width(text) <= limit {
        return text.to_owned();
    }
    let mut out = String::new();
    let mut used = 0;
    for c in text.chars() {
        used += c.width().unwrap_or(0);
        if used + 1 > limit {
            break;
        }
        out.push(c);
    }
    if limit > 0 {
        out.push('…');
    }
    out
}

/// The text with blanks behind it, `to` columns wide; longer text is cut.
pub(super) fn left(text: &str, to: usize) -> String {
    let text = cut(text, to);
    let blanks = " ".repeat(to.saturating_sub(width(&text)));
    format!("{text}{blanks}")
}

/// The text with blanks in front of it, `to` columns wide; longer text is cut.
pub(super) fn right(text: &str, to: usize) -> String {
    let text = cut(text, to);
    let blanks = " ".repeat(to.saturating_sub(width(&text)));
    format!("{blanks}{text}")
}

/// The text in the middle of `to` columns, `fill` on both sides.
pub(super) fn centre(text: &str, to: usize, fill: char) -> String {
    let text = cut(text, to);
    let free = to.saturating_sub(width(&text));
    let side = |n: usize| fill.to_string().repeat(n);
    format!("{}{text}{}", side(free / 2), side(free - free / 2))
}

/// The text in lines of at most `limit` columns; no-break spaces hold, words are not hyphenated.
pub(super) fn wrap(text: &str, limit: usize) -> Vec<String> {
    let options = textwrap::Options::new(limit.max(10))
        .word_splitter(textwrap::WordSplitter::NoHyphenation)
        .wrap_algorithm(textwrap::WrapAlgorithm::FirstFit);
    textwrap::wrap(text, options).into_iter().map(|line| line.into_owned()).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn columns_are_what_a_terminal_shows() {
        assert_eq!(width("é😀"), 3);
        assert_eq!(cut("bonjour", 7), "bonjour");
        assert_eq!(cut("bonjour", 5), "bonj…");
        assert_eq!(cut("😀😀😀", 4), "😀…", "an emoji is never cut in two");
        assert_eq!(left("é", 3), "é  ");
        assert_eq!(right("😀", 3), " 😀");
        assert_eq!(centre("x", 4, '┄'), "┄x┄┄");
    }

    #[test]
    fn a_no_break_space_keeps_its_words_together() {
        assert_eq!(wrap("il a reçu «\u{a0}fin\u{a0}»", 16), ["il a reçu", "«\u{a0}fin\u{a0}»"]);
    }
}
