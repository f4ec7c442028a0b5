//! The written half of a submission: its answers, found and reviewed.

use crate::answers::{Answered, Question, examine, is_of_interest, of_lab};
use crate::submission::Snapshot;

/// The answers to a lab's questions in a submission's files; one entry a question, in order.
pub fn written(questions: &[Question], lab: &str, snapshot: &Snapshot) -> Vec<Answered> {
    let files = snapshot.files.iter().filter(|file| is_of_interest(&file.path));
    let files: Vec<(&str, &[u8])> = files.map(|file| (file.path.as_str(), file.bytes.as_slice())).collect();
    examine(&of_lab(questions, lab), &files)
}
