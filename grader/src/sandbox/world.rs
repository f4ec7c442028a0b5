//! A private world: user, network, PID, mount, IPC and UTS namespaces, left only by dying.

#![expect(unsafe_code, reason = "fork(2) in a process that has one thread")]

use nix::sched::{CloneFlags, unshare};
use nix::sys::prctl;
use nix::sys::signal::Signal;
use nix::sys::wait::{WaitStatus, waitpid};
use nix::unistd::{ForkResult, Pid, fork, geteuid, getppid};

use super::error::{Context, SandboxError};
use super::interpreter::View;
use super::{account, loopback, root};

/// Proof that the calling process is the first process of a world. There is one a process.
#[derive(Debug)]
pub struct World {
    _entered: (),
}

impl World {
    /// Enters a new world. Returns in its first process, a child of the caller; the caller itself
    /// only waits and exits with the child's status. Must be called before any thread is started.
    pub fn enter(view: &View) -> Result<World, SandboxError> {
        let parent = getppid();
        die_with_parent(parent)?;
        if geteuid().is_root() {
            unshare(CloneFlags::CLONE_NEWNS).during("unshare mount namespace")?;
            root::assemble(view)?;
            account::give_up_root()?;
            account::enter_user_namespace(0, CloneFlags::empty())?;
        } else {
            account::enter_user_namespace(0, CloneFlags::CLONE_NEWNS)?;
            root::assemble(view)?;
        }
        let rest = CloneFlags::CLONE_NEWNET
            | CloneFlags::CLONE_NEWPID
            | CloneFlags::CLONE_NEWIPC
            | CloneFlags::CLONE_NEWUTS
            | CloneFlags::CLONE_NEWNS;
        unshare(rest).during("unshare network, PID, IPC, UTS and mount namespaces")?;
        // Giving up root cleared the parent-death signal.
        die_with_parent(parent)?;
        // SAFETY: this process has only this thread.
        match unsafe { fork() }.during("fork")? {
            ForkResult::Parent { child } => leave_with(child),
            ForkResult::Child => {}
        }
        // The parent is outside this PID namespace, hence number 0.
        die_with_parent(Pid::from_raw(0))?;
        root::mount_proc()?;
        nix::unistd::sethostname("tp").during("sethostname")?;
        loopback::bring_up()?;
        Ok(World { _entered: () })
    }
}

/// Killed when the parent dies; ends here if it already has.
pub(super) fn die_with_parent(parent: Pid) -> Result<(), SandboxError> {
    prctl::set_pdeathsig(Signal::SIGKILL).during("prctl parent-death signal")?;
    if getppid() != parent {
        std::process::exit(1);
    }
    Ok(())
}

/// Waits for the world's first process and ends as it did.
fn leave_with(child: Pid) -> ! {
    let status = loop {
        match waitpid(child, None) {
            Ok(WaitStatus::Exited(_, status)) => break status,
            Ok(WaitStatus::Signaled(_, signal, _)) => break 128 + signal as i32,
            Ok(_) | Err(nix::errno::Errno::EINTR) => {}
            Err(_) => break 1,
        }
    };
    // No destructors: they belong to the child's copy.
    // SAFETY: _exit has no preconditions.
    unsafe { nix::libc::_exit(status) }
}

/// Tries, in a child that ends at once, whether a world can be entered here.
pub fn probe() -> Result<(), SandboxError> {
    World::enter(&View::default()).map(drop)
}

impl World {
    /// Starts a program over a scratch copy of `files`.
    pub fn launch(
        &self,
        launch: &super::Launch,
        files: &crate::submission::Snapshot,
    ) -> Result<super::Running, SandboxError> {
        super::program::launch(launch, files)
    }

    /// What a program left in its scratch copy, at most `limit` bytes.
    pub fn collect(&self, running: &super::Running, limit: u64) -> Result<crate::submission::Snapshot, SandboxError> {
        running.folder.collect(limit)
    }
}
