//! A lab and its steps.

use super::diagnostic::LabError;
use super::habit::{Habit, Ways};
use super::scenarios::read_script;
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

/// The text of a `scenarios.kdl`, to be read again for programs whose ways are known.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ScriptFile {
    /// Path as shown.
    pub file: String,
    /// Content.
    pub text: String,
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
    /// Its habits and scenarios as spoken to programs that have these ways.
    ///
    /// # Errors
    /// None for a step of a [`super::Library`], which has read it in every way already.
    pub fn speaking(&self, lab: &Lab, ways: &Ways) -> Result<LabStep, Box<LabError>> {
        let Some(ScriptFile { file, text }) = &self.script else { return Ok(self.clone()) };
        let script = read_script(file, text, lab, ways, &|_| true)?;
        Ok(LabStep { habits: script.habits, scenarios: script.scenarios, ..self.clone() })
    }
}

impl Lab {
    /// A step by id.
    pub fn step(&self, id: &str) -> Option<&LabStep> {
        self.steps.iter().find(|s| s.id == id)
    }
}
