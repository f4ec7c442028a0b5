//! Control groups (cgroups(7), version 2): memory and tasks of a whole world bounded by the kernel,
//! whatever its programs share, hide in files or leave in sockets. One a worker, removed with it.
//!
//! Where this machine lets the grader make none, programs have the limits of each process alone, and
//! [`NoCells`] says why.

use std::fs::{self, File};
use std::io::{self, Write};
use std::os::fd::AsFd;
use std::os::unix::fs::FileExt;
use std::path::{Path, PathBuf};
use std::sync::LazyLock;
use std::sync::atomic::{AtomicU64, Ordering};

use nix::errno::Errno;
use nix::poll::{PollFd, PollFlags, PollTimeout, poll};

/// Beginning of the names of our groups: `grader.PID.NUMBER`.
const PREFIX: &str = "grader";
/// Tasks of a world: some programs at their own limits, and the grader's processes.
const TASKS: u64 = 2048;
/// What the grader's own processes in a world may need, in MiB.
const OWN_MB: u64 = 256;
/// How long the kernel may take to end what is left in a group, in milliseconds.
const PATIENCE: u16 = 2000;

/// Why there are no groups here.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum NoCells {
    /// No file system of version 2 is mounted.
    Absent,
    /// It does not have the controllers for memory and tasks.
    Controllers,
    /// We may not make groups.
    Forbidden,
    /// Other processes are in our own group, so it cannot be divided.
    Shared,
}

/// A group that ours are made in.
#[derive(Debug)]
pub struct Cells {
    parent: PathBuf,
    next: AtomicU64,
}

/// A group; when dropped, whatever is left in it is killed, and it is removed.
#[derive(Debug)]
pub struct Cell {
    folder: PathBuf,
}

/// The groups of this machine, looked for once.
pub fn cells() -> Result<&'static Cells, NoCells> {
    static FOUND: LazyLock<Result<Cells, NoCells>> = LazyLock::new(|| {
        let mounts = fs::read_to_string("/proc/self/mounts").unwrap_or_default();
        let own = fs::read_to_string("/proc/self/cgroup").unwrap_or_default();
        let top = mount_of(&mounts).ok_or(NoCells::Absent)?;
        Cells::below(&top, own_of(&own), std::process::id())
    });
    FOUND.as_ref().map_err(|why| *why)
}

/// Where the file system is mounted (proc_mounts(5)).
fn mount_of(mounts: &str) -> Option<PathBuf> {
    let mut lines = mounts.lines().map(|line| line.split(' ').collect::<Vec<_>>());
    lines.find_map(|fields| (fields.get(2) == Some(&"cgroup2")).then(|| PathBuf::from(fields[1])))
}

/// Our own group in it, relative to its top (cgroups(7), `/proc/PID/cgroup`).
fn own_of(text: &str) -> &str {
    text.lines().find_map(|line| line.strip_prefix("0::/")).unwrap_or("")
}

impl Cells {
    /// In our own group, or else at the top, which only root may divide.
    fn below(top: &Path, own: &str, pid: u32) -> Result<Cells, NoCells> {
        let ours = Cells::inside(&top.join(own), pid);
        if ours.is_err() && !own.is_empty() { Cells::inside(top, pid).or(ours) } else { ours }
    }

    fn inside(parent: &Path, pid: u32) -> Result<Cells, NoCells> {
        let controllers = fs::read_to_string(parent.join("cgroup.controllers")).map_err(|_| NoCells::Absent)?;
        let has = |list: &str| ["memory", "pids"].iter().all(|name| list.split_whitespace().any(|word| word == *name));
        if !has(&controllers) {
            return Err(NoCells::Controllers);
        }
        remove_stale(parent);
        if !has(&fs::read_to_string(parent.join("cgroup.subtree_control")).unwrap_or_default()) {
            divide(parent, pid)?;
        }
        let cells = Cells { parent: parent.into(), next: AtomicU64::new(0) };
        // Whether groups can be made is known once one was.
        cells.make(pid, 1).map(drop).map_err(|_| NoCells::Forbidden)?;
        Ok(cells)
    }

    /// A new group for a world whose programs may use so much memory together.
    pub fn cell(&self, memory_mb: u64) -> io::Result<Cell> {
        self.make(std::process::id(), memory_mb + OWN_MB)
    }

