//! Takes a submission's files from wherever they come, within limits, and refuses what could harm.
//!
//! It must not know archives or folders.

use std::collections::BTreeSet;
use std::io::{self, Read};

use super::snapshot::{Refusal, Snapshot, SnapshotFile};

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
    "site-packages",
    "node_modules",
    "target",
    ".mypy_cache",
    ".pytest_cache",
];
/// Files that systems leave behind.
const LITTER: &[&str] = &[".DS_Store", "Thumbs.db", "desktop.ini"];
/// Largest file taken, in bytes.
pub(super) const MAX_FILE: u64 = 24 << 20;
/// Largest submission taken, in bytes.
pub(super) const MAX_TOTAL: u64 = 48 << 20;
/// Most files taken.
pub(super) const MAX_COUNT: usize = 2000;
/// Deepest path taken, in parts.
pub(super) const MAX_DEPTH: usize = 12;
/// Longest part of a path, in bytes: what Linux allows.
const MAX_PART: usize = 255;
/// Most refusals that are told, of each kind.
const MAX_TOLD: usize = 10;

/// True for a folder that holds no work of the student's.
pub(super) fn is_skipped(folder: &str) -> bool {
    SKIPPED.contains(&folder)
}

/// True for a file that a system left behind.
pub(super) fn is_litter(name: &str) -> bool {
    LITTER.contains(&name) || name.starts_with("._")
}

/// What is known about a file before its bytes.
#[derive(Debug, Clone, Copy)]
pub(super) struct Entry<'a> {
    /// As the archive or folder names it, `/` or `\` between parts.
    pub(super) path: &'a str,
    pub(super) executable: bool,
    /// What it claims to hold, in bytes.
    pub(super) size: u64,
}

/// The files so far.
#[derive(Debug, Default)]
pub(super) struct Collector {
    snapshot: Snapshot,
    paths: BTreeSet<String>,
    folders: BTreeSet<String>,
    total: u64,
}

impl Collector {
    /// Takes a file, or refuses it, or passes over what is no work of the student's. An error is that
    /// of reading `from`.
    pub(super) fn add(&mut self, entry: Entry<'_>, from: &mut dyn Read) -> io::Result<()> {
        let Some(path) = inside(entry.path) else {
            self.refuse(entry.path, "hostile.path-refused");
            return Ok(());
        };
        let parts: Vec<&str> = path.split('/').collect();
        let (name, folders) = parts.split_last().map_or(("", &[][..]), |(name, folders)| (*name, folders));
        if name.is_empty() || is_litter(name) || folders.iter().any(|f| is_skipped(f)) || self.paths.contains(&path) {
            return Ok(());
        }
        if self.clashes(&path, folders) {
            self.refuse(&path, "hostile.path-refused");
            return Ok(());
        }
        let room = MAX_FILE.min(MAX_TOTAL.saturating_sub(self.total));
        if entry.size > room || self.paths.len() >= MAX_COUNT || parts.len() > MAX_DEPTH {
            self.refuse(&path, "submission.too-large");
            return Ok(());
        }
        // What an archive claims about a size proves nothing.
        let mut bytes = Vec::new();
        from.take(room + 1).read_to_end(&mut bytes)?;
        let size = bytes.len() as u64;
        if size > room {
            self.refuse(&path, "submission.too-large");
            return Ok(());
        }
        self.total += size;
        for depth in 1..parts.len() {
            self.folders.insert(parts[..depth].join("/"));
        }
        self.paths.insert(path.clone());
        self.snapshot.files.push(SnapshotFile { path, bytes, executable: entry.executable });
        Ok(())
    }

    /// A file where a folder is, or the other way round.
    fn clashes(&self, path: &str, folders: &[&str]) -> bool {
        self.folders.contains(path) || (1..=folders.len()).any(|depth| self.paths.contains(&folders[..depth].join("/")))
    }

    /// Something that is not taken, said once, and not more often than anyone reads.
    pub(super) fn refuse(&mut self, path: &str, code: &'static str) {
        let refused = &mut self.snapshot.refused;
        let refusal = Refusal { path: path.to_owned(), code };
        if refused.iter().filter(|r| r.code == code).count() < MAX_TOLD && !refused.contains(&refusal) {
            refused.push(refusal);
        }
    }

