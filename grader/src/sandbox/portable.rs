//! Where namespaces are refused: programs run on the machine itself, over a scratch copy in a
//! temporary folder, under the same limits and the same keeper, with no protection beyond them.

#![expect(unsafe_code, reason = "fork(2) in a process that has one thread")]

use std::fs;
use std::os::fd::{AsFd, BorrowedFd};
use std::path::Path;

use nix::fcntl::{FcntlArg, OFlag, fcntl};
use nix::sys::prctl;
use nix::sys::signal::{SigSet, Signal, kill};
use nix::sys::wait::{WaitPidFlag, WaitStatus, waitpid};
use nix::unistd::{ForkResult, Pid, fork, getpid, pipe2};

use super::error::{Context, SandboxError};
use super::folder::Folder;
use super::program::{self, Launch, Running, become_program, keep_only, lead_session, quit, report};
use super::terminal::Terminal;
use crate::submission::Snapshot;

/// The machine itself.
#[derive(Debug, Default)]
pub struct PortableWorld {}

impl PortableWorld {
    /// Nothing to enter; dies with its parent all the same.
    pub fn enter() -> Result<PortableWorld, SandboxError> {
        super::world::die_with_parent(nix::unistd::getppid())?;
        Ok(PortableWorld {})
    }

    /// Starts a program over a scratch copy of `files`.
    pub fn launch(&self, launch: &Launch, files: &Snapshot) -> Result<Running, SandboxError> {
        let scratch = tempfile::Builder::new().prefix("grader-").tempdir().during("create a scratch folder")?;
        program::unpack(files, scratch.path())?;
        let folder = Folder::at(scratch.path(), &launch.folder)?;
        let terminal = Terminal::open()?;
        let (errors, errors_in) = pipe2(OFlag::O_CLOEXEC | OFlag::O_NONBLOCK).during("pipe")?;
        let (reports, reports_in) = pipe2(OFlag::O_CLOEXEC | OFlag::O_NONBLOCK).during("pipe")?;
        fcntl(&errors_in, FcntlArg::F_SETFL(OFlag::empty())).during("blocking pipe")?;
        // SAFETY: the worker has one thread.
        match unsafe { fork() }.during("fork")? {
            ForkResult::Child => keeper(launch, scratch.path(), &terminal, errors_in.as_fd(), reports_in.as_fd()),
            ForkResult::Parent { child } => {
                // The keeper removes the folder.
                let place = scratch.keep();
                Ok(Running {
                    terminal,
                    errors,
                    reports,
                    keeper: child,
                    pid_namespace: None,
                    folder,
                    place,
                    probe: None,
                })
            }
        }
    }

    /// What a program left in its scratch copy, at most `limit` bytes.
    pub fn collect(&self, running: &Running, limit: u64) -> Result<Snapshot, SandboxError> {
        running.folder.collect(limit)
    }
}

/// Reaps the program and its orphans; at the worker's death or at SIGTERM, ends them all and removes
/// the scratch folder.
fn keeper(launch: &Launch, scratch: &Path, terminal: &Terminal, errors: BorrowedFd<'_>, reports: BorrowedFd<'_>) -> ! {
    let mut signals = SigSet::empty();
    signals.add(Signal::SIGCHLD);
    signals.add(Signal::SIGTERM);
    // The worker has closed the terminal.
    signals.add(Signal::SIGHUP);
    if let Err(error) = lead_session(terminal) {
        report(reports, b't', error.errno as i32);
        quit(1);
    }
    let ready = signals
        .thread_block()
        .and_then(|()| prctl::set_child_subreaper(true))
        .and_then(|()| prctl::set_pdeathsig(Signal::SIGTERM));
    if let Err(errno) = ready {
        report(reports, b'k', errno as i32);
        quit(1);
    }
    // SAFETY: one thread.
    let main = match unsafe { fork() } {
        Ok(ForkResult::Child) => {
            let _ = prctl::set_pdeathsig(Signal::SIGKILL);
            let errno = become_program(launch, scratch, terminal, errors, None);
            report(reports, b'X', errno as i32);
            quit(127)
        }
        Ok(ForkResult::Parent { child }) => child,
        Err(errno) => {
            report(reports, b'f', errno as i32);
            quit(1)
        }
    };
    let reports = keep_only(reports);
    loop {
        match signals.wait() {
            Ok(Signal::SIGCHLD) => reap(main, reports),
            Ok(_) => break,
            Err(_) => {}
        }
    }
    // New children may be born while the old are killed: until none is left.
    loop {
        let children = descendants(getpid());
        if children.is_empty() {
            break;
        }
        for pid in children {
            let _ = kill(pid, Signal::SIGKILL);
        }
        while waitpid(None, None).is_ok() {}
    }
    let _ = fs::remove_dir_all(scratch);
    quit(0)
}

fn reap(main: Pid, reports: BorrowedFd<'_>) {
    loop {
        match waitpid(None, Some(WaitPidFlag::WNOHANG)) {
            Ok(WaitStatus::Exited(pid, status)) if pid == main => report(reports, b'E', status),
            Ok(WaitStatus::Signaled(pid, signal, _)) if pid == main => report(reports, b'S', signal as i32),
            Ok(WaitStatus::StillAlive) | Err(_) => return,
            Ok(_) => {}
        }
    }
}

/// All processes below one (proc(5), `task/TID/children`).
pub(super) fn descendants(of: Pid) -> Vec<Pid> {
    let mut found: Vec<Pid> = Vec::new();
    let mut next = vec![of];
    while let Some(pid) = next.pop() {
        for task in fs::read_dir(format!("/proc/{pid}/task")).into_iter().flatten().flatten() {
            let text = fs::read_to_string(task.path().join("children")).unwrap_or_default();
            for child in text.split_whitespace().filter_map(|c| c.parse().ok()).map(Pid::from_raw) {
                found.push(child);
                next.push(child);
            }
        }
    }
    found
}

/// The processes of a program, its keeper excluded.
pub fn processes_below(keeper: Pid) -> Vec<i32> {
    descendants(keeper).into_iter().map(Pid::as_raw).collect()
}
