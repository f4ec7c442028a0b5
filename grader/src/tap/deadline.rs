//! When a timed wait ends if nothing comes: the arguments of its call tell (syscalls(2)).

use std::fs::File;
use std::os::unix::fs::FileExt;
use std::time::Duration;

use nix::libc;
use nix::time::{ClockId, clock_gettime};

use super::threads::ThreadScan;

/// How long a thread waits at most.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Timeout {
    /// Counted from when the wait began.
    Whole(Duration),
    /// Counted from now.
    Left(Duration),
}

/// `FUTEX_CLOCK_REALTIME` of futex(2): otherwise the monotonic clock counts.
const REALTIME: u64 = 0x100;
/// `FUTEX_WAIT`, whose time counts from its beginning; `FUTEX_LOCK_PI`, always by the real time.
const WAIT: u64 = 0;
const LOCK_PI: u64 = 6;
/// `TIMER_ABSTIME` of `clock_nanosleep(2)`.
const ABSOLUTE: u64 = 1;

/// The timeout of the call that a thread is in; `None` where it is not known.
pub(super) fn timeout(thread: &ThreadScan) -> Option<Timeout> {
    let (_, args) = thread.call?;
    let time = |address: u64| timespec(thread.tid, address, 1);
    let whole = |time: Option<Duration>| time.map(Timeout::Whole);
    match thread.kind?.name {
        "poll" => whole(milliseconds(args[2])),
        "epoll_wait" | "epoll_pwait" => whole(milliseconds(args[3])),
        "select" => whole(timespec(thread.tid, args[4], 1000)),
        "pselect6" => whole(time(args[4])),
        "ppoll" | "rt_sigtimedwait" => whole(time(args[2])),
        "epoll_pwait2" => whole(time(args[3])),
        "nanosleep" => whole(time(args[0])),
        "clock_nanosleep" if args[1] & ABSOLUTE == 0 => whole(time(args[2])),
        "clock_nanosleep" => until(time(args[2])?, i32::try_from(args[0]).ok()?),
        "futex" => match args[1] & 0x7f {
            WAIT => whole(time(args[3])),
            LOCK_PI => until(time(args[3])?, libc::CLOCK_REALTIME),
            _ if args[1] & REALTIME != 0 => until(time(args[3])?, libc::CLOCK_REALTIME),
            _ => until(time(args[3])?, libc::CLOCK_MONOTONIC),
        },
        "futex_wait" => until(time(args[4])?, i32::try_from(args[5]).ok()?),
        "futex_waitv" => until(time(args[3])?, i32::try_from(args[4]).ok()?),
        _ => None,
    }
}

/// Whether the thread waits, for some time, for one of several descriptors, and not just for that time to pass.
/// (An event loop's `epoll` may be either.)
pub(super) fn watches_descriptors(thread: &ThreadScan) -> bool {
    let Some((kind, (_, args))) = thread.kind.zip(thread.call) else { return false };
    match kind.name {
        "poll" | "ppoll" => args[1] > 0,
        "select" | "pselect6" => args[0] > 0,
        _ => false,
    }
}

/// The descriptors that a thread waits for with `select` or `poll`; `None` where they are not known.
pub(super) fn watched(thread: &ThreadScan) -> Option<Vec<i32>> {
    /// The kernel takes no set of more (`FD_SETSIZE`), and no program of a lab polls more.
    const MOST: u64 = 1024;
    let (kind, (_, args)) = thread.kind.zip(thread.call)?;
    match kind.name {
        "select" | "pselect6" => {
            let count = args[0].min(MOST);
            let mut found = Vec::new();
            for address in args[1..=3].iter().filter(|address| **address != 0) {
                let set = memory(thread.tid, *address, usize::try_from(count.div_ceil(64) * 8).ok()?)?;
                let is_in = |fd: &u64| {
                    let byte = usize::try_from(fd / 8).ok().and_then(|at| set.get(at));
                    byte.is_some_and(|byte| byte >> (fd % 8) & 1 == 1)
                };
                found.extend((0..count).filter(is_in).filter_map(|fd| i32::try_from(fd).ok()));
            }
            Some(found)
        }
        "poll" | "ppoll" => {
            // `struct pollfd`: a descriptor in four bytes, then what is asked and what came.
            let entries = memory(thread.tid, args[0], usize::try_from(args[1].min(MOST) * 8).ok()?)?;
            let fds = entries.chunks_exact(8).filter_map(|entry| Some(i32::from_ne_bytes(entry[..4].try_into().ok()?)));
            Some(fds.filter(|fd| *fd >= 0).collect())
        }
        _ => None,
    }
}

/// Bytes of the memory of a thread's process, which may have lost its main thread.
fn memory(tid: i32, address: u64, length: usize) -> Option<Vec<u8>> {
    let mut bytes = vec![0; length];
    File::open(format!("/proc/{tid}/mem")).ok()?.read_exact_at(&mut bytes, address).ok()?;
    Some(bytes)
}

