//! Grades socket programs: plays scripted scenarios against a student's unmodified programs in a
//! private network world, records everything on the wire and on the terminals, proves what
//! happened, and explains it.
//!
//! Read `ARCHITECTURE.md` first. Modules import only downward, in the order they stand below
//! (`tests/architecture.rs` holds them to it).

pub mod answers;
pub mod catalogue;
pub mod class;
pub mod command;
pub mod grading;
pub mod judge;
pub mod lab;
pub mod player;
pub mod report;
pub mod sandbox;
pub mod submission;
pub mod tap;
pub mod text;
pub mod transcript;
