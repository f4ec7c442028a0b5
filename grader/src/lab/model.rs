//! A lab and its steps.

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
    /// What is played.
    pub scenarios: Vec<Scenario>,
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

impl Lab {
    /// A step by id.
    pub fn step(&self, id: &str) -> Option<&LabStep> {
        self.steps.iter().find(|s| s.id == id)
    }
}
