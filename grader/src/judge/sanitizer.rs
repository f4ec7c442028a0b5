//! Reading the reports of ThreadSanitizer in what a program wrote to its standard error, and what they
//! say of its locks and its messages.
//!
//! A report is text among the program's own: what is no line of one is passed over, and one that was cut
//! short says what is left of it. Nothing here knows how the program was built or run.

use std::collections::BTreeSet;

use super::interleaving::{Interleaving, Touch};
use crate::text::bare_name;
use crate::transcript::Place;

/// What begins a report.
const BEGINS: &str = "WARNING: ThreadSanitizer: ";
/// What ends it.
const ENDS: [&str; 2] = ["SUMMARY: ThreadSanitizer: ", "=================="];
/// Functions that store in several goes.
const COPIES: [&str; 15] = [
    "memcpy",
    "memmove",
    "strcpy",
    "strncpy",
    "stpcpy",
    "strcat",
    "strncat",
    "sprintf",
    "snprintf",
    "vsprintf",
    "vsnprintf",
    "fread",
    "read",
    "recv",
    "recvfrom",
];

/// What a report is about.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Kind {
    /// Two accesses that nothing orders, one of them a write.
    Race,
    /// Locks taken in a circle.
    Order,
    /// What says nothing about the program's messages.
    Other,
}

/// One report.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Report {
    kind: Kind,
    /// The global variable concerned, where it is one.
    variable: Option<String>,
    sections: Vec<Section>,
}

/// A heading and the stack below it.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
struct Section {
    heading: String,
    /// Name of the innermost function, of whatever library.
    innermost: Option<String>,
    /// The innermost place in the submission's own files.
    place: Option<Place>,
    /// Whether some frame names a file at all.
    readable: bool,
    /// Inside `pthread_once`, which nobody else gets past meanwhile.
    once: bool,
}

/// One of the two accesses of a race.
#[derive(Debug, Clone)]
struct Access<'r> {
    section: &'r Section,
    writes: bool,
    /// Locks held, by the report's names: those that keep every other thread out, for this access.
    locks: BTreeSet<&'r str>,
}

/// The reports in a text. `place`: where the submission's files lie for the program, a slash at its end.
pub(super) fn reports(errors: &[u8], place: &str) -> Vec<Report> {
    let text = String::from_utf8_lossy(errors);
    let mut found: Vec<Report> = Vec::new();
    let mut open = false;
    for line in text.lines() {
        if let Some((_, title)) = line.split_once(BEGINS) {
            found.push(Report { kind: kind_of(title), variable: None, sections: Vec::new() });
            open = true;
        } else if ENDS.iter().any(|mark| line.starts_with(mark)) {
            open = false;
        } else if let Some(report) = found.last_mut().filter(|_| open) {
            report.take(line, place);
        }
    }
    found
}

fn kind_of(title: &str) -> Kind {
    let races = ["data race", "heap-use-after-free"];
    match title {
        _ if races.iter().any(|name| title.starts_with(name)) => Kind::Race,
        _ if title.starts_with("lock-order-inversion") => Kind::Order,
        _ => Kind::Other,
    }
}

impl Report {
    /// Takes a line of the report into account.
    fn take(&mut self, line: &str, place: &str) {
        let text = line.trim();
        if let Some(frame) = text.strip_prefix('#').and_then(|rest| rest.split_once(' ')).filter(|(n, _)| is_number(n))
        {
            if let Some(section) = self.sections.last_mut() {
                section.take(frame.1, place);
            }
        } else if text.starts_with("Location is file descriptor ") {
            // That a thread closes what another sends on is no question of what they share in memory.
            self.kind = Kind::Other;
        } else if let Some(rest) = text.strip_prefix("Location is global '") {
            self.variable = rest.split_once('\'').map(|(name, _)| variable(name)).filter(|name| !name.is_empty());
            self.sections.push(Section::default());
        } else if line.starts_with("  ") && !text.is_empty() && !text.starts_with('[') {
            self.sections.push(Section { heading: text.to_owned(), ..Section::default() });
        }
    }

