//! Whose submissions there are in what a platform hands over: a folder of folders or archives, or one
//! zip of everything, with Moodle's names or plain ones.
//!
//! Only names are looked at; files are read when a submission's turn comes.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::sync::LazyLock;

use regex::Regex;

use crate::submission::{ArchiveKind, Place, SnapshotError, zip_entries};

/// One student's or pair's submission.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Candidate {
    /// Unique in its class; may hold anything that a file name can.
    pub name: String,
    /// The number that Moodle gave the participant.
    pub id: Option<String>,
    /// Its name as a folder: unique, harmless, the same in every run.
    pub slug: String,
    /// Where its files are.
    pub places: Vec<Place>,
}

/// What there is to grade.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Intake {
    /// Name of the class: its folder or zip.
    pub class: String,
    /// Sorted by name.
    pub candidates: Vec<Candidate>,
    /// What is nobody's submission, by name.
    pub ignored: Vec<String>,
}

/// A class that cannot be read.
#[derive(Debug, thiserror::Error, miette::Diagnostic)]
pub enum IntakeError {
    /// It, or its list of files.
    #[error("{path}: {message}")]
    #[diagnostic(help(
        "give the folder that holds a folder or an archive for each student, or the platform's zip of all submissions"
    ))]
    Unreadable {
        /// Which file or folder.
        path: PathBuf,
        /// Why.
        message: String,
    },
    /// Nobody handed in anything.
    #[error("{path}: there is no submission here")]
    #[diagnostic(help(
        "a class is a folder that holds a folder or an archive (zip, tar.gz) for each student, or the platform's zip of all submissions"
    ))]
    Empty {
        /// Which folder or zip.
        path: PathBuf,
    },
}

impl From<SnapshotError> for IntakeError {
    fn from(error: SnapshotError) -> IntakeError {
        IntakeError::Unreadable { path: error.path, message: error.message }
    }
}

/// `Zoé MARTIN_48213_assignsubmission_file_`, with a file's name behind it where Moodle made no folders.
#[expect(clippy::unwrap_used, reason = "a literal, held right by the tests")]
static MOODLE: LazyLock<Regex> =
    LazyLock::new(|| Regex::new(r"^(?s)(.+?)_(\d+)_assignsubmission_(file|onlinetext)_?(.*)$").unwrap());
/// What the teacher keeps beside the submissions.
const TEACHERS: [&str; 3] = [".csv", ".kdl", ".md"];

/// An entry at the top of a class.
struct Top {
    name: String,
    folder: bool,
    place: Place,
}

impl Intake {
    /// Lists a class.
    pub fn read(class: &Path) -> Result<Intake, IntakeError> {
        let tops = if class.is_dir() { tops_of_folder(class)? } else { tops_of_zip(class)? };
        let mut intake = Intake { class: class_name(class), candidates: Vec::new(), ignored: Vec::new() };
        let mut found: BTreeMap<(String, Option<String>), Vec<Place>> = BTreeMap::new();
        for top in tops {
            match owner(&top) {
                Some((name, id, place)) => found.entry((name, id)).or_default().extend(place),
                None if TEACHERS.iter().any(|ending| top.name.ends_with(ending)) => {}
                None => intake.ignored.push(top.name),
            }
        }
        let mut names: BTreeMap<String, usize> = BTreeMap::new();
        for (name, _) in found.keys() {
            *names.entry(name.clone()).or_default() += 1;
        }
        for ((name, id), mut places) in found {
            places.sort();
            // Namesakes are told apart by Moodle's number.
            let shared = names.get(&name).is_some_and(|count| *count > 1);
            let name = match &id {
                Some(id) if shared => format!("{name} ({id})"),
                _ => name,
            };
            intake.candidates.push(Candidate { slug: slug(&name), name, id, places });
        }
        intake.candidates.sort_by(|a, b| a.name.cmp(&b.name));
        if intake.candidates.is_empty() {
            return Err(IntakeError::Empty { path: class.into() });
        }
        Ok(intake)
    }
}

