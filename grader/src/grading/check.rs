//! Checks one submission: reads, finds, prepares, plays side by side, judges.

use std::borrow::Cow;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::atomic::AtomicBool;

use super::model::{Graded, GradedScenario};
use super::plan::Plan;
use super::ready::Workshop;
use super::session::Session;
use super::slots::Slots;
use super::written::written;
use crate::answers::shipped_questions;
use crate::lab::{Hold, Lab, Library, LibraryError, Scenario, Verb};
use crate::player::PlayerError;
use crate::sandbox::Toolbox;
use crate::submission::{
    Discovery, MANIFEST, Manifest, ManifestError, Program, Snapshot, SnapshotError, discover, guess_lab,
};
use crate::transcript::Isolation;

/// What the user asked for.
#[derive(Debug, Clone)]
pub struct Options {
    /// Lab id; guessed when absent.
    pub lab: Option<String>,
    /// Only this step.
    pub step: Option<String>,
    /// Only these scenarios and those they need; all when empty.
    pub scenarios: Vec<String>,
    /// Scenarios played at once.
    pub jobs: usize,
    /// Folder for transcripts.
    pub transcripts: Option<PathBuf>,
    /// Whether results hold the transcripts too; those of a whole class would fill the memory.
    pub keep: bool,
    /// Folder for packet captures.
    pub pcap: Option<PathBuf>,
    /// Isolation to use.
    pub isolation: Isolation,
    /// The outer net of a scenario, in seconds.
    pub limit_s: u64,
    /// One finding to be played again, and nothing else.
    pub replay: Option<Replay>,
}

/// Scenarios at once to keep so many processors busy, all of them when not said: half as many again,
/// for a scenario waits a third of its time (for namespaces to be made, and to be sure that nothing
/// more comes). On the loopback hard-coded ports exist once.
pub fn scenarios_at_once(processors: Option<usize>, isolation: Isolation) -> usize {
    match isolation {
        Isolation::Portable => 1,
        Isolation::Namespaces => {
            let all = || std::thread::available_parallelism().map_or(1, usize::from);
            let processors = processors.unwrap_or_else(all).max(1);
            processors + processors / 2
        }
    }
}

/// A finding by where it came about: `2.8/two-at-once@server.py:add+34`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Replay {
    /// Step id.
    pub step: String,
    /// Scenario id.
    pub scenario: String,
    /// Where one thread was held, if one was.
    pub hold: Option<Hold>,
}

impl Replay {
    /// Reads one; `None` for what is none.
    pub fn parse(text: &str) -> Option<Replay> {
        let (path, hold) = match text.split_once('@') {
            Some((path, hold)) => (path, Some(hold.parse().ok()?)),
            None => (text, None),
        };
        let (step, scenario) = path.split_once('/')?;
        Some(Replay { step: step.to_owned(), scenario: scenario.to_owned(), hold })
    }

    /// Leaves only this scenario in a plan, held at this point.
    fn narrow(&self, plan: &mut Plan) {
        for step in &mut plan.steps {
            step.scenarios.retain(|s| step.step.id == self.step && s.scenario.id == self.scenario);
            for planned in &mut step.scenarios {
                planned.scenario.needs.clear();
                for step in Arc::make_mut(&mut planned.scenario.play) {
                    if let Verb::Sweep { only, .. } = &mut step.verb {
                        only.clone_from(&self.hold);
                    }
                }
            }
        }
    }
}

