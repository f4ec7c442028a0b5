//! The class as JSON, `grader/class/v1`: everything that was decided and nothing that chance decides, so
//! that two runs over the same submissions give the same bytes.
//!
//! The types are the documentation: [`results_schema`] is generated from them. They must not change
//! within a version, except by new optional fields.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::super::words::Words;
use super::arithmetic;
use crate::catalogue::Catalogue;
use crate::class::{Class, Counts, Look, Points, Student, Survey, Terms, Towards, decimal};
use crate::grading::{Finding, GradedStep};
use crate::judge::Verdict;
use crate::lab::Level;
use crate::text::{Language, harmless};
use crate::transcript::Isolation;

/// The only value of `schema`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub enum ClassSchema {
    /// This version.
    #[serde(rename = "grader/class/v1")]
    V1,
}

/// A graded class. Texts for people are in the language asked for, and free of control characters.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct ClassResults {
    /// Always `grader/class/v1`.
    pub schema: ClassSchema,
    /// Version of the program that graded.
    pub grader: String,
    /// Name of the class.
    pub class: String,
    /// Lab id, as in `tp-a`.
    pub lab: String,
    /// The only step that was played; all when absent.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub step: Option<String>,
    /// What kept programs apart.
    pub isolation: Isolation,
    /// How marks are made.
    pub scale: ClassScale,
    /// Sorted by name.
    pub students: Vec<ClassStudent>,
    /// The commonest first.
    pub faults: Vec<ClassFault>,
}

/// How marks are made.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct ClassScale {
    /// The best mark.
    pub best: u32,
    /// Marks are multiples of this.
    pub round: f64,
    /// `nearest`, `up` or `down`.
    pub towards: Towards,
}

/// One submission.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct ClassStudent {
    /// Unique in the class.
    pub name: String,
    /// Moodle's number of the participant.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub id: Option<String>,
    /// Name of its files and folders in the output.
    pub slug: String,
    /// The mark; null when nothing that counts could be judged.
    pub mark: Option<f64>,
    /// How it was worked out, a sentence for each operation.
    pub arithmetic: Vec<String>,
    /// In the lab's order; none when the submission could not be graded.
    pub steps: Vec<ClassStep>,
    /// Findings about the submission as a whole.
    pub findings: Vec<ClassFinding>,
    /// Why a person should look at it, in sentences.
    pub look: Vec<String>,
}

/// A step.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct ClassStep {
    /// Step id.
    pub id: String,
    /// Points of what is asked for, adjustments included.
    pub score: f64,
    /// Most of them.
    pub max: f64,
    /// Extra credit.
    pub extra: f64,
    /// Most of it.
    pub extra_max: f64,
    /// Findings about the step as a whole.
    pub findings: Vec<ClassFinding>,
    /// In the order of the lab's file.
    pub scenarios: Vec<ClassScenario>,
}

/// A scenario.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct ClassScenario {
    /// Unique inside its step.
    pub id: String,
    /// For people.
    pub title: String,
    /// What the lab says it is worth.
    pub level: Level,
    /// What it counts as.
    pub counts: Counts,
    /// What it counts.
    pub points: u32,
    /// What it came to.
    pub verdict: Verdict,
    /// The first one is why it failed.
    pub findings: Vec<ClassFinding>,
}

/// A finding.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct ClassFinding {
    /// Stable code.
    pub code: String,
    /// In one sentence.
    pub message: String,
    /// The student's file.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub file: Option<String>,
    /// Line in it, from 1.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub line: Option<u32>,
}

/// A fault and who has it.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct ClassFault {
    /// Stable code.
    pub code: String,
    /// In one sentence.
    pub message: String,
    /// Names, sorted.
    pub students: Vec<String>,
}

/// The JSON schema of [`ClassResults`].
pub fn results_schema() -> serde_json::Value {
    schemars::schema_for!(ClassResults).to_value()
}

