//! Users: who the worker becomes, and the maps of user namespaces.

use std::fs;

use nix::sched::{CloneFlags, unshare};
use nix::unistd::{Gid, Uid, getegid, geteuid, setgroups, setresgid, setresuid};

use super::error::{Context, SandboxError};

/// The unprivileged users that a root grader's worlds belong to, by turns: nobody's on any machine (the
/// range is left free by systemd.io/UIDS-GIDS). Nothing is owned by them, so what a world could reach by
/// mistake it still could not read or signal; and what the kernel counts by user (pipes, descriptors on
/// their way, pending signals) one world cannot use up for another.
const NOBODIES: std::ops::RangeInclusive<u32> = 60_706..=61_183;

/// New user namespace (with `also` created inside it) in which the current user is `inside`.
pub(super) fn enter_user_namespace(inside: u32, also: CloneFlags) -> Result<(), SandboxError> {
    let (uid, gid) = (geteuid(), getegid());
    unshare(CloneFlags::CLONE_NEWUSER | also).during("unshare user namespace")?;
    fs::write("/proc/self/setgroups", "deny").during("write /proc/self/setgroups")?;
    fs::write("/proc/self/uid_map", format!("{inside} {uid} 1")).during("write /proc/self/uid_map")?;
    fs::write("/proc/self/gid_map", format!("{inside} {gid} 1")).during("write /proc/self/gid_map")
}

/// Gives up being root for good.
pub(super) fn give_up_root() -> Result<(), SandboxError> {
    let number = NOBODIES.start() + std::process::id() % (NOBODIES.end() - NOBODIES.start() + 1);
    let (uid, gid) = (Uid::from_raw(number), Gid::from_raw(number));
    setgroups(&[]).during("setgroups")?;
    setresgid(gid, gid, gid).during("setresgid")?;
    setresuid(uid, uid, uid).during("setresuid")?;
    // Changing user made /proc/self root's; the maps are written through it.
    nix::sys::prctl::set_dumpable(true).during("prctl dumpable")
}
