//! `journal.jsonl`: every finished submission, on the disk before the next one counts. The only thing
//! that reports are made from; what stops a run leaves at most a torn last line.

use std::fs::{File, OpenOptions};
use std::io::{self, BufRead, BufReader, Seek, SeekFrom, Write};
use std::path::{Path, PathBuf};
use std::sync::{Mutex, PoisonError};

use nix::fcntl::{Flock, FlockArg};
use serde::{Deserialize, Serialize};

use super::model::Excerpt;
use crate::grading::Graded;
use crate::lab::Lab;
use crate::transcript::Isolation;

/// Version of the format.
const SCHEMA: &str = "grader/journal/v1";
/// The file's name.
const NAME: &str = "journal.jsonl";

/// First line: what must be the same for results to belong together.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Header {
    schema: String,
    /// Version of this program.
    pub grader: String,
    /// Name of the class.
    pub class: String,
    /// Lab id.
    pub lab: String,
    /// Checksum of everything that is played.
    pub scenarios: String,
    /// The only step that was asked for.
    pub step: Option<String>,
    /// What keeps programs apart.
    pub isolation: Isolation,
    /// The outer net of a scenario, in seconds.
    pub limit_s: u64,
}

impl Header {
    /// The header of a run of this program over a class; the lab must have its scenarios.
    pub fn new(class: String, lab: &Lab, step: Option<String>, isolation: Isolation, limit_s: u64) -> Header {
        let grader = env!("CARGO_PKG_VERSION").to_owned();
        let (scenarios, lab) = (checksum(lab), lab.id.clone());
        Header { schema: SCHEMA.into(), grader, class, lab, scenarios, step, isolation, limit_s }
    }

    /// What differs, as in `step: 2.2 there, all here`.
    fn differences(&self, here: &Header) -> Vec<String> {
        let all = |step: &Option<String>| step.clone().unwrap_or_else(|| "all".into());
        let isolation = |i: Isolation| format!("{i:?}").to_lowercase();
        let pairs = [
            ("version of grader", self.grader.clone(), here.grader.clone()),
            ("class", self.class.clone(), here.class.clone()),
            ("lab", self.lab.clone(), here.lab.clone()),
            ("scenarios of the lab", self.scenarios.clone(), here.scenarios.clone()),
            ("step", all(&self.step), all(&here.step)),
            ("isolation", isolation(self.isolation), isolation(here.isolation)),
            ("limit", self.limit_s.to_string(), here.limit_s.to_string()),
        ];
        let differ = pairs.into_iter().filter(|(_, there, here)| there != here);
        differ.map(|(what, there, here)| format!("{what}: {there:?} there, {here:?} here")).collect()
    }
}

/// Of everything that decides what is played.
fn checksum(lab: &Lab) -> String {
    let mut hasher = crc32fast::Hasher::new();
    for step in &lab.steps {
        hasher.update(step.id.as_bytes());
        for scenario in &step.scenarios {
            hasher.update(&serde_json::to_vec(scenario).unwrap_or_default());
        }
        hasher.update(format!("{:?}{:?}", step.habits, (&step.names, &step.signs, &step.borrows)).as_bytes());
    }
    format!("{:08x}", hasher.finalize())
}

/// A finished submission.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Record {
    /// Unique in the class.
    pub name: String,
    /// Moodle's number of the participant.
    pub id: Option<String>,
    /// Folder of its transcripts.
    pub slug: String,
    /// Checksum of its files.
    pub digest: String,
    /// What came of it.
    pub outcome: Outcome,
    /// The student's lines that findings point to.
    pub excerpts: Vec<Excerpt>,
}

/// What came of a submission.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Outcome {
    /// Its verdicts, without transcripts: those lie in files of their own.
    Graded(Box<Graded>),
    /// It could not be graded through no fault of the student's: why. Tried again by `--resume`.
    Undecided(String),
}

