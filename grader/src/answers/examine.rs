//! From files to reviewed answers.

use serde::{Deserialize, Serialize};

use super::find::{Found, Note, Sureness, find};
use super::lexicon::Lexicon;
use super::question::Question;
use super::review::{Doubt, Review, review};

/// A question's answer and its review.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Answered {
    /// The question.
    pub question: Question,
    /// Its answer, and what says so.
    pub found: Found,
    /// What it is worth, and why.
    pub review: Review,
}

/// The questions of a lab, in order.
pub fn of_lab(questions: &[Question], lab: &str) -> Vec<Question> {
    questions.iter().filter(|question| question.lab == lab).cloned().collect()
}

/// Finds and reviews the answers to `questions` in files, given as paths and contents; one entry a
/// question, in order.
pub fn examine(questions: &[Question], files: &[(&str, &[u8])]) -> Vec<Answered> {
    let lexicon = Lexicon::new(questions);
    let reviewed = |found: Found| {
        let question = questions[found.question].clone();
        let mut review = review(&question, &found.text, &lexicon);
        if found.how.is_some_and(|(_, sure)| sure == Sureness::Doubtful) {
            review.doubt(Doubt::Placed);
        }
        if found.notes.contains(&Note::CutShort) {
            review.doubt(Doubt::CutShort);
        }
        Answered { question, found, review }
    };
    find(questions, files, &lexicon).into_iter().map(reviewed).collect()
}
