//! The end of the report: points, and the one thing to look at next.
//!
//! It must not know how the rest is laid out.

use super::block::{missing, texts};
use super::page::{Page, Tone};
use super::words::Words;
use crate::grading::{Finding, Graded, GradedScenario, GradedStep, Marks, NotPlayed};
use crate::judge::Verdict;
use crate::lab::Level;
use crate::text::harmless;

/// « (6/8, +3/5) ».
pub(super) fn points(words: &Words<'_>, marks: Marks) -> String {
    let number = |n: u32| n.to_string();
    let (score, max) = (number(marks.score), number(marks.max));
    let (extra, extra_max) = (number(marks.extra), number(marks.extra_max));
    let args = [("score", score.as_str()), ("max", &max), ("extra", &extra), ("extra_max", &extra_max)];
    match (marks.max, marks.extra_max) {
        (0, 0) => String::new(),
        (_, 0) => words.say("points-required", &args),
        (0, _) => words.say("points-extra", &args),
        _ => words.say("points-both", &args),
    }
}

/// Points of one scenario.
pub(super) fn points_of(words: &Words<'_>, scenario: &GradedScenario) -> String {
    let marks = scenario.marks();
    let won = (marks.score + marks.extra).to_string();
    let max = (marks.max + marks.extra_max).to_string();
    match scenario.level {
        Level::Info => words.say("points-info", &[]),
        // Neither won nor lost.
        _ if marks == Marks::default() => words.say("points-none", &[]),
        Level::Required => words.say("points-of-required", &[("score", &won), ("max", &max)]),
        Level::Robustness => words.say("points-of-extra", &[("score", &won), ("max", &max)]),
    }
}

/// Writes the summary.
pub(super) fn write(page: &mut Page, words: &Words<'_>, graded: &Graded) {
    page.line(0, Tone::Faint, &"─".repeat(page.room(0)));
    if graded.interrupted {
        page.paragraph(0, Tone::Warning, &words.say("summary-interrupted", &[]));
    }
    let Marks { score, max, extra, extra_max } = graded.marks();
    let number = |n: u32| n.to_string();
    if max > 0 {
        let text = words.say("summary-required", &[("score", &number(score)), ("max", &number(max))]);
        page.paragraph(0, if score == max { Tone::Good } else { Tone::Strong }, &text);
    }
    if extra_max > 0 {
        let text = words.say("summary-extra", &[("score", &number(extra)), ("max", &number(extra_max))]);
        page.paragraph(0, Tone::Plain, &text);
    }
    let unknown = graded.scenarios().filter(|s| s.verdict == Verdict::Inconclusive).count();
    if unknown > 0 {
        let text = words.say("summary-inconclusive", &[("count", &unknown.to_string()), ("form", words.form(unknown))]);
        page.paragraph(0, Tone::Unknown, &text);
    }
    page.blank();
    next(page, words, graded);
}

/// The one most useful thing to look at.
fn next(page: &mut Page, words: &Words<'_>, graded: &Graded) {
    let found = first(graded, Level::Required)
        .map(|found| (found, true))
        .or_else(|| first(graded, Level::Robustness).map(|found| (found, false)));
    let Some(((step, scenario, finding), required)) = found else {
        let passed = graded.scenarios().any(|s| s.verdict == Verdict::Passed);
        match graded.exit_code() {
            0 if passed && graded.scenarios().any(|s| !s.findings.is_empty()) => {
                page.paragraph(0, Tone::Good, &words.say("summary-all-but-notes", &[]));
            }
            0 if passed => page.paragraph(0, Tone::Good, &words.say("summary-all-passed", &[])),
            0 => {}
            _ => page.paragraph(0, Tone::Unknown, &words.say("summary-undecided", &[])),
        }
        return;
    };
    let lead = if required { words.say("summary-next", &[]) } else { words.say("summary-next-extra", &[]) };
    page.paragraph(0, Tone::Strong, &lead);
    page.paragraph(2, Tone::Plain, &texts(words, finding).title);
    page.paragraph(2, Tone::Plain, &place(words, step, scenario, finding));
}

fn place(words: &Words<'_>, step: &GradedStep, scenario: Option<&GradedScenario>, finding: &Finding) -> String {
    let title = scenario.map(|s| s.title.get(words.language));
    let line = finding.location.as_ref().map(|at| (harmless(&at.file), at.line.to_string()));
    let path = finding.program.clone();
    let file = match (&line, &path) {
        (Some((file, line)), _) => Some(words.say("block-line", &[("file", file), ("line", line)])),
        (None, Some(path)) => Some(harmless(path)),
        (None, None) => missing(words, finding),
    };
    match (title, file) {
        (Some(title), Some(file)) => {
            words.say("summary-place", &[("step", &step.id), ("title", title), ("file", &file)])
        }
        (Some(title), None) => words.say("summary-place-no-file", &[("step", &step.id), ("title", title)]),
        (None, Some(file)) => words.say("summary-place-file", &[("step", &step.id), ("file", &file)]),
        (None, None) => words.say("summary-place-step", &[("step", &step.id)]),
    }
}

type Found<'g> = (&'g GradedStep, Option<&'g GradedScenario>, &'g Finding);

/// The first failure of a level: of the step when its program could not be used, else of a scenario.
fn first(graded: &Graded, level: Level) -> Option<Found<'_>> {
    graded.steps.iter().find_map(|step| {
        let mut failed = step.scenarios.iter().filter(|s| s.level == level && s.verdict == Verdict::Failed);
        failed.find_map(|scenario| match (&scenario.not_played, scenario.findings.first()) {
            (Some(NotPlayed::NoProgram { .. }), _) => step.findings.first().map(|f| (step, None, f)),
            (_, Some(finding)) => Some((step, Some(scenario), finding)),
            (_, None) => None,
        })
    })
}
