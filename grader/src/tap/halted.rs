//! A thread of another process kept where it is while it is read (ptrace(2): seized, interrupted; not a
//! signal, so the program sees nothing of it).

use nix::libc::user_regs_struct;
use nix::poll::{PollTimeout, poll};
use nix::sys::ptrace::{self, Options};
use nix::sys::signal::Signal;
use nix::sys::wait::{WaitPidFlag, WaitStatus, waitpid};
use nix::unistd::Pid;

use super::threads::tids;

/// Milliseconds a thread may take to stop.
const PATIENCE: u32 = 500;

/// It goes on when this is dropped.
pub(super) struct Halted {
    thread: Pid,
}

impl Halted {
    /// `None` for a thread that ended, that may not be traced, or that does not stop.
    pub(super) fn thread(tid: i32) -> Option<Self> {
        let thread = Pid::from_raw(tid);
        ptrace::seize(thread, Options::empty()).ok()?;
        let halted = Self { thread };
        ptrace::interrupt(thread).ok()?;
        halted.is_stopped().then_some(halted)
    }

    /// Those of a process that can be stopped.
    pub(super) fn process(pid: i32) -> Vec<Self> {
        tids(pid).into_iter().filter_map(Self::thread).collect()
    }

    pub(super) fn registers(&self) -> Option<user_regs_struct> {
        ptrace::getregs(self.thread).ok()
    }

    fn is_stopped(&self) -> bool {
        for _ in 0..PATIENCE {
            match waitpid(self.thread, Some(WaitPidFlag::__WALL | WaitPidFlag::WNOHANG)) {
                Ok(WaitStatus::StillAlive) => {}
                Ok(WaitStatus::PtraceEvent(..) | WaitStatus::Stopped(..)) => return true,
                _ => return false,
            }
            let _ = poll(&mut [], PollTimeout::from(1u8));
        }
        false
    }
}

impl Drop for Halted {
    fn drop(&mut self) {
        let _ = ptrace::detach(self.thread, None::<Signal>);
    }
}
