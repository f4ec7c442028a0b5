//! The file format: one JSON value per line, the header first.

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};

use serde::{Deserialize, Serialize};

use super::Event;
use crate::lab::Scenario;

/// Version of the format.
pub const SCHEMA: &str = "grader/transcript/v1";

/// What kept the programs apart from the machine and from each other.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize, schemars::JsonSchema)]
#[serde(rename_all = "lowercase")]
pub enum Isolation {
    /// A private world: user, network, PID, mount, IPC and UTS namespaces.
    Namespaces,
    /// The machine's own loopback; no capture, no protection.
    Portable,
}

/// First line: everything a judge needs besides the events.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Header {
    /// Always [`SCHEMA`].
    pub schema: String,
    /// Lab id.
    pub lab: String,
    /// Step id.
    pub step: String,
    /// The scenario as it was played.
    pub scenario: Scenario,
    /// Path of each program inside the submission, by its name in the script.
    pub programs: BTreeMap<String, String>,
    /// The isolation in force.
    pub isolation: Isolation,
}

/// A numbered event. `n` counts from 1; `t` is monotonic time since the scenario began, in microseconds.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Entry {
    /// Number, from 1.
    pub n: u64,
    /// Microseconds since the scenario began.
    pub t: u64,
    /// What happened.
    #[serde(flatten)]
    pub event: Event,
}

/// The whole record.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Transcript {
    /// First line.
    pub header: Header,
    /// The rest.
    pub entries: Vec<Entry>,
}

/// Why a file is not a transcript.
#[derive(Debug, thiserror::Error, miette::Diagnostic)]
pub enum ReadError {
    /// The file cannot be read.
    #[error("{path}: {source}")]
    #[diagnostic(help("give a file written by `grader check --transcripts DIR`"))]
    Unreadable {
        /// Which file.
        path: PathBuf,
        /// Why.
        source: std::io::Error,
    },
    /// A line is not what it should be.
    #[error("{path}, line {line}: {message}")]
    #[diagnostic(help("each line is one JSON value; the first is the header, schema {SCHEMA}"))]
    Malformed {
        /// Which file.
        path: PathBuf,
        /// Which line, from 1.
        line: usize,
        /// What is wrong with it.
        message: String,
    },
}

impl Transcript {
    /// Reads a `.jsonl` file. A last line cut short (a crash while writing) is left out.
    pub fn read(path: &Path) -> Result<Transcript, ReadError> {
        let bytes = fs::read(path).map_err(|source| ReadError::Unreadable { path: path.into(), source })?;
        Self::parse(&bytes).map_err(|(line, message)| ReadError::Malformed { path: path.into(), line, message })
    }

    /// Reads the text of a `.jsonl` file; an error is a line number (from 1) and a message.
    pub fn parse(bytes: &[u8]) -> Result<Transcript, (usize, String)> {
        let complete = bytes.last() == Some(&b'\n');
        let lines: Vec<&[u8]> = bytes.split(|b| *b == b'\n').filter(|line| !line.is_empty()).collect();
        let Some((first, rest)) = lines.split_first() else { return Err((1, "the file is empty".into())) };
        let header: Header = serde_json::from_slice(first).map_err(|e| (1, e.to_string()))?;
        if header.schema != SCHEMA {
            return Err((1, format!("unknown schema {:?}", header.schema)));
        }
        let mut entries = Vec::with_capacity(rest.len());
        for (i, line) in rest.iter().enumerate() {
            match serde_json::from_slice::<Entry>(line) {
                Ok(entry) => entries.push(entry),
                Err(_) if i + 1 == rest.len() && !complete => break,
                Err(e) => return Err((i + 2, e.to_string())),
            }
        }
        Ok(Transcript { header, entries })
    }

    /// The file's text.
    pub fn to_jsonl(&self) -> String {
        let mut out = line(&self.header);
        for entry in &self.entries {
            out.push_str(&line(entry));
        }
        out
    }
}

/// One line of the file, newline included.
pub(super) fn line<T: Serialize>(value: &T) -> String {
    // Serialising these types cannot fail: no maps with non-string keys, no fallible Serialize.
    let mut text = serde_json::to_string(value).unwrap_or_else(|e| format!("{{\"unwritable\":\"{e}\"}}"));
    text.push('\n');
    text
}
