//! The one record of a scenario: everything that happened, numbered, in order.
//!
//! Written while the scenario plays, line by line, so that it survives whatever ends it.
//! Judging and reporting read it and nothing else.

mod event;
mod normal;
mod probe;
mod record;

pub use event::{Ending, Event, Excess, Side, Stack, Stillness, Stream, Thread, Waiting};
pub use normal::{normalised, side_by_side};
pub use probe::{Access, Change, Lock, Loop, Place, Point, ProbeSaid, Sanitizer, Taking, Unexamined, Variable};
pub use record::{Entry, Header, Isolation, ReadError, SCHEMA, Transcript};