    fn make(&self, pid: u32, memory_mb: u64) -> io::Result<Cell> {
        let number = self.next.fetch_add(1, Ordering::Relaxed);
        let cell = Cell { folder: self.parent.join(format!("{PREFIX}.{pid}.{number}")) };
        fs::create_dir(&cell.folder)?;
        fs::write(cell.folder.join("memory.max"), (memory_mb << 20).to_string())?;
        fs::write(cell.folder.join("pids.max"), TASKS.to_string())?;
        // Absent where there is no swap.
        let _ = fs::write(cell.folder.join("memory.swap.max"), "0");
        Ok(cell)
    }
}

/// Hands the controllers down. A group with processes of its own cannot; when we are alone in it, we
/// move one down.
fn divide(parent: &Path, pid: u32) -> Result<(), NoCells> {
    let hand_down = || fs::write(parent.join("cgroup.subtree_control"), "+memory +pids");
    let Err(why) = hand_down() else { return Ok(()) };
    if why.raw_os_error() != Some(Errno::EBUSY as i32) {
        return Err(NoCells::Forbidden);
    }
    let alone = fs::read_to_string(parent.join("cgroup.procs")).is_ok_and(|list| list.trim() == pid.to_string());
    if !alone {
        return Err(NoCells::Shared);
    }
    let below = parent.join(format!("{PREFIX}.{pid}.self"));
    fs::create_dir(&below)
        .and_then(|()| fs::write(below.join("cgroup.procs"), "0"))
        .and_then(|()| hand_down())
        .map_err(|_| NoCells::Forbidden)
}

/// Removes the groups of graders that were killed.
fn remove_stale(parent: &Path) {
    for entry in fs::read_dir(parent).into_iter().flatten().flatten() {
        let name = entry.file_name().to_string_lossy().into_owned();
        let owner = name.strip_prefix(PREFIX).and_then(|rest| rest.strip_prefix('.')?.split_once('.'));
        if owner.is_some_and(|(pid, _)| pid.parse::<u32>().is_ok() && !Path::new("/proc").join(pid).exists()) {
            drop(Cell { folder: entry.path() });
        }
    }
}

impl Cell {
    /// Its folder, for [`Membership::enter`].
    pub fn folder(&self) -> &Path {
        &self.folder
    }
}

impl Cell {
    /// Waits until the last process is gone; false when there is nothing to wait for, or for too long.
    fn changes(&self) -> bool {
        let Ok(events) = File::open(self.folder.join("cgroup.events")) else { return false };
        let mut text = [0; 128];
        // Only what changes after it was read wakes who polls it.
        let length = events.read_at(&mut text, 0).unwrap_or(0);
        let populated = String::from_utf8_lossy(&text[..length]).contains("populated 1");
        let mut fds = [PollFd::new(events.as_fd(), PollFlags::POLLPRI)];
        populated && poll(&mut fds, PollTimeout::from(PATIENCE)).is_ok_and(|woken| woken > 0)
    }
}

impl Drop for Cell {
    fn drop(&mut self) {
        // Absent before Linux 5.14; what is left dies with its parents all the same.
        let kill = fs::OpenOptions::new().write(true).open(self.folder.join("cgroup.kill"));
        let _ = kill.and_then(|mut kill| kill.write_all(b"1"));
        // What cannot be removed now is removed by the next run.
        while fs::remove_dir(&self.folder).is_err() && self.changes() {}
    }
}

/// The calling process is in a group.
#[derive(Debug)]
pub struct Membership {
    events: File,
}

impl Membership {
    /// Enters the group; all processes begun from now on are in it.
    pub fn enter(folder: &Path) -> io::Result<Membership> {
        fs::write(folder.join("cgroup.procs"), "0")?;
        // Opened now, for in a world there is no such file.
        Ok(Membership { events: File::open(folder.join("memory.events"))? })
    }

