//! A submission's files, read once: what happens to the folder afterwards changes nothing.

use std::fs;
use std::os::unix::fs::PermissionsExt;
use std::path::{Path, PathBuf};

use serde::{Deserialize, Serialize};

/// Folders that are no work of the student's.
const SKIPPED: &[&str] = &[
    ".git",
    "__pycache__",
    "__MACOSX",
    ".idea",
    ".vscode",
    "venv",
    ".venv",
    "env",
    "node_modules",
    "target",
    ".mypy_cache",
    ".pytest_cache",
];
/// Largest file taken, in bytes.
const MAX_FILE: u64 = 24 << 20;
/// Largest submission taken, in bytes.
const MAX_TOTAL: u64 = 48 << 20;
/// Most files taken.
const MAX_COUNT: usize = 2000;

/// One file.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct SnapshotFile {
    /// Relative to the submission, `/` between parts.
    pub path: String,
    /// What it holds; not part of JSON.
    #[serde(skip)]
    pub bytes: Vec<u8>,
    /// Its owner may execute it.
    pub executable: bool,
}

/// The files of a submission, sorted by path.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Snapshot {
    /// Sorted by path.
    pub files: Vec<SnapshotFile>,
    /// Links that were not followed, and what was left out for its size.
    pub refused: Vec<Refusal>,
}

/// Something of the folder that was not taken.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Refusal {
    /// Relative to the submission.
    pub path: String,
    /// `hostile.link-refused` or `submission.too-large`.
    pub code: &'static str,
}

/// A folder that cannot be read.
#[derive(Debug, thiserror::Error, miette::Diagnostic)]
#[error("{path}: {message}")]
#[diagnostic(help("give the folder that holds the student's programs, and check that you may read it"))]
pub struct SnapshotError {
    /// Which folder or file.
    pub path: PathBuf,
    /// Why.
    pub message: String,
}

impl Snapshot {
    /// Reads a folder. A single file that cannot be read is an error that names it.
    pub fn read(folder: &Path) -> Result<Snapshot, SnapshotError> {
        let error = |path: &Path, message: String| SnapshotError { path: path.into(), message };
        let meta = fs::metadata(folder).map_err(|e| error(folder, e.to_string()))?;
        if !meta.is_dir() {
            return Err(error(folder, "this is not a folder".into()));
        }
        let mut snapshot = Snapshot::default();
        let mut total = 0;
        let walk = walkdir::WalkDir::new(folder).max_depth(12).sort_by_file_name().into_iter().filter_entry(|e| {
            e.depth() == 0 || !(e.file_type().is_dir() && e.file_name().to_str().is_some_and(|n| SKIPPED.contains(&n)))
        });
        for entry in walk {
            let entry = entry.map_err(|e| error(e.path().unwrap_or(folder), e.to_string()))?;
            let relative = entry.path().strip_prefix(folder).unwrap_or(entry.path());
            let path = relative.to_string_lossy().into_owned();
            if entry.path_is_symlink() && entry.depth() > 0 {
                snapshot.refused.push(Refusal { path, code: "hostile.link-refused" });
                continue;
            }
            if !entry.file_type().is_file() {
                continue;
            }
            let meta = entry.metadata().map_err(|e| error(entry.path(), e.to_string()))?;
            total += meta.len();
            if meta.len() > MAX_FILE || total > MAX_TOTAL || snapshot.files.len() >= MAX_COUNT {
                total -= meta.len();
                snapshot.refused.push(Refusal { path, code: "submission.too-large" });
                continue;
            }
            let bytes = fs::read(entry.path()).map_err(|e| error(entry.path(), e.to_string()))?;
            snapshot.files.push(SnapshotFile { path, bytes, executable: meta.permissions().mode() & 0o100 != 0 });
        }
        snapshot.files.sort_by(|a, b| a.path.cmp(&b.path));
        Ok(snapshot)
    }

    /// A file by path.
    pub fn file(&self, path: &str) -> Option<&SnapshotFile> {
        self.files.iter().find(|f| f.path == path)
    }
}
