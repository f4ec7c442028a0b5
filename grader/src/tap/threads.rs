//! What every thread of some processes is doing, from proc(5).

use std::collections::BTreeMap;
use std::fs;

use super::call::{Call, classify};

/// One thread at one moment.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct ThreadScan {
    pub(super) pid: i32,
    pub(super) tid: i32,
    pub(super) state: u8,
    /// Number and arguments of the call it is in; `None` while it runs.
    pub(super) call: Option<(i64, [u64; 6])>,
    pub(super) kind: Option<Call>,
    /// CPU time, in nanoseconds.
    pub(super) run_ns: u64,
    /// Times it was put on a processor.
    pub(super) slices: u64,
}

impl ThreadScan {
    /// Sits in a wait that a clock will end.
    pub(super) fn is_timed(&self) -> bool {
        self.kind.is_some_and(|k| k.timed)
    }

    /// As it was in another scan, with nothing done in between.
    pub(super) fn unchanged(&self, other: &ThreadScan) -> bool {
        self == other
    }
}

/// When `schedstat` is read: before the call in the first of two scans, after it in the second, so
/// that equal figures enclose both.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Turn {
    First,
    Second,
}

/// All threads of these processes; a thread that vanishes meanwhile is left out.
pub(super) fn scan(pids: &[i32], turn: Turn) -> Vec<ThreadScan> {
    let mut threads = Vec::new();
    for pid in pids {
        for entry in fs::read_dir(format!("/proc/{pid}/task")).into_iter().flatten().flatten() {
            if let Some(tid) = entry.file_name().to_str().and_then(|n| n.parse().ok()) {
                threads.extend(thread(*pid, tid, turn));
            }
        }
    }
    threads.sort_by_key(|t| (t.pid, t.tid));
    threads
}

fn thread(pid: i32, tid: i32, turn: Turn) -> Option<ThreadScan> {
    let folder = format!("/proc/{pid}/task/{tid}");
    let before = (turn == Turn::First).then(|| schedstat(&folder)).flatten();
    let state = state_in(&folder)?;
    if matches!(state, b'Z' | b'X') {
        return None;
    }
    let call = if state == b'S' { call_of(&folder) } else { None };
    let (run_ns, slices) = match before {
        Some(figures) => figures,
        None => schedstat(&folder)?,
    };
    Some(ThreadScan { pid, tid, state, call, kind: call.and_then(|(nr, args)| classify(nr, &args)), run_ns, slices })
}

fn call_of(folder: &str) -> Option<(i64, [u64; 6])> {
    let text = fs::read_to_string(format!("{folder}/syscall")).ok()?;
    let mut parts = text.split_whitespace();
    let number: i64 = parts.next()?.parse().ok()?;
    let mut args = [0; 6];
    for arg in &mut args {
        *arg = u64::from_str_radix(parts.next()?.trim_start_matches("0x"), 16).ok()?;
    }
    Some((number, args))
}

fn schedstat(folder: &str) -> Option<(u64, u64)> {
    let text = fs::read_to_string(format!("{folder}/schedstat")).ok()?;
    let mut parts = text.split_whitespace().map(str::parse);
    let run = parts.next()?.ok()?;
    Some((run, parts.nth(1)?.ok()?))
}

/// The thread of a process that has this number in its own PID namespace.
pub fn thread_by_inner_number(pid: i32, number: i32) -> Option<i32> {
    tids(pid).into_iter().find(|tid| inner_number(pid, *tid) == Some(number))
}

/// The number of a thread in its own PID namespace.
pub fn inner_number(pid: i32, tid: i32) -> Option<i32> {
    let status = fs::read_to_string(format!("/proc/{pid}/task/{tid}/status")).ok()?;
    status.lines().find_map(|line| line.strip_prefix("NSpid:"))?.split_whitespace().last()?.parse().ok()
}

