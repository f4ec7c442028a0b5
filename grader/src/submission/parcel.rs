//! A submission as platforms hand it over: folders, archives, archives in folders, files inside the
//! zip of a whole class. Read straight into memory, one submission at a time.

use std::fs::File;
use std::io::{BufReader, Cursor};
use std::path::{Path, PathBuf};

use super::archive::{self, ArchiveKind, Seekable};
use super::collector::{Collector, Entry};
use super::manifest::MANIFEST;
use super::snapshot::{Snapshot, SnapshotError, SnapshotFile, read_folder};

/// How deep archives may lie in archives.
const MAX_NESTING: usize = 3;

/// Where some of a submission's files are.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub enum Place {
    /// A folder.
    Folder(PathBuf),
    /// A file, and what the student called it.
    File {
        /// Where it is.
        path: PathBuf,
        /// Its name in the submission.
        name: String,
    },
    /// What begins with these letters inside a zip, without them.
    InZip {
        /// The zip.
        zip: PathBuf,
        /// As in `class/Zoé Martin_123_assignsubmission_file_/`.
        prefix: String,
    },
}

/// An archive of the submission that is still to be unpacked.
type Pending = (String, Box<dyn Seekable>);

/// The names of all entries of a zip.
pub fn zip_entries(zip: &Path) -> Result<Vec<String>, SnapshotError> {
    let mut file = open(zip)?;
    archive::zip_names(&mut file)
        .map_err(|_| SnapshotError { path: zip.into(), message: "this is not a zip archive, or it is damaged".into() })
}

fn open(path: &Path) -> Result<BufReader<File>, SnapshotError> {
    let error = |e: std::io::Error| SnapshotError { path: path.into(), message: e.to_string() };
    File::open(path).map(BufReader::new).map_err(error)
}

impl Snapshot {
    /// Reads a submission, archives in it unpacked. What is wrong with an archive is refused, with a
    /// code; only a place that cannot be read at all is an error.
    pub fn gather(places: &[Place]) -> Result<Snapshot, SnapshotError> {
        let mut collector = Collector::default();
        let mut pending: Vec<Pending> = Vec::new();
        for place in places {
            place.read(&mut collector, &mut pending)?;
        }
        for _ in 0..MAX_NESTING {
            let inner = collector.take_archives().into_iter();
            pending.extend(inner.map(|f| (f.path, Box::new(Cursor::new(f.bytes)) as Box<dyn Seekable>)));
            // The only thing handed in: its name says nothing about what is inside.
            let alone = pending.len() == 1 && collector.is_empty();
            for (path, mut bytes) in std::mem::take(&mut pending) {
                unpack(&path, bytes.as_mut(), alone, &mut collector);
            }
        }
        Ok(hoisted(collector.finish()))
    }
}

impl Place {
    fn read(&self, collector: &mut Collector, pending: &mut Vec<Pending>) -> Result<(), SnapshotError> {
        match self {
            Place::Folder(folder) => {
                let mut archives = Vec::new();
                read_folder(folder, "", collector, Some(&mut archives))?;
                for (path, at) in archives {
                    pending.push((path, Box::new(open(&at)?)));
                }
                Ok(())
            }
            Place::File { path, name } => {
                let mut file = open(path)?;
                if ArchiveKind::of_name(name).is_some() {
                    pending.push((name.clone(), Box::new(file)));
                    return Ok(());
                }
                let error = |e: std::io::Error| SnapshotError { path: path.clone(), message: e.to_string() };
                let size = file.get_ref().metadata().map_err(error)?.len();
                collector.add(Entry { path: name, executable: false, size }, &mut file).map_err(error)
            }
            Place::InZip { zip, prefix } => {
                let name = |entry: &str| {
                    let rest = entry.strip_prefix(prefix.as_str())?;
                    Some(if rest.is_empty() { file_name(prefix) } else { rest }.to_owned())
                };
                if let Err(code) = archive::read_zip(&mut open(zip)?, collector, &name) {
                    collector.refuse(&zip.file_name().unwrap_or_default().to_string_lossy(), code);
                }
                Ok(())
            }
        }
    }
}

fn file_name(path: &str) -> &str {
    path.rsplit('/').next().unwrap_or(path)
}

fn unpack(path: &str, bytes: &mut dyn Seekable, alone: bool, collector: &mut Collector) {
    let Some((kind, stem)) = ArchiveKind::of_name(path) else { return };
    let folder = match (alone, stem.rsplit_once('/')) {
        (false, _) => format!("{stem}/"),
        (true, Some((parent, _))) => format!("{parent}/"),
        (true, None) => String::new(),
    };
    // A path that leads out of the archive leads out of the submission: it must not be hidden in a folder.
    let name = |entry: &str| {
        let escapes = super::collector::inside(entry).is_none();
        Some(if escapes { entry.to_owned() } else { format!("{folder}{entry}") })
    };
    if let Err(code) = archive::read(kind, bytes, collector, &name) {
        collector.refuse(path, code);
    }
}

