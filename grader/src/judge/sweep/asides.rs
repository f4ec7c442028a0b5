//! What clients say besides messages, one after the other: no lock may stay behind, and the locks that
//! are taken on the way are seen.
//!
//! Said twice: before any message, when there is nothing yet to be read, and once there is.

use super::looping::{Trigger, is_there};
use super::{Stage, Sweep, Turn};
use crate::judge::interleaving::Probe;
use crate::judge::profile::Look;
use crate::judge::state::State;
use crate::lab::Aside;

impl Sweep {
    /// Whether something is to be said before the first message. A server of one thread has nobody to
    /// keep a lock from.
    pub(super) fn has_asides(&self, probe: &Probe) -> bool {
        !self.order.asides.is_empty() && probe.threaded
    }

    /// Locks are watched first: where one was taken that stays behind is only known by that.
    pub(super) fn begin_asides(&mut self) -> Turn {
        self.stage = Stage::Listening;
        Turn::Act(vec![self.tell("watch".into())])
    }

    /// The next aside of a client that is still there; after the last, what comes after the pass.
    pub(super) fn next_aside(&mut self, state: &State, probe: &Probe, pass: usize) -> Turn {
        let mut left = self.order.asides.iter().enumerate().skip(self.aside);
        // A word that the program knows may well end it: not before there is anything to be judged.
        let is_safe = |aside: &Aside| pass > 0 || aside.command.is_none() || aside.data.0.starts_with(b"/");
        let next = left.find(|(_, aside)| is_there(state, &aside.peer) && is_safe(aside)).map(|(i, _)| i);
        let Some((i, act)) = next.and_then(|i| Some((i, self.saying(i)?))) else {
            self.aside = 0;
            return if pass > 0 { self.next_point(state, probe) } else { self.first_message(state, probe) };
        };
        self.aside = i + 1;
        self.said.push((probe.points.len(), Trigger::Aside(i)));
        self.start_round(state);
        self.stage = Stage::Aside(pass);
        Turn::Act(vec![act])
    }

    /// An aside was answered, or not, and a look taken at the locks.
    pub(super) fn after_aside(&mut self, state: &State, probe: &Probe, look: Look, taken: usize, pass: usize) -> Turn {
        self.last_look = look;
        match self.kept(state, probe, taken, Stage::Aside(pass)) {
            Some(turn) => turn,
            None => self.next_aside(state, probe, pass),
        }
    }
}
