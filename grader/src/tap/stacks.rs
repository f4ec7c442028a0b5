//! Where the threads of a process are in the submission's own files, read from outside: of a Python
//! process by py-spy, of a compiled one see `native`. Nothing runs in the process for it; only for a program
//! whose verdict is in: its threads are stopped while they are read.

use std::path::Path;

use py_spy::config::LockingStrategy;
use py_spy::{Config, PythonSpy};

use super::halted::Halted;
use super::native;
use super::threads::{inner_number, tids};
use crate::transcript::{Place, Stack};

/// Frames kept of one thread.
const KEPT: usize = 20;
/// A thread that was stopped between two frames is let go and stopped elsewhere this often.
const ATTEMPTS: usize = 20;

/// The stacks of all threads, innermost frame first, only frames of files below `root`; empty for
/// a process that runs no code from there, or one that changes too quickly to be read.
pub fn stacks(pid: i32, root: &Path) -> Vec<Stack> {
    if !is_python(pid) {
        return native::stacks(pid, root);
    }
    let settings = Config {
        // They are stopped here, where those that run in a world of their own have other numbers.
        blocking: LockingStrategy::NonBlocking,
        full_filenames: true,
        collect_thread_names: false,
        ..Config::default()
    };
    let attempt = |_| {
        let _halted = Halted::process(pid);
        read(pid, root, &settings)
    };
    (0..ATTEMPTS).find_map(attempt).unwrap_or_default()
}

fn is_python(pid: i32) -> bool {
    std::fs::read_link(format!("/proc/{pid}/exe"))
        .ok()
        .and_then(|path| path.file_name().map(|name| name.to_string_lossy().contains("python")))
        .unwrap_or(false)
}

fn read(pid: i32, root: &Path, settings: &Config) -> Option<Vec<Stack>> {
    let mut traces = PythonSpy::new(pid, settings).ok()?.get_stack_traces().ok()?;
    // Newest first in the interpreter; numbers of threads grow.
    traces.reverse();
    let mut threads = tids(pid);
    threads.sort_unstable();
    let by_order = traces.len() == threads.len();
    let stacks = traces.iter().enumerate().map(|(i, trace)| {
        let inner = trace.os_thread_id.and_then(|n| i32::try_from(n).ok());
        let known = inner.and_then(|n| threads.iter().copied().find(|tid| inner_number(pid, *tid) == Some(n)));
        let frames = trace.frames.iter().filter_map(|frame| place(frame, root)).take(KEPT).collect();
        let outside = trace.frames.first().is_none_or(|frame| place(frame, root).is_none());
        let tid = known.or_else(|| threads.get(i).copied().filter(|_| by_order));
        Stack { tid, frames, outside }
    });
    Some(stacks.collect())
}

fn place(frame: &py_spy::Frame, root: &Path) -> Option<Place> {
    // Code that a program made itself (`<string>`) is in no file.
    let path = Some(frame.filename.as_str()).filter(|name| !name.starts_with('<')).map(Path::new)?;
    // Before 3.9 the script is known by the name it was started with.
    let file = if path.is_absolute() { path.strip_prefix(root).ok()? } else { path };
    let line = u32::try_from(frame.line).ok()?;
    Some(Place { file: file.to_string_lossy().into_owned(), line, function: frame.name.clone() })
}
