//! The written half of a lab: questions, what their answers must contain, where a student's files hold
//! them, and what they come to.
//!
//! `questions.md` is one page that people read and this module reads too; the rules of the review are
//! there, none in the code. Finding (`find`) goes from bytes to one text a question, reviewing (`review`)
//! from a text to a proposed mark with its reasons. Nothing here reads a file, or knows of programs, worlds
//! or verdicts.

mod assign;
mod comments;
mod examine;
mod find;
mod lexicon;
mod marker;
mod matching;
mod negation;
mod page;
mod phrasing;
mod question;
mod reader;
mod review;
mod wording;
mod words;

pub use examine::{Answered, examine, of_lab};
pub use find::{Found, How, Note, Place, Sureness, find, is_of_interest};
pub use lexicon::Lexicon;
pub use phrasing::{Families, Phrasing, Slot, Word};
pub use question::{Experiment, Idea, Misconception, Question, Said};
pub use reader::{QuestionsError, read_questions, shipped_questions};
pub use review::{Confidence, Doubt, Fault, Presence, Proposal, Review, ReviewedIdea, review};
