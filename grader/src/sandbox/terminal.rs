//! Pseudo-terminals: what students type into and read from.

#![expect(unsafe_code, reason = "ioctls and poll on terminals")]

use std::os::fd::{AsFd, AsRawFd, BorrowedFd, OwnedFd};

use nix::fcntl::{FcntlArg, FdFlag, OFlag, fcntl};
use nix::poll::{PollFd, PollFlags, PollTimeout, poll};
use nix::pty::openpty;
use nix::sys::termios::{LocalFlags, OutputFlags, SetArg, tcgetattr, tcsetattr};

use super::error::{Context, SandboxError};

/// A terminal: the program holds the slave as standard input and output, the grader the master.
#[derive(Debug)]
pub struct Terminal {
    master: OwnedFd,
    slave: OwnedFd,
}

impl Terminal {
    /// Opens one with echo off, line editing and Ctrl-C/Ctrl-D on, output unchanged.
    pub fn open() -> Result<Terminal, SandboxError> {
        let pty = openpty(None, None).during("open a pseudo-terminal")?;
        let mut mode = tcgetattr(&pty.slave).during("read terminal mode")?;
        mode.local_flags.remove(
            LocalFlags::ECHO | LocalFlags::ECHOCTL | LocalFlags::ECHOE | LocalFlags::ECHOK | LocalFlags::ECHONL,
        );
        mode.output_flags.remove(OutputFlags::OPOST);
        tcsetattr(&pty.slave, SetArg::TCSANOW, &mode).during("set terminal mode")?;
        for fd in [pty.master.as_fd(), pty.slave.as_fd()] {
            fcntl(fd, FcntlArg::F_SETFD(FdFlag::FD_CLOEXEC)).during("close-on-exec")?;
        }
        fcntl(&pty.master, FcntlArg::F_SETFL(OFlag::O_NONBLOCK)).during("non-blocking terminal")?;
        Ok(Terminal { master: pty.master, slave: pty.slave })
    }

    /// Our end; non-blocking.
    pub fn master(&self) -> BorrowedFd<'_> {
        self.master.as_fd()
    }

    /// The program's end.
    pub fn slave(&self) -> BorrowedFd<'_> {
        self.slave.as_fd()
    }

    /// Pushes through what is on its way in the kernel, both directions; true when output waits to
    /// be read. The kernel's `n_tty_poll` flushes the terminal's pending buffer work synchronously,
    /// so after this call nothing written before it is still hidden.
    pub fn flush(&self) -> bool {
        let mut fds =
            [PollFd::new(self.master.as_fd(), PollFlags::POLLIN), PollFd::new(self.slave.as_fd(), PollFlags::POLLIN)];
        poll(&mut fds, PollTimeout::ZERO).is_ok() && fds[0].any().unwrap_or(false)
    }

    /// Bytes typed that the program has not read (whole lines only).
    pub fn unread_input(&self) -> usize {
        let mut count: nix::libc::c_int = 0;
        // SAFETY: FIONREAD writes one int.
        let result = unsafe { nix::libc::ioctl(self.slave.as_raw_fd(), nix::libc::FIONREAD, &raw mut count) };
        if result < 0 { 0 } else { usize::try_from(count).unwrap_or(0) }
    }
}

/// Makes `slave` the controlling terminal of the calling session leader.
pub(super) fn take_control(slave: BorrowedFd<'_>) -> Result<(), SandboxError> {
    // SAFETY: TIOCSCTTY takes an int by value.
    let result = unsafe { nix::libc::ioctl(slave.as_raw_fd(), nix::libc::TIOCSCTTY, 0) };
    nix::errno::Errno::result(result).map(drop).during("take the terminal")
}
