//! Starting a program one level deeper: its own user, PID and mount namespaces, its own files, a
//! terminal, limits.
//!
//! Three processes: a go-between that makes the namespaces and ends; the *keeper*, first process of
//! the PID namespace, which reaps orphans and reports how the main process ended; the program.

#![expect(unsafe_code, reason = "fork(2), execve(2) and close_range(2) in processes that have one thread")]

use std::ffi::CString;
use std::fs::{self, File};
use std::io::{Read, Write};
use std::os::fd::{AsFd, AsRawFd, BorrowedFd, FromRawFd, IntoRawFd, OwnedFd};
use std::os::unix::fs::{MetadataExt, OpenOptionsExt};
use std::path::{Path, PathBuf};

use nix::errno::Errno;
use nix::fcntl::OFlag;
use nix::sched::CloneFlags;
use nix::sys::personality::{self, Persona};
use nix::sys::prctl;
use nix::sys::resource::{Resource, setrlimit};
use nix::sys::signal::{SigSet, SigmaskHow, Signal, kill, sigprocmask};
use nix::sys::socket::{AddressFamily, SockFlag, SockType, socketpair};
use nix::sys::wait::{WaitStatus, waitpid};
use nix::unistd::{
    ForkResult, Pid, chdir, dup2_stderr, dup2_stdin, dup2_stdout, execve, fork, getpid, pipe2, setpgid, setsid,
    tcsetpgrp,
};
use serde::{Deserialize, Serialize};

use super::account::enter_user_namespace;
use super::error::{Context, SandboxError};
use super::filter;
use super::folder::{Folder, hand_over};
use super::root;
use super::terminal::{Terminal, take_control};
use crate::submission::Snapshot;
use crate::transcript::Ending;

/// Where the scratch copy of the submission lies inside a world.
pub(super) const PLACE: &str = "/tp";

/// Signals that a program may have waiting.
const SIGNALS: u64 = 1024;

/// Bounds on one program.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Limits {
    /// Processes and threads.
    pub processes: u64,
    /// Private writable memory of each process, in MiB.
    pub memory_mb: u64,
    /// Memory of all its processes together, in MiB.
    pub together_mb: u64,
    /// Disk space of the scratch copy and of `/tmp`, in MiB.
    pub disk_mb: u32,
    /// CPU time of each process, in seconds.
    pub cpu_s: u64,
    /// Open files of each process.
    pub files: u64,
}

impl Default for Limits {
    fn default() -> Limits {
        Limits { processes: 256, memory_mb: 1024, together_mb: 1536, disk_mb: 64, cpu_s: 60, files: 1024 }
    }
}

impl Limits {
    /// For compilers.
    pub fn for_building() -> Limits {
        Limits { memory_mb: 4096, together_mb: 4608, disk_mb: 512, cpu_s: 300, ..Limits::default() }
    }
}

/// What to start.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Launch {
    /// Absolute path of the executable and its arguments.
    pub argv: Vec<String>,
    /// The whole environment.
    pub env: Vec<(String, String)>,
    /// Working directory inside the submission, `""` for its top.
    pub folder: String,
    /// Bounds.
    pub limits: Limits,
    /// Whether a Python interpreter is to load the probe.
    #[serde(default)]
    pub probe: bool,
    /// Whether it carries ThreadSanitizer, which needs addresses that are not chosen at random.
    #[serde(default)]
    pub sanitized: bool,
}

/// A program that was started.
#[derive(Debug)]
pub struct Running {
    /// Its terminal.
    pub terminal: Terminal,
    /// Its standard error; non-blocking.
    pub errors: OwnedFd,
    /// Reports of the keeper; non-blocking.
    pub reports: OwnedFd,
    /// The keeper: first process of the program's PID namespace (or of its process group).
    pub keeper: Pid,
    /// Inode of the program's PID namespace; none in the portable backend.
    pub pid_namespace: Option<u64>,
    /// Its scratch copy of the submission.
    pub folder: Folder,
    /// Where that lies for the program itself.
    pub place: PathBuf,
    /// Our end of the probe's channel; non-blocking.
    pub probe: Option<OwnedFd>,
}

/// What the keeper says.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Status {
    /// The main process ended so.
    Ended(Ending),
    /// The program could not be executed.
    NotExecuted(Errno),
    /// The keeper itself failed, at step `u8`.
    Failed(u8, Errno),
}

