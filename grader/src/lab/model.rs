//! A lab and its steps.

use std::sync::{Arc, OnceLock};

use kdl::KdlDocument;

use super::diagnostic::{LabError, Source};
use super::habit::{Habit, Ways};
use super::scenarios::{Parts, read_script};
use super::script::{Prompt, Scenario};
use crate::text::Localised;

/// How messages are told apart on the wire.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Dialect {
    /// One `send` is one message; no newline, no framing.
    Raw,
    /// A message is a line that ends in `\n`.
    Lines,
}

/// A whole lab.
#[derive(Debug, Clone, PartialEq)]
pub struct Lab {
    /// `tp-a`.
    pub id: String,
    /// Shown to people.
    pub title: Localised,
    /// How messages are told apart.
    pub dialect: Dialect,
    /// The port the lab agrees on.
    pub port: u16,
    /// How unexpected questions of a program are answered.
    pub prompts: Vec<Prompt>,
    /// In the lab's order.
    pub steps: Vec<LabStep>,
}

/// A step of a lab.
#[derive(Debug, Clone, PartialEq)]
pub struct LabStep {
    /// `2.2`.
    pub id: String,
    /// Shown to people.
    pub title: Localised,
    /// Counts only as extra credit.
    pub bonus: bool,
    /// Words in file and folder names that mean this step.
    pub names: Vec<String>,
    /// Facts about the source (see `submission::source`) that speak for this step, per role.
    pub signs: Vec<Sign>,
    /// Steps whose programs do this one too, in order of preference, when it has none of its own.
    pub borrows: Vec<Borrow>,
    /// What its programs do in their own ways.
    pub habits: Vec<Habit>,
    /// What is played, spoken to programs that have none of the known ways.
    pub scenarios: Vec<Scenario>,
    /// The file with both.
    pub script: Option<ScriptFile>,
}

/// A `scenarios.kdl`, to be read again for programs whose ways are known. Clones share it.
#[derive(Debug, Clone)]
pub struct ScriptFile {
    pub(super) file: Arc<str>,
    pub(super) text: Arc<str>,
    /// Parsed when first read: that takes longer than everything else about a lab.
    parsed: Arc<OnceLock<KdlDocument>>,
}

impl PartialEq for ScriptFile {
    fn eq(&self, other: &ScriptFile) -> bool {
        (&self.file, &self.text) == (&other.file, &other.text)
    }
}

impl ScriptFile {
    pub(super) fn new(file: String, text: &str) -> ScriptFile {
        ScriptFile { file: file.into(), text: text.into(), parsed: Arc::default() }
    }

    pub(super) fn source(&self) -> Source<'_> {
        Source::new(&self.file, &self.text)
    }

    pub(super) fn document(&self) -> Result<&KdlDocument, Box<LabError>> {
        if let Some(document) = self.parsed.get() {
            return Ok(document);
        }
        let document = self.source().parse()?;
        Ok(self.parsed.get_or_init(|| document))
    }
}

/// A fact about a program's source and what it says about the step.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Sign {
    /// `server` or `client`; both when absent.
    pub role: Option<super::Role>,
    /// Name of the fact.
    pub fact: String,
    /// True when it must be there, false when it must not.
    pub present: bool,
}

/// Steps whose programs may stand in.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Borrow {
    /// `server` or `client`; both when absent.
    pub role: Option<super::Role>,
    /// Step ids.
    pub steps: Vec<String>,
}

impl LabStep {
    /// The step with other habits and scenarios: its own, which can be large, are not copied first.
    pub(crate) fn with(&self, habits: Vec<Habit>, scenarios: Vec<Scenario>) -> LabStep {
        LabStep {
            id: self.id.clone(),
            title: self.title.clone(),
            bonus: self.bonus,
            names: self.names.clone(),
            signs: self.signs.clone(),
            borrows: self.borrows.clone(),
            habits,
            scenarios,
            script: self.script.clone(),
        }
    }

    /// Its habits and scenarios as spoken to programs that have these ways.
    ///
    /// # Errors
    /// None for a step of a [`super::Library`], which has read it in every way already.
    pub fn speaking(&self, lab: &Lab, ways: &Ways) -> Result<LabStep, Box<LabError>> {
        let Some(file) = &self.script else { return Ok(self.clone()) };
        let script = read_script(file, lab, ways, Parts::All, &|_| true)?;
        Ok(self.with(script.habits, script.scenarios))
    }

    /// The same, for learning more: without scenarios.
    ///
    /// # Errors
    /// As for [`LabStep::speaking`].
    pub fn probing(&self, lab: &Lab, ways: &Ways) -> Result<LabStep, Box<LabError>> {
        let Some(file) = &self.script else { return Ok(self.clone()) };
        let script = read_script(file, lab, ways, Parts::Habits, &|_| true)?;
        Ok(self.with(script.habits, Vec::new()))
    }

    /// Steps whose program for a role does this one too, in order of preference.
    pub fn lenders(&self, role: super::Role) -> impl Iterator<Item = &String> {
        let mine = self.borrows.iter().filter(move |borrow| borrow.role.is_none_or(|wanted| wanted == role));
        mine.flat_map(|borrow| &borrow.steps)
    }
}

impl Lab {
    /// A step by id.
    pub fn step(&self, id: &str) -> Option<&LabStep> {
        self.steps.iter().find(|s| s.id == id)
    }
}
