//! What some processes use of the machine, from proc(5): tasks, processor time, memory; and how many
//! sockets there are in the world.

use std::fs;
use std::time::Duration;

use super::threads::{alive, tids};

/// Sums over some processes.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Usage {
    /// Processes and threads.
    pub tasks: u64,
    /// Processor time, that of children that ended and were waited for included, in clock ticks of
    /// 10 ms.
    pub ticks: u64,
    /// Resident memory in KiB; what processes share is counted once for each.
    pub resident_kb: u64,
}

/// What these processes use; those that have ended meanwhile use nothing.
pub fn usage(pids: &[i32]) -> Usage {
    let one = |pid: &i32| fs::read_to_string(format!("/proc/{}/stat", alive(*pid))).ok().and_then(|text| parse(&text));
    pids.iter().filter_map(one).fold(Usage::default(), |sum, one| Usage {
        tasks: sum.tasks + one.tasks,
        ticks: sum.ticks + one.ticks,
        resident_kb: sum.resident_kb + one.resident_kb,
    })
}

/// Memory of these processes in KiB, each shared page divided among those who share it: exact, and
/// slower to find out.
pub fn proportional_kb(pids: &[i32]) -> u64 {
    let one = |pid: &i32| {
        let text = fs::read_to_string(format!("/proc/{}/smaps_rollup", alive(*pid))).ok()?;
        let figure =
            |name: &str| text.lines().find_map(|l| l.strip_prefix(name)?.trim().strip_suffix(" kB")?.parse().ok());
        Some(figure("Pss:").unwrap_or(0_u64) + figure("SwapPss:").unwrap_or(0))
    };
    pids.iter().filter_map(one).sum()
}

/// How long there was no processor for threads that were ready to run: for the calling one and, of these
/// processes, the one that waited longest, since they began (`schedstat` of proc(5), second figure).
pub fn starved(pids: &[i32]) -> Duration {
    let queued = |folder: &str| {
        let text = fs::read_to_string(format!("{folder}/schedstat")).ok()?;
        text.split_whitespace().nth(1)?.parse::<u64>().ok()
    };
    let threads = pids.iter().flat_map(|pid| tids(*pid).into_iter().map(move |tid| format!("/proc/{pid}/task/{tid}")));
    let longest = threads.filter_map(|folder| queued(&folder)).max().unwrap_or(0);
    Duration::from_nanos(longest.saturating_add(queued("/proc/thread-self").unwrap_or(0)))
}

/// Sockets of every kind in the world of the calling process.
pub fn sockets_in_use() -> u64 {
    let text = fs::read_to_string("/proc/net/sockstat").unwrap_or_default();
    text.lines().find_map(|line| line.strip_prefix("sockets: used ")?.trim().parse().ok()).unwrap_or(0)
}

/// Kibibytes of a page of memory.
fn page_kb() -> u64 {
    let bytes = nix::unistd::sysconf(nix::unistd::SysconfVar::PAGE_SIZE).ok().flatten();
    bytes.and_then(|bytes| u64::try_from(bytes).ok()).unwrap_or(4096) / 1024
}

/// The fields of `/proc/PID/stat` behind the name, which may itself hold anything.
fn parse(text: &str) -> Option<Usage> {
    let fields: Vec<u64> =
        text.get(text.rfind(')')? + 1..)?.split_whitespace().map(|field| field.parse().unwrap_or(0)).collect();
    // Numbered from 3, the state, in proc(5).
    let field = |number: usize| fields.get(number - 3).copied();
    let ticks = (14..=17).filter_map(field).sum();
    Some(Usage { tasks: field(20)?, ticks, resident_kb: field(24)? * page_kb() })
}

#[cfg(test)]
mod tests {
    use std::sync::atomic::{AtomicUsize, Ordering};

    use super::*;

    #[test]
    fn a_name_that_looks_like_figures_changes_nothing() {
        let rest = "S 1 1 1 0 -1 0 0 0 0 0 10 20 3 4 20 0 7 0 99 4096 250 18446744073709551615";
        let expected = Usage { tasks: 7, ticks: 37, resident_kb: 250 * page_kb() };
        assert_eq!(parse(&format!("12 (python3) {rest}")), Some(expected));
        assert_eq!(parse(&format!("12 (a) S 9 9 (9)) {rest}")), Some(expected));
        assert_eq!(parse("12 (x) S 1"), None);
    }

    #[test]
    fn whoever_shares_a_processor_waits_for_it() {
        let mask = nix::sched::sched_getaffinity(nix::unistd::Pid::from_raw(0)).unwrap();
        let first = (0..nix::sched::CpuSet::count()).find(|cpu| mask.is_set(*cpu).unwrap()).unwrap();
        let mut one = nix::sched::CpuSet::new();
        one.set(first).unwrap();
        let waited = AtomicUsize::new(0);
        let turn = || {
            nix::sched::sched_setaffinity(nix::unistd::Pid::from_raw(0), &one).unwrap();
            while starved(&[]) < Duration::from_millis(5) {
                std::hint::spin_loop();
            }
            waited.fetch_add(1, Ordering::Relaxed);
            // In the other's way until that one had to wait too.
            while waited.load(Ordering::Relaxed) < 2 {
                std::hint::spin_loop();
            }
        };
        std::thread::scope(|scope| {
            scope.spawn(turn);
            scope.spawn(turn);
        });
        let pid = i32::try_from(std::process::id()).unwrap();
        assert!(starved(&[pid]) >= starved(&[]));
    }

    #[test]
    fn this_very_process_is_counted() {
        let pid = i32::try_from(std::process::id()).unwrap();
        let ours = usage(&[pid, i32::MAX]);
        assert!(ours.tasks >= 1 && ours.resident_kb > 100, "{ours:?}");
        let exact = proportional_kb(&[pid]);
        assert!(exact > 100 && exact <= ours.resident_kb * 2, "{exact} of {ours:?}");
        assert!(sockets_in_use() > 0 || !std::path::Path::new("/proc/net/sockstat").exists());
    }
}
