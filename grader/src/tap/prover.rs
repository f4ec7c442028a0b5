//! The proof that nothing more will happen: rest, idle polling, or spin.
//!
//! Two scans of all threads with equal run times and slice counts, every thread in an untimed wait
//! in both, and between them every queue found empty. What is none of these is *pending*.

use std::collections::{BTreeMap, BTreeSet};
use std::time::{Duration, Instant};

use super::call::Call;
use super::deadline::{Timeout, timeout, watched, watches_descriptors};
use super::runtime::{FIRST_TO_GO, kept_for_itself};
use super::sockets::{Row, TcpState};
use super::spin;
use super::threads::{ThreadScan, Turn, descriptor, has_hidden_timer, scan, socket_inode};
use super::wire::Wire;
use crate::sandbox::receive_timeout;
use crate::transcript::{Stillness, Thread, Waiting};

/// CPU a program may burn after its last stimulus before its calls are looked at.
const SUSPICIOUS: u64 = 150_000_000;
/// And again after each of these.
const AGAIN: u64 = 100_000_000;
/// CPU after which a computation without a single result counts as endless.
const ENDLESS: u64 = 6_000_000_000;
/// Whole periods of the same timed wait that make a polling loop idle.
const PERIODS: u64 = 2;
/// A loop around a bare sleep must repeat it this often, for this long.
const SLEEPS: u64 = 6;
const SLEEPING: Duration = Duration::from_secs(3);

/// A client that waits this much longer for something to come is waiting for us, its server, who answers at
/// once: enough to go on.
const POISED: Duration = Duration::from_millis(250);
/// And this much longer, that nothing comes of it: enough to conclude.
const PATIENT: Duration = Duration::from_secs(8);
/// A server: enough for both. One with less to spare gives up on a user who does not type at once, which is to
/// be seen; and the end of a longer wait is no answer to anything it was sent.
const SERVER_PATIENT: Duration = Duration::from_secs(4);
/// One that does not just wait for a descriptor (it sleeps, or waits for another thread) may have something to
/// do afterwards; but not before the outer net would have fired.
const ASLEEP: Duration = Duration::from_secs(25);

/// A process of a program.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Process {
    /// In the world's PID namespace.
    pub pid: i32,
    /// Name in the script.
    pub program: String,
    /// Whether it is the one that was started, whose end is the program's.
    pub is_main: bool,
}

/// What the prover asks between its two scans.
pub trait Surroundings {
    /// The sockets of the world.
    fn sockets(&mut self) -> Vec<Row>;
    /// True when output or arrivals wait to be read by the grader, after everything on its way
    /// through the kernel was pushed on.
    fn has_news(&mut self) -> bool;
    /// True when packets or connections wait to be taken in by the grader, or one of its own has room again for
    /// what is still to be sent.
    fn has_arrivals(&mut self) -> bool;
    /// The capture's connections; `None` where nothing is captured.
    fn wire(&self) -> Option<&Wire>;
    /// Reads what the programs show, so that a full terminal holds nobody back.
    fn relieve(&mut self);
    /// Threads of the grader's own inside a program: they only answer it.
    fn strangers(&self) -> &[i32];
    /// Whether threads once proven to poll need not be watched again.
    fn in_haste(&self) -> bool;
    /// Whether a program has been seen to listen.
    fn has_listened(&self, program: &str) -> bool;
    /// Whether a program carries ThreadSanitizer, which has threads of its own.
    fn has_runtime(&self, program: &str) -> bool;
}

/// What a check found.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Finding {
    /// Something may still happen.
    Pending,
    /// Nothing more will.
    Still(Stillness, Vec<Thread>),
}

#[derive(Debug)]
struct TimedWait {
    call: (i64, [u64; 6]),
    since: Instant,
    slices: u64,
    run_ns: u64,
}

/// Remembers what it needs from check to check; told of every stimulus.
#[derive(Debug, Default)]
pub struct Prover {
    timed: BTreeMap<i32, TimedWait>,
    /// When each timed wait was first seen, and how often its thread had run then.
    seen: BTreeMap<i32, (u64, Instant)>,
    /// Since the last stimulus it was said that the programs wait for us.
    has_lulled: bool,
    /// CPU of each thread at the first check after the last stimulus.
    baseline: BTreeMap<i32, u64>,
    looked_at: u64,
    /// Threads once proven to poll, and the call they poll with.
    pollers: BTreeMap<i32, i64>,
    /// Threads of a sanitizer's own: they only ever wake to look at the clock.
    runtime: BTreeSet<i32>,
    /// Of a process with threads of a runtime's own, the one that ends when the process begins to.
    first_to_go: BTreeMap<i32, i32>,
}

