//! The report as JSON, `grader/report/v1`: for continuous integration, spreadsheets and other tools.
//!
//! The types are the documentation: [`schema`] is generated from them. They must not change within a
//! version, except by new optional fields.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::answers::{StudentAnswer, student_answers};
use super::evidence::proofs;
use super::lanes::replay_of;
use super::phrase::Phrases;
use super::reason;
use super::words::Words;
use crate::catalogue::Catalogue;
use crate::grading::{Finding, Graded, GradedProgram, GradedScenario, GradedStep, LearntHabit, Marks};
use crate::judge::Verdict;
use crate::lab::{Level, Role};
use crate::text::{Language, harmless};
use crate::transcript::{Isolation, Transcript};

/// Version of the format.
pub const SCHEMA: &str = "grader/report/v1";

/// The only value of `schema`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub enum Schema {
    /// This version.
    #[serde(rename = "grader/report/v1")]
    V1,
}

/// What a whole submission comes to.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "lowercase")]
pub enum Overall {
    /// Every required scenario was passed.
    Passed,
    /// Some required scenario was failed.
    Failed,
    /// No required scenario was failed, but some could not be judged.
    Inconclusive,
}

/// A graded submission. Points are whole numbers; texts for people are in the language asked for, and free
/// of control characters.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct JsonReport {
    /// Always `grader/report/v1`.
    pub schema: Schema,
    /// Lab id, as in `tp-a`.
    pub lab: String,
    /// What was found in the folder.
    pub submission: JsonSubmission,
    /// In the lab's order.
    pub steps: Vec<JsonStep>,
    /// The written answers as their student may see them.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub answers: Vec<StudentAnswer>,
    /// What kept the programs apart from the machine and from each other.
    pub isolation: Isolation,
    /// Points of required scenarios that were passed, but for those of bonus steps.
    pub score: u32,
    /// Points of all of them that could be judged.
    pub max: u32,
    /// Extra credit: points of robustness scenarios that were passed, and of all those of bonus steps.
    pub extra: u32,
    /// Points of all such scenarios that could be judged.
    pub extra_max: u32,
    /// What it comes to.
    pub verdict: Overall,
}

/// A submission's folder.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct JsonSubmission {
    /// Name of the folder.
    pub name: String,
    /// Which file is which program.
    pub programs: Vec<JsonProgram>,
    /// Files that look like programs, of no known step.
    pub unused: Vec<String>,
    /// Findings about the folder as a whole.
    pub findings: Vec<JsonFinding>,
}

/// A program of the submission.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct JsonProgram {
    /// Step id.
    pub step: String,
    /// `server` or `client`.
    pub role: Role,
    /// Its source, relative to the folder.
    pub path: String,
    /// How it is started.
    pub command: Vec<String>,
    /// Why this file, in sentences.
    pub why: Vec<String>,
}

/// A step of the lab.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct JsonStep {
    /// Step id, as in `2.2`.
    pub id: String,
    /// For people.
    pub title: String,
    /// The whole step is extra credit.
    pub bonus: bool,
    /// What the programs were found to do in their own ways, where the lab leaves it open.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub habits: Vec<JsonHabit>,
    /// As for the whole report.
    pub score: u32,
    /// As for the whole report.
    pub max: u32,
    /// As for the whole report.
    pub extra: u32,
    /// As for the whole report.
    pub extra_max: u32,
    /// Findings about the step as a whole: no program, does not compile.
    pub findings: Vec<JsonFinding>,
    /// In the order of the lab's file.
    pub scenarios: Vec<JsonScenario>,
}

/// A way of doing what the lab leaves open, found out by trying.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct JsonHabit {
    /// The habit's id.
    pub id: String,
    /// Whose.
    pub role: Role,
    /// The way's id.
    pub way: String,
    /// Both in one sentence.
    pub text: String,
}

