//! Renders reviewed answers: JSON, terminal, one HTML page; for the teacher, who sees the model answer and
//! every reason, and for the student, who sees what is missing and never the answer.
//!
//! Nothing here knows how an answer was found or judged, and whatever a student wrote is escaped.

mod card;
mod html;
mod human;
mod json;
mod style;
mod why;

pub use card::{Experience, question_card};
pub use html::answers_html;
pub(super) use human::student_section;
pub use human::{answers_entry, answers_human, answers_mark};
pub(super) use json::student_answers;
pub use json::{
    ANSWERS_SCHEMA, AnswersReport, Counts, Decisions, JsonAnswer, JsonFault, JsonIdea, JsonMatch, JsonMistake,
    StudentAnswer, answers_json, answers_schema,
};
