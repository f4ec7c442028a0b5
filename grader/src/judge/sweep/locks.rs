//! The locks' part of the sweep: which lock guards what, and whether one stays behind.

use super::{Stage, Sweep, Turn, found};
use crate::judge::interleaving::{Interleaving, Probe};
use crate::judge::lockset;
use crate::judge::profile::{Look, Profile};
use crate::judge::state::State;
use crate::judge::walker::Act;
use crate::transcript::Stillness;

/// Points at which the first client's thread is held to see both at work at once; a pool shows its
/// second thread at the first of them, or not at all.
const OVERLAPS: usize = 12;

impl Sweep {
    /// With both clients' threads at work at once, a pool serves them with two: then the verdict on
    /// the locks, then what happens to them when a client is cut off.
    pub(super) fn next_of_locks(&mut self, state: &State, probe: &Probe) -> Turn {
        if !self.overlapped {
            if let Some(point) = probe.points.get(self.next).filter(|_| self.next < OVERLAPS) {
                self.start_round(state);
                self.stage = Stage::Armed;
                self.next += 1;
                let first = self.sending(0, &self.order.peers[0]);
                return self.tell_then(format!("hold {}", point.number), vec![first]);
            }
            self.overlapped = true;
        }
        let shared = self.profile.iter().flat_map(Profile::shared);
        if let Some((code, what)) = lockset::fault(probe, shared) {
            return found(code, what);
        }
        self.cutting = true;
        self.next = 0;
        // First those that leave while nothing of theirs is under way, each in one way.
        if self.order.only.is_some() { self.next_point(state, probe) } else { self.leave(state) }
    }

    /// A client leaves between two messages: cut off, or with a goodbye of its kernel's.
    pub(super) fn leave(&mut self, state: &State) -> Turn {
        let Some(peer) = self.order.victims.get(self.victims).cloned() else { return Turn::Done };
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
        if taken <= self.locks_at_rest {
            let leaving = self.next == 0 && self.victims < 2;
            return if leaving { self.leave(state) } else { self.next_point(state, probe) };
        }
        if state.last_still == Some(Stillness::Lull) && !self.in_doubt {
            self.in_doubt = true;
            self.stage = Stage::Cut;
            return Turn::Wait;
        }
        let locks = probe.inside.as_ref().map(|(_, l)| l.iter().map(|l| l.name.clone()).collect()).unwrap_or_default();
        let held = self.held(probe);
        let place = probe.took.last().map(|t| t.place.clone()).or(held.clone().map(|p| p.place));
        let what = Interleaving { place, held, locks, ..Interleaving::default() };
        found("lock.not-released", what)
    }
}
