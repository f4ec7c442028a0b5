//! Grades the submissions of a class side by side. Each finished one is in the journal at once; none
//! can stop or change another.

use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};
use std::sync::{Mutex, PoisonError};

use super::candidates::Candidate;
use super::journal::{Journal, JournalError, Outcome, Record};
use super::model::{excerpts, transcripts_of};
use crate::grading::{CheckError, Checker, Finding, Graded, Location, Options};
use crate::lab::{Lab, Library};
use crate::submission::{MANIFEST, Manifest, Snapshot, guess_lab};

/// How many submissions are looked at to tell which lab they are of.
const ELECTORS: usize = 25;

/// Told what happens while it happens.
pub trait ClassProgress: Sync {
    /// So many submissions are to be graded, if none is kept from before.
    fn planned(&self, _count: usize) {}
    /// One is kept from before.
    fn kept(&self) {}
    /// This one begins.
    fn started(&self, _name: &str) {}
    /// This one is over.
    fn finished(&self, _name: &str, _outcome: &Outcome) {}
}

impl ClassProgress for () {}

/// Why a class cannot be graded any further.
#[derive(Debug, thiserror::Error, miette::Diagnostic)]
pub enum RunError {
    /// What was asked for cannot be.
    #[error(transparent)]
    #[diagnostic(transparent)]
    Check(#[from] CheckError),
    /// Results cannot be kept.
    #[error(transparent)]
    #[diagnostic(transparent)]
    Journal(#[from] JournalError),
    /// An output folder cannot be written to.
    #[error("{path}: {source}")]
    #[diagnostic(help("choose a folder that you may write to, with `-o`"))]
    Output {
        /// Which.
        path: PathBuf,
        /// Why.
        source: std::io::Error,
    },
}

/// A run over a class.
#[derive(Debug)]
pub struct ClassRun<'a> {
    /// Checks each submission; its slots say how many worlds there are at once.
    pub checker: Checker<'a>,
    /// How: the lab must be named, and transcripts not kept in memory.
    pub options: Options,
    /// Where results are kept.
    pub journal: &'a Journal,
    /// The folder of everything that the run writes.
    pub out: &'a Path,
}

/// The lab that most of the first submissions are of.
pub fn elect_lab<'a>(library: &'a Library, candidates: &[Candidate]) -> Option<&'a Lab> {
    let mut votes = vec![0_usize; library.labs.len()];
    for candidate in candidates.iter().take(ELECTORS) {
        let Ok(snapshot) = Snapshot::gather(&candidate.places) else { continue };
        let manifest = snapshot.file(MANIFEST).and_then(|f| Manifest::parse(&f.bytes, None).ok()).unwrap_or_default();
        let guessed = guess_lab(&library.labs, &snapshot, &manifest).map(|lab| &lab.id);
        if let Some(at) = library.labs.iter().position(|lab| Some(&lab.id) == guessed) {
            votes[at] += 1;
        }
    }
    // The first lab wins a tie.
    let best = votes.iter().enumerate().max_by_key(|(at, count)| (**count, std::cmp::Reverse(*at)))?;
    library.labs.get(best.0)
}

