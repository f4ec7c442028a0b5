//! One step on a student's page: every scenario with its verdict and points, then what went wrong.

use maud::{Markup, html};

use super::super::reason;
use super::super::words::Words;
use super::address::{scenario_id, step_id};
use super::finding::{Explained, explained, notice, unjudged};
use super::student::points;
use super::verdict::Seal;
use crate::class::{Counts, Excerpt, Rubric, StepMark};
use crate::grading::{GradedProgram, GradedScenario, GradedStep};
use crate::judge::Verdict;
use crate::text::harmless;

/// A step and what is needed to tell of it.
pub(super) struct Chapter<'a> {
    pub(super) step: &'a GradedStep,
    pub(super) programs: &'a [GradedProgram],
    pub(super) rubric: &'a Rubric,
    pub(super) excerpts: &'a [Excerpt],
    pub(super) mark: Option<&'a StepMark>,
}

/// The step's part of the page.
pub(super) fn step_section(words: &Words<'_>, chapter: &Chapter<'_>, told: &mut Explained) -> Markup {
    let Chapter { step, programs, mark, .. } = chapter;
    let id = step_id(&step.id);
    let title = words.say("human-step", &[("step", &step.id), ("title", step.title.get(words.language))]);
    let title = if step.bonus { words.say("human-step-bonus", &[("title", &title)]) } else { title };
    let files: Vec<String> =
        programs.iter().filter(|p| p.step == step.id).map(|program| harmless(&program.path)).collect();
    html! {
        section.step aria-labelledby=(id) {
            header {
                h2 id=(id) { (title) }
                @if let Some(mark) = mark { p.points { (points(words, mark)) } }
            }
            @if !files.is_empty() { p.soft { @for (i, file) in files.iter().enumerate() { @if i > 0 { ", " } code { (file) } } } }
            @if !step.habits.is_empty() {
                ul.habits.soft { @for habit in &step.habits { li { (reason::of_habit(words, habit)) } } }
            }
            @if !step.scenarios.is_empty() { (scenarios(words, chapter)) }
            @for finding in &step.findings {
                (explained(words, (finding, None), chapter.excerpts, told, (&step.id, &id)))
            }
            @for scenario in &step.scenarios { (scenario_part(words, chapter, scenario, told)) }
        }
    }
}

fn scenarios(words: &Words<'_>, chapter: &Chapter<'_>) -> Markup {
    let step = chapter.step;
    // A reason that many have in a row is said once.
    let mut whys: Vec<Option<String>> = step.scenarios.iter().map(|s| reason::of_scenario(words, step, s)).collect();
    for at in (1..whys.len()).rev() {
        if whys[at] == whys[at - 1] {
            whys[at] = None;
        }
    }
    html! {
        table.scenarios {
            caption.unseen { (words.say("html-scenarios-caption", &[("step", &step.id)])) }
            thead { tr {
                th scope="col" { (words.say("html-verdict", &[])) }
                th scope="col" { (words.say("html-scenario", &[])) }
                th.number scope="col" { (words.say("html-points", &[])) }
            } }
            tbody {
                @for (scenario, why) in step.scenarios.iter().zip(&whys) {
                    @let (counts, worth) = chapter.rubric.weigh(step, scenario);
                    @let seal = Seal::of(words, scenario.verdict, counts);
                    tr.(seal.class) {
                        td { (seal.mark()) }
                        th scope="row" {
                            @if has_part(scenario) {
                                a href={ "#" (scenario_id(&step.id, &scenario.id)) } { (scenario.title.get(words.language)) }
                            } @else { (scenario.title.get(words.language)) }
                            @if let Some(why) = why { span.soft.why { (why) } }
                        }
                        td.number { (worth_of(words, scenario, counts, worth)) }
                    }
                }
            }
        }
    }
}

/// « 2/2 », « +0/1 ».
fn worth_of(words: &Words<'_>, scenario: &GradedScenario, counts: Counts, worth: u32) -> String {
    let won = if scenario.verdict == Verdict::Passed { worth } else { 0 };
    let (won, all) = (won.to_string(), worth.to_string());
    let args = [("score", won.as_str()), ("max", all.as_str())];
    match counts {
        Counts::Nothing => words.say("points-info", &[]),
        _ if !scenario.is_judged() => words.say("points-none", &[]),
        Counts::Required => words.say("points-of-required", &args),
        Counts::Extra => words.say("points-of-extra", &args),
    }
}

/// Whether there is more to say than its line.
fn has_part(scenario: &GradedScenario) -> bool {
    !scenario.findings.is_empty() || (scenario.verdict == Verdict::Inconclusive && scenario.transcript.is_some())
}

fn scenario_part(words: &Words<'_>, chapter: &Chapter<'_>, scenario: &GradedScenario, told: &mut Explained) -> Markup {
    if !has_part(scenario) {
        return html! {};
    }
    let step = chapter.step;
    let id = scenario_id(&step.id, &scenario.id);
    let (counts, _) = chapter.rubric.weigh(step, scenario);
    let seal = Seal::of(words, scenario.verdict, counts);
    let title = scenario.title.get(words.language);
    let worth = match (scenario.verdict, counts) {
        (Verdict::Failed, Counts::Extra) => words.say("human-block-extra", &[("title", title)]),
        (Verdict::Failed, Counts::Nothing) => words.say("human-block-info", &[("title", title)]),
        _ => title.to_owned(),
    };
    let failed = usize::from(scenario.verdict == Verdict::Failed);
    let transcript = scenario.transcript.as_ref();
    html! {
        article.(seal.class) aria-labelledby=(id) {
            h3 id=(id) { (seal.mark()) " " (worth) }
            @for finding in scenario.findings.iter().take(failed) {
                (explained(words, (finding, transcript), chapter.excerpts, told, (title, &id)))
            }
            @if scenario.verdict == Verdict::Inconclusive {
                @if let Some(why) = reason::of_scenario(words, step, scenario) { p { (why) } }
                @if let Some(transcript) = transcript { (unjudged(words, transcript, &id)) }
            }
            @for finding in scenario.findings.iter().skip(failed) {
                (notice(words, finding, transcript))
            }
        }
    }
}
