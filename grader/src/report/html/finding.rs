//! One finding: what was expected, what happened, the student's lines, why, what to do, the exchange drawn.
//!
//! What was explained once is only named when it comes again.

use std::collections::BTreeMap;

use maud::{Markup, html};

use super::super::block::{Labelled, advice, again, facts, is_worth_drawing, missing, sentence, texts};
use super::super::ladder::comparison;
use super::super::phrase::Phrases;
use super::super::words::Words;
use super::diagram::diagram;
use super::schedule::schedule_table;
use super::source::source;
use crate::class::Excerpt;
use crate::grading::Finding;
use crate::text::harmless;
use crate::transcript::Transcript;

/// Columns of a comparison of two texts.
const COMPARED: usize = 84;

/// Where each finding (code and program) was explained: in words, and the place's id.
#[derive(Debug, Default)]
pub(super) struct Explained(BTreeMap<(String, Option<String>), (String, String)>);

/// A finding in full the first time; after that what happened this time, and where the rest is.
pub(super) fn explained(
    words: &Words<'_>,
    (finding, transcript): (&Finding, Option<&Transcript>),
    excerpts: &[Excerpt],
    told: &mut Explained,
    (place, id): (&str, &str),
) -> Markup {
    let text = texts(words, finding);
    let key = (finding.code.clone(), finding.program.clone());
    let before = told.0.get(&key).cloned();
    if before.is_none() {
        told.0.insert(key, (place.to_owned(), id.to_owned()));
    }
    let mut what = facts(words, finding, transcript);
    if before.is_none() {
        what.extend(advice(words, finding));
    }
    html! {
        div.finding {
            p.title { (text.title) }
            @if let Some((place, at)) = &before {
                p.soft { a href={ "#" (at) } { (words.say("html-again", &[("place", place)])) } }
            }
            div.beside {
                (list(&what))
                (source(words, finding, excerpts))
            }
            @if before.is_none() {
                @if let Some((label, command)) = again(words, finding, transcript) {
                    p.soft { (label) " " code { (command) } }
                }
            }
            @if transcript.is_none() && missing(words, finding).is_none() { (concerns(words, finding)) }
            (proof(words, finding, transcript, (before.is_some(), id)))
        }
    }
}

/// Something worth knowing that costs nothing.
pub(super) fn notice(words: &Words<'_>, finding: &Finding, transcript: Option<&Transcript>) -> Markup {
    let text = texts(words, finding);
    let happened = transcript.and_then(|t| Phrases::new(*words, t).happened(finding));
    html! {
        div.finding.remark {
            p.title { (super::frame::sign("i", &words.say("html-remark", &[]))) " " (text.title) }
            @if let Some(happened) = happened { p { (sentence(&words.capital(&happened))) } }
            p { (text.hint) }
        }
    }
}

/// What there is to see of a scenario that could not be judged.
pub(super) fn unjudged(words: &Words<'_>, transcript: &Transcript, id: &str) -> Markup {
    html! { @if is_worth_drawing(transcript) { (diagram(words, transcript, None, id)) } }
}

fn list(rows: &[Labelled]) -> Markup {
    html! {
        @if !rows.is_empty() {
            dl { @for (label, text) in rows { div { dt { (label) } dd { (text) } } } }
        }
    }
}

/// The file of a finding that has no other detail.
fn concerns(words: &Words<'_>, finding: &Finding) -> Markup {
    html! {
        @if let Some(path) = finding.program.as_ref().filter(|_| finding.location.is_none()) {
            p.soft { (words.say("human-concerns", &[("path", &harmless(path))])) }
        }
    }
}

/// The exchange, when there was one; folded when it is about what was explained already.
fn proof(words: &Words<'_>, finding: &Finding, transcript: Option<&Transcript>, (folded, id): (bool, &str)) -> Markup {
    let Some(transcript) = transcript.filter(|t| finding.detail.is_some() && is_worth_drawing(t)) else {
        return html! {};
    };
    let swept = finding.detail.as_ref().is_some_and(|d| d.interleaving.is_some());
    let drawn = match swept {
        true => schedule_table(words, transcript, finding),
        false => Some(diagram(words, transcript, Some(finding), id)),
    };
    let compared = comparison(finding, words, COMPARED);
    html! {
        @if !compared.is_empty() { pre.compared tabindex="0" { (compared.join("\n")) } }
        @if let Some(drawn) = drawn {
            @if folded {
                details { summary { (words.say("html-see", &[])) } (drawn) }
            } @else { (drawn) }
        }
    }
}
