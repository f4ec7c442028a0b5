//! The locks' part of the sweep: which lock guards what, and whether one stays behind.

use std::collections::BTreeSet;

use super::{Pass, Stage, Sweep, Turn, found};
use crate::judge::interleaving::{Interleaving, Probe};
use crate::judge::lockset;
use crate::judge::profile::{Look, Profile};
use crate::judge::state::State;
use crate::judge::walker::Act;
use crate::transcript::{Access, Stillness, Taking, Thread, Waiting};

/// Points at which the first client's thread is held to see both at work at once; a pool shows its
/// second thread at the first of them, or not at all.
const OVERLAPS: usize = 12;
/// Points of a line at which a thread is held to see whether its neighbour can pass.
const CONFIRMATIONS: usize = 4;

/// A variable that is changed with no lock taken that is known as one. Threads may exclude each other
/// by something else: a condition and a flag, a token in a queue, a file's lock.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Suspect {
    what: Interleaving,
    /// Indices of the points at which it is still to be tried, the first last.
    left: Vec<usize>,
    /// How many changes were known when the thread was held.
    pub(super) written: usize,
}

impl Sweep {
    /// With both clients' threads at work at once, a pool serves them with two: then the verdict on
    /// the locks, then what happens to them when a client is cut off.
    pub(super) fn next_of_locks(&mut self, state: &State, probe: &Probe) -> Turn {
        if !self.overlapped {
            if let Some(point) = probe.points.get(self.next).filter(|_| self.next < OVERLAPS) {
                self.next += 1;
                return self.hold(state, point.number, &self.first_peer());
            }
            self.overlapped = true;
        }
        if self.suspect.is_some() {
            return self.try_suspect(state, probe);
        }
        let shared = self.profile.iter().flat_map(Profile::shared);
        let shared = shared.filter(|name| !self.guarded.iter().any(|guarded| guarded == name));
        match lockset::fault(probe, shared) {
            Some(("lock.missing", what)) => {
                let left = on_line(probe, &what);
                self.suspect = Some(Suspect { what, left, written: 0 });
                return self.try_suspect(state, probe);
            }
            Some((code, what)) => return found(code, Interleaving { renewed: self.joined > 0, ..what }),
            None => {}
        }
        if let Some(turn) = self.welcome(state, probe) {
            return turn;
        }
        self.next = 0;
        self.begin_looping(state, probe)
    }

    /// Clients are cut off.
    pub(super) fn begin_cutting(&mut self, state: &State, probe: &Probe) -> Turn {
        self.pass = Pass::Cutting;
        self.next = 0;
        self.written_by_messages = probe.wrote.len();
        // First those that leave while nothing of theirs is under way, each in one way.
        if self.order.only.is_some() { self.next_cut(state, probe) } else { self.leave(state, probe) }
    }

    /// The next client is cut off at the next line.
    pub(super) fn next_cut(&mut self, state: &State, probe: &Probe) -> Turn {
        while let Some(victim) = self.order.victims.get(self.victims).cloned()
            && let Some(number) = self.next_wanted(probe)
        {
            if !self.held(probe).is_some_and(|point| self.lines_cut.contains(&point.place.line)) {
                return self.hold(state, number, &victim);
            }
        }
        self.begin_commands(state, probe)
    }

    /// The first client's thread is held where it changes what seems to have no lock.
    fn try_suspect(&mut self, state: &State, probe: &Probe) -> Turn {
        let next = self.suspect.as_mut().and_then(|suspect| suspect.left.pop());
        match next.and_then(|i| Some((i, probe.points.get(i)?))) {
            Some((i, point)) => {
                self.next = i + 1;
                self.hold(state, point.number, &self.first_peer())
            }
            // The other passed at every point, or none was met again.
            None => match self.suspect.take() {
                Some(suspect) => found("lock.missing", suspect.what),
                None => Turn::Done,
            },
        }
    }

    /// The second message is as far as it comes. If it waits, and has not changed the suspected
    /// variable, something guards it. Who only sleeps and asks again may have asked at the wrong time.
    pub(super) fn confirm_guard(&mut self, probe: &Probe, threads: &[Thread]) {
        let blocks = |t: &&Thread| {
            matches!(t.waiting, Waiting::Lock | Waiting::Read | Waiting::Write | Waiting::Child | Waiting::Signal)
        };
        let waiting =
            self.own_threads(threads).filter(blocks).filter(|t| !self.calm.contains(&(t.tid, t.waiting))).count();
        // One of them is the thread that is held.
        let Some(suspect) = self.suspect.take_if(|suspect| {
            let since = probe.wrote.get(suspect.written..).unwrap_or_default();
            waiting > 1 && !since.iter().any(|a| Some(&a.variable) == suspect.what.variable.as_ref())
        }) else {
            return;
        };
        self.guarded.extend(suspect.what.variable);
    }

