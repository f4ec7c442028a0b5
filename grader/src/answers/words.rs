//! French text taken apart: sentences, and words without accents, case or elisions, each knowing where
//! it stood. It must not know what any of them means.

use unicode_normalization::UnicodeNormalization;
use unicode_normalization::char::is_combining_mark;

/// A longer run of words without a full stop is cut here: matching stays fast whatever is handed in.
const LONGEST: usize = 120;

/// A word of a text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Token {
    /// Lower case, no accents; `n'est` gives `n` and `est`.
    pub(super) text: String,
    /// Byte offsets in the text it was taken from.
    pub(super) span: (usize, usize),
    /// Number of its clause in the sentence: a comma, a colon, a bracket begin another.
    pub(super) clause: usize,
}

/// A sentence.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub(super) struct Sentence {
    /// Its words.
    pub(super) tokens: Vec<Token>,
}

impl Sentence {
    /// Byte offsets of the whole.
    pub(super) fn span(&self) -> (usize, usize) {
        match (self.tokens.first(), self.tokens.last()) {
            (Some(first), Some(last)) => (first.span.0, last.span.1),
            _ => (0, 0),
        }
    }
}

/// A word in lower case, without accents or ligatures.
pub(super) fn plain(text: &str) -> String {
    text.chars().flat_map(plain_char).collect()
}

fn plain_char(c: char) -> impl Iterator<Item = char> {
    let whole = match c {
        'œ' | 'Œ' => "oe",
        'æ' | 'Æ' => "ae",
        'ß' => "ss",
        _ => "",
    };
    let rest = whole.is_empty().then_some(c);
    let rest = rest.into_iter().flat_map(|c| std::iter::once(c).nfkd()).filter(|c| !is_combining_mark(*c));
    whole.chars().chain(rest.flat_map(char::to_lowercase))
}

/// The words of a text, in sentences.
pub(super) fn sentences(text: &str) -> Vec<Sentence> {
    let mut cutter = Cutter { text, done: Vec::new(), now: Sentence::default(), clause: 0, word: None };
    let mut chars = text.char_indices().peekable();
    let mut before = ' ';
    while let Some((at, c)) = chars.next() {
        let after = chars.peek().map_or(' ', |(_, c)| *c);
        cutter.char(at, c, before, after);
        before = c;
    }
    cutter.end_sentence(text.len());
    cutter.done
}

struct Cutter<'a> {
    text: &'a str,
    done: Vec<Sentence>,
    now: Sentence,
    clause: usize,
    /// Where the word being read begins.
    word: Option<usize>,
}

impl Cutter<'_> {
    fn char(&mut self, at: usize, c: char, before: char, after: char) {
        if c.is_alphanumeric() || is_combining_mark(c) {
            self.word.get_or_insert(at);
            return;
        }
        self.end_word(at);
        match c {
            '/' | '%' | '>' => self.push(at, at + 1),
            '.' if self.ends_abbreviation() => {}
            '.' if !after.is_alphanumeric() && after != '.' && before != '.' => self.end_sentence(at),
            '!' | '?' | ';' | '…' => self.end_sentence(at),
            '\n' if self.breaks(at) => self.end_sentence(at),
            ',' | ':' | '(' | ')' | '—' | '–' | '→' => self.clause += 1,
            '-' if before.is_whitespace() && after.is_whitespace() => self.clause += 1,
            _ => {}
        }
    }

    /// A line ends a sentence unless it was only wrapped: the next one goes on in lower case.
    fn breaks(&self, at: usize) -> bool {
        let last = self.text[..at].trim_end_matches([' ', '\t', '*', '_', '`']).chars().next_back().unwrap_or('\n');
        let next = self.text[at + 1..].trim_start_matches([' ', '\t']).chars().next().unwrap_or('\n');
        let goes_on = next.is_lowercase() || matches!(next, '(' | '`' | '*' | '"' | '«' | '’' | '\'') || last == ':';
        !goes_on || matches!(last, '.' | '!' | '?') || next == '\n'
    }

    fn ends_abbreviation(&self) -> bool {
        self.now.tokens.last().is_some_and(|t| matches!(t.text.as_str(), "ex" | "cad" | "cf" | "p" | "e"))
    }

    fn end_word(&mut self, at: usize) {
        if let Some(start) = self.word.take() {
            self.push(start, at);
        }
    }

    fn push(&mut self, start: usize, end: usize) {
        let text = plain(&self.text[start..end]);
        if text.is_empty() {
            return;
        }
        self.now.tokens.push(Token { text, span: (start, end), clause: self.clause });
        if self.now.tokens.len() >= LONGEST {
            self.end_sentence(end);
        }
    }

    fn end_sentence(&mut self, at: usize) {
        self.end_word(at);
        self.clause = 0;
        let whole = std::mem::take(&mut self.now);
        if !whole.tokens.is_empty() {
            self.done.push(whole);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn told(text: &str) -> Vec<String> {
        let words = |s: &Sentence| s.tokens.iter().map(|t| t.text.as_str()).collect::<Vec<_>>().join(" ");
        sentences(text).iter().map(words).collect()
    }

    #[test]
    fn accents_case_and_elisions_go() {
        assert_eq!(told("L’accès n'est PAS protégé"), ["l acces n est pas protege"]);
        assert_eq!(told("cœur e\u{301}tape"), ["coeur etape"]);
        assert_eq!(told("try/except, setblocking(False)"), ["try / except setblocking false"]);
    }

    #[test]
    fn sentences_end_at_stops_and_at_lines_that_begin_anew() {
        assert_eq!(told("Un. Deux ! Trois"), ["un", "deux", "trois"]);
        assert_eq!(told("conn.close() par ex. ici"), ["conn close par ex ici"]);
        assert_eq!(told("elle attend\nun client"), ["elle attend un client"]);
        assert_eq!(told("Elle attend\nUn client"), ["elle attend", "un client"]);
        assert_eq!(told("deux moments :\nAccept"), ["deux moments accept"]);
        assert_eq!(told("elle attend\n\nun client"), ["elle attend", "un client"]);
    }

    #[test]
    fn spans_point_into_the_text() {
        let text = "À l’arrêt";
        let all = sentences(text);
        let of = |i: usize| {
            let (a, b) = all[0].tokens[i].span;
            &text[a..b]
        };
        assert_eq!((of(0), of(2)), ("À", "arrêt"));
    }

    #[test]
    fn endless_text_is_cut() {
        assert!(sentences(&"mot ".repeat(1000)).iter().all(|s| s.tokens.len() <= LONGEST));
    }
}
