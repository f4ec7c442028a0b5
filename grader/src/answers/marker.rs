//! What a line announces: a section, a question's number, a heading. It must not know the questions.

use std::sync::LazyLock;

use regex::Regex;

/// A number that a line begins with.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Mark {
    /// `2.1`, `2.1.4`, with the question's number after it where there is one.
    Dotted(Vec<u32>, Option<u32>),
    /// `Étape 3`, `PARTIE IV`.
    Step(u32),
    /// `1.`, `Q2`, `b)`.
    Item(u32),
}

/// A line without its decoration.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Marked {
    /// Level of a Markdown heading, 0 for none.
    pub(super) level: usize,
    /// The whole line is in bold.
    pub(super) bold: bool,
    /// A dash or bullet came before.
    pub(super) bullet: bool,
    /// What number it announces.
    pub(super) mark: Option<Mark>,
    /// What follows the mark.
    pub(super) rest: String,
}

impl Marked {
    /// A heading, or what people write instead.
    pub(super) fn is_heading(&self) -> bool {
        self.level > 0 || self.bold
    }
}

fn regex(pattern: &str) -> Option<Regex> {
    Regex::new(pattern).ok()
}

static DOTTED: LazyLock<Option<Regex>> = LazyLock::new(|| {
    regex(concat!(
        r"(?i)^(?:(?:questions?|r[ée]ponses?|section|partie|[ée]tape|exercice|exo|tp|q)\s*)?(?:n°\s*)?(\d{1,2}(?:\.\d{1,2}){1,2})",
        r"(?:\s*[-–—._:]\s*(\d|[a-d]\b)|\s*\(\s*(\d|[a-d])\s*\)|\s*[-–—:.]?\s*(?:q|question|n°)\s*\.?\s*(\d|[a-d]\b)|\s+(\d|[a-d])\s*[.):])?(?P<after>.*)$",
    ))
});
static STEP: LazyLock<Option<Regex>> = LazyLock::new(|| {
    regex(
        r"(?i)^(?:partie|part|[ée]tape|step|exercice|exo|section|tp)\s*(?:n°|no\.?|#)?\s*([ivx]+|\d{1,2})\b(?P<after>.*)$",
    )
});
static ITEM: LazyLock<Option<Regex>> = LazyLock::new(|| {
    regex(concat!(
        r"(?i)^(?:(?:question|q|r[ée]ponse|r[ée]p|r)\s*[.:]?\s*(?:n°|no\.?|#)?\s*(\d{1,2})\b\s*[.):\-–—/°]*",
        r"|\(?(\d{1,2})\s*(?:[.):/°]|[-–—](?:\s|$))|([a-d])\s*\))(?P<after>.*)$",
    ))
});

/// Reads a line.
pub(super) fn marked(line: &str) -> Marked {
    let mut text = line.trim().trim_start_matches('>').trim();
    let level = text.chars().take_while(|c| *c == '#').count();
    text = text.trim_start_matches('#').trim_end_matches('#').trim();
    let mut bullet = false;
    for sign in ["- ", "* ", "+ ", "• ", "— ", "– ", "▷ ", "-> ", "→ ", "·  "] {
        if let Some(rest) = text.strip_prefix(sign) {
            (bullet, text) = (true, rest.trim());
        }
    }
    if text.starts_with(['—', '–', '•']) {
        (bullet, text) = (true, text.trim_start_matches(['—', '–', '•', ' ']));
    }
    let bold = ["**", "__"].iter().any(|sign| {
        let inside = text.strip_prefix(sign).and_then(|rest| rest.trim_end_matches(':').trim_end().strip_suffix(sign));
        inside.is_some_and(|inside| !inside.contains("**"))
    });
    let plain = undecorated(text);
    let (mark, rest) = mark(&plain);
    Marked { level, bold, bullet, mark, rest }
}

/// A text without signs of emphasis.
pub(super) fn undecorated(text: &str) -> String {
    let mut plain = text.replace("**", "").replace('`', "");
    // Two underscores are bold at a word's edge, part of a name inside: `__import__`.
    while let Some(inside) = plain.trim().strip_prefix("__").and_then(|t| t.strip_suffix("__")) {
        plain = inside.to_owned();
    }
    plain.trim().to_owned()
}