    /// Both accesses of a race, the later one first.
    fn accesses(&self) -> Option<[Access<'_>; 2]> {
        let mut accesses = self.sections.iter().filter_map(access);
        let both = [accesses.next()?, accesses.next()?];
        (self.kind == Kind::Race).then_some(both)
    }

    /// A race in which nobody can say which file is concerned.
    fn is_unreadable(&self) -> bool {
        self.accesses().is_some_and(|both| both.iter().all(|a| !a.section.readable))
    }

    /// What two accesses are about, the first of them at its place: `None` where neither is in the
    /// submission's own files.
    fn unordered(&self, first: &Access<'_>, second: &Access<'_>) -> Option<Interleaving> {
        let (here, there) = (first.section.place.clone(), second.section.place.clone());
        let touch = |access: &Access<'_>| Touch { writes: access.writes, locked: !access.locks.is_empty() };
        let (first, second) =
            if here.is_some() { (touch(first), touch(second)) } else { (touch(second), touch(first)) };
        Some(Interleaving {
            place: Some(here.clone().or_else(|| there.clone())?),
            other: here.and(there),
            variable: self.variable.clone(),
            unordered: Some([first, second]),
            ..Interleaving::default()
        })
    }

    /// What a race says about locks.
    fn of_locks(&self) -> Option<(&'static str, Interleaving)> {
        let [later, earlier] = self.accesses()?;
        // The line that lies first, so that the order of the threads does not matter.
        let (a, b) = if later.section.place <= earlier.section.place { (&later, &earlier) } else { (&earlier, &later) };
        let (first, second) = if b.locks.is_empty() && !a.locks.is_empty() { (b, a) } else { (a, b) };
        let code = match (first.locks.is_empty(), first.section.place == second.section.place) {
            (true, _) => "lock.missing",
            (false, true) => "lock.per-thread",
            (false, false) => "lock.not-common",
        };
        Some((code, self.unordered(first, second)?))
    }

    /// What a race says about two messages: only what both change can be lost.
    fn of_messages(&self) -> Option<(&'static str, Interleaving)> {
        let [later, earlier] = self.accesses()?;
        if !later.writes || !earlier.writes {
            return None;
        }
        let (a, b) = if later.section.place <= earlier.section.place { (&later, &earlier) } else { (&earlier, &later) };
        let copies = |access: &Access<'_>| {
            let name = access.section.innermost.as_deref().unwrap_or_default();
            COPIES.contains(&name.trim_start_matches("__interceptor_"))
        };
        let code = if copies(a) || copies(b) { "race.torn" } else { "race.lost-update" };
        Some((code, self.unordered(a, b)?))
    }

    /// Where two locks are taken in opposite orders. What happens once, or before the threads start,
    /// comes into nobody's way.
    fn of_order(&self) -> Option<(&'static str, Interleaving)> {
        let taken = |section: &&Section| section.heading.contains(" acquired here while holding mutex ");
        let alone = |section: &Section| section.once || section.heading.contains(" in main thread");
        if self.sections.iter().filter(taken).any(alone) {
            return None;
        }
        let mut places = self.sections.iter().filter(taken).map(|section| section.place.clone());
        let (first, second) = (places.next()?, places.next()?);
        let (here, there) = if first <= second { (first, second) } else { (second, first) };
        let place = here.clone().or_else(|| there.clone())?;
        let what = Interleaving { place: Some(place), other: here.and(there), ..Interleaving::default() };
        (self.kind == Kind::Order).then_some(("lock.order", what))
    }
}

impl Section {
    /// Takes a frame into account: `servir /tp/server.c:22 (server+0x1333)`.
    fn take(&mut self, frame: &str, place: &str) {
        self.innermost.get_or_insert_with(|| frame.split(' ').next().unwrap_or_default().to_owned());
        self.readable |= !frame.contains("<null> <null>");
        self.once |= frame.starts_with("pthread_once ");
        if self.place.is_none() {
            self.place = own_place(frame, place);
        }
    }
}