impl ClassRun<'_> {
    /// Grades what `known` does not hold already, until the checker's `stop` is set at the latest.
    pub fn grade(
        &self,
        candidates: &[Candidate],
        known: &[Record],
        progress: &dyn ClassProgress,
    ) -> Result<(), RunError> {
        progress.planned(candidates.len());
        let next = AtomicUsize::new(0);
        let broken = AtomicBool::new(false);
        let error: Mutex<Option<RunError>> = Mutex::default();
        // One more than worlds: while one submission ends or begins, others keep the cores busy.
        let side_by_side = self.options.jobs.max(1) + 1;
        std::thread::scope(|scope| {
            for _ in 0..side_by_side.min(candidates.len()) {
                scope.spawn(|| {
                    while !self.checker.stop.load(Ordering::Relaxed) && !broken.load(Ordering::Relaxed) {
                        let Some(candidate) = candidates.get(next.fetch_add(1, Ordering::Relaxed)) else { return };
                        let before = known.iter().find(|r| r.name == candidate.name);
                        if let Err(why) = self.grade_one(candidate, before, progress) {
                            broken.store(true, Ordering::Relaxed);
                            error.lock().unwrap_or_else(PoisonError::into_inner).get_or_insert(why);
                        }
                    }
                });
            }
        });
        error.into_inner().unwrap_or_else(PoisonError::into_inner).map_or(Ok(()), Err)
    }

    fn grade_one(
        &self,
        candidate: &Candidate,
        before: Option<&Record>,
        progress: &dyn ClassProgress,
    ) -> Result<(), RunError> {
        let record = |digest: String, outcome: Outcome, excerpts| Record {
            name: candidate.name.clone(),
            id: candidate.id.clone(),
            slug: candidate.slug.clone(),
            digest,
            outcome,
            excerpts,
        };
        let snapshot = match Snapshot::gather(&candidate.places) {
            Ok(snapshot) => snapshot,
            Err(why) => {
                let outcome = Outcome::Undecided(why.to_string());
                self.journal.add(&record(String::new(), outcome.clone(), Vec::new()))?;
                progress.finished(&candidate.name, &outcome);
                return Ok(());
            }
        };
        let digest = snapshot.digest();
        if before.is_some_and(|r| r.digest == digest && matches!(r.outcome, Outcome::Graded(_))) {
            progress.kept();
            return Ok(());
        }
        progress.started(&candidate.name);
        let transcripts = transcripts_of(self.out, &candidate.slug);
        // What an earlier run left half done.
        if let Err(source) = std::fs::remove_dir_all(&transcripts)
            && source.kind() != std::io::ErrorKind::NotFound
        {
            return Err(RunError::Output { path: transcripts, source });
        }
        let options = Options { transcripts: Some(transcripts), ..self.options.clone() };
        let outcome = match self.check(candidate, snapshot.clone(), &options) {
            Ok(graded) if graded.interrupted => return Ok(()),
            Ok(graded) => Outcome::Graded(Box::new(graded)),
            Err(CheckError::Player(why)) => Outcome::Undecided(why.to_string()),
            Err(why) => return Err(why.into()),
        };
        let shown = match &outcome {
            Outcome::Graded(graded) => excerpts(graded, &snapshot),
            Outcome::Undecided(_) => Vec::new(),
        };
        self.journal.add(&record(digest, outcome.clone(), shown))?;
        progress.finished(&candidate.name, &outcome);
        Ok(())
    }

    /// Checks a submission; a `tp.toml` that cannot be used is its student's finding, and is then left out.
    fn check(&self, candidate: &Candidate, mut snapshot: Snapshot, options: &Options) -> Result<Graded, CheckError> {
        let name = || candidate.name.clone();
        match self.checker.check_files(name(), &snapshot, options, &()) {
            Err(CheckError::Manifest(why)) => {
                let line = u32::try_from(why.line).unwrap_or(u32::MAX);
                let file = snapshot.file(MANIFEST).map(|f| String::from_utf8_lossy(&f.bytes).into_owned());
                let text = file.and_then(|text| text.lines().nth(why.line.saturating_sub(1)).map(str::to_owned));
                snapshot.files.retain(|f| f.path != MANIFEST);
                let finding = Finding {
                    code: "submission.manifest-wrong".into(),
                    program: Some(MANIFEST.into()),
                    location: Some(Location { file: MANIFEST.into(), line, text: text.unwrap_or_default() }),
                    detail: None,
                    said: Some(why.message.clone()),
                };
                let graded = self.checker.check_files(name(), &snapshot, options, &());
                graded.map(|mut graded| {
                    graded.findings.push(finding);
                    graded
                })
            }
            result => result,
        }
    }
}
