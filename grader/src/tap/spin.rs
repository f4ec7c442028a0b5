//! A look at a thread that burns CPU: a short burst of its system calls (ptrace(2)), to tell a
//! computation, which will end, from a loop over calls that give nothing, which will not.

use std::collections::BTreeMap;

use nix::errno::Errno;
use nix::poll::{PollTimeout, poll};
use nix::sys::ptrace::{self, Options};
use nix::sys::signal::Signal;
use nix::sys::wait::{WaitPidFlag, WaitStatus, waitpid};
use nix::unistd::Pid;

use super::call::{classify, name_of};
use super::threads::{cpu_of, is_asleep};
use crate::transcript::Waiting;

/// Calls looked at.
const CALLS: usize = 160;
/// The same fruitless call this often in a burst is a proof.
const REPEATS: usize = 12;
/// A descriptor that gives one of these, whatever is asked of it, will never give anything else.
const HOPELESS: [Errno; 5] = [Errno::ENOTCONN, Errno::EBADF, Errno::ENOTSOCK, Errno::EPIPE, Errno::ESHUTDOWN];
/// Give up when the thread used this much CPU without a call, in nanoseconds.
const PATIENCE: u64 = 20_000_000;
/// Or when it was found asleep this often.
const NAPS: u32 = 10;

/// Looks at a thread; some text, as in `recvfrom(4) = 0, 21 times in 64 calls`, when it only repeats
/// calls that give nothing.
pub(super) fn look(pid: i32, tid: i32, relieve: &mut dyn FnMut()) -> Option<String> {
    let thread = Pid::from_raw(tid);
    ptrace::seize(thread, Options::PTRACE_O_TRACESYSGOOD).ok()?;
    let (calls, stopped) = burst(pid, thread, relieve);
    // Detaching needs a stopped thread; a thread that ended is gone anyway.
    if stopped || ptrace::interrupt(thread).is_ok() && wait_stop(pid, thread, None).is_some() {
        let _ = ptrace::detach(thread, None::<Signal>);
    }
    judge(&calls)
}

/// A finished call: number, first argument, result.
type Done = (i64, u64, i64);

/// Some finished calls, and whether the thread is stopped.
fn burst(pid: i32, thread: Pid, relieve: &mut dyn FnMut()) -> (Vec<Done>, bool) {
    let mut done = Vec::new();
    if ptrace::interrupt(thread).is_err() || wait_stop(pid, thread, None).is_none() {
        return (done, false);
    }
    let mut entered = None;
    while done.len() < CALLS {
        if ptrace::syscall(thread, None).is_err() || wait_stop(pid, thread, Some(relieve)).is_none() {
            return (done, false);
        }
        let Ok(info) = ptrace::syscall_info(thread) else { continue };
        match info.op {
            nix::libc::PTRACE_SYSCALL_INFO_ENTRY => entered = Some(entry_of(&info)),
            nix::libc::PTRACE_SYSCALL_INFO_EXIT => {
                if let Some((number, first)) = entered.take() {
                    done.push((number, first, exit_of(&info)));
                }
            }
            _ => {}
        }
    }
    (done, true)
}

#[expect(unsafe_code, reason = "a union whose active member `op` tells")]
fn entry_of(info: &nix::libc::ptrace_syscall_info) -> (i64, u64) {
    // SAFETY: `op` is PTRACE_SYSCALL_INFO_ENTRY.
    let entry = unsafe { info.u.entry };
    (i64::try_from(entry.nr).unwrap_or(-1), entry.args[0])
}

#[expect(unsafe_code, reason = "a union whose active member `op` tells")]
fn exit_of(info: &nix::libc::ptrace_syscall_info) -> i64 {
    // SAFETY: `op` is PTRACE_SYSCALL_INFO_EXIT.
    unsafe { info.u.exit.sval }
}

