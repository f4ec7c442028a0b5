//! Writes the files of a graded class.

use std::fs;
use std::io::{self, Write};
use std::path::{Path, PathBuf};

use crate::catalogue::Catalogue;
use crate::class::{Class, Terms};
use crate::report::class::results;
use crate::text::Language;

/// A file that cannot be written.
#[derive(Debug, thiserror::Error, miette::Diagnostic)]
#[error("{path}: {source}")]
#[diagnostic(help(
    "check that you may write there, and that the disk is not full; what is graded is safe in the journal"
))]
pub(super) struct ExportError {
    path: PathBuf,
    source: io::Error,
}

/// Writes everything; the names of what was written.
pub(super) fn write(
    class: &Class,
    terms: &Terms,
    catalogue: &Catalogue,
    out: &Path,
    language: Language,
) -> Result<Vec<&'static str>, ExportError> {
    let mut text = serde_json::to_vec_pretty(&results(class, terms, catalogue, language)).unwrap_or_default();
    text.push(b'\n');
    save(&out.join("results.json"), &text)?;
    Ok(vec!["results.json"])
}

/// Writes a file whole, or leaves the one that is there.
fn save(path: &Path, bytes: &[u8]) -> Result<(), ExportError> {
    let error = |source| ExportError { path: path.into(), source };
    let folder = path.parent().unwrap_or(Path::new("."));
    fs::create_dir_all(folder).map_err(error)?;
    let mut file = tempfile::NamedTempFile::new_in(folder).map_err(error)?;
    file.write_all(bytes).map_err(error)?;
    // As readable as any file of the user's, not private as temporary files are.
    let mode = std::os::unix::fs::PermissionsExt::from_mode(0o644);
    file.as_file().set_permissions(mode).map_err(error)?;
    file.persist(path).map(drop).map_err(|e| error(e.error))
}