/// The threads of a process.
pub(super) fn tids(pid: i32) -> Vec<i32> {
    let entries = fs::read_dir(format!("/proc/{pid}/task")).into_iter().flatten().flatten();
    entries.filter_map(|entry| entry.file_name().to_str()?.parse().ok()).collect()
}

/// CPU time of one thread, in nanoseconds.
pub(super) fn cpu_of(pid: i32, tid: i32) -> Option<u64> {
    schedstat(&format!("/proc/{pid}/task/{tid}")).map(|(run, _)| run)
}

/// True when the thread sleeps in a system call, neither running nor stopped by a tracer.
pub(super) fn is_asleep(pid: i32, tid: i32) -> bool {
    state_of(pid, tid).is_some_and(|state| matches!(state, b'S' | b'D'))
}

/// True when no thread of a process runs or will run before SIGCONT: kill(2) returns before they have all
/// taken notice of SIGSTOP.
pub fn is_stopped(pid: i32) -> bool {
    let runs = |tid: i32| state_of(pid, tid).is_some_and(|state| !matches!(state, b'T' | b't' | b'Z' | b'X'));
    !tids(pid).into_iter().any(runs)
}

fn state_of(pid: i32, tid: i32) -> Option<u8> {
    state_in(&format!("/proc/{pid}/task/{tid}"))
}

/// proc(5)'s letter for what the thread of this folder does.
fn state_in(folder: &str) -> Option<u8> {
    let stat = fs::read_to_string(format!("{folder}/stat")).ok()?;
    stat.as_bytes().get(stat.rfind(')')? + 2).copied()
}

/// True when a timer that no call shows may be set and wake the process: a handler for a timer's signal, a
/// POSIX timer, a timerfd.
pub(super) fn has_hidden_timer(pid: i32) -> bool {
    /// SIGALRM, SIGVTALRM, SIGPROF as bits of `SigCgt`.
    const TIMER_SIGNALS: u64 = 1 << 13 | 1 << 25 | 1 << 26;
    let status = fs::read_to_string(format!("/proc/{pid}/status")).unwrap_or_default();
    let caught = status
        .lines()
        .find_map(|line| line.strip_prefix("SigCgt:"))
        .and_then(|mask| u64::from_str_radix(mask.trim(), 16).ok())
        .unwrap_or(0);
    caught & TIMER_SIGNALS != 0
        || fs::read_to_string(format!("/proc/{pid}/timers")).is_ok_and(|text| !text.is_empty())
        || descriptors(pid).values().any(|target| target.contains("timerfd"))
}

/// What each descriptor of a process is: `socket:[123]`, `/dev/pts/0`, …
pub(super) fn descriptors(pid: i32) -> BTreeMap<i32, String> {
    let mut out = BTreeMap::new();
    for entry in fs::read_dir(format!("/proc/{}/fd", alive(pid))).into_iter().flatten().flatten() {
        if let Some(fd) = entry.file_name().to_str().and_then(|n| n.parse().ok())
            && let Ok(target) = fs::read_link(entry.path())
        {
            out.insert(fd, target.to_string_lossy().into_owned());
        }
    }
    out
}

/// What one descriptor is.
pub(super) fn descriptor(pid: i32, fd: i32) -> Option<String> {
    fs::read_link(format!("/proc/{}/fd/{fd}", alive(pid))).ok().map(|p| p.to_string_lossy().into_owned())
}

/// A thread under whose number `/proc` tells what all threads of the process share: the main one, if it has not
/// left the others behind (pthread_exit(3)), for nothing is told of one that has ended.
pub(super) fn alive(pid: i32) -> i32 {
    let lives =
        |tid: &i32| state_in(&format!("/proc/{pid}/task/{tid}")).is_some_and(|state| !matches!(state, b'Z' | b'X'));
    if lives(&pid) { pid } else { tids(pid).into_iter().find(lives).unwrap_or(pid) }
}

/// The inode of `socket:[123]`.
pub(super) fn socket_inode(target: &str) -> Option<u32> {
    target.strip_prefix("socket:[")?.strip_suffix(']')?.parse().ok()
}
