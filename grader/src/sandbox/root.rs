//! The file system a world sees: the system read-only, nothing of anybody's home, empty places to
//! write in.

#![expect(unsafe_code, reason = "mount_setattr(2) has no safe wrapper")]

use std::fs;
use std::io;
use std::os::unix::fs::symlink;
use std::path::{Path, PathBuf};

use nix::errno::Errno;
use nix::mount::{MntFlags, MsFlags, mount, umount2};
use nix::unistd::{chdir, pivot_root};

use super::error::{Context, SandboxError};
use super::interpreter::View;

/// Top-level folders of the system that programs may read.
const SYSTEM: &[&str] = &["usr", "bin", "sbin", "lib", "lib32", "lib64", "libx32", "etc", "opt", "nix", "gnu"];
/// Devices a program may use.
const DEVICES: &[&str] = &["null", "zero", "full", "random", "urandom", "tty"];
const NONE: Option<&str> = None;

/// True when a path is below a folder that every world sees anyway.
pub(super) fn is_system(path: &Path) -> bool {
    let mut parts = path.components().skip(1);
    parts.next().is_some_and(|first| SYSTEM.iter().any(|s| first.as_os_str() == *s))
}

/// Where the probe of Python programs lies in a world; only programs started with it are told so.
pub(super) const PROBE_PLACE: &str = "/run/grader";
/// See its own page.
const PROBE: &str = include_str!("probe.py");

/// Makes the world's root and moves into it. What else is visible is so at its own path (an interpreter
/// installed in a home).
pub(super) fn assemble(view: &View) -> Result<(), SandboxError> {
    mount(NONE, "/", NONE, MsFlags::MS_REC | MsFlags::MS_PRIVATE, NONE).during("make / private")?;
    let stage = ["/mnt", "/media", "/srv", "/tmp", "/var"]
        .map(Path::new)
        .into_iter()
        .find(|p| p.is_dir() && !view.visible.iter().any(|v| v.starts_with(p)))
        .unwrap_or(Path::new("/tmp"));
    mount(Some("world"), stage, Some("tmpfs"), MsFlags::MS_NOSUID | MsFlags::MS_NODEV, Some("size=4m,mode=0755"))
        .during(format!("mount tmpfs on {}", stage.display()))?;

    for name in SYSTEM {
        let (from, to) = (Path::new("/").join(name), stage.join(name));
        match fs::read_link(&from) {
            Ok(target) => symlink(target, &to).during(format!("symlink /{name}"))?,
            Err(_) if from.is_dir() => bind_read_only(&from, &to)?,
            Err(_) => {}
        }
    }
    let place = |folder: &Path| stage.join(folder.strip_prefix("/").unwrap_or(folder));
    let is_below_hidden = |folder: &Path| view.hidden.iter().any(|hidden| folder.starts_with(hidden));
    let (below, free): (Vec<&PathBuf>, Vec<&PathBuf>) = view.visible.iter().partition(|f| is_below_hidden(f));
    for folder in free.into_iter().filter(|f| !is_system(f)) {
        bind_read_only(folder, &place(folder))?;
    }
    let mut covers = Vec::new();
    for folder in &view.hidden {
        covers.extend(hide(&place(folder))?);
    }
    for folder in below {
        bind_read_only(folder, &place(folder))?;
    }
    for cover in &covers {
        read_only(cover, false)?;
    }
    devices(stage)?;
    names(stage)?;
    for name in ["proc", "tmp", "tp", "run/grader", "var", "var/tmp", "old"] {
        make_dir(&stage.join(name))?;
    }
    fs::write(stage.join("run/grader/sitecustomize.py"), PROBE).during("write the probe")?;
    let proc = stage.join("proc");
    mount(Some("/proc"), &proc, NONE, MsFlags::MS_BIND | MsFlags::MS_REC, NONE).during("bind /proc")?;

    pivot_root(stage, &stage.join("old")).during("pivot_root")?;
    chdir("/").during("chdir /")?;
    umount2("/old", MntFlags::MNT_DETACH).during("leave the old root")?;
    fs::remove_dir("/old").during("remove the old root's place")
}

/// Makes a mount and all below it read-only, without set-user-id and devices.
pub(super) fn read_only(path: &Path, recursive: bool) -> Result<(), SandboxError> {
    /// `struct mount_attr` of mount_setattr(2).
    #[repr(C)]
    struct MountAttr {
        set: u64,
        clear: u64,
        propagation: u64,
        user_namespace: u64,
    }
    let attr = MountAttr {
        set: nix::libc::MOUNT_ATTR_RDONLY | nix::libc::MOUNT_ATTR_NOSUID | nix::libc::MOUNT_ATTR_NODEV,
        clear: 0,
        propagation: 0,
        user_namespace: 0,
    };
    let action = || format!("make {} read-only", path.display());
    let c_path = std::ffi::CString::new(path.as_os_str().as_encoded_bytes())
        .map_err(|_| SandboxError { action: action(), errno: Errno::EINVAL })?;
    let flags = if recursive { nix::libc::AT_RECURSIVE } else { 0 };
    // SAFETY: both pointers are valid for the call, and the size is that of the struct.
    let result = unsafe {
        nix::libc::syscall(
            nix::libc::SYS_mount_setattr,
            nix::libc::AT_FDCWD,
            c_path.as_ptr(),
            flags,
            &raw const attr,
            size_of::<MountAttr>(),
        )
    };
    Errno::result(result).map(drop).during(action())
}

