//! What the main process asks of a worker, and the main process's end of it.

use std::collections::BTreeMap;
use std::io::{BufRead, BufReader, Read, Write};
use std::os::fd::AsFd;
use std::path::PathBuf;
use std::process::{Child, ChildStdout, Command, Stdio};
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::{Duration, Instant};

use nix::poll::{PollFd, PollFlags, PollTimeout, poll};
use serde::{Deserialize, Serialize};

use super::worker::WORKER_ARGUMENT;
use crate::sandbox::{Cell, Launch, View, cells};
use crate::submission::{Snapshot, SnapshotFile};
use crate::transcript::{Ending, Entry, Event, Header, Isolation, Transcript, Unexamined};

/// A program of a scenario: how to start it, over which files.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct Part {
    /// How.
    pub launch: Launch,
    /// Index into the job's snapshots.
    pub snapshot: usize,
    /// How its threads are examined where the script asks for it.
    pub examined: Examined,
}

/// How a program's threads are examined.
#[derive(Debug, Clone, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Examined {
    /// Its interpreter loads the probe, if it is one that can.
    Probe,
    /// Another build of it is started, with ThreadSanitizer in it.
    Sanitizer {
        /// Index of that build's files.
        snapshot: usize,
        /// See [`crate::transcript::Sanitizer`].
        hands_over: bool,
    },
    /// Not at all.
    Not(Unexamined),
}

/// What to do.
#[derive(Debug, Clone, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Task {
    /// Play a scenario.
    Play {
        /// First line of the transcript.
        header: Box<Header>,
        /// The programs by their names in the script.
        parts: BTreeMap<String, Part>,
        /// The outer net, in seconds.
        limit_s: u64,
    },
    /// Run a command to its end, over the first snapshot.
    Errand {
        /// What to run.
        launch: Launch,
        /// Whether the files it leaves are wanted.
        collect: bool,
        /// The outer net, in seconds.
        limit_s: u64,
    },
}

impl Task {
    /// Memory that its programs may use together, their files included, in MiB.
    fn memory_mb(&self) -> u64 {
        let of = |launch: &Launch| launch.limits.together_mb + 2 * u64::from(launch.limits.disk_mb);
        match self {
            Task::Play { parts, .. } => parts.values().map(|part| of(&part.launch)).sum(),
            Task::Errand { launch, .. } => of(launch),
        }
    }
}

/// A worker's whole order.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct Job {
    /// What to do.
    pub task: Task,
    /// In which isolation.
    pub isolation: Isolation,
    /// What is to be seen besides the system's files.
    pub view: View,
    /// Where to write the packets.
    pub pcap: Option<PathBuf>,
    /// Files, without their bytes, and the length of each.
    pub(super) files: Vec<Vec<(SnapshotFile, usize)>>,
}

/// How an errand ended.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Errand {
    /// How the command ended; `None` when the outer net fired.
    pub ending: Option<Ending>,
    /// What it showed (screen and errors as they came, capped).
    pub output: Vec<u8>,
    /// The files it left.
    pub files: Snapshot,
}

/// The last line of an errand's worker, before the files' bytes.
#[derive(Debug, Serialize, Deserialize)]
pub(super) struct ErrandEnd {
    pub(super) ending: Option<Ending>,
    pub(super) output: crate::text::Payload,
    pub(super) files: Vec<(SnapshotFile, usize)>,
}

/// Why a worker gave no result.
#[derive(Debug, thiserror::Error, miette::Diagnostic)]
pub enum PlayerError {
    /// It could not be started or spoken to.
    #[error("cannot run a worker process: {0}")]
    Worker(#[from] std::io::Error),
    /// It failed.
    #[error("a worker process failed: {0}")]
    #[diagnostic(help("`grader doctor` says what this machine allows"))]
    Failed(String),
}

impl Job {
    /// A job over some snapshots.
    pub fn new(task: Task, isolation: Isolation, view: View, snapshots: &[&Snapshot]) -> Job {
        let files = snapshots
            .iter()
            .map(|s| s.files.iter().map(|f| (SnapshotFile { bytes: vec![], ..f.clone() }, f.bytes.len())).collect())
            .collect();
        Job { task, isolation, view, pcap: None, files }
    }