/// Why the journal cannot be used.
#[derive(Debug, thiserror::Error, miette::Diagnostic)]
pub enum JournalError {
    /// A file or folder.
    #[error("{path}: {source}")]
    #[diagnostic(help("choose a folder that you may write to, with `-o`"))]
    Io {
        /// Which.
        path: PathBuf,
        /// Why.
        source: io::Error,
    },
    /// There is one, and nobody asked to go on with it.
    #[error("{path}: a run is kept here already, with {count} submissions finished")]
    #[diagnostic(help("add `--resume` to go on with it, or give another folder with `-o`; nothing was changed"))]
    Exists {
        /// Which.
        path: PathBuf,
        /// Submissions in it.
        count: usize,
    },
    /// There is none.
    #[error("{path}: no run is kept here")]
    #[diagnostic(help("give the folder that `grader grade CLASS -o FOLDER` wrote"))]
    Absent {
        /// Where it was looked for.
        path: PathBuf,
    },
    /// It belongs to something else.
    #[error("{path}: this is another run: {}", differences.join("; "))]
    #[diagnostic(help("run with the same options, or give another folder with `-o`; nothing was changed"))]
    OtherRun {
        /// Which.
        path: PathBuf,
        /// What is not the same.
        differences: Vec<String>,
    },
    /// Another process writes to it.
    #[error("{path}: another run is writing here")]
    #[diagnostic(help("wait until it is done, or give another folder with `-o`"))]
    Busy {
        /// Which.
        path: PathBuf,
    },
    /// A line is not what it should be.
    #[error("{path}, line {line}: {message}")]
    #[diagnostic(help(
        "each line is one JSON value; the first is the header, schema {SCHEMA}. Without the wrong line, `--resume` grades its submission again"
    ))]
    Malformed {
        /// Which.
        path: PathBuf,
        /// Which line, from 1.
        line: usize,
        /// What is wrong with it.
        message: String,
    },
}

/// The journal of a run, open for writing.
#[derive(Debug)]
pub struct Journal {
    path: PathBuf,
    file: Mutex<Flock<File>>,
}

impl Journal {
    /// Opens the journal of a folder for a run, and gives what is in it: the last record of each
    /// submission. Without `resume` there must be none.
    pub fn open(folder: &Path, header: &Header, resume: bool) -> Result<(Journal, Vec<Record>), JournalError> {
        let path = folder.join(NAME);
        let io = |source| JournalError::Io { path: path.clone(), source };
        std::fs::create_dir_all(folder).map_err(|source| JournalError::Io { path: folder.into(), source })?;
        let file = OpenOptions::new().read(true).append(true).create(true).open(&path).map_err(io)?;
        let mut file = Flock::lock(file, FlockArg::LockExclusiveNonblock)
            .map_err(|_| JournalError::Busy { path: path.clone() })?;
        let kept = read_lines(&path, &mut file)?;
        let records = match kept.header {
            Some(_) if !resume => return Err(JournalError::Exists { path, count: kept.records.len() }),
            Some(there) => {
                let differences = there.differences(header);
                if !differences.is_empty() {
                    return Err(JournalError::OtherRun { path, differences });
                }
                // What a crash tore off must not become the beginning of the next line.
                file.set_len(kept.whole).map_err(io)?;
                kept.records
            }
            None => {
                file.set_len(0).map_err(io)?;
                append(&mut file, header).map_err(io)?;
                File::open(folder).and_then(|f| f.sync_all()).map_err(io)?;
                Vec::new()
            }
        };
        Ok((Journal { path, file: Mutex::new(file) }, records))
    }

    /// Adds a finished submission; it is on the disk when this returns, and so is everything that was
    /// written to the same disk before.
    pub fn add(&self, record: &Record) -> Result<(), JournalError> {
        let io = |source| JournalError::Io { path: self.path.clone(), source };
        let mut file = self.file.lock().unwrap_or_else(PoisonError::into_inner);
        // Its transcripts first.
        nix::unistd::syncfs(&**file).map_err(|e| io(e.into()))?;
        append(&mut file, record).map_err(io)
    }

    /// Reads the journal of a folder: its header, and the last record of each submission.
    pub fn read(folder: &Path) -> Result<(Header, Vec<Record>), JournalError> {
        let path = folder.join(NAME);
        let mut file = match File::open(&path) {
            Ok(file) => file,
            Err(e) if e.kind() == io::ErrorKind::NotFound => return Err(JournalError::Absent { path }),
            Err(source) => return Err(JournalError::Io { path, source }),
        };
        let kept = read_lines(&path, &mut file)?;
        let header = kept.header.ok_or(JournalError::Absent { path })?;
        Ok((header, kept.records))
    }
}

fn append<T: Serialize>(file: &mut File, value: &T) -> io::Result<()> {
    let mut line = serde_json::to_vec(value)?;
    line.push(b'\n');
    file.write_all(&line)?;
    file.sync_data()
}

/// What a journal holds.
struct Kept {
    header: Option<Header>,
    records: Vec<Record>,
    /// Bytes up to the end of the last whole line.
    whole: u64,
}

