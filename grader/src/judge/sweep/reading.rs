//! A message goes through while a thread is held in the middle of a loop that answers something else:
//! what it goes through may be the shared list.
//!
//! It comes last, and only where a client has something to say besides messages.

use super::{Stage, Sweep, Turn};
use crate::judge::interleaving::Probe;
use crate::judge::state::State;
use crate::judge::walker::Act;

/// How far the loops of one aside are known.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Reading {
    /// Which aside it is.
    aside: usize,
    /// Number of points known before it was first said: those of messages, tried already.
    known: usize,
    /// Whether it was answered when nobody came between.
    pub(super) answered: bool,
}

impl Sweep {
    /// The next aside is said once with nobody coming between, to see what loops it runs.
    pub(super) fn learn_reading(&mut self, state: &State, probe: &Probe) -> Turn {
        let aside = self.reading.map_or(0, |r| r.aside + 1);
        let Some(act) = self.saying(aside) else { return Turn::Done };
        self.reading = Some(Reading { aside, known: probe.points.len(), answered: false });
        self.start_round(state);
        self.stage = Stage::Learning;
        Turn::Act(vec![act])
    }

    fn saying(&self, aside: usize) -> Option<Act> {
        let said = self.order.asides.get(aside)?;
        Some(Act::Send { peer: said.peer.clone(), data: said.data.clone() })
    }

    /// It is answered, or not: its loops are known.
    pub(super) fn after_learning(&mut self, state: &State, probe: &Probe) -> Turn {
        let answered = !self.replies(state)[0].is_empty();
        if let Some(reading) = &mut self.reading {
            reading.answered = answered;
            self.next = reading.known;
        }
        self.next_reading(state, probe)
    }

    /// Goes on to the next loop of this aside, or to the next aside.
    pub(super) fn next_reading(&mut self, state: &State, probe: &Probe) -> Turn {
        let next = self.next_loop(probe);
        let act = self.reading.and_then(|reading| self.saying(reading.aside));
        match (next, act) {
            (Some(number), Some(act)) => {
                self.start_round(state);
                self.stage = Stage::Armed;
                self.tell_then(format!("hold {number}"), vec![act])
            }
            _ => self.learn_reading(state, probe),
        }
    }
}