/// The place of a frame in the submission's own files.
fn own_place(frame: &str, place: &str) -> Option<Place> {
    let start = frame.find(&format!(" {place}"))?;
    let (function, rest) = (&frame[..start], &frame[start + 1 + place.len()..]);
    // The module, and in newer versions its identity, come after the line.
    let rest = rest.split(" (BuildId: ").next()?;
    let rest = rest.rfind(" (").filter(|i| rest[*i..].contains("+0x")).map_or(rest, |i| &rest[..i]);
    let (before, last) = rest.rsplit_once(':')?;
    let (file, line) = match before.rsplit_once(':') {
        Some((file, line)) if is_number(line) && is_number(last) => (file, line),
        _ => (before, last),
    };
    let line: u32 = line.parse().ok().filter(|n| *n > 0)?;
    Some(Place { file: file.to_owned(), line, function: bare_name(function) })
}

/// A variable's name as it stands in the source.
fn variable(name: &str) -> String {
    let name = name.strip_prefix("(anonymous namespace)::").unwrap_or(name);
    name.split('[').next().unwrap_or_default().to_owned()
}

fn is_number(text: &str) -> bool {
    !text.is_empty() && text.bytes().all(|b| b.is_ascii_digit())
}

/// `Previous atomic write of size 4 at 0x… by thread T2 (mutexes: write M9, read M11):`.
fn access(section: &Section) -> Option<Access<'_>> {
    let (what, rest) = section.heading.split_once(" of size ")?;
    let what = what.to_ascii_lowercase();
    let writes = what.ends_with("write");
    if !writes && !what.ends_with("read") {
        return None;
    }
    let held = rest.split_once("(mutexes: ").and_then(|(_, list)| list.split_once(')')).map_or("", |(list, _)| list);
    // A lock shared with other readers keeps nobody from reading what this one writes.
    let excludes = |lock: &&str| lock.starts_with("write ") || !writes;
    let locks = held.split(", ").filter(excludes).filter_map(|lock| lock.rsplit_once(' ')).map(|(_, name)| name);
    Some(Access { section, writes, locks: locks.collect() })
}

