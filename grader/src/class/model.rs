//! A graded class: the one value that all its reports render.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use serde::{Deserialize, Serialize};

use super::journal::{Header, Journal, JournalError, Outcome, Record};
use super::ledger::comparable;
use super::mark::{Mark, Terms};
use super::written::decided;
use crate::answers::Proposal;
use crate::grading::{Finding, Graded};
use crate::submission::Snapshot;
use crate::text::shown;
use crate::transcript::Transcript;

/// Lines shown around the one that a finding points to.
const AROUND: u32 = 4;
/// Longest line kept, in characters.
const WIDEST: usize = 200;

/// A piece of a student's file around the line of a finding.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Excerpt {
    /// Relative to the submission.
    pub file: String,
    /// Number of its first line, from 1.
    pub first: u32,
    /// Lines, made harmless.
    pub lines: Vec<String>,
}

/// A whole class, from its journal.
#[derive(Debug, Clone, PartialEq)]
pub struct Class {
    /// What was run.
    pub header: Header,
    /// Sorted by name.
    pub students: Vec<Student>,
    /// The folder of the run.
    out: PathBuf,
}

/// One submission and what came of it.
#[derive(Debug, Clone, PartialEq)]
pub struct Student {
    /// What the journal says. Findings have no transcripts: see [`Class::with_transcripts`].
    pub record: Record,
    /// `None` when it could not be graded.
    pub mark: Option<Mark>,
}

impl Record {
    fn names(&self) -> Vec<&str> {
        [&self.name].into_iter().chain(&self.id).map(String::as_str).collect()
    }

    fn mark(&self, terms: &Terms) -> Option<Mark> {
        let Outcome::Graded(graded) = &self.outcome else { return None };
        Some(terms.mark(graded, &self.names()))
    }

    /// What the teacher decided about the written answers, by question.
    pub fn decided(&self, terms: &Terms) -> BTreeMap<String, Proposal> {
        let Outcome::Graded(graded) = &self.outcome else { return BTreeMap::new() };
        let names: Vec<String> = self.names().into_iter().map(comparable).collect();
        decided(&graded.answers, &terms.decisions, &names)
    }
}

impl Student {
    /// The verdicts; `None` when it could not be graded.
    pub fn graded(&self) -> Option<&Graded> {
        match &self.record.outcome {
            Outcome::Graded(graded) => Some(graded),
            Outcome::Undecided(_) => None,
        }
    }
}

impl Class {
    /// Reads the class that a run left in a folder, and marks it.
    pub fn read(out: &Path, terms: &Terms) -> Result<Class, JournalError> {
        let (header, records) = Journal::read(out)?;
        Ok(Class::new(header, records, out, terms))
    }

    /// A class of these records, in any order, whose transcripts are below `out`.
    pub fn new(header: Header, mut records: Vec<Record>, out: &Path, terms: &Terms) -> Class {
        records.sort_by(|a, b| a.name.cmp(&b.name));
        let student = |record: Record| Student { mark: record.mark(terms), record };
        let students = records.into_iter().map(student).collect();
        Class { header, students, out: out.into() }
    }

    /// A student's verdicts with the transcripts that are there, read now: one student's at a time, for
    /// those of a class would fill the memory.
    pub fn with_transcripts(&self, student: &Student) -> Option<Graded> {
        let mut graded = student.graded()?.clone();
        let folder = transcripts_of(&self.out, &student.record.slug);
        for step in &mut graded.steps {
            for scenario in step.scenarios.iter_mut().filter(|s| s.not_played.is_none()) {
                let path = folder.join(&step.id).join(format!("{}.jsonl", scenario.id));
                scenario.transcript = Transcript::read(&path).ok();
            }
        }
        Some(graded)
    }
}

/// The folder of a submission's transcripts: `STEP/SCENARIO.jsonl` below it.
pub(super) fn transcripts_of(out: &Path, slug: &str) -> PathBuf {
    out.join("transcripts").join(slug)
}

/// The lines around those that findings point to, each place once.
pub fn excerpts(graded: &Graded, snapshot: &Snapshot) -> Vec<Excerpt> {
    let scenarios = graded.scenarios().flat_map(|s| &s.findings);
    let findings: Vec<&Finding> =
        graded.findings.iter().chain(graded.steps.iter().flat_map(|s| &s.findings)).chain(scenarios).collect();
    let mut out: Vec<Excerpt> = Vec::new();
    for at in findings.into_iter().filter_map(|f| f.location.as_ref()) {
        let first = at.line.saturating_sub(AROUND).max(1);
        if out.iter().any(|e| e.file == at.file && e.first == first) {
            continue;
        }
        let Some(file) = snapshot.file(&at.file) else { continue };
        let skipped = usize::try_from(first - 1).unwrap_or(usize::MAX);
        let taken = usize::try_from(at.line + AROUND + 1 - first).unwrap_or(0);
        let lines = file.bytes.split(|b| *b == b'\n').skip(skipped).take(taken);
        let lines = lines.map(|line| shown_line(line.strip_suffix(b"\r").unwrap_or(line))).collect();
        out.push(Excerpt { file: at.file.clone(), first, lines });
    }
    out
}

/// A line as an editor shows it: tabs widened, the rest of its control bytes escaped.
fn shown_line(line: &[u8]) -> String {
    let text = String::from_utf8_lossy(line).replace('\t', "    ");
    let mut out = String::new();
    for c in text.chars().take(WIDEST) {
        let mut buffer = [0; 4];
        match c {
            '\\' => out.push('\\'),
            c => out.push_str(&shown(c.encode_utf8(&mut buffer).as_bytes(), 1)),
        }
    }
    out
}
