//! The reference programs of TP A, played for real: each test starts the binaries, talks to them
//! over TCP and reads their terminals.
//!
//! Nothing here sleeps, polls or tries twice. A test waits for one thing at a time (a text on a
//! terminal, bytes on a connection, the end of a program), each with a deadline that only a
//! failing test reaches.

mod peer;
mod program;
mod step_2_1;
mod step_2_2;
mod step_2_3;
mod step_2_4;
mod step_2_5;
mod step_2_6;
mod step_2_7;
mod step_2_8;

use std::time::Duration;

/// How long a test waits for something that must happen.
const DEADLINE: Duration = Duration::from_secs(20);