    /// Processes of the group that the kernel killed because memory had run out.
    pub fn killed(&self) -> u64 {
        let mut text = [0; 512];
        let length = self.events.read_at(&mut text, 0).unwrap_or(0);
        let text = String::from_utf8_lossy(&text[..length]);
        text.lines().find_map(|line| line.strip_prefix("oom_kill ")?.parse().ok()).unwrap_or(0)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// What the kernel shows of a group, as plain files.
    fn group(folder: &Path, controllers: &str, handed_down: &str) {
        fs::create_dir_all(folder).unwrap();
        fs::write(folder.join("cgroup.controllers"), controllers).unwrap();
        fs::write(folder.join("cgroup.subtree_control"), handed_down).unwrap();
        fs::write(folder.join("cgroup.procs"), "1\n").unwrap();
    }

    #[test]
    fn where_it_is_mounted_and_where_we_are() {
        let mounts = "proc /proc proc rw 0 0\ncgroup /sys/fs/cgroup/memory cgroup rw 0 0\n";
        assert_eq!(mount_of(mounts), None);
        let mounts = format!("{mounts}cgroup2 /sys/fs/cgroup cgroup2 rw,nosuid 0 0\n");
        assert_eq!(mount_of(&mounts), Some("/sys/fs/cgroup".into()));
        assert_eq!(own_of("4:memory:/x\n0::/user.slice/a\n"), "user.slice/a");
        assert_eq!((own_of("0::/\n"), own_of("4:memory:/x\n")), ("", ""));
    }

    #[test]
    fn groups_are_made_in_our_own_or_at_the_top_with_their_bounds() {
        let top = tempfile::tempdir().unwrap();
        group(top.path(), "cpu memory pids", "memory pids");
        group(&top.path().join("ours"), "cpu", "");
        let cells = Cells::below(top.path(), "ours", 7).unwrap();
        assert_eq!(cells.parent, top.path());
        let cell = cells.cell(1536).unwrap();
        let read = |name: &str| fs::read_to_string(cell.folder().join(name)).unwrap();
        assert_eq!(read("memory.max"), (1792_u64 << 20).to_string());
        assert_eq!((read("pids.max"), read("memory.swap.max")), ("2048".into(), "0".into()));
        group(&top.path().join("ours"), "memory pids", "");
        let cells = Cells::below(top.path(), "ours", 7).unwrap();
        assert_eq!(cells.parent, top.path().join("ours"));
        let handed = fs::read_to_string(top.path().join("ours/cgroup.subtree_control")).unwrap();
        assert_eq!(handed, "+memory +pids");
    }

    #[test]
    fn why_there_are_none_is_told() {
        let top = tempfile::tempdir().unwrap();
        assert_eq!(Cells::below(top.path(), "", 7).unwrap_err(), NoCells::Absent);
        group(top.path(), "hugetlb", "");
        assert_eq!(Cells::below(top.path(), "", 7).unwrap_err(), NoCells::Controllers);
        group(top.path(), "memory pids", "memory pids");
        // In the place of the group that would show whether they can be made.
        fs::write(top.path().join("grader.7.0"), "").unwrap();
        assert_eq!(Cells::below(top.path(), "", 7).unwrap_err(), NoCells::Forbidden);
    }

    #[test]
    fn what_a_killed_grader_left_is_removed_and_nothing_else() {
        let top = tempfile::tempdir().unwrap();
        let ours = format!("grader.{}.3", std::process::id());
        for name in ["grader.4194305.0", ours.as_str(), "grader.x.0", "other", "grader"] {
            fs::create_dir(top.path().join(name)).unwrap();
        }
        remove_stale(top.path());
        let mut left: Vec<String> =
            fs::read_dir(top.path()).unwrap().map(|e| e.unwrap().file_name().into_string().unwrap()).collect();
        left.sort();
        assert_eq!(left, ["grader", &ours, "grader.x.0", "other"]);
    }

    #[test]
    fn who_was_killed_for_memory_is_counted() {
        let folder = tempfile::tempdir().unwrap();
        fs::write(folder.path().join("memory.events"), "low 0\nmax 9\noom 2\noom_kill 0\n").unwrap();
        let membership = Membership::enter(folder.path()).unwrap();
        assert_eq!(fs::read_to_string(folder.path().join("cgroup.procs")).unwrap(), "0");
        assert_eq!(membership.killed(), 0);
        fs::write(folder.path().join("memory.events"), "oom 2\noom_kill 2\noom_group_kill 0\n").unwrap();
        assert_eq!(membership.killed(), 2);
    }
}