impl Running {
    /// The next report, if there is one.
    pub fn status(&self) -> Option<Status> {
        let mut record = [0; 5];
        // Records are shorter than PIPE_BUF, so a read gets a whole one or nothing.
        let count = nix::unistd::read(&self.reports, &mut record).ok()?;
        if count != record.len() {
            return None;
        }
        let value = i32::from_ne_bytes([record[1], record[2], record[3], record[4]]);
        Some(match record[0] {
            b'E' => Status::Ended(Ending::Status(value)),
            b'S' => Status::Ended(Ending::Signal(value)),
            b'X' => Status::NotExecuted(Errno::from_raw(value)),
            step => Status::Failed(step, Errno::from_raw(value)),
        })
    }

    /// Ends the program and all its descendants.
    pub fn kill(&self) {
        let signal = if self.pid_namespace.is_some() { Signal::SIGKILL } else { Signal::SIGTERM };
        let _ = kill(self.keeper, signal);
    }
}

/// Starts a program in the world of the calling process, over a copy of `files`.
pub(super) fn launch(launch: &Launch, files: &Snapshot) -> Result<Running, SandboxError> {
    root::mount_terminals()?;
    let terminal = Terminal::open()?;
    let (errors, errors_in) = pipe2(OFlag::O_CLOEXEC | OFlag::O_NONBLOCK).during("pipe")?;
    let (reports, reports_in) = pipe2(OFlag::O_CLOEXEC | OFlag::O_NONBLOCK).during("pipe")?;
    let (pid_out, pid_in) = pipe2(OFlag::O_CLOEXEC).during("pipe")?;
    let (folder, folder_in) = Folder::promised(&launch.folder)?;
    let (probe, probe_in) = if launch.probe { Some(probe_channel()?).unzip() } else { (None, None) };
    // The program's end of its standard error is an ordinary, blocking one.
    nix::fcntl::fcntl(&errors_in, nix::fcntl::FcntlArg::F_SETFL(OFlag::empty())).during("blocking pipe")?;
    // SAFETY: the worker has one thread.
    match unsafe { fork() }.during("fork")? {
        ForkResult::Child => {
            let ends = Ends {
                errors: errors_in.as_fd(),
                reports: reports_in.as_fd(),
                folder: folder_in.as_fd(),
                probe: probe_in.as_ref().map(AsFd::as_fd),
            };
            go_between(launch, files, &terminal, &ends, pid_in.as_fd())
        }
        ForkResult::Parent { child } => {
            drop((errors_in, reports_in, folder_in, pid_in, probe_in));
            let (mut pid, mut namespace) = ([0; 4], [0; 8]);
            let mut pipe = File::from(pid_out);
            let told = pipe.read_exact(&mut pid).and_then(|()| pipe.read_exact(&mut namespace));
            let _ = waitpid(child, None);
            let keeper = if told.is_ok() { i32::from_ne_bytes(pid) } else { 0 };
            let running = Running {
                terminal,
                errors,
                reports,
                keeper: Pid::from_raw(keeper),
                pid_namespace: Some(u64::from_ne_bytes(namespace)),
                folder,
                place: PLACE.into(),
                probe,
            };
            if keeper <= 0 {
                let errno = match running.status() {
                    Some(Status::Failed(_, errno)) => errno,
                    _ => Errno::EIO,
                };
                return Err(SandboxError { action: "make a program's namespaces".into(), errno });
            }
            Ok(running)
        }
    }
}

/// The far ends of what the worker listens to.
struct Ends<'a> {
    /// The program's standard error.
    errors: BorrowedFd<'a>,
    /// The keeper's reports.
    reports: BorrowedFd<'a>,
    /// Where the keeper hands the program's folder over.
    folder: BorrowedFd<'a>,
    /// The probe's end of its channel.
    probe: Option<BorrowedFd<'a>>,
}

/// Both ends of a probe's channel: ours, which does not block, and the program's, which does.
fn probe_channel() -> Result<(OwnedFd, OwnedFd), SandboxError> {
    let (ours, theirs) = socketpair(AddressFamily::Unix, SockType::Stream, None, SockFlag::SOCK_CLOEXEC)
        .during("open the probe's channel")?;
    nix::fcntl::fcntl(&ours, nix::fcntl::FcntlArg::F_SETFL(OFlag::O_NONBLOCK)).during("non-blocking channel")?;
    Ok((ours, theirs))
}

