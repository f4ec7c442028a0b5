//! What `questions.md` says of each question.

use super::phrasing::Phrasing;

/// A text in both languages.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Said {
    /// French.
    pub fr: String,
    /// English.
    pub en: String,
}

/// A written question.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Question {
    /// Such as `2.1.4-2` or `chat.3-1`.
    pub id: String,
    /// Its wording.
    pub asked: Said,
    /// What shows the answer.
    pub experiment: Experiment,
    /// A model answer.
    pub answer: Said,
    /// What an answer must or may contain.
    pub ideas: Vec<Idea>,
    /// What makes an answer wrong when it is asserted; never essential.
    pub contradictions: Vec<Idea>,
    /// What people often get wrong.
    pub misconceptions: Vec<Misconception>,
}

/// The scenario that demonstrates an answer.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Experiment {
    /// Id of the lab.
    pub lab: String,
    /// Id of the step.
    pub step: String,
    /// Id of the scenario.
    pub scenario: String,
    /// What one sees there; French.
    pub shows: String,
}

/// One idea, and the ways people put it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Idea {
    /// Unique in its list.
    pub id: String,
    /// Without it, an answer is not full.
    pub essential: bool,
    /// In words; French.
    pub what: String,
    /// Any of these is the idea.
    pub phrasings: Vec<Phrasing>,
}

/// A mistake people make, and its correction.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Misconception {
    /// The mistake.
    pub idea: Idea,
    /// What is right.
    pub correction: Said,
}