/// A `tp.toml` counts from where it lies: without the folders that hold everything.
fn hoisted(mut snapshot: Snapshot) -> Snapshot {
    while snapshot.file(MANIFEST).is_none() {
        let Some((top, _)) = snapshot.files.first().and_then(|f| f.path.split_once('/')) else { break };
        let top = format!("{top}/");
        let inner = snapshot.files.iter().any(|f| f.path.ends_with(&format!("/{MANIFEST}")));
        if !inner || !snapshot.files.iter().all(|f| f.path.starts_with(&top)) {
            break;
        }
        for file in &mut snapshot.files {
            file.path.drain(..top.len());
        }
    }
    snapshot
}

impl Collector {
    /// The archives among the files taken, which are then no longer among them.
    fn take_archives(&mut self) -> Vec<SnapshotFile> {
        self.take(&|path| ArchiveKind::of_name(path).is_some())
    }
}

#[cfg(test)]
mod tests {
    use std::io::Write;

    use super::*;

    fn zip_of(files: &[(&str, &[u8])]) -> Vec<u8> {
        let mut zip = zip::ZipWriter::new(Cursor::new(Vec::new()));
        for (name, bytes) in files {
            zip.start_file(*name, zip::write::SimpleFileOptions::default()).unwrap();
            zip.write_all(bytes).unwrap();
        }
        zip.finish().unwrap().into_inner()
    }

    fn paths(places: &[Place]) -> Vec<String> {
        Snapshot::gather(places).unwrap().files.into_iter().map(|f| f.path).collect()
    }

    #[test]
    fn archives_in_folders_are_unpacked_where_they_lie() {
        let dir = tempfile::tempdir().unwrap();
        let inner = zip_of(&[("serveur.py", b"a"), ("x/client.py", b"b")]);
        std::fs::write(dir.path().join("rendu.zip"), &inner).unwrap();
        let folder = Place::Folder(dir.path().into());
        assert_eq!(paths(std::slice::from_ref(&folder)), ["serveur.py", "x/client.py"], "alone");
        std::fs::write(dir.path().join("LISEZMOI.txt"), "…").unwrap();
        assert_eq!(paths(&[folder]), ["LISEZMOI.txt", "rendu/serveur.py", "rendu/x/client.py"]);
    }

    #[test]
    fn archives_in_archives_are_unpacked_but_not_for_ever() {
        let mut bytes = zip_of(&[("serveur.py", b"a")]);
        for depth in 0..6 {
            let file = tempfile::NamedTempFile::new().unwrap();
            std::fs::write(file.path(), &bytes).unwrap();
            let found = paths(&[Place::File { path: file.path().into(), name: "rendu.zip".into() }]);
            let expected = if depth < MAX_NESTING { "serveur.py" } else { "inner.zip" };
            assert_eq!(found, [expected], "{depth}");
            bytes = zip_of(&[("inner.zip", &bytes)]);
        }
    }

    #[test]
    fn an_archive_cannot_hide_an_escape_in_its_own_folder() {
        let file = tempfile::NamedTempFile::new().unwrap();
        std::fs::write(file.path(), zip_of(&[("../../evil.py", b"a"), ("ok.py", b"b")])).unwrap();
        let other = tempfile::NamedTempFile::new().unwrap();
        let places = [
            Place::File { path: file.path().into(), name: "a.zip".into() },
            Place::File { path: other.path().into(), name: "b.py".into() },
        ];
        let snapshot = Snapshot::gather(&places).unwrap();
        assert_eq!(snapshot.files.iter().map(|f| f.path.as_str()).collect::<Vec<_>>(), ["a/ok.py", "b.py"]);
        assert_eq!(snapshot.refused[0].code, "hostile.path-refused");
    }

    #[test]
    fn a_student_of_a_class_zip_has_what_begins_with_their_name() {
        let file = tempfile::NamedTempFile::new().unwrap();
        let bytes = zip_of(&[("Zoé_1_file_/tp/tp.toml", b""), ("Zoé_1_file_/tp/s.py", b""), ("Zo_2_file_/c.py", b"")]);
        std::fs::write(file.path(), bytes).unwrap();
        let place = |prefix: &str| Place::InZip { zip: file.path().into(), prefix: prefix.into() };
        assert_eq!(paths(&[place("Zoé_1_file_/")]), ["s.py", "tp.toml"], "beside its tp.toml");
        assert_eq!(paths(&[place("Zo_2_file_/c.py")]), ["c.py"]);
    }
}
