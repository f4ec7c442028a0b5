//! Renders a graded class, [`crate::class::Class`]: the terminal's table, and the files that other
//! programs read.
//!
//! Nothing here knows a process or a clock. Whatever a student wrote is made harmless for the format it
//! is put into.

pub(super) mod arithmetic;
mod feedback;
mod junit;
pub(super) mod matrix;
mod notes;
mod platforms;
pub(super) mod results;
pub(super) mod table;
mod told;
mod worksheet;

#[cfg(test)]
mod junit_schema;
#[cfg(test)]
mod tests;

pub use feedback::feedback_path;
pub use junit::Junit;
pub use matrix::{InteropResults, interop, interop_schema, interop_table};
pub use notes::{Spreadsheet, notes};
pub use platforms::{check50, classroom50, gradescope};
pub use results::{ClassResults, results, results_schema};
pub use table::table;
pub use told::Told;
pub use worksheet::{Filled, worksheet};