impl Prover {
    /// A program was given something new: what was seen before proves nothing any more.
    pub fn on_stimulus(&mut self) {
        self.timed.clear();
        self.baseline.clear();
        self.looked_at = 0;
        self.has_lulled = false;
    }

    /// What [`Prover::check`] found was taken for true.
    pub fn on_still(&mut self, kind: Stillness) {
        self.has_lulled |= kind == Stillness::Lull;
    }

    /// Checks once. `running`: the programs whose end was not reported yet.
    pub fn check(&mut self, running: &[&str], processes: &[Process], around: &mut dyn Surroundings) -> Finding {
        let pids: Vec<i32> = processes.iter().map(|p| p.pid).collect();
        let mut first = scan(&pids, Turn::First);
        self.learn_runtime(&first, processes, &*around);
        first.retain(|t| !self.runtime.contains(&t.tid));
        // A program that is about to be reported as ended has no live thread in its main process.
        let lives = |name: &&str| {
            let main = processes.iter().find(|p| p.is_main && p.program == **name);
            main.is_some_and(|main| first.iter().any(|t| t.pid == main.pid))
        };
        if !running.iter().all(lives) {
            return Finding::Pending;
        }
        let burnt = self.burnt(&first);
        let busy: Vec<&ThreadScan> = first.iter().filter(|t| t.kind.is_none()).collect();
        if !busy.is_empty() {
            return self.check_spin(&first, burnt, processes, around);
        }
        let mut kind = Stillness::Rest;
        for thread in &first {
            match self.comes_of(thread, processes, &*around) {
                Some(found) => kind = weaker(kind, found),
                None => return Finding::Pending,
            }
        }
        if pids.iter().any(|pid| has_hidden_timer(*pid)) {
            match self.outlasts(&first, running.iter().any(|program| around.has_listened(program))) {
                Some(found) => kind = weaker(kind, found),
                None => return Finding::Pending,
            }
        }
        if self.is_ending(&first) || around.has_news() {
            return Finding::Pending;
        }
        let rows = around.sockets();
        if in_flight(&rows, around.wire()) || first.iter().any(|t| is_about_to_accept(t, &rows)) {
            return Finding::Pending;
        }
        let mut second = scan(&pids, Turn::Second);
        second.retain(|t| !self.runtime.contains(&t.tid));
        if first.len() != second.len() || !first.iter().zip(&second).all(|(a, b)| a.unchanged(b)) {
            return Finding::Pending;
        }
        if kind == Stillness::Idle {
            let polling = first.iter().filter(|t| t.is_timed());
            self.pollers.extend(polling.filter_map(|t| Some((t.tid, t.call?.0))));
        }
        // They must rest too, for others may wait for what they hold; but it is not the program that waits.
        second.retain(|t| !around.strangers().contains(&t.tid));
        Finding::Still(kind, describe(&second, processes, &rows, &BTreeMap::new()))
    }

    /// Finds the thread that ThreadSanitizer starts before any of the program's: the first besides the
    /// main one, if all it does is sleep.
    fn learn_runtime(&mut self, threads: &[ThreadScan], processes: &[Process], around: &dyn Surroundings) {
        for process in processes.iter().filter(|p| around.has_runtime(&p.program)) {
            let first = threads.iter().find(|t| t.pid == process.pid && t.tid != t.pid);
            let sleeps = first.filter(|t| t.kind.is_some_and(|k| k.waiting == Waiting::Sleep));
            self.runtime.extend(sleeps.map(|t| t.tid));
        }
    }

    /// True when a process that is still there has begun to end.
    fn is_ending(&self, threads: &[ThreadScan]) -> bool {
        self.first_to_go.iter().any(|(pid, tid)| {
            let mut of_it = threads.iter().filter(|t| t.pid == *pid).peekable();
            of_it.peek().is_some() && of_it.all(|t| t.tid != *tid)
        })
    }

    /// CPU used since the first check after the last stimulus, in nanoseconds.
    fn burnt(&mut self, threads: &[ThreadScan]) -> u64 {
        threads.iter().map(|t| t.run_ns - *self.baseline.entry(t.tid).or_insert(t.run_ns)).sum()
    }