    /// True when no file was taken.
    pub(super) fn is_empty(&self) -> bool {
        self.snapshot.files.is_empty()
    }

    /// Gives back the files whose path is `wanted`.
    pub(super) fn take(&mut self, wanted: &dyn Fn(&str) -> bool) -> Vec<SnapshotFile> {
        let files = std::mem::take(&mut self.snapshot.files);
        let (out, kept): (Vec<_>, Vec<_>) = files.into_iter().partition(|f| wanted(&f.path));
        self.snapshot.files = kept;
        for file in &out {
            self.total -= file.bytes.len() as u64;
            self.paths.remove(&file.path);
        }
        out
    }

    /// What was taken, sorted by path.
    pub(super) fn finish(mut self) -> Snapshot {
        self.snapshot.files.sort_by(|a, b| a.path.cmp(&b.path));
        self.snapshot
    }
}

/// The path inside the submission, `/` between parts; `None` when it leads out of it or cannot be a
/// path at all.
pub(super) fn inside(path: &str) -> Option<String> {
    let path = path.replace('\\', "/");
    let drive = path.as_bytes().get(1) == Some(&b':') && path.as_bytes()[0].is_ascii_alphabetic();
    if path.starts_with('/') || drive || path.contains('\0') {
        return None;
    }
    let parts: Vec<&str> = path.split('/').filter(|part| !part.is_empty() && *part != ".").collect();
    (!parts.contains(&"..") && parts.iter().all(|part| part.len() <= MAX_PART)).then(|| parts.join("/"))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn collected(paths: &[&str]) -> Snapshot {
        let mut collector = Collector::default();
        for path in paths {
            let entry = Entry { path, executable: false, size: 1 };
            collector.add(entry, &mut &b"x"[..]).unwrap();
        }
        collector.finish()
    }

    fn paths(snapshot: &Snapshot) -> Vec<&str> {
        snapshot.files.iter().map(|f| f.path.as_str()).collect()
    }

    #[test]
    fn windows_names_become_paths_and_litter_is_passed_over() {
        let taken = collected(&[
            "TP\\2.1\\serveur.py",
            "./client.py",
            "__MACOSX/client.py",
            "TP/.git/config",
            "._client.py",
            ".DS_Store",
            "monenv/lib/python3/site-packages/x.py",
        ]);
        assert_eq!(paths(&taken), ["TP/2.1/serveur.py", "client.py"]);
        assert!(taken.refused.is_empty());
    }

    #[test]
    fn nothing_leads_out_of_the_submission() {
        let bad = ["../x.py", "/etc/passwd", "C:\\x.py", "a/../../x.py", "a\0b", "..\\x.py"];
        let taken = collected(&bad);
        assert!(taken.files.is_empty());
        assert_eq!(taken.refused.len(), bad.len());
        assert!(taken.refused.iter().all(|r| r.code == "hostile.path-refused"));
    }

    #[test]
    fn a_file_is_never_also_a_folder() {
        assert_eq!(paths(&collected(&["a", "a/b.py"])), ["a"]);
        assert_eq!(paths(&collected(&["a/b.py", "a"])), ["a/b.py"]);
    }

    #[test]
    fn sizes_counts_and_depths_are_limited_whatever_the_archive_claims() {
        let mut collector = Collector::default();
        let entry = Entry { path: "bomb", executable: false, size: 1 };
        collector.add(entry, &mut io::repeat(0)).unwrap();
        let deep = "d/".repeat(MAX_DEPTH) + "x.py";
        collector.add(Entry { path: &deep, ..entry }, &mut &b"x"[..]).unwrap();
        for n in 0..MAX_COUNT + 5 {
            collector.add(Entry { path: &format!("{n}.py"), ..entry }, &mut &b"x"[..]).unwrap();
        }
        let taken = collector.finish();
        assert_eq!(taken.files.len(), MAX_COUNT);
        assert_eq!(taken.refused.len(), 7);
        assert!(taken.refused.iter().all(|r| r.code == "submission.too-large"));
    }
}