fn mark(text: &str) -> (Option<Mark>, String) {
    let after = |found: &regex::Captures<'_>| {
        let rest = found.name("after").map_or("", |m| m.as_str());
        rest.trim_start_matches([' ', '.', ')', ':', '-', '–', '—', '/', '°', '*', '_']).trim().to_owned()
    };
    if let Some(found) = DOTTED.as_ref().and_then(|r| r.captures(text)) {
        let numbers = found[1].split('.').filter_map(|n| n.parse().ok()).collect();
        let item = (2..=5).find_map(|i| found.get(i)).and_then(|m| number(m.as_str()));
        return (Some(Mark::Dotted(numbers, item)), after(&found));
    }
    if let Some(found) = STEP.as_ref().and_then(|r| r.captures(text))
        && let Some(n) = number(&found[1])
    {
        return (Some(Mark::Step(n)), after(&found));
    }
    if let Some(found) = ITEM.as_ref().and_then(|r| r.captures(text))
        && let Some(n) = (1..=3).find_map(|i| found.get(i)).and_then(|m| number(m.as_str()))
    {
        return (Some(Mark::Item(n)), after(&found));
    }
    (None, text.to_owned())
}

/// A number in digits, as a letter from `a`, or in Roman numerals up to twenty.
fn number(text: &str) -> Option<u32> {
    let lower = text.to_ascii_lowercase();
    if let Ok(n) = lower.parse() {
        return Some(n);
    }
    match lower.as_str() {
        "a" | "b" | "c" | "d" => lower.bytes().next().map(|b| u32::from(b - b'a') + 1),
        _ => roman(&lower),
    }
}

fn roman(text: &str) -> Option<u32> {
    let mut total = 0;
    let mut before = 0;
    for c in text.chars().rev() {
        let value = match c {
            'i' => 1,
            'v' => 5,
            'x' => 10,
            _ => return None,
        };
        if value < before {
            total -= value;
        } else {
            total += value;
            before = value;
        }
    }
    (1..=20).contains(&total).then_some(total).and_then(|n: i32| u32::try_from(n).ok())
}

/// A line that only separates.
pub(super) fn is_rule(line: &str) -> bool {
    !line.is_empty() && line.chars().all(|c| matches!(c, '-' | '=' | '*' | '_' | '~' | '#' | '—' | ' '))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(line: &str) -> (Option<Mark>, String) {
        let found = marked(line);
        (found.mark, found.rest)
    }

    #[test]
    fn numbers_of_all_kinds() {
        let dotted = |n: &[u32], item| Some(Mark::Dotted(n.to_vec(), item));
        assert_eq!(read("2.1.4"), (dotted(&[2, 1, 4], None), String::new()));
        assert_eq!(read("### 2.1.4 — Questions"), (dotted(&[2, 1, 4], None), "Questions".into()));
        assert_eq!(read("2.1.4-2 : refus"), (dotted(&[2, 1, 4], Some(2)), "refus".into()));
        assert_eq!(read("Question 2.3.4 (1) Oui"), (dotted(&[2, 3, 4], Some(1)), "Oui".into()));
        assert_eq!(read("2.3.4 b) Oui"), (dotted(&[2, 3, 4], Some(2)), "Oui".into()));
        assert_eq!(read("**__PARTIE IV__**"), (Some(Mark::Step(4)), String::new()));
        assert_eq!(read("## Étape 3 : Départs"), (Some(Mark::Step(3)), "Départs".into()));
        for line in ["1. Oui", "**1.** Oui", "1) Oui", "Q1 : Oui", "Question 1 - Oui", "- 1) Oui", "a) Oui", "R1. Oui"]
        {
            assert_eq!(read(line), (Some(Mark::Item(1)), "Oui".into()), "{line}");
        }
    }

    #[test]
    fn what_is_no_number() {
        for line in [
            "Oui, 2 clients",
            "— À quel moment ?",
            "accept() attend",
            "à la suite",
            "Repris plus loin",
            "quand 1 client part",
        ] {
            assert_eq!(read(line).0, None, "{line}");
        }
    }

    #[test]
    fn decoration() {
        assert!(marked("**1. Quoi ?**").bold && !marked("**Oui** et **non**").bold);
        assert_eq!((marked("## Quoi ?").level, marked("- Quoi").bullet), (2, true));
        assert!(is_rule("-----") && !is_rule("- a") && !is_rule(""));
    }
}