fn class_name(class: &Path) -> String {
    let full = class.canonicalize().unwrap_or_else(|_| class.into());
    full.file_name().map_or_else(|| ".".into(), |n| n.to_string_lossy().into_owned())
}

fn tops_of_folder(class: &Path) -> Result<Vec<Top>, IntakeError> {
    let error = |e: std::io::Error| IntakeError::Unreadable { path: class.into(), message: e.to_string() };
    let mut tops = Vec::new();
    for entry in std::fs::read_dir(class).map_err(error)? {
        let path = entry.map_err(error)?.path();
        let name = path.file_name().unwrap_or_default().to_string_lossy().into_owned();
        // A link at the top is the teacher's own.
        let folder = path.is_dir();
        let place = if folder { Place::Folder(path) } else { Place::File { path, name: name.clone() } };
        tops.push(Top { name, folder, place });
    }
    tops.sort_by(|a, b| a.place.cmp(&b.place));
    Ok(tops)
}

fn tops_of_zip(class: &Path) -> Result<Vec<Top>, IntakeError> {
    let entries = zip_entries(class)?;
    let stem = class.file_stem().unwrap_or_default().to_string_lossy().into_owned();
    // Some programs put everything in a folder of the archive's own name.
    let wrapper = format!("{stem}/");
    let wrapped = !entries.is_empty() && entries.iter().all(|name| name.starts_with(&wrapper));
    let wrapper = if wrapped { wrapper } else { String::new() };
    let mut tops: BTreeMap<&str, bool> = BTreeMap::new();
    for name in entries.iter().filter_map(|name| name.strip_prefix(&wrapper)) {
        match name.split_once('/') {
            Some((top, _)) if !top.is_empty() => drop(tops.insert(top, true)),
            None if !name.is_empty() => drop(tops.entry(name).or_insert(false)),
            _ => {}
        }
    }
    Ok(tops
        .into_iter()
        .map(|(name, folder)| {
            let end = if folder { "/" } else { "" };
            let place = Place::InZip { zip: class.into(), prefix: format!("{wrapper}{name}{end}") };
            Top { name: name.to_owned(), folder, place }
        })
        .collect())
}

/// Whose it is, and what of it is read; `None` when it is nobody's.
fn owner(top: &Top) -> Option<(String, Option<String>, Option<Place>)> {
    if top.name.starts_with('.') || top.name == "__MACOSX" {
        return None;
    }
    if let Some(parts) = MOODLE.captures(&top.name) {
        let (name, id) = (parts[1].to_owned(), Some(parts[2].to_owned()));
        // A text typed into the platform is no program.
        let place = (&parts[3] == "file").then(|| match &top.place {
            Place::File { path, .. } => Place::File { path: path.clone(), name: parts[4].to_owned() },
            place => place.clone(),
        });
        return Some((name, id, place));
    }
    if top.folder {
        return Some((top.name.clone(), None, Some(top.place.clone())));
    }
    let (_, stem) = ArchiveKind::of_name(&top.name)?;
    Some((stem.to_owned(), None, Some(top.place.clone())))
}

/// A name for files: the letters, digits and a few signs of a name, and a checksum where that is not
/// the whole name.
pub(super) fn slug(name: &str) -> String {
    const LONGEST: usize = 80;
    let safe = |c: char| c.is_alphanumeric() || matches!(c, '-' | '_' | '.' | '+');
    let mut out: String = name.chars().map(|c| if safe(c) { c } else { '_' }).collect();
    let end = out.char_indices().map(|(i, c)| i + c.len_utf8()).take_while(|end| *end <= LONGEST).last().unwrap_or(0);
    out.truncate(end);
    if out != name || out.starts_with('.') {
        out = format!("{}-{:08x}", out.trim_start_matches('.'), crc32fast::hash(name.as_bytes()));
    }
    out
}

#[cfg(test)]
mod tests {
    use std::io::{Cursor, Write};

    use super::*;

