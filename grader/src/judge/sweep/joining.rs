//! Somebody connects while a thread is held in the middle of a loop: what it goes through may be the
//! collection of all clients, which the newcomer changes.
//!
//! It comes after the sweep of two messages, as it takes a new client each time. What is in the
//! variables is not compared: a newcomer may rightly change them.

use super::{Pass, Stage, Sweep, Turn};
use crate::judge::interleaving::Probe;
use crate::judge::state::State;
use crate::judge::walker::Act;
use crate::transcript::Thread;

/// What a loop asks for its next element with.
const LOOP: &str = "FOR_ITER";

impl Sweep {
    pub(super) fn begin_joining(&mut self, state: &State, probe: &Probe) -> Turn {
        self.pass = Pass::Joining;
        self.next = 0;
        self.next_join(state, probe)
    }

    /// Goes on to the next loop that was met, as long as there are newcomers.
    pub(super) fn next_join(&mut self, state: &State, probe: &Probe) -> Turn {
        let next = if self.joined < self.order.joins.len() { self.next_loop(probe) } else { None };
        let Some(number) = next else { return self.learn_reading(state, probe, 0) };
        self.hold(state, number, &self.first_peer())
    }

    /// The number of the next point at which a loop asks for its next element.
    pub(super) fn next_loop(&mut self, probe: &Probe) -> Option<u32> {
        let only = self.order.only.as_ref();
        let wanted = |hold| only.is_none_or(|only| *only == hold);
        let rest = probe.points.iter().enumerate().skip(self.next);
        let mut loops = rest.filter(|(_, p)| p.operation == LOOP && wanted(p.hold()));
        let (i, point) = loops.next()?;
        self.next = i + 1;
        Some(point.number)
    }

    /// A thread is held: the newcomer connects.
    pub(super) fn join(&mut self) -> Turn {
        let Some(peer) = self.order.joins.get(self.joined).cloned() else { return Turn::Done };
        self.joined += 1;
        self.stage = Stage::Joining;
        Turn::Act(vec![Act::Connect { peer, program: self.order.program.clone() }])
    }

    /// It is as far as it comes by itself: a server may count it among its clients only once it has
    /// said something.
    pub(super) fn after_joining(&mut self, state: &State) -> Turn {
        let Some(peer) = self.newcomer(state).cloned() else {
            self.stage = Stage::Passing;
            return self.let_go();
        };
        self.stage = Stage::Joined { heard: self.stream(state, &peer).len() };
        Turn::Act(vec![self.sending(1, &peer)])
    }

    /// What it said first may have been taken for its name: where that was answered, it says something again.
    pub(super) fn after_first_word(&mut self, state: &State, probe: &Probe, threads: &[Thread], heard: usize) -> Turn {
        self.stage = Stage::Passing;
        match self.newcomer(state).filter(|peer| self.stream(state, peer).len() > heard) {
            Some(peer) => Turn::Act(vec![self.sending(1, peer)]),
            None => self.passed(probe, threads),
        }
    }

    /// Who has connected last, if it could.
    pub(super) fn newcomer(&self, state: &State) -> Option<&String> {
        let newcomer = self.joined.checked_sub(1).and_then(|i| self.order.joins.get(i));
        newcomer.filter(|peer| state.conn_of(peer).is_some_and(|c| c.established && !c.by_server.reset))
    }
}