/// Waits for the thread to stop; `None` when it ended. With `relieve`, also `None` when it computes
/// or sleeps for long without a call.
fn wait_stop(pid: i32, thread: Pid, mut relieve: Option<&mut dyn FnMut()>) -> Option<()> {
    let mut naps = 0;
    let start = cpu_of(pid, thread.as_raw()).unwrap_or(0);
    loop {
        match waitpid(thread, Some(WaitPidFlag::__WALL | WaitPidFlag::WNOHANG)) {
            Ok(WaitStatus::StillAlive) => {}
            Ok(WaitStatus::PtraceSyscall(_) | WaitStatus::PtraceEvent(..)) => return Some(()),
            Ok(WaitStatus::Stopped(_, signal)) => {
                // A signal on its way to the thread: pass it on.
                if signal == Signal::SIGTRAP || ptrace::syscall(thread, signal).is_err() {
                    return Some(());
                }
            }
            _ => return None,
        }
        if let Some(relieve) = &mut relieve {
            if is_asleep(pid, thread.as_raw()) {
                // Its terminal may be full.
                relieve();
                naps += 1;
            }
            if naps > NAPS || cpu_of(pid, thread.as_raw())?.saturating_sub(start) > PATIENCE {
                return None;
            }
        }
        let _ = poll(&mut [], PollTimeout::from(1u8));
    }
}

fn judge(calls: &[Done]) -> Option<String> {
    let mut fruitless: BTreeMap<(i64, u64, i64), usize> = BTreeMap::new();
    for (number, first, result) in calls {
        let kind = classify(*number, &[*first, 0, 0, 0, 0, 0]).map(|c| c.waiting);
        match kind {
            Some(Waiting::Receive | Waiting::Read) if *result == 0 => {
                *fruitless.entry((*number, *first, 0)).or_default() += 1
            }
            Some(Waiting::Receive | Waiting::Read | Waiting::Accept | Waiting::Connect) if *result > 0 => return None,
            Some(Waiting::Accept) if *result == 0 => return None,
            Some(Waiting::Send) if *result > 0 => return None,
            Some(Waiting::Receive | Waiting::Read | Waiting::Accept | Waiting::Send | Waiting::Connect)
                if *result < 0 =>
            {
                *fruitless.entry((*number, *first, *result)).or_default() += 1;
            }
            _ if HOPELESS.iter().any(|errno| *result == -i64::from(*errno as i32)) => {
                *fruitless.entry((*number, *first, *result)).or_default() += 1;
            }
            _ => {}
        }
    }
    // How often each was seen depends on where the burst began; which comes first does not.
    let rank = |number: i64| match classify(number, &[0; 6]).map(|c| c.waiting) {
        Some(Waiting::Receive | Waiting::Read) => 0,
        Some(Waiting::Accept | Waiting::Connect) => 1,
        Some(Waiting::Send) => 2,
        _ => 3,
    };
    let often = fruitless.into_iter().filter(|(_, count)| *count >= REPEATS);
    let ((number, fd, result), count) = often.min_by_key(|((number, ..), _)| rank(*number))?;
    let fd = fd & 0xffff_ffff;
    let result = if result < 0 {
        format!("-1 {:?}", Errno::from_raw(i32::try_from(-result).unwrap_or(0)))
    } else {
        result.to_string()
    };
    Some(format!("{}({fd}) = {result}, {count} times in {} calls", name_of(number), calls.len()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    #[cfg(target_arch = "x86_64")]
    fn a_loop_of_empty_receives_is_told_from_work() {
        let empty: Vec<Done> = (0..40).flat_map(|_| [(45, 4, 0), (1, 1, 7)]).collect();
        assert_eq!(judge(&empty).as_deref(), Some("recvfrom(4) = 0, 40 times in 80 calls"));
        let mut work = empty.clone();
        work.push((45, 5, 12));
        assert_eq!(judge(&work), None, "something was received");
        assert_eq!(judge(&[(1, 1, 7); 64]), None, "printing alone proves nothing");
        let gone = judge(&[(52, 4, -107); 64]);
        assert_eq!(gone.as_deref(), Some("getpeername(4) = -1 ENOTCONN, 64 times in 64 calls"));
        assert!(judge(&[(288, 3, -22); 64]).is_some_and(|t| t.contains("EINVAL")));
    }
}
