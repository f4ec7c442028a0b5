//! Reviewed answers as JSON, `grader/answers/v1`. The types are the documentation: [`answers_schema`] is
//! generated from them. They must not change within a version, except by new optional fields.

use std::collections::BTreeMap;

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::super::words::Words;
use super::why::{matched, notes, quote, reasons};
use crate::answers::{Answered, Confidence, Doubt, How, Place, Presence, Proposal, Sureness};
use crate::catalogue::Catalogue;
use crate::text::{Language, harmless};

/// Version of the format.
pub const ANSWERS_SCHEMA: &str = "grader/answers/v1";

/// Marks that a teacher confirmed, by question id.
pub type Decisions = BTreeMap<String, Proposal>;

/// The only value of `schema`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub enum Schema {
    /// This version.
    #[serde(rename = "grader/answers/v1")]
    V1,
}

/// The written answers of one submission, for its teacher. Texts for people are in the language asked for, and free of
/// control characters.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct AnswersReport {
    /// Always `grader/answers/v1`.
    pub schema: Schema,
    /// Lab id.
    pub lab: String,
    /// Name of the folder or file.
    pub submission: String,
    /// One entry for each question of the lab, in order.
    pub answers: Vec<JsonAnswer>,
    /// How many of each mark are proposed.
    pub counts: Counts,
}

/// Numbers of answers.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Counts {
    /// Proposed full.
    pub full: usize,
    /// Proposed partial.
    pub partial: usize,
    /// Proposed wrong.
    pub wrong: usize,
    /// Without an answer.
    pub missing: usize,
    /// That a teacher should read.
    pub to_read: usize,
}

impl Counts {
    /// Of reviewed answers.
    pub fn of(answers: &[Answered]) -> Counts {
        let count = |p: Proposal| answers.iter().filter(|a| a.review.proposal == p).count();
        Counts {
            full: count(Proposal::Full),
            partial: count(Proposal::Partial),
            wrong: count(Proposal::Wrong),
            missing: count(Proposal::Missing),
            to_read: answers.iter().filter(|a| a.review.confidence() == Confidence::ToRead).count(),
        }
    }
}

/// A question and its answer.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct JsonAnswer {
    /// Id of the question, as in `2.1.4-2`.
    pub question: String,
    /// The question itself.
    pub asked: String,
    /// The student's answer; empty when there is none.
    pub text: String,
    /// Where it stands, or where its question does.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub source: Option<Place>,
    /// What says that this text answers this question.
    #[serde(default, rename = "match", skip_serializing_if = "Option::is_none")]
    pub matched: Option<JsonMatch>,
    /// The mark that the rules propose.
    pub proposal: Proposal,
    /// Whether a teacher should read it.
    pub confidence: Confidence,
    /// Why it should be read.
    pub doubts: Vec<Doubt>,
    /// Every idea that `questions.md` names for this question.
    pub ideas: Vec<JsonIdea>,
    /// What contradicts the right answer.
    pub contradictions: Vec<JsonFault>,
    /// Common mistakes that it makes.
    pub misconceptions: Vec<JsonMistake>,
    /// Unanswered, cut short, answered twice.
    pub notes: Vec<String>,
    /// Why this mark.
    pub why: String,
    /// The mark that a teacher confirmed.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub decision: Option<Proposal>,
}

/// What says that a text answers a question.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct JsonMatch {
    /// By what.
    pub how: How,
    /// How sure that is.
    pub sure: Sureness,
    /// Both in words.
    pub why: String,
}

/// An idea.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct JsonIdea {
    /// As in `questions.md`.
    pub id: String,
    /// A full mark needs it.
    pub essential: bool,
    /// It is said.
    pub found: bool,
    /// It is said to be false.
    pub denied: bool,
    /// The student's words.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub quote: Option<String>,
}

/// Something that contradicts the answer.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct JsonFault {
    /// As in `questions.md`.
    pub id: String,
    /// The student's words.
    pub quote: String,
}

/// A common mistake.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct JsonMistake {
    /// As in `questions.md`.
    pub id: String,
    /// The student's words.
    pub quote: String,
    /// What is right.
    pub correction: String,
}

