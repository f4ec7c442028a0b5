//! A whole class: whose submissions there are, grading them all, what was found kept safe in a journal,
//! marks. Its one result, [`Class`], is what every report of a class renders.

mod candidates;
mod journal;
mod ledger;
mod mark;
mod matrix;
mod model;
mod rubric;
mod run;
mod survey;
mod written;

#[cfg(test)]
pub(crate) mod samples;

pub use candidates::{Candidate, Intake, IntakeError};
pub use journal::{Header, Journal, JournalError, Outcome, Record};
pub use ledger::{Adjustment, Lateness, LedgerError, adjustments, comparable, lateness, read_text, unknown_name};
pub use mark::{Mark, Operation, StepMark, Terms};
pub use matrix::{Cell, Matrix, MatrixRun};
pub use model::{Class, Excerpt, Student, excerpts};
pub use rubric::{Counts, LateRule, Points, Rubric, Towards, decimal, parse_points};
pub use run::{ClassProgress, ClassRun, RunError, elect_lab};
pub use survey::{Fault, Look, Survey};
pub use written::{AnswerRule, DECISIONS, Decision, Written, read_decisions};
