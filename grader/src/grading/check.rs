//! Checks one submission: reads, finds, prepares, plays side by side, judges.

use std::path::{Path, PathBuf};
use std::sync::Mutex;
use std::sync::atomic::AtomicBool;

use super::model::{Graded, GradedScenario};
use super::plan::Plan;
use super::ready::Workshop;
use super::session::Session;
use super::written::written;
use crate::answers::shipped_questions;
use crate::lab::{Lab, Library, LibraryError, Scenario};
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
    /// Scenarios played at once.
    pub jobs: usize,
    /// Folder for transcripts.
    pub transcripts: Option<PathBuf>,
    /// Folder for packet captures.
    pub pcap: Option<PathBuf>,
    /// Isolation to use.
    pub isolation: Isolation,
    /// The outer net of a scenario, in seconds.
    pub limit_s: u64,
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
}

impl Checker<'_> {
    /// Checks a folder.
    pub fn check(&self, folder: &Path, options: &Options, progress: &dyn Progress) -> Result<Graded, CheckError> {
        self.play(folder, options, None, progress)
    }

    /// Plays one scenario of the step in the options, and nothing else.
    pub fn show(&self, folder: &Path, options: &Options, scenario: &str) -> Result<Graded, CheckError> {
        self.play(folder, options, Some(scenario), &())
    }

    fn play(
        &self,
        folder: &Path,
        options: &Options,
        only: Option<&str>,
        progress: &dyn Progress,
    ) -> Result<Graded, CheckError> {
        let snapshot = Snapshot::read(folder)?;
        let bytes = snapshot.file(MANIFEST).map(|f| f.bytes.clone());
        let manifest = bytes.as_ref().map(|b| Manifest::parse(b, None)).transpose()?.unwrap_or_default();
        let lab = &self.lab(&snapshot, &manifest, options)?;
        let steps: Vec<&str> = lab.steps.iter().map(|s| s.id.as_str()).collect();
        let manifest = bytes.as_ref().map(|b| Manifest::parse(b, Some(&steps))).transpose()?.unwrap_or_default();
        if let Some(name) = options.step.as_ref().filter(|s| lab.step(s).is_none()) {
            return Err(CheckError::NoStep { name: name.clone(), known: steps.join(", ") });
        }
        let discovery = discover(lab, &snapshot, &manifest, options.step.as_deref());
        let plan = Plan::new(lab, &discovery, options.step.as_deref());
        let workshop = Workshop { toolbox: self.toolbox, isolation: options.isolation, snapshot: &snapshot };
        let wanted = |p: &Program| plan.steps.iter().any(|s| s.step.id == p.step);
        let readiness = workshop.prepare(&discovery, &wanted)?;
        let session = Session {
            checker: self,
            options,
            lab,
            discovery: &discovery,
            snapshot: &snapshot,
            readiness: &readiness,
            aims: Mutex::default(),
        };
        session.make_folders(&plan)?;
        progress.planned(plan.len());
        let (mut plan, habits) = session.learn(plan);
        if let Some(only) = only {
            plan.steps.iter_mut().for_each(|step| step.scenarios.retain(|s| s.scenario.id == only));
        }
        let results = session.play_all(&plan, progress);
        let name = folder
            .canonicalize()
            .unwrap_or_else(|_| folder.into())
            .file_name()
            .map_or_else(|| ".".into(), |n| n.to_string_lossy().into_owned());
        let mut graded = session.assemble(name, &plan, habits, results);
        if only.is_none() {
            // A test holds the shipped page to its form.
            let questions = shipped_questions().unwrap_or_default();
            graded.answers = written(&questions, &lab.id, &snapshot);
            graded.answers.retain(|a| options.step.as_ref().is_none_or(|step| a.question.step() == *step));
        }
        Ok(graded)
    }

    /// What would be played, without running anything but discovery.
    pub fn plan(&self, folder: &Path, options: &Options) -> Result<(Discovery, Plan), CheckError> {
        let snapshot = Snapshot::read(folder)?;
        let manifest =
            snapshot.file(MANIFEST).map(|f| Manifest::parse(&f.bytes, None)).transpose()?.unwrap_or_default();
        let lab = &self.lab(&snapshot, &manifest, options)?;
        let discovery = discover(lab, &snapshot, &manifest, options.step.as_deref());
        let plan = Plan::new(lab, &discovery, options.step.as_deref());
        Ok((discovery, plan))
    }

    fn lab(&self, snapshot: &Snapshot, manifest: &Manifest, options: &Options) -> Result<Lab, CheckError> {
        let named = options.lab.as_ref().or(manifest.lab.as_ref());
        let found = match named {
            Some(id) => self.library.lab(id),
            None => guess_lab(&self.library.labs, snapshot, manifest),
        };
        let found = found.ok_or_else(|| CheckError::NoLab {
            name: named.cloned().unwrap_or_default(),
            known: self.library.labs.iter().map(|l| l.id.as_str()).collect::<Vec<_>>().join(", "),
        })?;
        Ok(self.library.open(found, options.step.as_deref())?)
    }
}