    fn check_spin(
        &mut self,
        threads: &[ThreadScan],
        burnt: u64,
        processes: &[Process],
        around: &mut dyn Surroundings,
    ) -> Finding {
        if burnt < SUSPICIOUS + self.looked_at {
            return Finding::Pending;
        }
        self.looked_at += AGAIN;
        let endless = burnt >= ENDLESS;
        let mut seen = BTreeMap::new();
        for thread in threads {
            if matches!(self.comes_of(thread, processes, &*around), Some(Stillness::Rest | Stillness::Idle)) {
                continue;
            }
            let used = thread.run_ns - self.baseline.get(&thread.tid).copied().unwrap_or(thread.run_ns);
            match spin::look(thread.pid, thread.tid, &mut || around.relieve()) {
                Some(text) => seen.insert(thread.tid, text),
                None if endless && used >= ENDLESS / 2 => {
                    seen.insert(thread.tid, format!("{} s of CPU without a result", used / 1_000_000_000))
                }
                None => return Finding::Pending,
            };
        }
        let rows = around.sockets();
        // What a spinning program shows meanwhile is part of its spinning.
        if around.has_arrivals() || in_flight(&rows, around.wire()) {
            return Finding::Pending;
        }
        if seen.is_empty() {
            return Finding::Pending;
        }
        Finding::Still(Stillness::Spin, describe(threads, processes, &rows, &seen))
    }

    /// True when the thread waits in the very call with which it was proven to poll before.
    fn polls_as_ever(&self, thread: &ThreadScan) -> bool {
        thread.call.is_some_and(|(number, _)| self.pollers.get(&thread.tid) == Some(&number))
    }

    /// What the wait of a thread allows to say: nothing more will come of it, not for long, or (`None`) it may yet.
    fn comes_of(&mut self, thread: &ThreadScan, processes: &[Process], around: &dyn Surroundings) -> Option<Stillness> {
        thread.kind?;
        let hidden = hidden_timeout(thread);
        if hidden.is_none() && !thread.is_timed() {
            return Some(Stillness::Rest);
        }
        if let Some(name) = kept_for_itself(thread.pid, thread.tid) {
            if name == FIRST_TO_GO {
                self.first_to_go.insert(thread.pid, thread.tid);
            }
            return Some(Stillness::Idle);
        }
        if self.is_idle(thread) {
            return Some(Stillness::Idle);
        }
        let left = self.left(thread, hidden.map(Timeout::Whole).or_else(|| timeout(thread)));
        let watches = hidden.is_some() || watches_descriptors(thread);
        let program = processes.iter().find(|p| p.pid == thread.pid);
        let (poised, patient) = match program {
            _ if !watches => (ASLEEP, ASLEEP),
            Some(program) if around.has_listened(&program.program) => (SERVER_PATIENT, SERVER_PATIENT),
            _ => (POISED, PATIENT),
        };
        let polls = self.polls_as_ever(thread);
        if left >= patient {
            Some(Stillness::Idle)
        } else if polls && around.in_haste() || watches && !self.has_lulled && (polls || left >= poised) {
            Some(Stillness::Lull)
        } else {
            None
        }
    }

    /// What the quiet of all threads allows to say where a timer may be set that no call shows (`signal.alarm`): it
    /// is a timeout like another, but what is left of it is not known, only how long nothing came of it.
    fn outlasts(&mut self, threads: &[ThreadScan], serves: bool) -> Option<Stillness> {
        let quiet = threads.iter().map(|thread| self.quiet(thread)).min()?;
        if quiet >= if serves { SERVER_PATIENT } else { PATIENT } {
            Some(Stillness::Idle)
        } else {
            (!self.has_lulled && quiet >= POISED).then_some(Stillness::Lull)
        }
    }

    /// How long a thread has not run.
    fn quiet(&mut self, thread: &ThreadScan) -> Duration {
        let (slices, since) = self.seen.entry(thread.tid).or_insert_with(|| (thread.slices, Instant::now()));
        if *slices != thread.slices {
            (*slices, *since) = (thread.slices, Instant::now());
        }
        since.elapsed()
    }