/// Of several findings the one that lies first in the file: what a student meets first. Of the same line,
/// that it is written counts for more than that it is read.
fn first(found: impl Iterator<Item = (&'static str, Interleaving)>) -> Option<(&'static str, Interleaving)> {
    let reads = |what: &Interleaving| what.unordered.map_or(0, |both| both.iter().filter(|t| !t.writes).count());
    found.min_by(|a, b| {
        let key =
            |(code, what): &(&'static str, Interleaving)| (what.place.clone(), what.other.clone(), reads(what), *code);
        key(a).cmp(&key(b))
    })
}

/// What is wrong with the locks, if something is.
pub(super) fn lock_fault(reports: &[Report]) -> Option<(&'static str, Interleaving)> {
    let mut races: Vec<_> = reports.iter().filter_map(Report::of_locks).collect();
    // Two threads with a lock each on the same line have two on any pair of lines.
    if races.iter().any(|(code, _)| *code == "lock.per-thread") {
        races.retain(|(code, _)| *code != "lock.not-common");
    }
    first(races.into_iter()).or_else(|| first(reports.iter().filter_map(Report::of_order)))
}

/// What becomes of two messages that come at the same time, if something does.
pub(super) fn message_fault(reports: &[Report]) -> Option<(&'static str, Interleaving)> {
    first(reports.iter().filter_map(Report::of_messages))
}

/// Whether two locks were seen in opposite orders.
pub(super) fn has_opposite_orders(reports: &[Report]) -> bool {
    reports.iter().any(|report| report.kind == Kind::Order)
}

/// Whether some report cannot be read: then nothing can be said.
pub(super) fn is_unreadable(reports: &[Report]) -> bool {
    reports.iter().any(Report::is_unreadable)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Written by the ThreadSanitizer of GCC 12: a mutex for each thread.
    const RACE: &str = "\
==================
WARNING: ThreadSanitizer: data race (pid=2)
  Read of size 8 at 0x5589d11c3100 by thread T2 (mutexes: write M1):
    #0 servir /tp/server.c:29 (server+0x1367)

  Previous write of size 8 at 0x5589d11c3100 by thread T1 (mutexes: write M0):
    #0 servir /tp/server.c:30 (server+0x13b1)

  Location is global 'rempli' of size 8 at 0x5589d11c3100 (server+0x4100)

  Mutex M1 (0x7f7d2653ccb0) created at:
    #0 pthread_mutex_init ../../../../src/libsanitizer/tsan/tsan_interceptors_posix.cpp:1295 (libtsan.so.2+0x50468)
    #1 servir /tp/server.c:23 (server+0x12f6)

  Thread T2 (tid=5, running) created by main thread at:
    #0 pthread_create ../../../../src/libsanitizer/tsan/tsan_interceptors_posix.cpp:1001 (libtsan.so.2+0x5e686)
    #1 main /tp/server.c:62 (server+0x1507)

SUMMARY: ThreadSanitizer: data race /tp/server.c:29 in servir
==================
";

    /// By the same: two orders in one thread.
    const ORDER: &str = "\
==================
WARNING: ThreadSanitizer: lock-order-inversion (potential deadlock) (pid=2)
  Cycle in lock order graph: M0 (0x56341d959100) => M1 (0x56341d959140) => M0

  Mutex M1 acquired here while holding mutex M0 in thread T1:
    #0 pthread_mutex_lock ../../../../src/libsanitizer/sanitizer_common/sanitizer_common_interceptors.inc:4324 (libtsan.so.2+0x558e1)
    #1 ouvrir /tp/server.c:24 (server+0x130d)
    #2 servir /tp/server.c:50 (server+0x13c7)

  Mutex M0 previously acquired by the same thread here:
    #0 pthread_mutex_lock ../../../../src/libsanitizer/sanitizer_common/sanitizer_common_interceptors.inc:4324 (libtsan.so.2+0x558e1)
    #1 ouvrir /tp/server.c:22 (server+0x12e7)

  Mutex M0 acquired here while holding mutex M1 in thread T1:
    #0 pthread_mutex_lock ../../../../src/libsanitizer/sanitizer_common/sanitizer_common_interceptors.inc:4324 (libtsan.so.2+0x558e1)
    #1 ranger /tp/server.c:34 (server+0x1439)

SUMMARY: ThreadSanitizer: lock-order-inversion (potential deadlock) /tp/server.c:24 in ouvrir
==================
";

    fn read(text: &str) -> Vec<Report> {
        reports(text.as_bytes(), "/tp/")
    }

    fn lines(fault: Option<(&'static str, Interleaving)>) -> Option<(&'static str, u32, u32)> {
        let line = |place: &Option<Place>| place.as_ref().map_or(0, |p| p.line);
        fault.map(|(code, what)| (code, line(&what.place), line(&what.other)))
    }

    /// What the race says with other words in it.
    fn told(change: &[(&str, &str)]) -> Option<(&'static str, u32, u32)> {
        let text = change.iter().fold(RACE.to_owned(), |text, (old, new)| text.replace(old, new));
        lines(lock_fault(&read(&text)))
    }

    #[test]
    fn the_locks_held_make_the_finding() {
        assert_eq!(told(&[]), Some(("lock.not-common", 29, 30)));
        assert_eq!(told(&[("server.c:29", "server.c:30")]), Some(("lock.per-thread", 30, 30)));
        let bare = (" (mutexes: write M1)", "");
        assert_eq!(told(&[bare]), Some(("lock.missing", 29, 30)));
        assert_eq!(told(&[(" (mutexes: write M0)", "")]), Some(("lock.missing", 30, 29)));
        assert_eq!(told(&[(" (mutexes: write M0)", ""), bare]), Some(("lock.missing", 29, 30)));
        // A lock that readers share protects a read, and no write.
        assert_eq!(told(&[("write M0", "read M0"), ("write M1", "read M0")]), Some(("lock.missing", 30, 29)));
        let what = lock_fault(&read(RACE)).unwrap().1;
        assert_eq!(what.variable.as_deref(), Some("rempli"));
        assert_eq!(
            what.unordered,
            Some([(false, true), (true, true)].map(|(writes, locked)| Touch { writes, locked }))
        );
        assert_eq!(what.place.unwrap().function, "servir");
    }

    #[test]
    fn only_what_both_change_is_lost() {
        assert_eq!(lines(message_fault(&read(RACE))), None);
        let both = RACE.replace("Read of", "Write of");
        assert_eq!(lines(message_fault(&read(&both))), Some(("race.lost-update", 29, 30)));
        let copy = both.replacen("    #0 servir", "    #0 strcpy ../x.inc:4 (libtsan.so.2+0x1)\n    #1 servir", 1);
        assert_eq!(lines(message_fault(&read(&copy))), Some(("race.torn", 29, 30)));
    }

    #[test]
    fn opposite_orders_are_no_fault_where_nobody_else_can_be() {
        assert_eq!(lines(lock_fault(&read(ORDER))), Some(("lock.order", 24, 34)));
        let once = ORDER.replace("#2 servir", "#2 pthread_once x.cpp:1517 (libtsan.so.2+0x46512)\n    #3 servir");
        let alone = ORDER.replace("M0 in thread T1", "M0 in main thread");
        for text in [once, alone] {
            assert_eq!(lines(lock_fault(&read(&text))), None, "{text}");
            assert!(has_opposite_orders(&read(&text)));
        }
    }

    #[test]
    fn frames_of_other_versions_and_of_cxx_are_read() {
        let place = |frame: &str| own_place(frame, "/tp/").map(|p| (p.file, p.line, p.function));
        let newer = "ranger(std::string const&) /tp/un dossier/s.cpp:22:5 (server+0x13) (BuildId: 0a1b)";
        assert_eq!(place(newer), Some(("un dossier/s.cpp".into(), 22, "ranger".into())));
        let lambda = "main::{lambda(int)#1}::operator()(int) const /tp/s (2).cpp:9 (server+0x1)";
        assert_eq!(place(lambda), Some(("s (2).cpp".into(), 9, "main".into())));
        let foreign =
            ["memcpy <null> (server+0x1)", "main /usr/include/c.h:4 (server+0x1)", "", "f /tp/s.c", "f /tp/s.c:0"];
        assert!(foreign.iter().all(|frame| place(frame).is_none()));
        assert_eq!(variable("(anonymous namespace)::messages[abi:cxx11]"), "messages");
    }

    #[test]
    fn closing_what_another_sends_on_is_no_race_of_messages() {
        let theirs = "Location is file descriptor 8 created by main thread at:";
        let text = RACE.replace("Location is global 'rempli' of size 8 at 0x5589d11c3100 (server+0x4100)", theirs);
        assert_eq!(lines(lock_fault(&read(&text))), None);
    }

    #[test]
    fn without_names_nothing_is_said() {
        let nameless =
            RACE.replace("servir /tp/server.c:29", "<null> <null>").replace("servir /tp/server.c:30", "<null> <null>");
        assert!(is_unreadable(&read(&nameless)) && lock_fault(&read(&nameless)).is_none());
        // A library's own affair.
        let theirs = RACE.replace("/tp/server.c", "/usr/src/lib.c");
        assert!(!is_unreadable(&read(&theirs)) && lock_fault(&read(&theirs)).is_none());
    }

    #[test]
    fn a_report_cut_anywhere_or_mixed_with_other_text_is_no_trouble() {
        let text = format!("bonjour\n{RACE}{ORDER}");
        for end in 0..text.len() {
            for start in [0, end / 2] {
                let reports = reports(&text.as_bytes()[start..end], "/tp/");
                let _ = (lock_fault(&reports), message_fault(&reports), is_unreadable(&reports));
            }
        }
        let mixed = text.replace('\n', "\nun client est arriv\u{e9}\n");
        assert_eq!(lines(lock_fault(&read(&mixed))), Some(("lock.not-common", 29, 30)));
    }
}
