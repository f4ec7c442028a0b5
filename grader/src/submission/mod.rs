//! A student's folder: its files, what each of them is, and why.

mod archive;
mod collector;
mod discovery;
mod manifest;
mod parcel;
mod snapshot;
mod source;

pub use archive::ArchiveKind;
pub use discovery::{Discovery, Program, Reason, discover, guess_lab};
pub use manifest::{MANIFEST, Manifest, ManifestError, ManifestProgram, Steps};
pub use parcel::{Place, zip_entries};
pub use snapshot::{Refusal, Snapshot, SnapshotError, SnapshotFile};
pub use source::{FACTS, ProgrammingLanguage, Source};
