//! Observation without touching: packets, sockets, threads, and the proof that nothing more will
//! happen. It reads the kernel's tables and says what it saw; what that means for a scenario is
//! not its business.

mod call;
mod capture;
mod deadline;
mod halted;
mod image;
mod native;
mod prover;
mod runtime;
mod segment;
mod sockets;
mod spin;
mod stacks;
mod symbols;
mod threads;
mod usage;
mod wire;

pub use capture::{Capture, CaptureError};
pub use prover::{Finding, Process, Prover, Surroundings};
pub use sockets::{Row, SocketTable, TcpState};
pub use stacks::stacks;
pub use threads::{inner_number, is_stopped, thread_by_inner_number};
pub use usage::{Usage, proportional_kb, sockets_in_use, starved, usage};
pub use wire::Wire;