fn go_between(launch: &Launch, files: &Snapshot, terminal: &Terminal, ends: &Ends<'_>, pid_in: BorrowedFd<'_>) -> ! {
    let made = enter_user_namespace(1000, CloneFlags::CLONE_NEWPID | CloneFlags::CLONE_NEWNS);
    if let Err(error) = made {
        report(ends.reports, b'u', error.errno as i32);
        quit(1);
    }
    // SAFETY: one thread.
    match unsafe { fork() } {
        Ok(ForkResult::Parent { .. }) => quit(0),
        Ok(ForkResult::Child) => {
            // `/proc` is still the worker's: through it the keeper learns its number there. It hides
            // later, so it must tell now which namespace its children have.
            let number = fs::read_link("/proc/self").ok().and_then(|p| p.to_str()?.parse::<i32>().ok()).unwrap_or(0);
            let namespace = fs::metadata("/proc/self/ns/pid").map_or(0, |m| m.ino());
            let _ = nix::unistd::write(pid_in, &[&number.to_ne_bytes()[..], &namespace.to_ne_bytes()].concat());
            keeper(launch, files, terminal, ends)
        }
        Err(errno) => {
            report(ends.reports, b'f', errno as i32);
            quit(1)
        }
    }
}

/// The first process of the program's PID namespace.
fn keeper(launch: &Launch, files: &Snapshot, terminal: &Terminal, ends: &Ends<'_>) -> ! {
    // What this process remembers of the worker must not be read from inside.
    let _ = prctl::set_dumpable(false);
    let prepared = lead_session(terminal)
        .and_then(|()| root::mount_proc())
        .and_then(|()| root::settle_settings())
        .and_then(|()| root::writable_places(launch.limits.disk_mb))
        .and_then(|()| unpack(files, Path::new(PLACE)))
        .and_then(|()| hand_over(Path::new(PLACE), ends.folder).during("hand the folder over"));
    if let Err(error) = prepared {
        report(ends.reports, b'm', error.errno as i32);
        quit(1);
    }
    // SAFETY: one thread.
    match unsafe { fork() } {
        Ok(ForkResult::Child) => {
            let errno = become_program(launch, Path::new(PLACE), terminal, ends.errors, ends.probe);
            report(ends.reports, b'X', errno as i32);
            quit(127)
        }
        Ok(ForkResult::Parent { child }) => {
            let kept = keep_only(ends.reports);
            let _ = prctl::set_name(c"init");
            reap(child, kept)
        }
        Err(errno) => {
            report(ends.reports, b'f', errno as i32);
            quit(1)
        }
    }
}

/// Reaps until nothing is left, reporting how the main process ended.
fn reap(main: Pid, reports: BorrowedFd<'_>) -> ! {
    loop {
        match waitpid(None, None) {
            Ok(WaitStatus::Exited(pid, status)) if pid == main => report(reports, b'E', status),
            Ok(WaitStatus::Signaled(pid, signal, _)) if pid == main => report(reports, b'S', signal as i32),
            Ok(_) | Err(Errno::EINTR) => {}
            Err(_) => quit(0),
        }
    }
}

/// Makes the keeper lead the terminal's session, as a shell does: a program whose main process ends
/// must not take its other processes with it, which the end of a session's leader would do.
pub(super) fn lead_session(terminal: &Terminal) -> Result<(), SandboxError> {
    setsid().during("setsid")?;
    take_control(terminal.slave())
}

/// Puts the calling process in the foreground of its terminal, in a process group of its own.
fn come_forward(terminal: &Terminal) -> Result<(), SandboxError> {
    let mut stop = SigSet::empty();
    stop.add(Signal::SIGTTOU);
    // A background process that asks for the foreground is stopped by this signal.
    sigprocmask(SigmaskHow::SIG_BLOCK, Some(&stop), None).during("signals")?;
    setpgid(Pid::from_raw(0), Pid::from_raw(0)).during("process group")?;
    tcsetpgrp(terminal.slave(), getpid()).during("foreground")
}

