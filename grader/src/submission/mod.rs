//! A student's folder: its files, what each of them is, and why.

mod discovery;
mod manifest;
mod snapshot;
mod source;

pub use discovery::{Discovery, Program, Reason, discover, guess_lab};
pub use manifest::{MANIFEST, Manifest, ManifestError, ManifestProgram, Steps};
pub use snapshot::{Refusal, Snapshot, SnapshotError, SnapshotFile};
pub use source::{FACTS, ProgrammingLanguage, Source};