/// A 32-bit signed number of milliseconds.
#[expect(clippy::cast_possible_truncation, clippy::cast_possible_wrap, reason = "the kernel reads an int here")]
fn milliseconds(arg: u64) -> Option<Duration> {
    u64::try_from(arg as u32 as i32).ok().map(Duration::from_millis)
}

/// A `struct timespec` in a process's memory, or with 1000 ns in its unit a `struct timeval`.
fn timespec(tid: i32, address: u64, unit_ns: u64) -> Option<Duration> {
    let bytes = memory(tid, address, 16)?;
    let number = |at: usize| Some(u64::from_ne_bytes(bytes.get(at..at + 8)?.try_into().ok()?));
    let nanoseconds = u32::try_from(number(8)?.checked_mul(unit_ns)?).ok().filter(|ns| *ns < 1_000_000_000)?;
    Some(Duration::new(number(0)?, nanoseconds))
}

/// What is left until a moment of a clock.
fn until(moment: Duration, clock: i32) -> Option<Timeout> {
    let now = Duration::from(clock_gettime(ClockId::from_raw(clock)).ok()?);
    Some(Timeout::Left(moment.saturating_sub(now)))
}

#[cfg(test)]
mod tests {
    use super::super::call::classify;
    use super::*;

    fn inside(name: &str, args: [u64; 6]) -> ThreadScan {
        let number = |n: &i64| classify(*n, &args).is_some_and(|call| call.name == name);
        let number = (0..460).find(number).unwrap();
        let (pid, kind) = (i32::try_from(std::process::id()).unwrap(), classify(number, &args));
        ThreadScan { pid, tid: pid, state: b'S', call: Some((number, args)), kind, run_ns: 0, slices: 0 }
    }

    fn address(of: &[u64; 2]) -> u64 {
        u64::try_from(of.as_ptr().addr()).unwrap()
    }

    #[test]
    fn timeouts_are_read_from_arguments_and_memory() {
        let two_and_a_half = [2, 500_000_000];
        let at = address(&two_and_a_half);
        let whole = Some(Timeout::Whole(Duration::from_millis(2500)));
        assert_eq!(timeout(&inside("ppoll", [0, 1, at, 0, 0, 0])), whole);
        assert_eq!(timeout(&inside("pselect6", [4, 0, 0, 0, at, 0])), whole);
        assert_eq!(timeout(&inside("futex", [0, 0x80, 0, at, 0, 0])), whole);
        assert_eq!(timeout(&inside("clock_nanosleep", [1, 0, at, 0, 0, 0])), whole);
        assert_eq!(timeout(&inside("ppoll", [0, 1, 8, 0, 0, 0])), None, "no such memory");
        assert_eq!(timeout(&inside("recvfrom", [4, 0, 0, 0, 0, 0])), None);
    }

    #[test]
    fn the_descriptors_watched_are_read_from_memory() {
        let set = [1_u64 << 3, 1];
        let at = u64::try_from(set.as_ptr().addr()).unwrap();
        assert_eq!(watched(&inside("pselect6", [65, at, 0, 0, 0, 0])), Some(vec![3, 64]));
        assert_eq!(watched(&inside("pselect6", [65, at, at, 0, 0, 0])), Some(vec![3, 64, 3, 64]));
        assert_eq!(watched(&inside("pselect6", [3, at, 0, 0, 0, 0])), Some(vec![]));
        let polled = [0_i32, 1, -1, 1, 7, 1];
        let at = u64::try_from(polled.as_ptr().addr()).unwrap();
        assert_eq!(watched(&inside("ppoll", [at, 3, 0, 0, 0, 0])), Some(vec![0, 7]));
        assert_eq!(watched(&inside("ppoll", [8, 3, 0, 0, 0, 0])), None, "no such memory");
        assert_eq!(watched(&inside("accept", [3, 0, 0, 0, 0, 0])), None);
    }

    #[test]
    fn what_is_left_until_a_moment() {
        let now = Duration::from(clock_gettime(ClockId::CLOCK_MONOTONIC).unwrap());
        for (name, args) in [("futex", [0, 0x189 & !REALTIME, 0, 0, 0, 0]), ("clock_nanosleep", [1, 1, 0, 0, 0, 0])] {
            let moment = [now.as_secs() + 1000, 0];
            let mut args = args;
            args[if name == "futex" { 3 } else { 2 }] = address(&moment);
            let Some(Timeout::Left(left)) = timeout(&inside(name, args)) else { panic!("{name}") };
            assert!((900..=1000).contains(&left.as_secs()), "{name}: {left:?}");
        }
    }

    #[test]
    #[cfg(target_arch = "x86_64")]
    fn a_poll_of_nothing_is_a_sleep() {
        assert!(watches_descriptors(&inside("poll", [0, 1, 60_000, 0, 0, 0])));
        assert!(!watches_descriptors(&inside("poll", [0, 0, 60_000, 0, 0, 0])));
        assert_eq!(timeout(&inside("poll", [0, 1, 60_000, 0, 0, 0])), Some(Timeout::Whole(Duration::from_secs(60))));
        assert!(!watches_descriptors(&inside("epoll_wait", [3, 0, 1, 60_000, 0, 0])));
    }
}