    /// How much longer a timed wait lasts if nothing comes; zero where that is not known.
    fn left(&mut self, thread: &ThreadScan, timeout: Option<Timeout>) -> Duration {
        let quiet = self.quiet(thread);
        match timeout {
            Some(Timeout::Whole(whole)) => whole.saturating_sub(quiet),
            Some(Timeout::Left(left)) => left,
            None => Duration::ZERO,
        }
    }

    /// True when the thread did nothing but repeat this timed wait for long enough.
    fn is_idle(&mut self, thread: &ThreadScan) -> bool {
        let Some(call) = thread.call else { return false };
        let fresh = TimedWait { call, since: Instant::now(), slices: thread.slices, run_ns: thread.run_ns };
        let known = self.timed.entry(thread.tid).or_insert(fresh);
        let periods = thread.slices.saturating_sub(known.slices);
        let worked = thread.run_ns.saturating_sub(known.run_ns);
        let wakes_by_itself = thread.kind.is_some_and(|k| k.waiting == Waiting::Sleep);
        // Arguments may move with the stack; the call must be the same, and no work done between.
        if known.call.0 != call.0 || worked > (periods + 1) * 3_000_000 {
            *known = TimedWait { call, since: Instant::now(), slices: thread.slices, run_ns: thread.run_ns };
            return false;
        }
        if wakes_by_itself { periods >= SLEEPS && known.since.elapsed() >= SLEEPING } else { periods >= PERIODS }
    }
}

/// What two findings allow to say together.
fn weaker(one: Stillness, other: Stillness) -> Stillness {
    match (one, other) {
        (Stillness::Lull, _) | (_, Stillness::Lull) => Stillness::Lull,
        (Stillness::Rest, found) => found,
        (found, _) => found,
    }
}

/// The timeout of a socket call, where it is a property of the socket.
fn hidden_timeout(thread: &ThreadScan) -> Option<Duration> {
    let receives = matches!(thread.kind, Some(Call { waiting: Waiting::Accept | Waiting::Receive, timed: false, .. }));
    receives.then(|| receive_timeout(thread.pid, first_fd(thread)?)).flatten()
}

#[expect(clippy::cast_possible_truncation, clippy::cast_possible_wrap, reason = "the kernel reads an int here")]
fn first_fd(thread: &ThreadScan) -> Option<i32> {
    thread.call.filter(|_| thread.kind.is_some_and(|k| k.has_fd)).map(|(_, args)| args[0] as u32 as i32)
}

/// Whether what a thread waits for with `select` or its like can only be typed (as `input()` does with `readline`).
fn only_watches_terminals(thread: &ThreadScan) -> bool {
    let terminal = |fd: &i32| descriptor(thread.pid, *fd).is_some_and(|target| is_terminal(&target));
    watched(thread).is_some_and(|fds| !fds.is_empty() && fds.iter().all(terminal))
}

fn is_terminal(target: &str) -> bool {
    target.starts_with("/dev/pts/") || target == "/dev/tty"
}

/// True when a connection waits on the very listener that the thread accepts on.
fn is_about_to_accept(thread: &ThreadScan, rows: &[Row]) -> bool {
    thread.kind.is_some_and(|k| k.waiting == Waiting::Accept)
        && first_fd(thread)
            .and_then(|fd| descriptor(thread.pid, fd))
            .and_then(|target| socket_inode(&target))
            .is_some_and(|inode| rows.iter().any(|r| r.inode == inode && r.state == TcpState::Listen && r.unread > 0))
}

/// True while something sent has not arrived: bytes, an end, a reset, an attempt to connect.
///
/// A packet waits, unseen by the capture, in the queue of the CPU that sent it until the kernel has
/// time to deliver it; on a busy machine that takes many milliseconds. So what each end sent is
/// compared with what passed, and what passed with what the other end took in.
fn in_flight(rows: &[Row], wire: Option<&Wire>) -> bool {
    rows.iter().any(|row| match row.state {
        TcpState::SynSent | TcpState::SynReceived => true,
        TcpState::Listen | TcpState::TimeWait | TcpState::Closed => false,
        _ => {
            // Towards this socket.
            let late = wire.and_then(|w| w.passed(row.remote, row.local)).is_some_and(|passed| {
                passed.bytes > row.received || passed.reset || passed.fin && !row.state.knows_fin()
            });
            // From this socket, unless the other end makes no room.
            let leaving = match wire.and_then(|w| w.passed(row.local, row.remote)) {
                Some(passed) => row.unsent > 0 || row.sent > passed.bytes || row.state.ends() && !passed.fin,
                // Uncaptured: only what is acknowledged is known to have arrived.
                None => row.unacknowledged > 0,
            };
            late && row.inode != 0 || leaving && !row.probing || is_being_reset(row, rows, wire)
        }
    })
}