/// Why a submission cannot be checked at all.
#[derive(Debug, thiserror::Error, miette::Diagnostic)]
pub enum CheckError {
    /// Its folder.
    #[error(transparent)]
    #[diagnostic(transparent)]
    Snapshot(#[from] SnapshotError),
    /// Its `tp.toml`.
    #[error(transparent)]
    #[diagnostic(transparent)]
    Manifest(#[from] Box<ManifestError>),
    /// No such lab.
    #[error("there is no lab {name:?}")]
    #[diagnostic(help("known labs: {known}"))]
    NoLab {
        /// What was asked for.
        name: String,
        /// What there is.
        known: String,
    },
    /// No such step.
    #[error("the lab has no step {name:?}")]
    #[diagnostic(help("its steps: {known}"))]
    NoStep {
        /// What was asked for.
        name: String,
        /// What there is.
        known: String,
    },
    /// No such scenario in the steps asked for.
    #[error("there is no scenario {name:?} in what is to be played")]
    #[diagnostic(help("known scenarios: {known}"))]
    NoScenario {
        /// What was asked for.
        name: String,
        /// What there is.
        known: String,
    },
    /// A script of the lab.
    #[error(transparent)]
    #[diagnostic(transparent)]
    Library(#[from] LibraryError),
    /// No worker could be run.
    #[error(transparent)]
    #[diagnostic(transparent)]
    Player(#[from] PlayerError),
    /// An output folder cannot be written to.
    #[error("{path}: {source}")]
    #[diagnostic(help("choose a folder that you may write to"))]
    Output {
        /// Which.
        path: PathBuf,
        /// Why.
        source: std::io::Error,
    },
}

/// Told what happens while it happens.
pub trait Progress: Sync {
    /// So many scenarios will be played.
    fn planned(&self, _count: usize) {}
    /// This one begins.
    fn started(&self, _step: &str, _scenario: &Scenario) {}
    /// This one is over.
    fn finished(&self, _step: &str, _scenario: &GradedScenario) {}
}

impl Progress for () {}

/// Checks submissions with one set of labs and tools.
#[derive(Debug)]
pub struct Checker<'a> {
    /// The labs.
    pub library: &'a Library,
    /// The machine's tools.
    pub toolbox: &'a Toolbox,
    /// Set to stop before the end: what runs is ended, the rest is not begun.
    pub stop: &'a AtomicBool,
    /// Shared by all submissions that are checked at the same time.
    pub slots: &'a Slots,
    /// A lab that is open already, shared by all submissions: reading scripts takes time and memory.
    pub opened: Option<&'a Lab>,
}

impl Checker<'_> {
    /// Checks a folder.
    pub fn check(&self, folder: &Path, options: &Options, progress: &dyn Progress) -> Result<Graded, CheckError> {
        let name = folder
            .canonicalize()
            .unwrap_or_else(|_| folder.into())
            .file_name()
            .map_or_else(|| ".".into(), |n| n.to_string_lossy().into_owned());
        self.check_files(name, &Snapshot::read(folder)?, options, progress)
    }

    /// Checks files that are at hand already, as those of the submission `name`.
    pub fn check_files(
        &self,
        name: String,
        snapshot: &Snapshot,
        options: &Options,
        progress: &dyn Progress,
    ) -> Result<Graded, CheckError> {
        let bytes = snapshot.file(MANIFEST).map(|f| f.bytes.clone());
        let manifest = bytes.as_ref().map(|b| Manifest::parse(b, None)).transpose()?.unwrap_or_default();
        let lab = &*self.lab(snapshot, &manifest, options)?;
        let steps: Vec<&str> = lab.steps.iter().map(|s| s.id.as_str()).collect();
        let manifest = bytes.as_ref().map(|b| Manifest::parse(b, Some(&steps))).transpose()?.unwrap_or_default();
        if let Some(name) = options.step.as_ref().filter(|s| lab.step(s).is_none()) {
            return Err(CheckError::NoStep { name: name.clone(), known: steps.join(", ") });
        }
        let discovery = discover(lab, snapshot, &manifest, options.step.as_deref());
        let mut plan = Plan::new(lab, &discovery, options.step.as_deref());
        plan.narrow(&options.scenarios)?;
        let workshop = Workshop { checker: self, isolation: options.isolation, snapshot };
        let wanted = |p: &Program| plan.steps.iter().any(|s| s.step.id == p.step);
        let mut readiness = workshop.prepare(&discovery, &wanted)?;
        workshop.sanitize(&discovery, &|program| plan.examines(program), &mut readiness);
        let session = Session::new(self, options, lab, &discovery, snapshot, &readiness);
        session.make_folders(&plan)?;
        progress.planned(plan.len());
        let (mut plan, habits) = session.learn(plan);
        // Learning made the steps' scenarios anew.
        plan.narrow(&options.scenarios)?;
        if let Some(replay) = &options.replay {
            replay.narrow(&mut plan);
        }
        let results = session.play_all(&plan, progress);
        let mut graded = session.assemble(name, &plan, habits, results);
        if options.replay.is_none() && options.scenarios.is_empty() {
            // A test holds the shipped page to its form.
            let questions = shipped_questions().unwrap_or_default();
            graded.answers = written(&questions, &lab.id, snapshot);
            graded.answers.retain(|a| options.step.as_ref().is_none_or(|step| a.question.step() == *step));
        }
        Ok(graded)
    }

    /// What would be played, without running anything but discovery.
    pub fn plan(&self, folder: &Path, options: &Options) -> Result<(Discovery, Plan), CheckError> {
        let snapshot = Snapshot::read(folder)?;
        let manifest =
            snapshot.file(MANIFEST).map(|f| Manifest::parse(&f.bytes, None)).transpose()?.unwrap_or_default();
        let lab = &*self.lab(&snapshot, &manifest, options)?;
        let discovery = discover(lab, &snapshot, &manifest, options.step.as_deref());
        let mut plan = Plan::new(lab, &discovery, options.step.as_deref());
        plan.narrow(&options.scenarios)?;
        Ok((discovery, plan))
    }

    fn lab(&self, snapshot: &Snapshot, manifest: &Manifest, options: &Options) -> Result<Cow<'_, Lab>, CheckError> {
        let named = options.lab.as_ref().or(manifest.lab.as_ref());
        if let Some(lab) = self.opened.filter(|lab| named == Some(&lab.id)) {
            return Ok(Cow::Borrowed(lab));
        }
        let found = match named {
            Some(id) => self.library.lab(id),
            None => guess_lab(&self.library.labs, snapshot, manifest),
        };
        let found = found.ok_or_else(|| CheckError::NoLab {
            name: named.cloned().unwrap_or_default(),
            known: self.library.labs.iter().map(|l| l.id.as_str()).collect::<Vec<_>>().join(", "),
        })?;
        Ok(Cow::Owned(self.library.open(found, options.step.as_deref())?))
    }
}
