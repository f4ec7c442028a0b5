//! The page of a class: how marks spread, who needs a look, the commonest faults, the heat map with its
//! filters.

use std::collections::BTreeMap;

use maud::{Markup, html};

use super::super::class::results::looks;
use super::super::words::Words;
use super::address::page_of;
use super::faults::{Example, faults};
use super::frame::Frame;
use super::heat::{Group, groups, heat};
use super::spread::spread;
use super::student::one_line;
use crate::catalogue::Catalogue;
use crate::class::{Class, Survey, Terms};
use crate::text::Language;

/// Shown at once; the rest unfolds.
const LOOKS: usize = 6;

/// The page; `examples` by the codes of faults.
pub fn class_page(
    class: &Class,
    terms: &Terms,
    examples: &BTreeMap<String, Example>,
    catalogue: &Catalogue,
    language: Language,
) -> String {
    let words = Words::new(catalogue, language);
    let survey = class.survey();
    let groups = groups(class, &survey, language);
    let (name, lab) = (one_line(&class.header.class), class.header.lab.as_str());
    let title = match &class.header.step {
        None => words.say("class-title", &[("class", &name), ("lab", lab)]),
        Some(step) => words.say("class-title-step", &[("class", &name), ("lab", lab), ("step", step)]),
    };
    let count = class.students.len();
    let counted = words.say("class-count", &[("form", words.form(count)), ("count", &count.to_string())]);
    let main = html! {
        header.top { h1 { (title) } p.soft { (counted) } }
        div.overview {
            section.card aria-labelledby="spread" {
                h2 id="spread" { (words.say("html-spread", &[])) }
                (spread(&words, class, &survey))
            }
            (looked(&words, class, &survey))
        }
        section aria-labelledby="students" {
            h2 id="students" { (words.say("html-heat", &[])) }
            p.legend.soft { (words.say("html-heat-legend", &[])) }
            (tools(&words, class, &survey, &groups))
            div.scroll.framed tabindex="0" role="region" aria-labelledby="students" { (heat(&words, class, &survey, terms, &groups)) }
            p.nobody id="nobody" hidden { (words.say("html-nobody", &[])) }
        }
        section aria-labelledby="faults" {
            h2 id="faults" { (words.say("class-faults", &[])) }
            (faults(&words, class, &survey, examples))
        }
    };
    Frame { title, wide: true, around: None, main }.finish(&words)
}

fn looked(words: &Words<'_>, class: &Class, survey: &Survey) -> Markup {
    if survey.looks.is_empty() {
        return html! {};
    }
    let item = |at: usize| {
        let record = &class.students[at].record;
        let why = looks(words, survey, at);
        let why: Vec<&str> = why.iter().map(|w| w.trim_end_matches('.')).collect();
        html! {
            li {
                a href=(page_of(&record.slug)) { (one_line(&record.name)) }
                span.soft { " – " (why.join(&words.say("word-semicolon", &[]))) }
            }
        }
    };
    let (first, rest) = survey.looks.split_at(survey.looks.len().min(LOOKS));
    html! {
        section.card aria-labelledby="looks" {
            h2 id="looks" { (words.say("class-looks", &[])) }
            ul.looks { @for (at, _) in first { (item(*at)) } }
            @if !rest.is_empty() {
                details {
                    summary { (words.say("html-more", &[("count", &rest.len().to_string())])) }
                    ul.looks { @for (at, _) in rest { (item(*at)) } }
                }
            }
        }
    }
}

/// What the script works with: hidden where none runs.
fn tools(words: &Words<'_>, class: &Class, survey: &Survey, groups: &[Group]) -> Markup {
    let undecided = class.students.iter().any(|s| s.graded().is_none());
    html! {
        div.tools id="tools" role="search" hidden {
            label { (words.say("html-find", &[])) input id="find" type="search" autocomplete="off" spellcheck="false"; }
            label {
                (words.say("html-show", &[]))
                select id="show" {
                    option value="" { (words.say("html-show-all", &[])) }
                    option value="look" { (words.say("html-show-look", &[])) }
                    option value="low" { (words.say("html-show-low", &[])) }
                    @if undecided { option value="unmarked" { (words.say("html-show-unmarked", &[])) } }
                }
            }
            label {
                (words.say("html-fault", &[]))
                select id="fault" {
                    option value="" { (words.say("html-fault-any", &[])) }
                    @for (at, fault) in survey.faults.iter().enumerate() {
                        option value=(at) { (fault.code) " (" (fault.students.len()) ")" }
                    }
                }
            }
            label {
                (words.say("html-step", &[]))
                select id="step" {
                    option value="" { (words.say("html-step-all", &[])) }
                    option value="points" { (words.say("html-step-points", &[])) }
                    @for group in groups { option value={ "=" (group.id()) } { (group.id()) " " (group.title()) } }
                }
            }
            button id="reset" type="button" { (words.say("html-reset", &[])) }
            output id="count" aria-live="polite" data-text=(words.say("html-count", &[])) {}
        }
    }
}
