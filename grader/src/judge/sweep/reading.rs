//! A message goes through while a thread is held in the middle of a loop that answers something else:
//! what it goes through may be the shared list.
//!
//! It comes late, and only where a client has something to say besides messages.

use super::looping::{Trigger, is_there};
use super::{Pass, Stage, Sweep, Turn};
use crate::judge::interleaving::Probe;
use crate::judge::state::State;
use crate::judge::walker::Act;

/// How far the loops of one aside are known.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Reading {
    /// Which aside it is.
    pub(super) aside: usize,
    /// Number of points known before it was first said: those of messages, tried already.
    known: usize,
    /// Whether it was answered when nobody came between.
    pub(super) answered: bool,
}

impl Sweep {
    /// The next aside is said once with nobody coming between, to see what loops it runs.
    pub(super) fn learn_reading(&mut self, state: &State, probe: &Probe, aside: usize) -> Turn {
        let left = self.order.asides.iter().enumerate().skip(aside);
        let next = left.map(|(i, said)| (i, &said.peer)).find(|(_, peer)| is_there(state, peer)).map(|(i, _)| i);
        let Some((aside, act)) = next.and_then(|i| Some((i, self.saying(i)?))) else { return self.begin_leaving() };
        self.said.push((probe.points.len(), Trigger::Aside(aside)));
        self.pass = Pass::Reading(Reading { aside, known: probe.points.len(), answered: false });
        self.start_round(state);
        self.has_commands = self.order.asides.get(aside).is_some_and(|said| said.command.is_some());
        self.in_doubt = self.has_commands;
        self.stage = Stage::Learning;
        Turn::Act(vec![act])
    }

    pub(super) fn saying(&self, aside: usize) -> Option<Act> {
        let said = self.order.asides.get(aside)?;
        Some(Act::Send { peer: said.peer.clone(), data: said.data.clone() })
    }

    /// It is answered, or not: its loops are known.
    pub(super) fn after_learning(&mut self, state: &State, probe: &Probe) -> Turn {
        if let Pass::Telling(aside) = self.pass {
            return self.next_telling(state, probe, aside);
        }
        if let Pass::Consulting(aside) = self.pass {
            return self.after_asking(state, probe, aside);
        }
        let answered = !self.replies(state)[0].is_empty();
        if let Pass::Reading(reading) = &mut self.pass {
            // A word of the program's own may be answered once and not again.
            let answered = answered && !self.has_commands;
            reading.answered = answered;
            self.next = reading.known;
            self.learnt_until = probe.points.len();
        }
        self.next_point(state, probe)
    }

    /// Goes on to the next loop of this aside, or to what else it meets.
    pub(super) fn next_reading(&mut self, state: &State, probe: &Probe, reading: Reading) -> Turn {
        match (self.next_loop(probe), self.saying(reading.aside)) {
            (Some(number), Some(act)) => self.hold_saying(state, number, act),
            _ => self.begin_telling(state, probe, reading.aside, reading.known),
        }
    }
}