fn read_lines(path: &Path, file: &mut File) -> Result<Kept, JournalError> {
    let io = |source| JournalError::Io { path: path.into(), source };
    file.seek(SeekFrom::Start(0)).map_err(io)?;
    let mut reader = BufReader::new(file);
    let mut kept = Kept { header: None, records: Vec::new(), whole: 0 };
    let mut line = Vec::new();
    for number in 1.. {
        line.clear();
        let length = reader.read_until(b'\n', &mut line).map_err(io)?;
        if line.last() != Some(&b'\n') {
            break;
        }
        kept.whole += length as u64;
        let wrong = |message: String| JournalError::Malformed { path: path.into(), line: number, message };
        if number == 1 {
            let header: Header = serde_json::from_slice(&line).map_err(|e| wrong(e.to_string()))?;
            if header.schema != SCHEMA {
                return Err(wrong(format!("unknown schema {:?}", header.schema)));
            }
            kept.header = Some(header);
            continue;
        }
        let record: Record = serde_json::from_slice(&line).map_err(|e| wrong(e.to_string()))?;
        match kept.records.iter_mut().find(|r| r.name == record.name) {
            Some(before) => *before = record,
            None => kept.records.push(record),
        }
    }
    Ok(kept)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::lab::Library;

    fn header(step: Option<&str>) -> Header {
        let library = Library::shipped().unwrap();
        let lab = library.lab("tp-a").unwrap();
        Header::new("c".into(), lab, step.map(str::to_owned), Isolation::Namespaces, 30)
    }

    fn record(name: &str, why: &str) -> Record {
        let outcome = Outcome::Undecided(why.into());
        Record { name: name.into(), id: None, slug: name.into(), digest: "0".into(), outcome, excerpts: vec![] }
    }

    #[test]
    fn a_torn_last_line_is_forgotten_and_a_later_record_wins() {
        let dir = tempfile::tempdir().unwrap();
        let (journal, before) = Journal::open(dir.path(), &header(None), false).unwrap();
        assert!(before.is_empty());
        journal.add(&record("a\nb", "x")).unwrap();
        journal.add(&record("c", "x")).unwrap();
        journal.add(&record("a\nb", "y")).unwrap();
        drop(journal);
        let path = dir.path().join(NAME);
        let whole = std::fs::read(&path).unwrap();
        for cut in 1..40 {
            std::fs::write(&path, &whole[..whole.len() - cut]).unwrap();
            let (_, records) = Journal::read(dir.path()).unwrap();
            assert_eq!(records, [record("a\nb", "x"), record("c", "x")], "{cut}");
            let (journal, records) = Journal::open(dir.path(), &header(None), true).unwrap();
            assert_eq!(records.len(), 2);
            journal.add(&record("a\nb", "y")).unwrap();
            drop(journal);
            assert_eq!(std::fs::read(&path).unwrap(), whole, "{cut}");
        }
        std::fs::write(&path, b"{\"schema\":\"gra").unwrap();
        let (_, records) = Journal::open(dir.path(), &header(None), false).unwrap();
        assert!(records.is_empty(), "torn in its first line, it is as good as none");
    }

    #[test]
    fn another_run_is_refused_with_what_differs_and_nothing_is_changed() {
        let dir = tempfile::tempdir().unwrap();
        let (journal, _) = Journal::open(dir.path(), &header(None), false).unwrap();
        let busy = Journal::open(dir.path(), &header(None), true).unwrap_err();
        assert!(matches!(busy, JournalError::Busy { .. }), "{busy}");
        drop(journal);
        let before = std::fs::read(dir.path().join(NAME)).unwrap();
        let exists = Journal::open(dir.path(), &header(None), false).unwrap_err();
        assert!(matches!(exists, JournalError::Exists { count: 0, .. }), "{exists}");
        let other = Journal::open(dir.path(), &header(Some("2.2")), true).unwrap_err();
        assert!(other.to_string().contains("step: \"all\" there, \"2.2\" here"), "{other}");
        assert_eq!(std::fs::read(dir.path().join(NAME)).unwrap(), before);
    }

    #[test]
    fn a_wrong_line_in_the_middle_is_named() {
        let dir = tempfile::tempdir().unwrap();
        let (journal, _) = Journal::open(dir.path(), &header(None), false).unwrap();
        journal.add(&record("a", "x")).unwrap();
        drop(journal);
        let path = dir.path().join(NAME);
        let text = std::fs::read_to_string(&path).unwrap();
        std::fs::write(&path, text.replace("\"digest\"", "\"digits\"") + "{}\n").unwrap();
        let error = Journal::read(dir.path()).unwrap_err();
        assert!(error.to_string().contains("line 2"), "{error}");
        assert!(matches!(Journal::read(&dir.path().join("none")), Err(JournalError::Absent { .. })));
    }
}