fn bind_read_only(from: &Path, to: &Path) -> Result<(), SandboxError> {
    make_dir(to)?;
    mount(Some(from), to, NONE, MsFlags::MS_BIND | MsFlags::MS_REC, NONE).during(format!("bind {}", from.display()))?;
    read_only(to, true)
}

/// Covers a folder or a file, where it is to be seen at all; the cover of a folder, empty.
fn hide(path: &Path) -> Result<Option<PathBuf>, SandboxError> {
    let action = || format!("hide {}", path.display());
    if path.is_dir() {
        let flags = MsFlags::MS_NOSUID | MsFlags::MS_NODEV;
        mount(Some("hidden"), path, Some("tmpfs"), flags, Some("size=64k,mode=0755")).during(action())?;
        return Ok(Some(path.into()));
    }
    if path.is_file() {
        mount(Some("/dev/null"), path, NONE, MsFlags::MS_BIND, NONE).during(action())?;
    }
    Ok(None)
}

fn make_dir(path: &Path) -> Result<(), SandboxError> {
    fs::create_dir_all(path).during(format!("mkdir {}", path.display()))
}

fn devices(stage: &Path) -> Result<(), SandboxError> {
    let dev = stage.join("dev");
    make_dir(&dev.join("pts"))?;
    make_dir(&dev.join("shm"))?;
    for name in DEVICES {
        let (from, to) = (Path::new("/dev").join(name), dev.join(name));
        fs::write(&to, "").during(format!("create {}", to.display()))?;
        mount(Some(&from), &to, NONE, MsFlags::MS_BIND, NONE).during(format!("bind /dev/{name}"))?;
    }
    let links = [
        ("ptmx", "pts/ptmx"),
        ("fd", "/proc/self/fd"),
        ("stdin", "/proc/self/fd/0"),
        ("stdout", "/proc/self/fd/1"),
        ("stderr", "/proc/self/fd/2"),
    ];
    for (name, target) in links {
        symlink(target, dev.join(name)).during(format!("symlink /dev/{name}"))?;
    }
    Ok(())
}

/// Names resolve inside the world only: `localhost` is the loopback, and no name server is asked.
fn names(stage: &Path) -> Result<(), SandboxError> {
    for (name, text) in [("hosts", "127.0.0.1 localhost tp\n::1 localhost\n"), ("resolv.conf", "")] {
        let (ours, theirs) = (stage.join(format!(".{name}")), stage.join("etc").join(name));
        fs::write(&ours, text).during(format!("write {name}"))?;
        match mount(Some(&ours), &theirs, NONE, MsFlags::MS_BIND, NONE) {
            // An ordinary user's programs own it, and share it with others in their world.
            Ok(()) => read_only(&theirs, false)?,
            // A machine without the file, or with a dangling link in its place, has nothing to hide.
            Err(Errno::ENOENT) => {}
            Err(errno) => return Err(SandboxError { action: format!("bind /etc/{name}"), errno }),
        }
    }
    Ok(())
}

/// Empty, private places to write in, limited in size; to be made in the program's own mount namespace.
pub(super) fn writable_places(size_mb: u32) -> Result<(), SandboxError> {
    let places: [(&str, &str, u32); 4] =
        [("/tp", "0755", size_mb), ("/tmp", "1777", size_mb), ("/var/tmp", "1777", 16), ("/dev/shm", "1777", 16)];
    for (path, mode, size) in places {
        let options = format!("size={size}m,nr_inodes=20000,mode={mode}");
        mount(Some("tmpfs"), path, Some("tmpfs"), MsFlags::MS_NOSUID | MsFlags::MS_NODEV, Some(options.as_str()))
            .during(format!("mount tmpfs on {path}"))?;
    }
    read_only(Path::new("/"), false)
}

/// A fresh `/proc` for the current PID namespace.
pub(super) fn mount_proc() -> Result<(), SandboxError> {
    let flags = MsFlags::MS_NOSUID | MsFlags::MS_NODEV | MsFlags::MS_NOEXEC;
    mount(Some("proc"), "/proc", Some("proc"), flags, NONE).during("mount /proc")
}

/// A private set of pseudo-terminals, over those that were there before: each program has its own, so
/// that none can write on another's terminal, nor use up those of the whole machine.
pub(super) fn mount_terminals() -> Result<(), SandboxError> {
    let flags = MsFlags::MS_NOSUID | MsFlags::MS_NOEXEC;
    mount(Some("devpts"), "/dev/pts", Some("devpts"), flags, Some("newinstance,ptmxmode=0666,mode=0620,max=16"))
        .during("mount /dev/pts")
}

/// Makes the kernel's settings read-only: the world's own ones belong to the user that programs run as.
pub(super) fn settle_settings() -> Result<(), SandboxError> {
    let settings = Path::new("/proc/sys");
    mount(Some(settings), settings, NONE, MsFlags::MS_BIND, NONE).during("bind /proc/sys")?;
    read_only(settings, false)
}

/// Never an error: a file that cannot be removed at the end of a world disappears with it.
pub(super) fn is_missing(error: &io::Error) -> bool {
    error.kind() == io::ErrorKind::NotFound
}
