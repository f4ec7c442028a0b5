//! From a folder to a graded submission: reads it, finds its programs, makes them ready, plays the
//! plan, judges. Its one result, [`Graded`], is what every report renders.

mod check;
mod commands;
mod habits;
mod instrument;
mod interop;
mod looping;
mod model;
mod plan;
mod ready;
mod rehearsal;
mod session;
mod slots;
mod standstill;
mod traceback;
mod written;

#[cfg(test)]
pub(crate) mod samples;

pub use check::{CheckError, Checker, Options, Progress, Replay, scenarios_at_once};
pub use interop::{Entrant, Meeting};
pub use model::{
    Detail, Finding, Graded, GradedProgram, GradedScenario, GradedStep, LearntHabit, Location, Marks, NotPlayed,
};
pub use plan::{Plan, PlannedScenario, PlannedStep};
pub use rehearsal::{Rehearsal, demonstration_programs, reference_programs};
pub use slots::Slots;
pub(crate) use traceback::error_line;
pub use written::written;
