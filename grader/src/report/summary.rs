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
pub(super) fn points_of(words: &Words<'_>, step: &GradedStep, scenario: &GradedScenario) -> String {
    let marks = step.marks_of(scenario);
    let won = (marks.score + marks.extra).to_string();
    let max = (marks.max + marks.extra_max).to_string();
    match scenario.level {
        Level::Info => words.say("points-info", &[]),
        // Neither won nor lost.
        _ if marks == Marks::default() => words.say("points-none", &[]),
        Level::Required if !step.bonus => words.say("points-of-required", &[("score", &won), ("max", &max)]),
        Level::Required | Level::Robustness => words.say("points-of-extra", &[("score", &won), ("max", &max)]),
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
    let Some(next) = next(words, graded) else { return };
    page.paragraph(0, next.tone, &next.lead);
    if let Some((finding, place, _)) = next.what {
        page.paragraph(2, Tone::Plain, &finding);
        page.paragraph(2, Tone::Plain, &place);
    }
}

/// The one most useful thing to look at.
#[derive(Debug)]
pub(super) struct Next {
    /// What introduces it, or says that there is nothing.
    pub(super) lead: String,
    pub(super) tone: Tone,
    /// The finding in a sentence, where it is in words, and its step and scenario.
    pub(super) what: Option<(String, String, (String, Option<String>))>,
}

/// What to say first of a submission, where there is anything to say.
pub(super) fn next(words: &Words<'_>, graded: &Graded) -> Option<Next> {
    let found = first(graded, Level::Required)
        .map(|found| (found, true))
        .or_else(|| first(graded, Level::Robustness).map(|found| (found, false)));
    let nothing = |id, tone| Some(Next { lead: words.say(id, &[]), tone, what: None });
    let Some(((step, scenario, finding), required)) = found else {
        let passed = graded.scenarios().any(|s| s.verdict == Verdict::Passed);
        return match graded.exit_code() {
            0 if passed && graded.scenarios().any(|s| !s.findings.is_empty()) => {
                nothing("summary-all-but-notes", Tone::Good)
            }
            0 if passed => nothing("summary-all-passed", Tone::Good),
            0 => None,
            _ => nothing("summary-undecided", Tone::Unknown),
        };
    };
    let lead = if required { words.say("summary-next", &[]) } else { words.say("summary-next-extra", &[]) };
    let at = (step.id.clone(), scenario.map(|s| s.id.clone()));
    let what = (texts(words, finding).title, place(words, step, scenario, finding), at);
    Some(Next { lead, tone: Tone::Strong, what: Some(what) })
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
