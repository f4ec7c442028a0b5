//! The commonest faults of a class, with one student's example each.

use std::collections::BTreeMap;

use maud::{Markup, html};

use super::super::block::sentence;
use super::super::class::Told;
use super::super::class::results::title;
use super::super::phrase::Phrases;
use super::super::words::Words;
use super::address::{page_of, scenario_id, step_id};
use super::student::one_line;
use crate::catalogue::Catalogue;
use crate::class::{Class, Fault, Student, Survey};
use crate::grading::{Finding, Graded};
use crate::text::{Language, harmless, shown};

/// Shown at once; the rest unfolds.
const FIRST: usize = 8;
/// Longest line shown, in characters.
const WIDEST: usize = 120;

/// What a fault looked like with one student.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Example {
    /// In a sentence.
    happened: String,
}

/// What happened to the student who is a fault's example; `None` when it came from no exchange.
pub fn example(told: &Told<'_>, fault: &Fault, catalogue: &Catalogue, language: Language) -> Option<Example> {
    let words = Words::new(catalogue, language);
    let graded = told.graded.as_ref()?;
    let (step, scenario) = (fault.at.0.as_ref()?, fault.at.1.as_ref()?);
    let step = graded.steps.iter().find(|s| s.id == *step)?;
    let scenario = step.scenarios.iter().find(|s| s.id == *scenario)?;
    let finding = scenario.findings.iter().find(|f| f.code == fault.code)?;
    let happened = Phrases::new(words, scenario.transcript.as_ref()?).happened(finding)?;
    Some(Example { happened: sentence(&words.capital(&happened)) })
}

/// The finding that a fault's example is about.
fn finding<'g>(graded: &'g Graded, fault: &Fault) -> Option<&'g Finding> {
    let step = |id: &str| graded.steps.iter().find(|s| s.id == *id);
    let among: &[Finding] = match &fault.at {
        (None, _) => &graded.findings,
        (Some(id), None) => &step(id)?.findings,
        (Some(id), Some(scenario)) => &step(id)?.scenarios.iter().find(|s| s.id == *scenario)?.findings,
    };
    among.iter().find(|f| f.code == fault.code)
}

/// The list.
pub(super) fn faults(
    words: &Words<'_>,
    class: &Class,
    survey: &Survey,
    examples: &BTreeMap<String, Example>,
) -> Markup {
    if survey.faults.is_empty() {
        return html! { p { (words.say("class-faults-none", &[])) } };
    }
    let (first, rest) = survey.faults.split_at(survey.faults.len().min(FIRST));
    let list = |from: usize, faults: &[Fault]| {
        html! {
            ol.faults start=(from + 1) {
                @for (at, fault) in (from..).zip(faults) { (item(words, class, (at, fault), examples.get(&fault.code))) }
            }
        }
    };
    html! {
        (list(0, first))
        @if !rest.is_empty() {
            details {
                summary { (words.say("html-more-faults", &[("count", &rest.len().to_string())])) }
                (list(FIRST, rest))
            }
        }
    }
}

fn item(words: &Words<'_>, class: &Class, (at, fault): (usize, &Fault), example: Option<&Example>) -> Markup {
    let count = fault.students.len();
    let numbers = [("count", count.to_string()), ("total", class.students.len().to_string())];
    let numbers = numbers.each_ref().map(|(k, v)| (*k, v.as_str()));
    let student = fault.students.first().and_then(|at| class.students.get(*at));
    html! {
        li {
            p.title { strong.count { (words.say("html-of", &numbers)) } " " (title(words, &fault.code)) " " code.soft { (fault.code) } }
            @if let Some(student) = student { (told(words, student, fault, example)) }
            button.pick type="button" hidden data-fault=(at) aria-pressed="false" {
                (words.say("html-show-those", &[("form", words.form(count)), ("count", &count.to_string())]))
            }
        }
    }
}

fn told(words: &Words<'_>, student: &Student, fault: &Fault, example: Option<&Example>) -> Markup {
    let target = match &fault.at {
        (None, _) => "submission".to_owned(),
        (Some(step), None) => step_id(step),
        (Some(step), Some(scenario)) => scenario_id(step, scenario),
    };
    let at = student.graded().and_then(|g| finding(g, fault)).and_then(|f| f.location.as_ref());
    html! {
        p.example {
            (words.say("html-for-example", &[])) " "
            a href={ (page_of(&student.record.slug)) "#" (target) } { (one_line(&student.record.name)) }
            @if let Some(example) = example { ". " (example.happened) }
        }
        @if let Some(at) = at {
            p.line {
                span.soft { (words.say("block-line", &[("file", &harmless(&at.file)), ("line", &at.line.to_string())])) } " "
                code { (shown(at.text.as_bytes(), WIDEST)) }
            }
        }
    }
}
