//! Plays a scenario for real: starts programs, connects, types, and records what happens.
//!
//! One worker process a scenario. It walks the script with the judge's own interpreter and knows no
//! verdicts; the main process only sees the transcript.

mod around;
mod audit;
mod census;
mod console;
mod engine;
mod job;
mod peers;
mod recorder;
mod shadow;
mod worker;

pub use job::{Errand, Examined, Job, Part, PlayerError, Task, run_errand, run_play};
pub use worker::{PROBE_ARGUMENT, WORKER_ARGUMENT, work};
