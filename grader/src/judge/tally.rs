//! Many messages from many senders, looked for in one text: each once, whole, in its sender's order.
//!
//! Pure: knows nothing of where the text comes from.

use std::collections::BTreeMap;

use regex::bytes::Regex;

use crate::lab::{Outcome, Tally};

/// What is wrong, worst first, with an example: the message, or the piece, that shows it.
pub(super) fn fault(tally: &Tally, text: &[u8]) -> Option<(Outcome, Vec<u8>)> {
    let found = Found::read(tally, text);
    found.torn().or_else(|| found.lost()).or_else(|| found.doubled()).or_else(|| found.disordered())
}

/// What is wrong with numbers that must be consecutive, each once.
pub(super) fn count_fault(numbers: &[u64], count: u32) -> Option<(Outcome, Vec<u8>)> {
    let mut sorted = numbers.to_vec();
    sorted.sort_unstable();
    let example = |outcome, number: u64| Some((outcome, number.to_string().into_bytes()));
    if let Some(pair) = sorted.windows(2).find(|pair| pair[0] == pair[1]) {
        return example(Outcome::Doubled, pair[0]);
    }
    if let Some(pair) = sorted.windows(2).find(|pair| pair[0] + 1 != pair[1]) {
        return example(Outcome::Lost, pair[0] + 1);
    }
    let missing = sorted.len() < count as usize;
    if missing { example(Outcome::Lost, sorted.last().map_or(0, |last| last + 1)) } else { None }
}

struct Found<'a> {
    tally: &'a Tally,
    /// Where each message stands, by sender and number.
    places: BTreeMap<(u32, u32), Vec<usize>>,
    /// A piece that is no whole message.
    piece: Option<Vec<u8>>,
}

impl<'a> Found<'a> {
    fn read(tally: &'a Tally, text: &[u8]) -> Found<'a> {
        let mut found = Found { tally, places: BTreeMap::new(), piece: None };
        let pattern = regex::escape(&tally.message)
            .replace(r"\{sender\}", "(?P<sender>[0-9]+)")
            .replace(r"\{n\}", "(?P<n>[0-9]+)");
        let Ok(whole) = Regex::new(&pattern) else { return found };
        let number = |captures: &regex::bytes::Captures<'_>, name: &str| {
            captures.name(name).and_then(|m| std::str::from_utf8(m.as_bytes()).ok()?.parse::<u32>().ok())
        };
        let mut rest = 0;
        for captures in whole.captures_iter(text) {
            let (Some(at), Some(sender), Some(n)) =
                (captures.get(0), number(&captures, "sender"), number(&captures, "n"))
            else {
                continue;
            };
            found.look_for_pieces(&text[rest..at.start()]);
            rest = at.end();
            if (1..=tally.senders).contains(&sender) && (1..=tally.each).contains(&n) {
                found.places.entry((sender, n)).or_default().push(at.start());
            }
        }
        found.look_for_pieces(&text[rest..]);
        found
    }

    /// Between whole messages, the characters that begin and end one may not stand.
    fn look_for_pieces(&mut self, between: &[u8]) {
        let head = self.tally.message.split('{').next().unwrap_or_default().as_bytes();
        let tail = self.tally.message.rsplit('}').next().unwrap_or_default().as_bytes();
        let at = [head, tail].into_iter().filter_map(|mark| super::expectation::find(between, mark)).min();
        if let Some(at) = at.filter(|_| self.piece.is_none()) {
            let from = at.saturating_sub(12);
            self.piece = Some(between[from..(at + 12).min(between.len())].to_vec());
        }
    }

    fn message(&self, (sender, n): (u32, u32)) -> Vec<u8> {
        self.tally.message.replace("{sender}", &sender.to_string()).replace("{n}", &n.to_string()).into_bytes()
    }

    fn all(&self) -> impl Iterator<Item = (u32, u32)> {
        let each = self.tally.each;
        (1..=self.tally.senders).flat_map(move |sender| (1..=each).map(move |n| (sender, n)))
    }

    fn torn(&self) -> Option<(Outcome, Vec<u8>)> {
        self.piece.clone().map(|piece| (Outcome::Torn, piece))
    }

    fn lost(&self) -> Option<(Outcome, Vec<u8>)> {
        let lost = self.all().find(|id| !self.places.contains_key(id))?;
        Some((Outcome::Lost, self.message(lost)))
    }

    fn doubled(&self) -> Option<(Outcome, Vec<u8>)> {
        let (id, _) = self.places.iter().find(|(_, places)| places.len() > 1)?;
        Some((Outcome::Doubled, self.message(*id)))
    }

    fn disordered(&self) -> Option<(Outcome, Vec<u8>)> {
        let first = |id: (u32, u32)| self.places.get(&id).and_then(|places| places.first().copied());
        let late = self.all().find(|(sender, n)| *n > 1 && first((*sender, n - 1)) > first((*sender, *n)))?;
        Some((Outcome::Disordered, self.message(late)))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn of(text: &str) -> Option<(Outcome, String)> {
        let tally = Tally { senders: 2, each: 2, message: "<{sender}:{n}>".into() };
        fault(&tally, text.as_bytes()).map(|(outcome, example)| (outcome, String::from_utf8(example).unwrap()))
    }

    #[test]
    fn senders_may_mix_as_long_as_each_keeps_its_order() {
        assert_eq!(of("<1:1><2:1><2:2><1:2>"), None);
        assert_eq!(of("['<2:1>', '<2:2>', '<1:1>', '<1:2>']\n(4 messages)"), None);
    }

    #[test]
    fn each_fault_has_its_name_and_an_example() {
        assert_eq!(of("<1:1><2:1><2:2>"), Some((Outcome::Lost, "<1:2>".into())));
        assert_eq!(of("<1:1><1:1><1:2><2:1><2:2>"), Some((Outcome::Doubled, "<1:1>".into())));
        assert_eq!(of("<1:2><1:1><2:1><2:2>"), Some((Outcome::Disordered, "<1:2>".into())));
        assert_eq!(of("<1:1><1:<2:1>2><2:2>"), Some((Outcome::Torn, "<1:".into())));
    }

    #[test]
    fn numbers_are_counted() {
        assert_eq!(count_fault(&[3, 1, 2], 3), None);
        assert_eq!(count_fault(&[1, 2, 2], 3), Some((Outcome::Doubled, b"2".to_vec())));
        assert_eq!(count_fault(&[1, 3], 3), Some((Outcome::Lost, b"2".to_vec())));
        assert_eq!(count_fault(&[1, 2], 3), Some((Outcome::Lost, b"3".to_vec())));
    }
}
