//! The heat map of a class: a row for each student, a column for each scenario, in groups by step.

use std::collections::BTreeMap;

use maud::{Markup, html};
use num_rational::Ratio;

use super::super::class::arithmetic::{mark_of, number};
use super::super::class::results::title;
use super::super::words::Words;
use super::address::{page_of, scenario_id, step_id};
use super::student::{one_line, points};
use super::verdict::Seal;
use crate::class::{Class, Points, Student, Survey, Terms, decimal};
use crate::grading::{GradedScenario, GradedStep};
use crate::judge::Verdict;
use crate::text::Language;

/// A step and its scenarios, in the lab's order: ids and titles.
pub(super) struct Group {
    id: String,
    title: String,
    scenarios: Vec<(String, String)>,
}

impl Group {
    /// Step id.
    pub(super) fn id(&self) -> &str {
        &self.id
    }

    /// The step, for people.
    pub(super) fn title(&self) -> &str {
        &self.title
    }
}

/// Every column. Students may have been played different scenarios of a step.
pub(super) fn groups(class: &Class, survey: &Survey, language: Language) -> Vec<Group> {
    let steps = |id: &str| -> Vec<&GradedStep> {
        class.students.iter().filter_map(Student::graded).flat_map(|g| &g.steps).filter(|s| s.id == id).collect()
    };
    let group = |id: &String| {
        let steps = steps(id);
        let mut scenarios: Vec<(String, String)> = Vec::new();
        for scenario in steps.iter().flat_map(|s| &s.scenarios) {
            if !scenarios.iter().any(|(known, _)| *known == scenario.id) {
                scenarios.push((scenario.id.clone(), scenario.title.get(language).to_owned()));
            }
        }
        let title = steps.first().map(|s| s.title.get(language).to_owned()).unwrap_or_default();
        Group { id: id.clone(), title, scenarios }
    };
    survey.steps.iter().map(group).collect()
}

/// The table.
pub(super) fn heat(words: &Words<'_>, class: &Class, survey: &Survey, terms: &Terms, groups: &[Group]) -> Markup {
    let mut faults: BTreeMap<usize, Vec<usize>> = BTreeMap::new();
    for (number, fault) in survey.faults.iter().enumerate() {
        for student in &fault.students {
            faults.entry(*student).or_default().push(number);
        }
    }
    let sorter = |text: &str| html! { button type="button" { (text) span.way aria-hidden="true" {} } };
    html! {
        table.heat id="heat" {
            caption.unseen { (words.say("html-heat-caption", &[])) }
            thead {
                tr {
                    th.name rowspan="2" scope="col" data-sort="name" aria-sort="ascending" { (sorter(&words.say("class-column-student", &[]))) }
                    th.mark rowspan="2" scope="col" data-sort="mark" { (sorter(&words.say("class-column-mark", &[]))) }
                    @for group in groups {
                        th.group scope="colgroup" colspan=(group.scenarios.len() + 1) data-step=(group.id) title=(group.title) { span { (group.id) " " (group.title) } }
                    }
                }
                tr {
                    @for group in groups {
                        th.sum scope="col" data-sort=(group.id) {
                            (sorter(&words.say("html-points-short", &[])))
                            span.unseen { (words.say("notes-step", &[("step", &group.id)])) }
                        }
                        @for (_, title) in &group.scenarios { th.turned scope="col" title=(title) { span { (title) } } }
                    }
                }
            }
            tbody {
                @for (at, student) in class.students.iter().enumerate() {
                    (row(words, student, (survey, at), terms, groups, faults.get(&at)))
                }
            }
            (rates(words, class, groups))
        }
    }
}

