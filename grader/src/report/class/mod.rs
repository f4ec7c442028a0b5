//! Renders a graded class, [`crate::class::Class`]: the terminal's table, and the files that other
//! programs read.
//!
//! Nothing here knows a process or a clock. Whatever a student wrote is made harmless for the format it
//! is put into.

mod arithmetic;
mod results;
mod table;

pub use results::{ClassResults, results, results_schema};
pub use table::table;