/// A scenario that was, or would have been, played.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct JsonScenario {
    /// Unique inside its step.
    pub id: String,
    /// For people.
    pub title: String,
    /// Whose program is examined.
    pub role: Role,
    /// What it is worth.
    pub level: Level,
    /// What it came to.
    pub verdict: Verdict,
    /// Points won.
    pub score: u32,
    /// Points it is worth; 0 at level `info`.
    pub max: u32,
    /// Wall time of the play.
    pub duration_ms: u64,
    /// The written question of the lab for which it gives evidence.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub question: Option<String>,
    /// Why it was not played or could not be judged.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub reason: Option<String>,
    /// What is wrong or worth knowing; the first one is why it failed.
    pub findings: Vec<JsonFinding>,
}

/// Something to say about a program.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct JsonFinding {
    /// Stable code, as in `server.no-reply`.
    pub code: String,
    /// In one sentence.
    pub message: String,
    /// What `grader replay` takes to play it again, for what two threads did to each other.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub replay: Option<String>,
    /// The mechanism behind it.
    pub why: String,
    /// Where to look.
    pub hint: String,
    /// The general rule.
    pub lesson: String,
    /// What was expected of the program.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub expected: Option<String>,
    /// What happened instead.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub happened: Option<String>,
    /// The student's file, relative to the folder.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub program: Option<String>,
    /// A message of another tool, such as a compiler's.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub said: Option<String>,
    /// The last events that prove it, at most 8.
    pub evidence: Vec<JsonEvidence>,
    /// Where in the student's code.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub location: Option<JsonLocation>,
}

/// An event of the transcript.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct JsonEvidence {
    /// Its number there, from 1.
    pub event: u64,
    /// Microseconds since the scenario began.
    pub t_us: u64,
    /// In words.
    pub text: String,
}

/// A line of a student's file.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct JsonLocation {
    /// Relative to the folder.
    pub file: String,
    /// From 1.
    pub line: u32,
    /// The line's text.
    pub text: String,
}

/// The JSON schema of [`JsonReport`].
pub fn schema() -> serde_json::Value {
    schemars::schema_for!(JsonReport).to_value()
}

/// The report in one language.
pub fn json(graded: &Graded, catalogue: &Catalogue, language: Language) -> JsonReport {
    let words = Words::new(catalogue, language);
    let Marks { score, max, extra, extra_max } = graded.marks();
    JsonReport {
        schema: Schema::V1,
        lab: graded.lab.clone(),
        submission: JsonSubmission {
            name: harmless(&graded.submission),
            programs: graded.programs.iter().map(|p| program(p, &words)).collect(),
            unused: graded.unused.iter().map(|path| harmless(path)).collect(),
            findings: findings(&graded.findings, None, &words),
        },
        steps: graded.steps.iter().map(|s| step(s, &words)).collect(),
        answers: student_answers(&graded.answers, &words),
        isolation: graded.isolation,
        score,
        max,
        extra,
        extra_max,
        verdict: match graded.exit_code() {
            0 => Overall::Passed,
            1 => Overall::Failed,
            _ => Overall::Inconclusive,
        },
    }
}

fn program(program: &GradedProgram, words: &Words<'_>) -> JsonProgram {
    JsonProgram {
        step: program.step.clone(),
        role: program.role,
        path: harmless(&program.path),
        command: program.command.iter().map(|word| harmless(word)).collect(),
        why: program.why.iter().map(|why| reason::of_program(words, why)).collect(),
    }
}

fn step(step: &GradedStep, words: &Words<'_>) -> JsonStep {
    let Marks { score, max, extra, extra_max } = step.marks();
    JsonStep {
        id: step.id.clone(),
        title: step.title.get(words.language).to_owned(),
        bonus: step.bonus,
        habits: step.habits.iter().map(|h| habit(h, words)).collect(),
        score,
        max,
        extra,
        extra_max,
        findings: findings(&step.findings, None, words),
        scenarios: step.scenarios.iter().map(|s| scenario(s, step, words)).collect(),
    }
}

fn habit(habit: &LearntHabit, words: &Words<'_>) -> JsonHabit {
    JsonHabit {
        id: habit.habit.clone(),
        role: habit.role,
        way: habit.way.clone(),
        text: reason::of_habit(words, habit),
    }
}

