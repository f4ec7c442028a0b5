//! `fork(2)`: one process becomes two. The only unsafe corner of the references.

#![expect(unsafe_code, reason = "fork(2) has no safe form")]

use std::io;

use nix::sys::signal::{Signal, kill};
use nix::sys::wait::waitpid;
use nix::unistd::{ForkResult, Pid, fork};

/// A process that this one has created.
#[derive(Debug)]
pub struct Child(Pid);

/// Splits the process in two; `None` in the child, which is a copy of its parent at this very point.
///
/// To be called while there is only one thread: the child would have that thread alone, and a
/// lock that another one held would never be released.
///
/// # Errors
/// When the system has no process to give.
pub fn split() -> io::Result<Option<Child>> {
    // SAFETY: called from `main`'s thread before any other was started.
    match unsafe { fork() }? {
        ForkResult::Parent { child } => Ok(Some(Child(child))),
        ForkResult::Child => Ok(None),
    }
}

impl Child {
    /// Ends the child, whatever it waits for, and waits until it is gone. A parent that only left
    /// would leave an orphan behind: still reading the keyboard, still holding the sockets.
    pub fn end(self) {
        // Both fail on a child that has ended and been waited for, which is as good.
        kill(self.0, Signal::SIGTERM).ok();
        waitpid(self.0, None).ok();
    }
}