/// The results in one language.
pub fn results(class: &Class, terms: &Terms, catalogue: &Catalogue, language: Language) -> ClassResults {
    let words = Words::new(catalogue, language);
    let survey = class.survey();
    let header = &class.header;
    let faults = survey.faults.iter().map(|fault| ClassFault {
        code: fault.code.clone(),
        message: title(&words, &fault.code),
        students: fault.students.iter().map(|at| harmless(&class.students[*at].record.name)).collect(),
    });
    let students = class.students.iter().enumerate();
    ClassResults {
        schema: ClassSchema::V1,
        grader: header.grader.clone(),
        class: harmless(&header.class),
        lab: header.lab.clone(),
        step: header.step.clone(),
        isolation: header.isolation,
        scale: ClassScale { best: terms.rubric.scale, round: float(terms.rubric.round), towards: terms.rubric.towards },
        students: students.map(|(at, s)| student(&words, s, terms, looks(&words, &survey, at))).collect(),
        faults: faults.collect(),
    }
}

/// Points as JSON has them: exact up to four decimals.
pub(super) fn float(points: Points) -> f64 {
    decimal(points).parse().unwrap_or_default()
}

/// Why a person should look at the student at this position.
pub(in crate::report) fn looks(words: &Words<'_>, survey: &Survey, at: usize) -> Vec<String> {
    let looks = survey.looks.iter().find(|(position, _)| *position == at);
    looks.map(|(_, looks)| looks.iter().map(|look| say(words, look)).collect()).unwrap_or_default()
}

/// What a finding says of any program.
pub(in crate::report) fn title(words: &Words<'_>, code: &str) -> String {
    let text = words.catalogue.finding(words.language, code, &words.say("class-any-program", &[]));
    words.capital(&text.title)
}

fn say(words: &Words<'_>, look: &Look) -> String {
    match look {
        Look::Undecided(why) => words.say("class-look-undecided", &[("why", &harmless(why))]),
        Look::Inconclusive(count) => {
            words.say("class-look-inconclusive", &[("form", words.form(*count)), ("count", &count.to_string())])
        }
        Look::Submission(code) => title(words, code),
        Look::Misnamed(files) => {
            const SHOWN: usize = 4;
            let mut shown: Vec<String> = files.iter().take(SHOWN).map(|f| harmless(f)).collect();
            if files.len() > SHOWN {
                shown.push("…".into());
            }
            words.say("class-look-misnamed", &[("files", &shown.join(", "))])
        }
        Look::NothingPassed => words.say("class-look-nothing", &[]),
    }
}

fn student(words: &Words<'_>, student: &Student, terms: &Terms, look: Vec<String>) -> ClassStudent {
    let record = &student.record;
    let mark = student.mark.as_ref();
    let steps = student.graded().into_iter().flat_map(|g| &g.steps).enumerate();
    ClassStudent {
        name: harmless(&record.name),
        id: record.id.clone(),
        slug: record.slug.clone(),
        mark: mark.and_then(|m| m.value).map(float),
        arithmetic: mark.map(|m| arithmetic::lines(words, m)).unwrap_or_default(),
        steps: steps.map(|(at, s)| step(words, student, at, s, terms)).collect(),
        findings: student.graded().map(|g| findings(words, &g.findings)).unwrap_or_default(),
        look,
    }
}

fn step(words: &Words<'_>, student: &Student, at: usize, step: &GradedStep, terms: &Terms) -> ClassStep {
    let mark = student.mark.as_ref().and_then(|m| m.steps.get(at));
    let points = |of: fn(&crate::class::StepMark) -> Points| mark.map(|m| float(of(m))).unwrap_or_default();
    ClassStep {
        id: step.id.clone(),
        score: points(|m| m.score),
        max: points(|m| m.max),
        extra: points(|m| m.extra),
        extra_max: points(|m| m.extra_max),
        findings: findings(words, &step.findings),
        scenarios: step
            .scenarios
            .iter()
            .map(|scenario| {
                let (counts, points) = terms.rubric.weigh(step, scenario);
                ClassScenario {
                    id: scenario.id.clone(),
                    title: scenario.title.get(words.language).to_owned(),
                    level: scenario.level,
                    counts,
                    points,
                    verdict: scenario.verdict,
                    findings: findings(words, &scenario.findings),
                }
            })
            .collect(),
    }
}

fn findings(words: &Words<'_>, findings: &[Finding]) -> Vec<ClassFinding> {
    let finding = |finding: &Finding| {
        let program = finding.program.as_deref().map(harmless);
        ClassFinding {
            code: finding.code.clone(),
            message: words
                .catalogue
                .finding(words.language, &finding.code, program.as_deref().unwrap_or_default())
                .title,
            file: finding.location.as_ref().map(|at| harmless(&at.file)).or(program),
            line: finding.location.as_ref().map(|at| at.line),
        }
    };
    findings.iter().map(finding).collect()
}
