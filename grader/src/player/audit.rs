//! Watches that no program takes more of the machine than any program of a lab needs: its own limits
//! hold one process, this one holds all of them together. What is found is a fact, not a verdict.
//!
//! Where there is a control group the kernel bounds memory by itself, and it is only asked whether it had to.

use std::time::{Duration, Instant};

use super::console::Console;
use crate::sandbox::{Limits, Membership};
use crate::tap::{proportional_kb, sockets_in_use, usage};
use crate::transcript::{Event, Excess};

/// Time between two audits: what grows in it is what a program can have too much.
const EVERY: Duration = Duration::from_millis(25);
/// Processor time without anything coming of it, in ticks of 10 ms.
const TICKS: u64 = 2000;
/// Text shown by one start of a program, in bytes.
pub(super) const OUTPUT: u64 = 256 << 20;
/// Connections that programs opened.
const CONNECTIONS: u64 = 10_000;
/// Connections that are what a flood is made of.
const MANY: u64 = 500;
/// Sockets at once, the grader's own included.
const SOCKETS: u64 = 3000;
/// Events on the wire.
const EVENTS: u64 = 60_000;
/// Bytes on the wire, in a transcript.
const BYTES: u64 = 16 << 20;
/// Packets after which it is the programs' doing, and not a busy machine's, that the capture loses some.
const PACKETS: u64 = 20_000;

/// The figures so far.
#[derive(Debug)]
pub(super) struct Audit {
    last: Instant,
    /// Connections opened, and those of the grader's own among them.
    opened: u64,
    ours: u64,
    events: u64,
    bytes: u64,
    lost: bool,
    group: Option<Membership>,
    books: Vec<Book>,
}

/// What is known of one program.
#[derive(Debug)]
struct Book {
    name: String,
    /// When it was last given something, and its processor time then.
    since: Instant,
    before: u64,
    /// Its processor time.
    ticks: u64,
    /// The most memory seen, in KiB.
    peak_kb: u64,
}

impl Audit {
    /// With nothing counted yet; `group`: the control group that the world is in.
    pub(super) fn new(group: Option<Membership>) -> Audit {
        let (last, books) = (Instant::now(), Vec::new());
        Audit { last, opened: 0, ours: 0, events: 0, bytes: 0, lost: false, group, books }
    }

    /// Counts an event.
    pub(super) fn note(&mut self, event: &Event) {
        match event {
            Event::Connecting { .. } => self.ours += 1,
            Event::Syn { .. } => self.opened += 1,
            Event::Data { data, .. } => self.bytes += data.0.len() as u64,
            Event::Lost { .. } => self.lost = true,
            Event::Established { .. } | Event::Refused { .. } | Event::End { .. } | Event::Reset { .. } => {}
            _ => return,
        }
        self.events += 1;
    }

    /// True when it is time for the next one.
    pub(super) fn is_due(&self) -> bool {
        self.last.elapsed() >= EVERY || self.has_killed()
    }

    /// True when the kernel killed a process because the group's memory had run out.
    fn has_killed(&self) -> bool {
        self.group.as_ref().is_some_and(|group| group.killed() > 0)
    }

    /// Who took too much of what. `limits`: by program; `packets`: captured so far, in a world; `stimulus`:
    /// when something was last done that programs can react to.
    pub(super) fn find(
        &mut self,
        homes: &[(&Console, Vec<i32>)],
        limits: impl Fn(&str) -> Limits,
        packets: Option<u64>,
        stimulus: Instant,
    ) -> Option<(String, Excess)> {
        self.last = Instant::now();
        for (console, pids) in homes {
            if let Some(what) = self.own(console, pids, &limits(&console.name), stimulus) {
                return Some((console.name.clone(), what));
            }
        }
        if self.has_killed() {
            let book = self.books.iter().max_by_key(|book| book.peak_kb)?;
            return Some((book.name.clone(), Excess::Memory));
        }
        let what = self.common(packets?)?;
        // Of several programs, the one that has worked most.
        let book = self.books.iter().max_by_key(|book| book.ticks)?;
        Some((book.name.clone(), what))
    }

    /// What one program takes.
    fn own(&mut self, console: &Console, pids: &[i32], limits: &Limits, stimulus: Instant) -> Option<Excess> {
        if console.shown > OUTPUT {
            return Some(Excess::Output);
        }
        let used = usage(pids);
        // Near the limit of RLIMIT_NPROC nothing more can be started.
        if used.tasks >= limits.processes / 16 * 15 {
            return Some(Excess::Processes);
        }
        let most_kb = limits.together_mb * 1024;
        if used.resident_kb > most_kb && proportional_kb(pids) > most_kb {
            return Some(Excess::Memory);
        }
        let book = self.book(&console.name, stimulus);
        book.peak_kb = book.peak_kb.max(used.resident_kb);
        book.ticks = used.ticks;
        if book.since != stimulus || book.ticks < book.before {
            (book.since, book.before) = (stimulus, book.ticks);
        }
        (book.ticks - book.before > TICKS).then_some(Excess::Processor)
    }

    fn book(&mut self, name: &str, since: Instant) -> &mut Book {
        let at = self.books.iter().position(|book| book.name == name).unwrap_or_else(|| {
            self.books.push(Book { name: name.to_owned(), since, before: 0, ticks: 0, peak_kb: 0 });
            self.books.len() - 1
        });
        &mut self.books[at]
    }

    /// What programs take together in their world.
    fn common(&self, packets: u64) -> Option<Excess> {
        let opened = self.opened.saturating_sub(self.ours);
        let flooded = self.lost && packets > PACKETS;
        if opened > CONNECTIONS || sockets_in_use() > SOCKETS || flooded && opened > MANY {
            return Some(Excess::Connections);
        }
        (self.events > EVENTS || self.bytes > BYTES || flooded).then_some(Excess::Traffic)
    }
}
