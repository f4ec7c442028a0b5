//! What is said of one student, in words: what every export for other programs renders.

use super::super::json::{JsonFinding, JsonReport, JsonScenario, JsonStep, json};
use super::super::words::Words;
use super::arithmetic::{lines, mark_of};
use super::results::looks;
use crate::catalogue::Catalogue;
use crate::class::{Class, Counts, Mark, Record, Student, Survey, Terms};
use crate::grading::{Graded, NotPlayed};
use crate::judge::Verdict;
use crate::text::Language;

/// One student's results in words, and the points they count.
#[derive(Debug, Clone)]
pub struct Told<'a> {
    pub(super) words: Words<'a>,
    pub(in crate::report) student: &'a Student,
    /// With its transcripts; `None` when the submission could not be graded.
    pub(in crate::report) graded: Option<Graded>,
    /// `None` when the submission could not be graded.
    pub(super) report: Option<JsonReport>,
    pub(in crate::report) terms: &'a Terms,
    /// Why a person should look at it.
    pub(super) look: Vec<String>,
}

/// A scenario in words, and what it counts.
pub(super) struct ToldScenario<'t> {
    pub(super) step: &'t JsonStep,
    pub(super) scenario: &'t JsonScenario,
    pub(super) counts: Counts,
    /// What it counts; 0 when it could not be judged.
    pub(super) points: u32,
    /// Whether it was found out at all.
    pub(super) judged: bool,
    /// Another scenario had to be passed first.
    pub(super) needs: Option<&'t str>,
}

impl<'a> Told<'a> {
    /// Puts the student at a position of the class in words. Reads the student's transcripts.
    pub fn new(
        class: &'a Class,
        at: usize,
        survey: &Survey,
        terms: &'a Terms,
        catalogue: &'a Catalogue,
        language: Language,
    ) -> Option<Told<'a>> {
        let student = class.students.get(at)?;
        let words = Words::new(catalogue, language);
        let graded = class.with_transcripts(student);
        let report = graded.as_ref().map(|graded| json(graded, catalogue, language));
        Some(Told { words, student, graded, report, terms, look: looks(&words, survey, at) })
    }

    /// What the journal keeps of the student's submission.
    pub fn record(&self) -> &Record {
        &self.student.record
    }

    /// Name of the student's own files.
    pub fn slug(&self) -> &str {
        &self.student.record.slug
    }

    /// Why a person should look at it, in sentences.
    pub fn look(&self) -> &[String] {
        &self.look
    }

    pub(super) fn mark(&self) -> Option<&Mark> {
        self.student.mark.as_ref()
    }

    /// Every scenario, in the lab's order.
    pub(super) fn scenarios(&self) -> impl Iterator<Item = ToldScenario<'_>> {
        let graded = self.student.graded().into_iter().flat_map(|g| &g.steps);
        let told = self.report.iter().flat_map(|r| &r.steps);
        graded.zip(told).flat_map(move |(graded, step)| {
            graded.scenarios.iter().zip(&step.scenarios).map(move |(of, scenario)| {
                let (counts, points) = self.terms.rubric.weigh(graded, of);
                let judged = of.is_judged();
                let points = if judged { points } else { 0 };
                ToldScenario {
                    step,
                    scenario,
                    counts,
                    points,
                    judged,
                    needs: of.not_played.as_ref().and_then(NotPlayed::needs),
                }
            })
        })
    }

    /// Findings about the submission and its steps as a whole, in sentences.
    pub(super) fn remarks(&self) -> Vec<String> {
        let Some(report) = &self.report else { return self.look.clone() };
        let whole = report.submission.findings.iter().map(|f| explained(&self.words, f));
        let steps = report
            .steps
            .iter()
            .flat_map(|s| s.findings.iter().map(|f| format!("{} – {}", s.id, explained(&self.words, f))));
        whole.chain(steps).collect()
    }

    /// The mark and how it was worked out, in sentences.
    pub(super) fn arithmetic(&self) -> Vec<String> {
        let Some(mark) = self.mark() else { return Vec::new() };
        let first = self.words.say("class-told-mark", &[("mark", &mark_of(&self.words, mark))]);
        std::iter::once(first).chain(lines(&self.words, mark)).collect()
    }
}

impl ToldScenario<'_> {
    /// What is said of it: why it failed, what is worth knowing, or why it has no verdict.
    pub(super) fn text(&self, words: &Words<'_>) -> String {
        let reason = self.scenario.reason.iter().cloned();
        let findings = self.scenario.findings.iter().map(|f| explained(words, f));
        reason.chain(findings).collect::<Vec<_>>().join("\n\n")
    }

    pub(super) fn passed(&self) -> bool {
        self.scenario.verdict == Verdict::Passed
    }
}

/// A finding in a few lines.
pub(super) fn explained(words: &Words<'_>, finding: &JsonFinding) -> String {
    let line =
        |id: &'static str, text: &str| words.say("class-told-line", &[("label", &words.say(id, &[])), ("text", text)]);
    let mut out = vec![finding.message.clone()];
    out.extend(finding.expected.iter().map(|t| line("block-expected", t)));
    out.extend(finding.happened.iter().map(|t| line("block-happened", t)));
    if let Some(at) = &finding.location {
        let place = words.say("block-line", &[("file", &at.file), ("line", &at.line.to_string())]);
        out.push(line("block-where", &place));
    }
    if !finding.hint.is_empty() {
        out.push(line("block-hint", &finding.hint));
    }
    out.join("\n")
}
