//! What `questions.md` says of each question.

use serde::{Deserialize, Serialize};

use super::phrasing::Phrasing;
use crate::text::Language;

/// A text in both languages.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct Said {
    /// French.
    pub fr: String,
    /// English.
    pub en: String,
}

/// A written question.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Question {
    /// Such as `2.1.4-2` or `chat.3-1`.
    pub id: String,
    /// Id of the lab it is asked in.
    pub lab: String,
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
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Experiment {
    /// Id of the lab.
    pub lab: String,
    /// Id of the step.
    pub step: String,
    /// Id of the scenario.
    pub scenario: String,
    /// The finding that its programs, made for it, are to get; `None` when all must go well.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub finding: Option<String>,
    /// What one sees there.
    pub shows: Said,
}

impl Experiment {
    /// Whether it is played with programs made for it, not with the references.
    pub fn has_own_programs(&self) -> bool {
        self.lab == "experiments"
    }
}

/// One idea, and the ways people put it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Idea {
    /// Unique in its list.
    pub id: String,
    /// Without it, an answer is not full.
    pub essential: bool,
    /// In words.
    pub what: Said,
    /// Any of these is the idea; not part of JSON.
    #[serde(skip)]
    pub phrasings: Vec<Phrasing>,
    /// What helps a student to think of it without being told; of essential ideas.
    pub hint: Option<Said>,
}

/// A mistake people make, and its correction.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Misconception {
    /// The mistake.
    pub idea: Idea,
    /// What is right.
    pub correction: Said,
}

impl Said {
    /// The text in one language.
    pub fn get(&self, language: Language) -> &str {
        match language {
            Language::Fr => &self.fr,
            Language::En => &self.en,
        }
    }
}

impl Question {
    /// The step it is asked in: `2.1` for `2.1.4-2`, `3` for `chat.3-1`.
    pub fn step(&self) -> String {
        let section = self.id.split('-').next().unwrap_or_default();
        let numbers = section.split('.').filter(|part| part.chars().all(|c| c.is_ascii_digit()));
        numbers.take(2).collect::<Vec<_>>().join(".")
    }

    /// An idea, contradiction or mistake by its id.
    pub fn idea(&self, id: &str) -> Option<&Idea> {
        let mistakes = self.misconceptions.iter().map(|m| &m.idea);
        self.ideas.iter().chain(&self.contradictions).chain(mistakes).find(|idea| idea.id == id)
    }
}
