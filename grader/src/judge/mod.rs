//! Judging: a pure function of a script and the events that were recorded.
//!
//! The player drives the same [`Walker`] live that [`judge`] drives from a stored transcript, so a
//! verdict can always be had again without running anything. Nothing here sees a process, a
//! socket or a clock.

mod expectation;
mod interleaving;
mod lockset;
mod outcome;
mod profile;
mod sanitizer;
mod state;
mod sweep;
mod tally;
mod verdict;
mod walker;

pub use interleaving::{Between, Interleaving, Probe, Touch};
pub use outcome::{default_code, usual_codes};
pub use state::{Conn, Look, Peer, Program, State};
pub use verdict::{Judgement, Notice, Verdict, judge};
pub use walker::{Act, Failure, Walker};
