//! The student's own lines that a finding points to, with those around them.

use maud::{Markup, html};

use super::super::words::Words;
use crate::class::Excerpt;
use crate::grading::{Finding, Location};
use crate::text::{harmless, shown};

/// Longest line shown, in characters.
const WIDEST: usize = 200;

/// The lines, the one concerned marked; nothing where no line is known.
pub(super) fn source(words: &Words<'_>, finding: &Finding, excerpts: &[Excerpt]) -> Markup {
    let Some(at) = &finding.location else { return html! {} };
    let place = words.say("block-line", &[("file", &harmless(&at.file)), ("line", &at.line.to_string())]);
    let lines = around(at, excerpts);
    let digits = lines.last().map_or(1, |(number, _)| number.to_string().len());
    html! {
        figure.source {
            figcaption { (words.say("block-where", &[])) " – " (place) }
            pre tabindex="0" {
                @for (number, text) in &lines {
                    @let label = format!("{number:>digits$}  ");
                    @if *number == at.line {
                        mark { span.unseen { (words.say("html-this-line", &[])) " " } span.n { (label) } (text) } "\n"
                    } @else { span.n { (label) } (text) "\n" }
                }
            }
        }
    }
}

fn around(at: &Location, excerpts: &[Excerpt]) -> Vec<(u32, String)> {
    let holds = |e: &&Excerpt| e.file == at.file && numbered(e).any(|(number, _)| number == at.line);
    match excerpts.iter().find(holds) {
        // Made harmless when they were kept; a journal is a file like any other.
        Some(excerpt) => numbered(excerpt).map(|(number, line)| (number, harmless(line).replace('\n', " "))).collect(),
        None => vec![(at.line, shown(at.text.as_bytes(), WIDEST))],
    }
}

fn numbered(excerpt: &Excerpt) -> impl Iterator<Item = (u32, &String)> {
    (excerpt.first..).zip(&excerpt.lines)
}
