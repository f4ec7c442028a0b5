//! Which line of the student's own code an error report points to.

use std::sync::LazyLock;

use regex::Regex;

use super::model::Location;
use crate::submission::{Snapshot, SnapshotFile};

/// `  File "/tp/x.py", line 12` of Python; `x.rs:12:5`, `x.c:12`, `(X.java:12)`, `/tp/x.js:12:5` of others.
static PYTHON: LazyLock<Option<Regex>> = LazyLock::new(|| Regex::new(r#"(?m)^\s*File "([^"\n]+)", line (\d+)"#).ok());
static OTHERS: LazyLock<Option<Regex>> =
    LazyLock::new(|| Regex::new(r"([\w./-]+\.(?:rs|c|cc|cpp|java|js)):(\d+)").ok());

/// The innermost frame in a file of the submission.
pub(super) fn locate(errors: &[u8], files: &Snapshot, folder: &str) -> Option<Location> {
    let text = String::from_utf8_lossy(errors);
    let python = PYTHON.as_ref()?.captures_iter(&text).filter_map(|c| found(&c[1], &c[2], files, folder)).last();
    python.or_else(|| OTHERS.as_ref()?.captures_iter(&text).find_map(|c| found(&c[1], &c[2], files, folder)))
}

/// The line below the last traceback that tells the error itself; without a traceback, the last line.
///
/// More may follow: another thread's text, the rule that `socketserver` draws below an error.
pub(crate) fn error_line(errors: &[u8]) -> Option<String> {
    let text = String::from_utf8_lossy(errors);
    let tells = |line: &&str| !line.trim().is_empty() && !line.starts_with(' ');
    let line = match text.rfind("Traceback (most recent call last)") {
        Some(i) => text[i..].lines().skip(1).find(tells),
        None => text.lines().rev().find(tells),
    };
    line.map(str::to_owned)
}

/// A line of a file known by the name a program sees.
pub(super) fn located(path: &str, line: u32, files: &Snapshot, folder: &str) -> Option<Location> {
    Some(at(file_seen_as(path, files, folder)?, line))
}

/// A location with the text of its line.
pub(super) fn at(file: &SnapshotFile, line: u32) -> Location {
    let text = line_of(&String::from_utf8_lossy(&file.bytes), line);
    Location { file: file.path.clone(), line, text }
}

fn found(path: &str, line: &str, files: &Snapshot, folder: &str) -> Option<Location> {
    located(path, line.parse().ok()?, files, folder)
}

/// The file known by the name a program sees.
pub(super) fn file_seen_as<'s>(path: &str, files: &'s Snapshot, folder: &str) -> Option<&'s SnapshotFile> {
    let inside = path.strip_prefix("/tp/").unwrap_or(path);
    // The portable backend's scratch copy lies elsewhere; a relative path is as the program saw it.
    let names = [inside.to_owned(), format!("{folder}/{inside}").trim_start_matches('/').to_owned()];
    names
        .iter()
        .find_map(|name| files.file(name))
        .or_else(|| files.files.iter().filter(|f| path.ends_with(&format!("/{}", f.path))).max_by_key(|f| f.path.len()))
}

/// A line of a text, numbered from 1, without its margin.
pub(super) fn line_of(text: &str, line: u32) -> String {
    let index = usize::try_from(line).unwrap_or(1).saturating_sub(1);
    text.lines().nth(index).unwrap_or_default().trim().to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::submission::SnapshotFile;

    #[test]
    fn the_innermost_frame_of_the_students_own_code() {
        let bytes = b"import lib\n\nlib.f()\nx = 1 / 0\n".to_vec();
        let files =
            Snapshot { files: vec![SnapshotFile { path: "d/s.py".into(), bytes, executable: false }], refused: vec![] };
        let errors = b"Traceback (most recent call last):\n  File \"/tp/d/s.py\", line 4, in <module>\n    x = 1 / 0\n  File \"/usr/lib/python3.11/socket.py\", line 7, in f\nZeroDivisionError: division by zero\n";
        let location = locate(errors, &files, "d").unwrap();
        assert_eq!((location.line, location.text.as_str()), (4, "x = 1 / 0"));
        assert_eq!(error_line(errors).as_deref(), Some("ZeroDivisionError: division by zero"));
        let drawn = [errors, &b"----------------------------------------\n"[..]].concat();
        assert_eq!(error_line(&drawn).as_deref(), Some("ZeroDivisionError: division by zero"));
        assert_eq!(error_line(b"Traceback (most recent call last):\n  File \"s.py\", li").as_deref(), None);
        assert!(locate(b"File \"/tp/other.py\", line 1", &files, "").is_none());
    }
}
