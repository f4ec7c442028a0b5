//! Every client of a class against every server of it.

use std::path::Path;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Mutex, PoisonError};

use super::candidates::Candidate;
use crate::grading::{CheckError, Checker, Entrant, Meeting, Options, reference_programs};
use crate::lab::{Lab, LabStep};
use crate::submission::Snapshot;

/// What came of one client with one server; `None` when it was not tried.
pub type Cell = Option<Meeting>;

/// Who can talk to whom.
#[derive(Debug, Clone, PartialEq)]
pub struct Matrix {
    /// Name of the class.
    pub class: String,
    /// Lab id.
    pub lab: String,
    /// Step id.
    pub step: String,
    /// Names, sorted; the reference, when there is one, comes last.
    pub names: Vec<String>,
    /// The last name is the reference.
    pub reference: bool,
    /// Whether each has a server, and a client, that can be started.
    pub has: Vec<(bool, bool)>,
    /// Submissions that could not be read or made ready: name and why.
    pub undecided: Vec<(String, String)>,
    /// By client, then by server.
    pub cells: Vec<Vec<Cell>>,
    /// It was stopped before the end.
    pub interrupted: bool,
}

/// How a matrix is made.
#[derive(Debug)]
pub struct MatrixRun<'a> {
    /// Plays; its slots say how many meetings there are at once.
    pub checker: Checker<'a>,
    /// How; `jobs` threads.
    pub options: Options,
    /// The lab, with its scenarios.
    pub lab: &'a Lab,
    /// The step.
    pub step: &'a LabStep,
}

impl MatrixRun<'_> {
    /// Plays all of them. `told` hears how many of how many are done.
    pub fn play(
        &self,
        class: &str,
        candidates: &[Candidate],
        references: Option<&Path>,
        told: &(dyn Fn(usize, usize) + Sync),
    ) -> Result<Matrix, CheckError> {
        let prepared = self.side_by_side(candidates.len(), &|at| self.entrant(&candidates[at]));
        let (mut entrants, mut undecided) = (Vec::new(), Vec::new());
        for (result, candidate) in prepared.into_iter().zip(candidates) {
            match result {
                Some(Ok(entrant)) => entrants.push(entrant),
                Some(Err(why)) => undecided.push((candidate.name.clone(), why)),
                None => {}
            }
        }
        if let Some(folder) = references {
            let scratch = reference_programs(self.lab, folder, self.step)?;
            let snapshot = Snapshot::read(scratch.path())?;
            entrants.push(self.checker.entrant(String::new(), &snapshot, self.lab, self.step, &self.options)?);
        }
        let count = entrants.len();
        let done = AtomicUsize::new(0);
        let flat = self.side_by_side(count * count, &|at| {
            let (client, server) = (&entrants[at / count], &entrants[at % count]);
            let meeting = self.checker.meet(self.lab, server, client, &self.options);
            told(done.fetch_add(1, Ordering::Relaxed) + 1, count * count);
            meeting
        });
        let mut flat = flat.into_iter().map(Option::flatten);
        let cells = (0..count).map(|_| flat.by_ref().take(count).collect()).collect();
        Ok(Matrix {
            class: class.to_owned(),
            lab: self.lab.id.clone(),
            step: self.step.id.clone(),
            has: entrants.iter().map(|e| (e.serves(), e.connects())).collect(),
            names: entrants.into_iter().map(|e| e.name).collect(),
            reference: references.is_some(),
            undecided,
            cells,
            interrupted: self.checker.stop.load(Ordering::Relaxed),
        })
    }

    fn entrant(&self, candidate: &Candidate) -> Result<Entrant, String> {
        let snapshot = Snapshot::gather(&candidate.places).map_err(|e| e.to_string())?;
        let entrant = self.checker.entrant(candidate.name.clone(), &snapshot, self.lab, self.step, &self.options);
        entrant.map_err(|e| e.to_string())
    }

    /// The results of so many pieces of work, in order; `None` for those not begun when told to stop.
    fn side_by_side<T: Send>(&self, count: usize, work: &(dyn Fn(usize) -> T + Sync)) -> Vec<Option<T>> {
        let results: Mutex<Vec<Option<T>>> = Mutex::new((0..count).map(|_| None).collect());
        let next = AtomicUsize::new(0);
        std::thread::scope(|scope| {
            for _ in 0..self.options.jobs.max(1).min(count) {
                scope.spawn(|| {
                    while !self.checker.stop.load(Ordering::Relaxed) {
                        let at = next.fetch_add(1, Ordering::Relaxed);
                        if at >= count {
                            return;
                        }
                        let result = work(at);
                        results.lock().unwrap_or_else(PoisonError::into_inner)[at] = Some(result);
                    }
                });
            }
        });
        results.into_inner().unwrap_or_else(PoisonError::into_inner)
    }
}
