//! What a system call and its arguments say about waiting (the tables of syscalls(2)).

use crate::transcript::Waiting;

/// A call that a thread can be found in.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Call {
    pub(super) name: &'static str,
    pub(super) waiting: Waiting,
    /// Ends by itself when some time has passed.
    pub(super) timed: bool,
    /// The first argument is a file descriptor.
    pub(super) has_fd: bool,
}

#[cfg(target_arch = "x86_64")]
const fn number(x86_64: i64, _aarch64: i64) -> i64 {
    x86_64
}
#[cfg(target_arch = "aarch64")]
const fn number(_x86_64: i64, aarch64: i64) -> i64 {
    aarch64
}

/// When a call ends by itself.
enum Timed {
    Never,
    Always,
    /// When this argument is a pointer.
    Pointer(usize),
    /// When this argument, a 32-bit signed number, is not negative.
    NotNegative(usize),
}

/// (x86-64, aarch64, name, waiting, timed, first argument is a descriptor); -1: not on that processor.
const TABLE: &[(i64, i64, &str, Waiting, Timed, bool)] = &[
    (43, 202, "accept", Waiting::Accept, Timed::Never, true),
    (288, 242, "accept4", Waiting::Accept, Timed::Never, true),
    (42, 203, "connect", Waiting::Connect, Timed::Never, true),
    (45, 207, "recvfrom", Waiting::Receive, Timed::Never, true),
    (47, 212, "recvmsg", Waiting::Receive, Timed::Never, true),
    (299, 243, "recvmmsg", Waiting::Receive, Timed::Pointer(4), true),
    (0, 63, "read", Waiting::Read, Timed::Never, true),
    (19, 65, "readv", Waiting::Read, Timed::Never, true),
    (17, 67, "pread64", Waiting::Read, Timed::Never, true),
    (295, 69, "preadv", Waiting::Read, Timed::Never, true),
    (44, 206, "sendto", Waiting::Send, Timed::Never, true),
    (46, 211, "sendmsg", Waiting::Send, Timed::Never, true),
    (1, 64, "write", Waiting::Write, Timed::Never, true),
    (20, 66, "writev", Waiting::Write, Timed::Never, true),
    (73, 32, "flock", Waiting::Lock, Timed::Never, true),
    (455, 455, "futex_wait", Waiting::Lock, Timed::Pointer(4), false),
    (449, 449, "futex_waitv", Waiting::Lock, Timed::Pointer(3), false),
    (7, -1, "poll", Waiting::Select, Timed::NotNegative(2), false),
    (271, 73, "ppoll", Waiting::Select, Timed::Pointer(2), false),
    (23, -1, "select", Waiting::Select, Timed::Pointer(4), false),
    (270, 72, "pselect6", Waiting::Select, Timed::Pointer(4), false),
    (232, -1, "epoll_wait", Waiting::Select, Timed::NotNegative(3), false),
    (281, 22, "epoll_pwait", Waiting::Select, Timed::NotNegative(3), false),
    (441, 441, "epoll_pwait2", Waiting::Select, Timed::Pointer(3), false),
    (61, 260, "wait4", Waiting::Child, Timed::Never, false),
    (247, 95, "waitid", Waiting::Child, Timed::Never, false),
    (34, -1, "pause", Waiting::Signal, Timed::Never, false),
    (130, 133, "rt_sigsuspend", Waiting::Signal, Timed::Never, false),
    (128, 137, "rt_sigtimedwait", Waiting::Signal, Timed::Pointer(2), false),
    (35, 101, "nanosleep", Waiting::Sleep, Timed::Always, false),
    (230, 115, "clock_nanosleep", Waiting::Sleep, Timed::Always, false),
    (219, 128, "restart_syscall", Waiting::Sleep, Timed::Always, false),
];

/// `futex` waits: FUTEX_WAIT, WAIT_BITSET, LOCK_PI, WAIT_REQUEUE_PI, LOCK_PI2.
const FUTEX: i64 = number(202, 98);
const FUTEX_WAITS: [u64; 5] = [0, 9, 6, 11, 13];

/// The call, when it is one that a thread can wait in.
pub(super) fn classify(nr: i64, args: &[u64; 6]) -> Option<Call> {
    if nr == FUTEX {
        return FUTEX_WAITS.contains(&(args[1] & 0x7f)).then_some(Call {
            name: "futex",
            waiting: Waiting::Lock,
            timed: args[3] != 0,
            has_fd: false,
        });
    }
    let (_, _, name, waiting, timed, has_fd) = TABLE.iter().find(|row| number(row.0, row.1) == nr)?;
    let timed = match timed {
        Timed::Never => false,
        Timed::Always => true,
        Timed::Pointer(i) => args[*i] != 0,
        #[expect(clippy::cast_possible_truncation, reason = "the kernel reads an int here")]
        Timed::NotNegative(i) => args[*i] as u32 as i32 >= 0,
    };
    Some(Call { name, waiting: *waiting, timed, has_fd: *has_fd })
}

/// The name of a call that can be seen in a spinning thread.
pub(super) fn name_of(nr: i64) -> String {
    let also = [
        (number(3, 57), "close"),
        (number(48, 210), "shutdown"),
        (number(51, 204), "getsockname"),
        (number(52, 205), "getpeername"),
        (number(54, 208), "setsockopt"),
        (number(55, 209), "getsockopt"),
        (number(9, 222), "mmap"),
        (number(202, 98), "futex"),
        (number(186, 178), "gettid"),
        (number(228, 113), "clock_gettime"),
        (number(24, 124), "sched_yield"),
    ];
    TABLE
        .iter()
        .map(|row| (number(row.0, row.1), row.2))
        .chain(also)
        .find(|(n, _)| *n == nr)
        .map_or_else(|| format!("call {nr}"), |(_, name)| name.to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    #[cfg(target_arch = "x86_64")]
    fn a_poll_with_a_timeout_is_timed_and_one_without_is_not() {
        assert!(classify(7, &[0, 1, 500, 0, 0, 0]).is_some_and(|c| c.timed));
        assert!(classify(7, &[0, 1, 0xffff_ffff, 0, 0, 0]).is_some_and(|c| !c.timed));
        assert!(classify(202, &[0, 0x189, 0, 0, 0, 0]).is_some_and(|c| !c.timed && c.waiting == Waiting::Lock));
        assert!(classify(202, &[0, 0x81, 0, 0, 0, 0]).is_none(), "a wake is no wait");
        assert!(classify(39, &[0; 6]).is_none());
    }
}
