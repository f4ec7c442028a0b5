//! Renders a graded submission.
//!
//! Every renderer takes the same value, [`crate::grading::Graded`], and says the same things in the
//! same words: `phrase` turns scripts and outcomes into sentences, `evidence` events, [`ladder`]
//! a whole transcript into a diagram. All words stand in the catalogues (`report.fr.ftl`,
//! `report.en.ftl`), none in the code. Nothing here knows a process, a file or a clock, and whatever a
//! student wrote is escaped before it is shown.

mod answers;
mod block;
mod caret;
mod cast;
pub mod class;
mod collision;
mod columns;
#[cfg(test)]
mod conformity;
mod evidence;
pub mod html;
mod human;
mod json;
mod ladder;
mod ladder_row;
mod ladder_rows;
mod lanes;
mod occasion;
mod page;
mod phrase;
mod reason;
mod stillness;
mod summary;
mod words;

#[cfg(test)]
use crate::grading::samples;

pub use answers::{
    ANSWERS_SCHEMA, AnswersReport, Counts, Decisions, Experience, JsonAnswer, JsonFault, JsonIdea, JsonMatch,
    JsonMistake, StudentAnswer, answers_entry, answers_html, answers_human, answers_json, answers_mark, answers_schema,
    question_card,
};
pub use human::human;
pub use json::{
    JsonEvidence, JsonFinding, JsonLocation, JsonProgram, JsonReport, JsonScenario, JsonStep, JsonSubmission, Overall,
    SCHEMA, Schema, json, schema,
};
pub use ladder::ladder;
pub use lanes::{happened, lanes, not_again};