/// A question and its answer, as its student may see it: which part is missing, never what it is.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct StudentAnswer {
    /// Id of the question.
    pub question: String,
    /// The question itself.
    pub asked: String,
    /// Where the answer stands.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub source: Option<Place>,
    /// What the rules make of it.
    pub proposal: Proposal,
    /// Whether they are sure.
    pub confidence: Confidence,
    /// One question for each part that is missing.
    pub hints: Vec<String>,
    /// The student's words that deserve another look.
    pub look: Vec<String>,
    /// Unanswered, cut short, answered twice.
    pub notes: Vec<String>,
}

/// Reviewed answers as `grader/answers/v1`.
pub fn answers_json(
    (submission, lab): (&str, &str),
    answers: &[Answered],
    decisions: &Decisions,
    catalogue: &Catalogue,
    language: Language,
) -> AnswersReport {
    let words = Words::new(catalogue, language);
    AnswersReport {
        schema: Schema::V1,
        lab: lab.to_owned(),
        submission: harmless(submission),
        answers: answers.iter().map(|a| answer(a, decisions, &words)).collect(),
        counts: Counts::of(answers),
    }
}

/// The JSON Schema of `grader/answers/v1`.
pub fn answers_schema() -> serde_json::Value {
    schemars::schema_for!(AnswersReport).to_value()
}

fn place(answered: &Answered) -> Option<Place> {
    let found = answered.found.place.as_ref()?;
    Some(Place { file: harmless(&found.file), line: found.line })
}

fn answer(answered: &Answered, decisions: &Decisions, words: &Words<'_>) -> JsonAnswer {
    let (question, review) = (&answered.question, &answered.review);
    let fault = |f: &crate::answers::Fault| JsonFault { id: f.id.clone(), quote: harmless(&f.quote) };
    let correction = |id: &str| {
        let known = question.misconceptions.iter().find(|m| m.idea.id == id);
        known.map(|m| m.correction.get(words.language).to_owned()).unwrap_or_default()
    };
    let mistake = |f: &crate::answers::Fault| JsonMistake {
        id: f.id.clone(),
        quote: harmless(&f.quote),
        correction: correction(&f.id),
    };
    JsonAnswer {
        question: question.id.clone(),
        asked: question.asked.get(words.language).to_owned(),
        text: harmless(&answered.found.text),
        source: place(answered),
        matched: answered.found.how.map(|(how, sure)| JsonMatch { how, sure, why: matched(words, how, sure) }),
        proposal: review.proposal,
        confidence: review.confidence(),
        doubts: review.doubts.clone(),
        ideas: review
            .ideas
            .iter()
            .map(|idea| JsonIdea {
                id: idea.id.clone(),
                essential: idea.essential,
                found: idea.presence == Presence::Found,
                denied: idea.presence == Presence::Denied,
                quote: idea.quote.as_deref().map(harmless),
            })
            .collect(),
        contradictions: review.contradictions.iter().map(fault).collect(),
        misconceptions: review.misconceptions.iter().map(mistake).collect(),
        notes: notes(words, answered),
        why: reasons(words, answered).join(" "),
        decision: decisions.get(&question.id).copied(),
    }
}

/// The answers as their student may see them.
pub(in crate::report) fn student_answers(answers: &[Answered], words: &Words<'_>) -> Vec<StudentAnswer> {
    answers.iter().map(|answered| student(answered, words)).collect()
}

/// One answer as its student may see it.
pub(super) fn student(answered: &Answered, words: &Words<'_>) -> StudentAnswer {
    let (question, review) = (&answered.question, &answered.review);
    let missing = review.proposal == Proposal::Missing;
    let hint = |id: &str| question.idea(id).and_then(|i| i.hint.as_ref()).map(|h| h.get(words.language).to_owned());
    let faults = review.contradictions.iter().chain(&review.misconceptions);
    let mut look: Vec<String> = faults.map(|f| quote(words, &f.quote)).collect();
    look.sort();
    look.dedup();
    StudentAnswer {
        question: question.id.clone(),
        asked: question.asked.get(words.language).to_owned(),
        source: place(answered),
        proposal: review.proposal,
        confidence: review.confidence(),
        hints: if missing { Vec::new() } else { review.lacking().filter_map(|idea| hint(&idea.id)).collect() },
        look,
        notes: notes(words, answered),
    }
}