/// True when the other end of an open connection has gone and its reset has not passed yet.
fn is_being_reset(row: &Row, rows: &[Row], wire: Option<&Wire>) -> bool {
    row.state == TcpState::Established
        && wire.and_then(|w| w.passed(row.remote, row.local)).is_some_and(|passed| !passed.fin && !passed.reset)
        && !rows.iter().any(|other| other.local == row.remote && other.remote == row.local)
}

fn describe(threads: &[ThreadScan], processes: &[Process], rows: &[Row], seen: &BTreeMap<i32, String>) -> Vec<Thread> {
    threads
        .iter()
        .map(|thread| {
            let program = processes.iter().find(|p| p.pid == thread.pid).map(|p| p.program.clone()).unwrap_or_default();
            let fd = first_fd(thread);
            let target = fd.and_then(|fd| descriptor(thread.pid, fd));
            let row = target.as_deref().and_then(socket_inode).and_then(|inode| rows.iter().find(|r| r.inode == inode));
            let mut waiting = thread.kind.map_or(Waiting::Nothing, |k| k.waiting);
            if waiting == Waiting::Select && only_watches_terminals(thread) {
                waiting = Waiting::Keyboard;
            }
            if seen.contains_key(&thread.tid) {
                waiting = Waiting::Nothing;
            }
            if waiting == Waiting::Read && target.as_deref().is_some_and(is_terminal) {
                waiting = Waiting::Keyboard;
            } else if waiting == Waiting::Read && row.is_some() {
                waiting = Waiting::Receive;
            } else if waiting == Waiting::Write && row.is_some() {
                waiting = Waiting::Send;
            }
            let connected = row.filter(|r| r.state != TcpState::Listen);
            Thread {
                program,
                pid: thread.pid,
                tid: thread.tid,
                waiting,
                call: thread.kind.map(|k| k.name.to_owned()).unwrap_or_default(),
                fd,
                local: row.map(|r| r.local),
                remote: connected.map(|r| r.remote),
                seen: seen.get(&thread.tid).cloned(),
            }
        })
        .collect()
}

impl Process {
    /// The program that holds the socket with this inode.
    pub fn holder(processes: &[Process], inode: u32) -> Option<String> {
        processes
            .iter()
            .find(|p| super::threads::descriptors(p.pid).values().any(|t| socket_inode(t) == Some(inode)))
            .map(|p| p.program.clone())
    }
}

#[cfg(test)]
mod tests {
    use std::process::{Command, Stdio};

    use super::*;

    /// Nothing around the programs.
    struct Nothing;

    impl Surroundings for Nothing {
        fn sockets(&mut self) -> Vec<Row> {
            Vec::new()
        }

        fn has_news(&mut self) -> bool {
            false
        }

        fn has_arrivals(&mut self) -> bool {
            false
        }

        fn wire(&self) -> Option<&Wire> {
            None
        }

        fn relieve(&mut self) {}

        fn strangers(&self) -> &[i32] {
            &[]
        }

        fn in_haste(&self) -> bool {
            false
        }

        fn has_listened(&self, _: &str) -> bool {
            false
        }

        fn has_runtime(&self, _: &str) -> bool {
            false
        }
    }

    #[test]
    fn nothing_rests_while_the_end_of_a_main_process_is_still_to_be_reported() {
        let mut child = Command::new("cat").stdin(Stdio::piped()).stdout(Stdio::null()).spawn().unwrap();
        let pid = i32::try_from(child.id()).unwrap();
        let process = |is_main| [Process { pid, program: "client".into(), is_main }];
        let mut prover = Prover::default();
        let rest = loop {
            match prover.check(&["client"], &process(true), &mut Nothing) {
                Finding::Still(kind, threads) => break (kind, threads.len()),
                Finding::Pending => std::thread::yield_now(),
            }
        };
        // What was left behind by a main process that is gone.
        let orphan = prover.check(&["client"], &process(false), &mut Nothing);
        child.kill().unwrap();
        child.wait().unwrap();
        assert_eq!(rest, (Stillness::Rest, 1));
        assert_eq!(orphan, Finding::Pending);
    }
}
