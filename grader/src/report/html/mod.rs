//! Renders graded work as pages for a browser or a printer: a class, a student, a matrix of meetings.
//!
//! Each page is one file that needs nothing beside it and fetches nothing: its style and its script are in it,
//! and its policy lets nothing else run. Markup is only written by `maud`, which escapes by construction, and
//! whatever a student wrote went through `text` before. Nothing here knows a process, a file or a clock.

mod address;
mod answers;
mod diagram;
mod faults;
mod finding;
mod frame;
mod heat;
mod index;
mod matrix;
mod schedule;
mod source;
mod spread;
mod step;
mod student;
mod verdict;

#[cfg(test)]
mod tests;

pub use faults::{Example, example};
pub use index::class_page;
pub use matrix::interop_page;
pub use student::{Around, Sheet, student_page};
