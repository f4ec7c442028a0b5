//! A submission's files, read once: what happens to the folder afterwards changes nothing.

use std::fs;
use std::os::unix::fs::PermissionsExt;
use std::path::{Path, PathBuf};

use serde::{Deserialize, Serialize};

use super::archive::ArchiveKind;
use super::collector::{Collector, Entry, MAX_DEPTH, is_skipped};

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
    /// `hostile.link-refused`, `hostile.path-refused`, `submission.too-large`,
    /// `submission.archive-damaged` or `submission.archive-unknown`.
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
        let mut collector = Collector::default();
        read_folder(folder, "", &mut collector, None)?;
        Ok(collector.finish())
    }

    /// A file by path.
    pub fn file(&self, path: &str) -> Option<&SnapshotFile> {
        self.files.iter().find(|f| f.path == path)
    }

    /// Two snapshots with the same files have the same one: a checksum against mistakes, not against
    /// forgery.
    pub fn digest(&self) -> String {
        let mut hasher = crc32fast::Hasher::new();
        let mut total = 0;
        for file in &self.files {
            hasher.update(file.path.as_bytes());
            hasher.update(&[0, u8::from(file.executable)]);
            hasher.update(&(file.bytes.len() as u64).to_le_bytes());
            hasher.update(&file.bytes);
            total += file.bytes.len();
        }
        for refusal in &self.refused {
            hasher.update(refusal.path.as_bytes());
            hasher.update(refusal.code.as_bytes());
        }
        format!("{:08x}-{total:x}", hasher.finalize())
    }
}

/// Takes the files of a folder under `prefix`. Archives go to `archives`, by path, where they are
/// wanted apart.
pub(super) fn read_folder(
    folder: &Path,
    prefix: &str,
    collector: &mut Collector,
    mut archives: Option<&mut Vec<(String, PathBuf)>>,
) -> Result<(), SnapshotError> {
    let error = |path: &Path, message: String| SnapshotError { path: path.into(), message };
    let meta = fs::metadata(folder).map_err(|e| error(folder, e.to_string()))?;
    if !meta.is_dir() {
        return Err(error(folder, "this is not a folder".into()));
    }
    let walk = walkdir::WalkDir::new(folder).max_depth(MAX_DEPTH).sort_by_file_name().into_iter().filter_entry(|e| {
        let skipped = || e.file_name().to_str().is_some_and(is_skipped) || e.path().join("pyvenv.cfg").is_file();
        e.depth() == 0 || !(e.file_type().is_dir() && skipped())
    });
    for entry in walk {
        let entry = entry.map_err(|e| error(e.path().unwrap_or(folder), e.to_string()))?;
        let relative = entry.path().strip_prefix(folder).unwrap_or(entry.path());
        // A backslash is a letter like any other in a name of this machine.
        let path = format!("{prefix}{}", relative.to_string_lossy().replace('\\', "_"));
        if entry.path_is_symlink() && entry.depth() > 0 {
            collector.refuse(&path, "hostile.link-refused");
            continue;
        }
        if !entry.file_type().is_file() {
            continue;
        }
        if let Some(archives) = archives.as_deref_mut().filter(|_| ArchiveKind::of_name(&path).is_some()) {
            archives.push((path, entry.path().to_path_buf()));
            continue;
        }
        let meta = entry.metadata().map_err(|e| error(entry.path(), e.to_string()))?;
        let mut file = fs::File::open(entry.path()).map_err(|e| error(entry.path(), e.to_string()))?;
        let executable = meta.permissions().mode() & 0o100 != 0;
        let taken = collector.add(Entry { path: &path, executable, size: meta.len() }, &mut file);
        taken.map_err(|e| error(entry.path(), e.to_string()))?;
    }
    Ok(())
}