    fn names(intake: &Intake) -> Vec<(&str, Option<&str>)> {
        intake.candidates.iter().map(|c| (c.name.as_str(), c.id.as_deref())).collect()
    }

    fn zip_of(names: &[&str]) -> tempfile::NamedTempFile {
        let mut zip = zip::ZipWriter::new(Cursor::new(Vec::new()));
        for name in names {
            zip.start_file(*name, zip::write::SimpleFileOptions::default()).unwrap();
            zip.write_all(b"x").unwrap();
        }
        let file = tempfile::Builder::new().prefix("classe").suffix(".zip").tempfile().unwrap();
        std::fs::write(file.path(), zip.finish().unwrap().into_inner()).unwrap();
        file
    }

    #[test]
    fn the_zip_of_a_platform_gives_names_and_numbers() {
        let file = zip_of(&[
            "Zoé MARTIN_48213_assignsubmission_file_/rendu.zip",
            "Zoé MARTIN_48213_assignsubmission_onlinetext_/onlinetext.html",
            "Ali B_7_assignsubmission_file_serveur.py",
            "Zoé MARTIN_9_assignsubmission_file_/serveur.py",
            "__MACOSX/x",
        ]);
        let intake = Intake::read(file.path()).unwrap();
        let expected = [("Ali B", Some("7")), ("Zoé MARTIN (48213)", Some("48213")), ("Zoé MARTIN (9)", Some("9"))];
        assert_eq!(names(&intake), expected);
        assert_eq!(intake.candidates[1].places.len(), 1, "a typed text is no program");
    }

    #[test]
    fn a_folder_gives_folders_and_archives_and_leaves_the_teachers_files() {
        let dir = tempfile::tempdir().unwrap();
        std::fs::create_dir(dir.path().join("binome-02")).unwrap();
        for name in ["binome-01.tar.gz", "binome-03.ZIP", "notes.csv", "grading.kdl", "photo.png", "x.rar"] {
            std::fs::write(dir.path().join(name), "").unwrap();
        }
        let intake = Intake::read(dir.path()).unwrap();
        let found: Vec<&str> = intake.candidates.iter().map(|c| c.name.as_str()).collect();
        assert_eq!(found, ["binome-01", "binome-02", "binome-03", "x"]);
        assert_eq!(intake.ignored, ["photo.png"]);
    }

    #[test]
    fn a_folder_around_everything_is_seen_through() {
        let file = zip_of(&[]);
        let stem = file.path().file_stem().unwrap().to_string_lossy().into_owned();
        let wrapped = zip_of(&["a/x.py", "b/x.py"]);
        assert_eq!(names(&Intake::read(wrapped.path()).unwrap()), [("a", None), ("b", None)]);
        let (a, b) = (format!("{stem}/a/x.py"), format!("{stem}/b/x.py"));
        let bytes = std::fs::read(zip_of(&[&a, &b]).path()).unwrap();
        std::fs::write(file.path(), bytes).unwrap();
        assert_eq!(names(&Intake::read(file.path()).unwrap()), [("a", None), ("b", None)]);
    }

    #[test]
    fn what_is_no_class_is_named() {
        let dir = tempfile::tempdir().unwrap();
        assert!(matches!(Intake::read(dir.path()), Err(IntakeError::Empty { .. })));
        let error = Intake::read(Path::new("/no/such/class")).unwrap_err();
        assert!(error.to_string().contains("/no/such/class"), "{error}");
    }

    #[test]
    fn slugs_are_harmless_and_differ_where_names_do() {
        let names = ["Zoé", "a/b", "a_b", "a\nb", "..", ".", "", "x y", &"é".repeat(300), &"é".repeat(301)];
        let slugs: std::collections::BTreeSet<String> = names.iter().map(|n| slug(n)).collect();
        assert_eq!(slugs.len(), names.len(), "{slugs:?}");
        for s in slugs {
            assert!(s.len() <= 100 && !s.starts_with('.') && !s.contains(['/', '\n', ' ']), "{s}");
        }
        assert_eq!(slug("Zoé"), "Zoé");
    }
}
