//! The rows of a diagram as sentences: what it shows, for those who cannot see it.

use super::super::super::cast::Actor;
use super::super::super::ladder_row::{Content, Row, Tagged};
use super::super::super::phrase::{Phrases, QUOTED};
use super::super::super::words::Case;
use super::clock;

/// One sentence a row.
pub(super) fn lines(phrases: &Phrases<'_>, rows: &[Tagged]) -> Vec<String> {
    rows.iter().map(|row| line(phrases, row)).collect()
}

fn line(phrases: &Phrases<'_>, row: &Tagged) -> String {
    let words = &phrases.words;
    let name = |actor: &Actor, case| words.actor(actor, case);
    let text = match (&row.row, &row.from, &row.to) {
        (Row::Middle(text), ..) => words.capital(text),
        (Row::Arrow { what, .. }, Some(from), Some(to)) => {
            let (from, to) = (words.capital(&name(from, Case::Plain)), name(to, Case::To));
            words.say("html-told-arrow", &[("from", &from), ("to", &to), ("what", &said(phrases, what))])
        }
        (Row::Arrow { what, .. } | Row::Note { what, .. }, Some(from), None)
        | (Row::Note { what, .. }, Some(from), _) => {
            let who = words.capital(&name(from, Case::Plain));
            words.say("html-told-note", &[("who", &who), ("what", &said(phrases, what))])
        }
        (Row::Arrow { what, .. } | Row::Note { what, .. }, None, _) => said(phrases, what),
    };
    match row.at {
        Some(at) => {
            let (time, number) = (clock(words, at), at.0.to_string());
            words.say("html-told-at", &[("time", &time), ("number", &number), ("text", &text)])
        }
        None => text,
    }
}

fn said(phrases: &Phrases<'_>, what: &Content) -> String {
    match what {
        Content::Text(text) => text.clone(),
        Content::Bytes(before, bytes) => {
            format!("{before} {}", phrases.words.quote(bytes, QUOTED * 3)).trim_start().to_owned()
        }
    }
}
