//! Labs are data: what is asked, step by step, and the scenarios that find out whether it works.
//!
//! A teacher adds a lab by writing files (`lab.kdl`, one folder a step with `scenarios.kdl`), never
//! by touching this code. This module knows nothing of submissions or processes.

mod diagnostic;
mod habit;
mod inspection;
mod library;
mod model;
mod packed;
mod reader;
mod scenarios;
mod script;
mod shipped;
mod sweep;
mod sweep_reader;
mod verbs;

pub use diagnostic::LabError;
pub(crate) use diagnostic::Source;
pub use habit::{Habit, Way, Ways};
pub use inspection::{Complaint, inspect};
pub use library::{Library, LibraryError, demonstration};
pub use model::{Borrow, Dialect, Lab, LabStep, ScriptFile, Sign};
pub use script::{Level, Matcher, Outcome, Prompt, Role, Scenario, Step, Tally, Text, Verb};
pub use sweep::{Aside, Hold, SweepGoal};