/// How many of a hundred passed each scenario, of those who could be judged.
fn rates(words: &Words<'_>, class: &Class, groups: &[Group]) -> Markup {
    let rate = |step: &str, id: &str| {
        let steps = class.students.iter().filter_map(Student::graded).flat_map(|g| &g.steps).filter(|s| s.id == step);
        let judged = steps.flat_map(|s| &s.scenarios).filter(|c| c.id == *id && c.is_judged());
        let (passed, all) = judged.fold((0, 0), |(passed, all): (usize, usize), scenario| {
            (passed + usize::from(scenario.verdict == Verdict::Passed), all + 1)
        });
        (passed * 100).checked_div(all).map(|rate| rate.to_string()).unwrap_or_default()
    };
    html! {
        tfoot { tr {
            th.name scope="row" { (words.say("html-rate", &[])) }
            td.mark {}
            @for group in groups {
                td.sum {}
                @for (id, _) in &group.scenarios { td.share { (rate(&group.id, id)) } }
            }
        } }
    }
}

fn row(
    words: &Words<'_>,
    student: &Student,
    (survey, at): (&Survey, usize),
    terms: &Terms,
    groups: &[Group],
    faults: Option<&Vec<usize>>,
) -> Markup {
    let page = page_of(&student.record.slug);
    let value = student.mark.as_ref().and_then(|m| m.value);
    let look = survey.looks.iter().any(|(position, _)| *position == at);
    let faults: Vec<String> = faults.into_iter().flatten().map(ToString::to_string).collect();
    let mark = student.mark.as_ref().map_or_else(|| words.say("class-mark-none", &[]), |m| mark_of(words, m));
    html! {
        tr data-at=(at) data-faults=(faults.join(" ")) data-look[look] {
            th.name scope="row" {
                a href=(page) { (one_line(&student.record.name)) }
                @if look { span.flag { (super::frame::sign("⚑", &words.say("html-flag", &[]))) } }
            }
            td.mark.low[low(student)] data-value=(value.map(decimal).unwrap_or_default()) { (mark) }
            @for group in groups { (cells(words, student, terms, group, &page)) }
        }
    }
}

/// Below half of the scale.
fn low(student: &Student) -> bool {
    student
        .mark
        .as_ref()
        .is_some_and(|m| m.value.is_some_and(|v| v * Ratio::from_integer(2) < Ratio::from_integer(i64::from(m.scale))))
}

fn cells(words: &Words<'_>, student: &Student, terms: &Terms, group: &Group, page: &str) -> Markup {
    let step = student.graded().and_then(|g| g.steps.iter().find(|s| s.id == group.id));
    let mark = student.mark.as_ref().and_then(|m| m.steps.iter().find(|s| s.id == group.id));
    // By what is asked for, then by extra credit.
    let weight = mark.map(|m| decimal(m.score + m.extra / Points::from_integer(1000)));
    let shown = mark.map(|m| if m.max > Points::from_integer(0) { number(words, m.score) } else { points(words, m) });
    let full = mark.map(|m| points(words, m));
    html! {
        td.sum data-value=(weight.unwrap_or_default()) title=[full] {
            @match (&shown, step) {
                (Some(text), Some(step)) => a href={ (page) "#" (step_id(&step.id)) } { (text) },
                _ => "?",
            }
        }
        @for (id, _) in &group.scenarios {
            @match step.and_then(|s| Some((s, s.scenarios.iter().find(|c| c.id == *id)?))) {
                Some((step, scenario)) => (cell(words, step, scenario, terms, page)),
                None => td {},
            }
        }
    }
}

/// What failed leads to where it is explained; so does what could not be judged.
fn cell(words: &Words<'_>, step: &GradedStep, scenario: &GradedScenario, terms: &Terms, page: &str) -> Markup {
    let seal = Seal::of(words, scenario.verdict, terms.rubric.weigh(step, scenario).0);
    let why = scenario.findings.first().filter(|_| matches!(seal.class, "fail" | "lack"));
    match (seal.class, why) {
        ("pass" | "none", _) => html! { td.(seal.class) { (seal.sign) } },
        (_, why) => {
            let told = why.map_or_else(
                || seal.word.clone(),
                |f| words.say("html-cell", &[("verdict", &seal.word), ("what", &title(words, &f.code))]),
            );
            let target = if why.is_some() { scenario_id(&step.id, &scenario.id) } else { step_id(&step.id) };
            html! { td.(seal.class) { a href={ (page) "#" (target) } title=(told) aria-label=(told) { (seal.sign) } } }
        }
    }
}