/// Turns the calling process into the program; returns only if that failed.
pub(super) fn become_program(
    launch: &Launch,
    place: &Path,
    terminal: &Terminal,
    errors: BorrowedFd<'_>,
    probe: Option<BorrowedFd<'_>>,
) -> Errno {
    let attempt = || -> Result<Errno, SandboxError> {
        come_forward(terminal)?;
        dup2_stdin(terminal.slave()).during("stdin")?;
        dup2_stdout(terminal.slave()).during("stdout")?;
        dup2_stderr(errors).during("stderr")?;
        sigprocmask(SigmaskHow::SIG_SETMASK, Some(&SigSet::empty()), None).during("signals")?;
        set_limits(&launch.limits)?;
        // Where memory runs out all the same, a program goes first, and the grader last. Only who may be
        // looked at may say so; nobody is there yet who could look.
        let _ = prctl::set_dumpable(true);
        let _ = fs::write("/proc/self/oom_score_adj", "1000");
        let c_string = |text: &str| {
            CString::new(text).map_err(|_| SandboxError { action: "argument".into(), errno: Errno::EINVAL })
        };
        let argv = launch.argv.iter().map(|a| c_string(a)).collect::<Result<Vec<_>, _>>()?;
        let mut env = launch.env.iter().map(|(k, v)| c_string(&format!("{k}={v}"))).collect::<Result<Vec<_>, _>>()?;
        if let Some(channel) = probe {
            nix::fcntl::fcntl(channel, nix::fcntl::FcntlArg::F_SETFD(nix::fcntl::FdFlag::empty())).during("probe")?;
            env.push(c_string(&format!("PYTHONPATH={}", root::PROBE_PLACE))?);
            env.push(c_string(&format!("GRADER_PROBE={}", channel.as_raw_fd()))?);
            env.push(c_string(&format!("GRADER_PLACE={}/", place.display()))?);
        }
        let program = argv.first().cloned().ok_or(SandboxError { action: "argv".into(), errno: Errno::EINVAL })?;
        if launch.sanitized {
            // Where a container forbids this, its newer versions help themselves.
            let _ = personality::set(Persona::ADDR_NO_RANDOMIZE);
        }
        prctl::set_no_new_privs().during("no new privileges")?;
        for filter in filter::build().unwrap_or_default() {
            seccompiler::apply_filter(&filter)
                .map_err(|_| SandboxError { action: "seccomp".into(), errno: Errno::EINVAL })?;
        }
        Ok(execve(&program, &argv, &env).err().unwrap_or(Errno::UnknownErrno))
    };
    // Descriptors above 2 are all close-on-exec; the folder is entered first, while we may.
    if let Err(errno) = chdir(place.join(&launch.folder).as_path()) {
        return errno;
    }
    attempt().unwrap_or_else(|error| error.errno)
}

fn set_limits(limits: &Limits) -> Result<(), SandboxError> {
    let mib = 1024 * 1024;
    let bounds = [
        (Resource::RLIMIT_NPROC, limits.processes),
        (Resource::RLIMIT_DATA, limits.memory_mb * mib),
        (Resource::RLIMIT_FSIZE, u64::from(limits.disk_mb) * mib),
        (Resource::RLIMIT_CPU, limits.cpu_s),
        (Resource::RLIMIT_NOFILE, limits.files),
        (Resource::RLIMIT_CORE, 0),
        (Resource::RLIMIT_MEMLOCK, mib),
        (Resource::RLIMIT_MSGQUEUE, mib),
        (Resource::RLIMIT_SIGPENDING, SIGNALS),
    ];
    for (resource, bound) in bounds {
        // Never above what the grader itself has.
        let (_, hard) = nix::sys::resource::getrlimit(resource).during("getrlimit")?;
        let value = bound.min(hard);
        setrlimit(resource, value, value).during(format!("{resource:?}"))?;
    }
    Ok(())
}

/// Writes the submission's files below `place`.
pub(super) fn unpack(files: &Snapshot, place: &Path) -> Result<(), SandboxError> {
    for file in &files.files {
        let path = place.join(&file.path);
        if let Some(parent) = path.parent() {
            fs::create_dir_all(parent).during("create a folder of the scratch copy")?;
        }
        let mode = if file.executable { 0o755 } else { 0o644 };
        let mut handle = fs::OpenOptions::new()
            .write(true)
            .create(true)
            .truncate(true)
            .mode(mode)
            .open(&path)
            .during("copy a file")?;
        handle.write_all(&file.bytes).during("copy a file")?;
    }
    Ok(())
}

pub(super) fn report(reports: BorrowedFd<'_>, kind: u8, value: i32) {
    let mut record = [kind; 5];
    record[1..].copy_from_slice(&value.to_ne_bytes());
    let _ = nix::unistd::write(reports, &record);
}

/// Closes every descriptor but one, which becomes number 3.
pub(super) fn keep_only(fd: BorrowedFd<'_>) -> BorrowedFd<'static> {
    // SAFETY: plain system calls on numbers; every owner in this process copy is forgotten with it,
    // as the process only ever leaves through `_exit`.
    unsafe {
        nix::libc::dup2(fd.as_raw_fd(), 3);
        nix::libc::close_range(4, nix::libc::c_uint::MAX, 0);
        nix::libc::close_range(0, 2, 0);
        BorrowedFd::borrow_raw(OwnedFd::from_raw_fd(3).into_raw_fd())
    }
}

/// Closes what the calling process was left by whoever started it, but its standard streams: a shell or
/// a CI's runner may have left a door open that no program must come through. To be called before
/// anything is opened.
pub fn close_inherited() {
    // SAFETY: nothing in this process owns a descriptor above 2 yet.
    unsafe { nix::libc::close_range(3, nix::libc::c_uint::MAX, 0) };
}

/// Ends without running destructors that belong to the worker.
pub(super) fn quit(status: i32) -> ! {
    // SAFETY: no preconditions.
    unsafe { nix::libc::_exit(status) }
}
