//! The written half of a lab: questions, and what their answers must contain.
//!
//! `questions.md` is one page that people read and this module reads too. It knows nothing of
//! programs, worlds or verdicts.

mod phrasing;
mod question;
mod reader;

pub use phrasing::{Phrasing, Word};
pub use question::{Experiment, Idea, Misconception, Question, Said};
pub use reader::{QuestionsError, read_questions, shipped_questions};