fn scenario(scenario: &GradedScenario, step: &GradedStep, words: &Words<'_>) -> JsonScenario {
    let marks = step.marks_of(scenario);
    JsonScenario {
        id: scenario.id.clone(),
        title: scenario.title.get(words.language).to_owned(),
        role: scenario.role,
        level: scenario.level,
        verdict: scenario.verdict,
        score: marks.score + marks.extra,
        max: if scenario.level == Level::Info { 0 } else { scenario.points },
        duration_ms: scenario.duration_ms,
        question: scenario.question.clone(),
        reason: reason::of_scenario(words, step, scenario),
        findings: findings(&scenario.findings, scenario.transcript.as_ref(), words),
    }
}

fn findings(findings: &[Finding], transcript: Option<&Transcript>, words: &Words<'_>) -> Vec<JsonFinding> {
    let phrases = transcript.map(|t| Phrases::new(*words, t));
    findings.iter().map(|f| finding(f, phrases.as_ref(), words)).collect()
}

fn finding(finding: &Finding, phrases: Option<&Phrases<'_>>, words: &Words<'_>) -> JsonFinding {
    let program = finding.program.as_deref().map(harmless);
    let text = words.catalogue.finding(words.language, &finding.code, program.as_deref().unwrap_or_default());
    let scene = phrases.zip(finding.detail.as_ref());
    JsonFinding {
        code: finding.code.clone(),
        message: text.title,
        why: text.why,
        hint: text.hint,
        lesson: text.lesson,
        expected: scene.map(|(phrases, detail)| phrases.expected(detail)),
        happened: phrases.and_then(|phrases| phrases.happened(finding)),
        program,
        said: finding.said.as_deref().map(harmless),
        replay: phrases.and_then(|p| replay_of(p.transcript, finding)).map(|text| harmless(&text)),
        evidence: scene.map(|(phrases, detail)| proofs(phrases, detail)).unwrap_or_default(),
        location: finding.location.as_ref().map(|at| JsonLocation {
            file: harmless(&at.file),
            line: at.line,
            text: harmless(&at.text),
        }),
    }
}

#[cfg(test)]
mod tests {
    use super::super::conformity::check;
    use super::super::samples::graded;
    use super::*;

    #[test]
    fn a_report_follows_its_own_schema() {
        let catalogue = Catalogue::shipped();
        let schema = schema();
        for language in [Language::Fr, Language::En] {
            let report = json(&graded(), &catalogue, language);
            let value = serde_json::to_value(&report).unwrap();
            check(&value, &schema, &schema, "report");
            assert_eq!(value["schema"], SCHEMA);
            let back: JsonReport = serde_json::from_value(value).unwrap();
            assert_eq!(back, report);
        }
    }

    #[test]
    fn points_verdicts_and_evidence() {
        let report = json(&graded(), &Catalogue::shipped(), Language::En);
        // The inconclusive one counts neither way.
        assert_eq!((report.score, report.max, report.extra, report.extra_max), (2, 6, 0, 2));
        assert_eq!(report.verdict, Overall::Failed);
        let mut bonus = graded();
        bonus.steps[0].bonus = true;
        let bonus = json(&bonus, &Catalogue::shipped(), Language::En);
        assert_eq!((bonus.score, bonus.max, bonus.extra, bonus.extra_max), (0, 0, 2, 8));
        let scenarios = &report.steps[0].scenarios;
        assert_eq!((scenarios[0].score, scenarios[0].max, scenarios[1].score), (2, 2, 0));
        let finding = &scenarios[1].findings[0];
        assert!(finding.evidence.len() <= 8 && finding.evidence.len() > 2);
        assert_eq!(
            finding.evidence.last().map(|e| e.text.replace('\u{a0}', " ")).as_deref(),
            Some("Nothing more can happen: your server waits in recv() for a message from client A")
        );
        assert!(scenarios[4].reason.as_ref().is_some_and(|r| r.starts_with("Not judged")));
    }
}