    /// Writes the job: length, JSON, then the bytes of all files.
    fn send(&self, snapshots: &[&Snapshot], mut to: impl Write) -> std::io::Result<()> {
        let json = serde_json::to_vec(self)?;
        to.write_all(&(json.len() as u64).to_le_bytes())?;
        to.write_all(&json)?;
        for file in snapshots.iter().flat_map(|s| &s.files) {
            to.write_all(&file.bytes)?;
        }
        to.flush()
    }

    /// Reads a job and its snapshots.
    pub(super) fn receive(mut from: impl Read) -> std::io::Result<(Job, Vec<Snapshot>)> {
        let mut length = [0; 8];
        from.read_exact(&mut length)?;
        let mut json = vec![0; usize::try_from(u64::from_le_bytes(length)).unwrap_or(0)];
        from.read_exact(&mut json)?;
        let job: Job = serde_json::from_slice(&json)?;
        let mut snapshots = Vec::new();
        for list in &job.files {
            snapshots.push(Snapshot { files: read_files(list, &mut from)?, refused: vec![] });
        }
        Ok((job, snapshots))
    }
}

pub(super) fn read_files(list: &[(SnapshotFile, usize)], from: &mut impl Read) -> std::io::Result<Vec<SnapshotFile>> {
    let mut files = Vec::with_capacity(list.len());
    for (file, size) in list {
        let mut bytes = vec![0; *size];
        from.read_exact(&mut bytes)?;
        files.push(SnapshotFile { bytes, ..file.clone() });
    }
    Ok(files)
}

/// A worker process, in its control group where there is one; killed, with its whole world, when dropped.
struct Worker(Child, #[expect(dead_code, reason = "dropped after the process")] Option<Cell>);

impl Worker {
    fn start(job: &Job, snapshots: &[&Snapshot]) -> Result<Worker, PlayerError> {
        let cell = cells().ok().and_then(|cells| cells.cell(job.task.memory_mb()).ok());
        let child = Command::new("/proc/self/exe")
            .arg(WORKER_ARGUMENT)
            .args(cell.as_ref().map(Cell::folder))
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .stderr(Stdio::piped())
            .spawn()?;
        let mut worker = Worker(child, cell);
        if let Some(stdin) = worker.0.stdin.as_mut()
            && let Err(error) = job.send(snapshots, stdin)
        {
            return Err(worker.failure(&error.to_string()));
        }
        Ok(worker)
    }

    /// What the worker said when it failed.
    fn failure(&mut self, otherwise: &str) -> PlayerError {
        let _ = self.0.kill();
        let mut text = String::new();
        if let Some(mut stderr) = self.0.stderr.take() {
            let _ = stderr.read_to_string(&mut text);
        }
        let said = text.trim();
        PlayerError::Failed(if said.is_empty() { otherwise.to_owned() } else { said.to_owned() })
    }
}

impl Drop for Worker {
    fn drop(&mut self) {
        let _ = self.0.kill();
        let _ = self.0.wait();
    }
}

/// Plays a scenario in a worker, until `stop` is set at the latest. Each entry is given to `on_entry` as it happens. The thread that
/// calls this must outlive the call: the worker dies with it.
pub fn run_play(
    job: &Job,
    snapshots: &[&Snapshot],
    stop: &AtomicBool,
    mut on_entry: impl FnMut(&Entry),
) -> Result<Transcript, PlayerError> {
    let Task::Play { header, .. } = &job.task else { return Err(PlayerError::Failed("not a scenario".into())) };
    let Task::Play { limit_s, .. } = &job.task else { return Err(PlayerError::Failed("not a scenario".into())) };
    let mut worker = Worker::start(job, snapshots)?;
    let mut transcript = Transcript { header: (**header).clone(), entries: Vec::new() };
    let mut add = |entry: Entry, transcript: &mut Transcript| {
        on_entry(&entry);
        transcript.entries.push(entry);
    };
    let after = |transcript: &Transcript, event: Event| {
        let last = transcript.entries.last().map_or((0, 0), |e| (e.n, e.t));
        Entry { n: last.0 + 1, t: last.1, event }
    };
    let mut lines = Lines::new(worker.0.stdout.take(), Duration::from_secs(limit_s * u64::from(WHOLE) + GRACE_S));
    loop {
        match lines.next(stop)? {
            Next::Line(line) => {
                let entry: Entry = serde_json::from_slice(&line).map_err(|e| PlayerError::Failed(e.to_string()))?;
                add(entry, &mut transcript);
            }
            Next::End => break,
            Next::Stopped => {
                add(after(&transcript, Event::Stopped), &mut transcript);
                return Ok(transcript);
            }
            Next::Overdue => {
                let fault = Event::Fault { message: "the worker did not end in time".into() };
                add(after(&transcript, fault), &mut transcript);
                return Ok(transcript);
            }
        }
    }
    let status = worker.0.wait()?;
    if !status.success() {
        let message = worker.failure(&status.to_string()).to_string();
        add(after(&transcript, Event::Fault { message }), &mut transcript);
    }
    Ok(transcript)
}

/// The outer net counts from the last exchange, and not the time without a processor, so that a busy machine or a slow but steady program
/// does not meet it; a whole scenario may take this many times as long.
pub(super) const WHOLE: u32 = 10;

/// How long a worker may take beyond the outer net of its scenario, in seconds.
const GRACE_S: u64 = 15;

enum Next {
    Line(Vec<u8>),
    End,
    Stopped,
    Overdue,
}

/// The lines of a worker's output, watched over.
struct Lines {
    from: Option<ChildStdout>,
    buffer: Vec<u8>,
    /// Bytes at the start of `buffer` known to hold no end of a line.
    searched: usize,
    deadline: Instant,
}

impl Lines {
    fn new(from: Option<ChildStdout>, limit: Duration) -> Lines {
        Lines { from, buffer: Vec::new(), searched: 0, deadline: Instant::now() + limit }
    }

    fn next(&mut self, stop: &AtomicBool) -> Result<Next, PlayerError> {
        loop {
            if let Some(end) = memchr::memchr(b'\n', &self.buffer[self.searched..]) {
                let end = self.searched + end;
                self.searched = 0;
                let rest = self.buffer.split_off(end + 1);
                let mut line = std::mem::replace(&mut self.buffer, rest);
                line.truncate(end);
                return Ok(Next::Line(line));
            }
            self.searched = self.buffer.len();
            let Some(from) = &mut self.from else { return Ok(Next::End) };
            if stop.load(Ordering::Relaxed) {
                return Ok(Next::Stopped);
            }
            if Instant::now() > self.deadline {
                return Ok(Next::Overdue);
            }
            let mut fds = [PollFd::new(from.as_fd(), PollFlags::POLLIN)];
            if poll(&mut fds, PollTimeout::from(200u8)).unwrap_or(0) > 0 {
                let mut chunk = [0; 1 << 14];
                let count = from.read(&mut chunk)?;
                if count == 0 {
                    self.from = None;
                }
                self.buffer.extend_from_slice(&chunk[..count]);
            }
        }
    }
}

/// Runs a command in a worker.
pub fn run_errand(job: &Job, snapshots: &[&Snapshot]) -> Result<Errand, PlayerError> {
    let mut worker = Worker::start(job, snapshots)?;
    let Some(stdout) = worker.0.stdout.take() else { return Err(PlayerError::Failed("no output".into())) };
    let mut reader = BufReader::new(stdout);
    let mut line = Vec::new();
    reader.read_until(b'\n', &mut line)?;
    let Ok(end) = serde_json::from_slice::<ErrandEnd>(&line) else { return Err(worker.failure("no result")) };
    let files = Snapshot { files: read_files(&end.files, &mut reader)?, refused: vec![] };
    Ok(Errand { ending: end.ending, output: end.output.0, files })
}
