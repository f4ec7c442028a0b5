//! Writes the files of a graded class.

use std::fs;
use std::io::{self, Write};
use std::path::{Path, PathBuf};

use serde::Serialize;

use super::pages::{PAGE, Pages};
use crate::catalogue::Catalogue;
use crate::class::{Class, Terms};
use crate::report::class::{Junit, Spreadsheet, Told, check50, classroom50, gradescope, notes, results, worksheet};
use crate::text::Language;

/// A file that cannot be read or written.
#[derive(Debug, thiserror::Error, miette::Diagnostic)]
#[error("{path}: {source}")]
#[diagnostic(help("check the name and the disk; what is graded is safe in the journal"))]
pub(super) struct ExportError {
    pub(super) path: PathBuf,
    pub(super) source: io::Error,
}

/// Everything that the files are made from.
pub(super) struct Export<'a> {
    pub(super) class: &'a Class,
    pub(super) terms: &'a Terms,
    pub(super) catalogue: &'a Catalogue,
    pub(super) out: &'a Path,
    pub(super) language: Language,
}

impl Export<'_> {
    /// Writes everything.
    pub(super) fn write(&self, sheet: Spreadsheet) -> Result<Written, ExportError> {
        let Export { class, terms, catalogue, out, language } = *self;
        save(&out.join("results.json"), &pretty(&results(class, terms, catalogue, language)))?;
        save(&out.join("notes.csv"), &notes(class, catalogue, language, sheet))?;
        let survey = class.survey();
        let mut junit = Junit::new(&class.header.class);
        let mut pages = Pages::new(self, &survey)?;
        for at in 0..class.students.len() {
            // One student's transcripts at a time.
            let Some(told) = Told::new(class, at, &survey, terms, catalogue, language) else { continue };
            junit.add(&told);
            pages.add(at, &told)?;
            let slug = told.slug();
            save(&out.join("gradescope").join(slug).join("results.json"), &pretty(&gradescope(&told)))?;
            save(&out.join("classroom50").join(slug).join("result.json"), &pretty(&classroom50(&told)))?;
            save(&out.join("check50").join(format!("{slug}.json")), &pretty(&check50(&told, &class.header.lab)))?;
        }
        save(&out.join("junit.xml"), junit.finish().as_bytes())?;
        let (zip, without_number) = pages.finish()?;
        let mut files = vec![PAGE, "results.json", "notes.csv", "junit.xml", "gradescope/", "classroom50/", "check50/"];
        files.extend(zip);
        Ok(Written { files, without_number })
    }

    /// Fills in a worksheet; what there is to say about it.
    pub(super) fn fill(&self, path: &Path) -> miette::Result<Vec<String>> {
        let bytes = fs::read(path).map_err(|source| ExportError { path: path.into(), source })?;
        let filled = worksheet(self.class, path, &bytes, self.catalogue, self.language).map_err(|e| *e)?;
        let to = self.out.join("moodle").join(path.file_name().unwrap_or_default());
        save(&to, &filled.bytes)?;
        let say = |id: &str, args: &[(&str, &str)]| self.catalogue.text(self.language, id, args);
        let (rows, file) = (filled.rows.to_string(), to.display().to_string());
        let mut lines = vec![say("grade-worksheet-filled", &[("rows", &rows), ("file", &file)])];
        for (line, name) in &filled.unknown {
            lines.push(say("grade-worksheet-unknown", &[("line", &line.to_string()), ("name", name)]));
        }
        for (id, names) in [("grade-worksheet-absent", &filled.absent), ("grade-worksheet-locked", &filled.locked)] {
            if !names.is_empty() {
                lines.push(say(id, &[("names", &names.join(", "))]));
            }
        }
        Ok(lines)
    }
}

/// What was written.
pub(super) struct Written {
    /// Names of files and folders in the output.
    pub(super) files: Vec<&'static str>,
    /// Students of a class from Moodle whom Moodle gave no number: they are not in the zip for it.
    pub(super) without_number: Vec<String>,
}

fn pretty<T: Serialize>(value: &T) -> Vec<u8> {
    // These types cannot fail to serialise: no maps with keys that are no strings.
    let mut text = serde_json::to_vec_pretty(value).unwrap_or_default();
    text.push(b'\n');
    text
}

/// Writes a file whole, or leaves the one that is there.
pub(super) fn save(path: &Path, bytes: &[u8]) -> Result<(), ExportError> {
    let error = |source| ExportError { path: path.into(), source };
    let folder = path.parent().unwrap_or(Path::new("."));
    fs::create_dir_all(folder).map_err(error)?;
    let mut file = tempfile::NamedTempFile::new_in(folder).map_err(error)?;
    file.write_all(bytes).map_err(error)?;
    keep(file, path)
}

/// Puts a finished file in its place.
pub(super) fn keep(file: tempfile::NamedTempFile, path: &Path) -> Result<(), ExportError> {
    let error = |source| ExportError { path: path.into(), source };
    // As readable as any file of the user's, not private as temporary files are.
    let mode = std::os::unix::fs::PermissionsExt::from_mode(0o644);
    file.as_file().set_permissions(mode).map_err(error)?;
    file.persist(path).map(drop).map_err(|e| error(e.error))
}