    /// A client leaves between two messages: cut off, or with a goodbye of its kernel's.
    pub(super) fn leave(&mut self, state: &State, probe: &Probe) -> Turn {
        let Some(peer) = self.order.victims.get(self.victims).cloned() else {
            return self.begin_commands(state, probe);
        };
        self.start_round(state);
        let how = if self.victims == 0 { "reset" } else { "close" };
        self.victims += 1;
        self.stage = Stage::Cut;
        Turn::Act(vec![Act::Handle { peer, how }])
    }

    /// A thread is held: is it inside a critical section?
    pub(super) fn after_peek(&mut self, probe: &Probe, taken: usize) -> Turn {
        if taken <= self.locks_at_rest {
            self.stage = Stage::Cut;
            return self.tell_then("go".into(), vec![]);
        }
        self.lines_cut.extend(self.held(probe).map(|p| p.place.line));
        let victim = self.order.victims[self.victims].clone();
        self.victims += 1;
        self.stage = Stage::Cut;
        self.then = Some(Vec::new());
        Turn::Act(vec![Act::Handle { peer: victim, how: "reset" }, self.tell("go".into())])
    }

    /// The held thread went on, its client gone or not: no lock may stay behind.
    pub(super) fn after_cut(&mut self, state: &State, probe: &Probe, look: Look, taken: usize) -> Turn {
        self.last_look = look;
        if let Some(turn) = self.kept(state, probe, taken, Stage::Cut) {
            return turn;
        }
        // Locks may be taken only by who leaves.
        if let Some((code, what)) = lockset::opposite_orders(&probe.took) {
            return found(code, what);
        }
        // So may variables be changed.
        let known = probe.wrote.iter().take(self.written_by_messages).enumerate();
        let known: Vec<&Access> =
            known.filter(|(i, _)| !self.written_by_newcomer.contains(i)).map(|(_, access)| access).collect();
        let counts = |name: &str| {
            let numbers = self.last_look.iter().filter(|v| v.name == name).filter_map(|v| v.number.as_ref());
            numbers.into_iter().any(|number| number.parse::<i128>().is_ok())
        };
        // A number that is counted; where something guards that is not known as a lock, it may guard this too.
        let unknown = |name: &&str| {
            self.guarded.is_empty() && counts(name) && !known.iter().any(|access| access.variable == **name)
        };
        let names: BTreeSet<&str> = probe.wrote.iter().map(|access| access.variable.as_str()).filter(unknown).collect();
        if let Some((code, what)) = lockset::fault(probe, names.into_iter()) {
            return found(code, what);
        }
        let leaving = self.next == 0 && self.victims < 2;
        if leaving { self.leave(state, probe) } else { self.next_point(state, probe) }
    }

    /// What follows from a lock that stays taken; `again` is the stage whose end is to be proven fully.
    pub(super) fn kept(&mut self, state: &State, probe: &Probe, taken: usize, again: Stage) -> Option<Turn> {
        if taken <= self.locks_at_rest {
            return None;
        }
        if state.last_still == Some(Stillness::Lull) && !self.in_doubt {
            self.in_doubt = true;
            self.stage = again;
            return Some(Turn::Wait);
        }
        let locks = probe.inside.as_ref().map(|(_, l)| l.iter().map(|l| l.name.clone()).collect()).unwrap_or_default();
        let is_aside = matches!(again, Stage::Aside(_));
        let held = self.held(probe).filter(|_| !is_aside);
        let still =
            |t: &&Taking| probe.inside.iter().any(|(_, taken)| taken.iter().any(|lock| lock.number == t.lock.number));
        let last = |list: &[Taking]| list.iter().rev().find(still).map(|t| t.place.clone());
        let place = last(&probe.took).or(last(&probe.perhaps_took)).or(held.clone().map(|p| p.place));
        let said = self.aside().filter(|_| is_aside).map(|aside| aside.data.clone());
        let what = Interleaving { place, held, locks, said, ..Interleaving::default() };
        Some(found("lock.not-released", what))
    }
}

/// The points of the line of a change, the last first.
fn on_line(probe: &Probe, what: &Interleaving) -> Vec<usize> {
    let Some(place) = &what.place else { return Vec::new() };
    let points = probe.points.iter().enumerate();
    let there = points.filter(|(_, p)| p.place.file == place.file && p.place.line == place.line).map(|(i, _)| i);
    let mut found: Vec<usize> = there.take(CONFIRMATIONS).collect();
    found.reverse();
    found
}
