//! What clients say besides messages, one after the other: no lock may stay behind, and the locks that
//! are taken on the way are seen.
//!
//! Said twice: before any message, when there is nothing yet to be read, and once there is. The words of the
//! program's own come after everything else, as one of them may end it or change how it answers.

use super::looping::{Trigger, is_there};
use super::{Stage, Sweep, Turn, found};
use crate::judge::interleaving::Probe;
use crate::judge::lockset;
use crate::judge::profile::Look;
use crate::judge::state::State;
use crate::judge::walker::Act;
use crate::lab::Aside;

/// Times an aside is said again because the lock that it took is not known for certain.
const AGAIN: u32 = 3;

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
        // A word of the program's own may do anything: those come last.
        let is_due = |aside: &Aside| aside.is_command() == (pass > 1);
        let next = left.find(|(_, aside)| is_there(state, &aside.peer) && is_due(aside)).map(|(i, _)| i);
        let Some((i, act)) = next.and_then(|i| Some((i, self.saying(i)?))) else {
            self.aside = 0;
            return match pass {
                0 => self.first_message(state, probe),
                1 => self.next_point(state, probe),
                _ => self.begin_looping(state, probe),
            };
        };
        self.aside = i + 1;
        self.said_again = 0;
        self.say_aside(state, probe, pass, i, act)
    }

    fn say_aside(&mut self, state: &State, probe: &Probe, pass: usize, i: usize, act: Act) -> Turn {
        self.unsure = probe.perhaps_took.len();
        self.said.push((probe.points.len(), Trigger::Aside(i)));
        self.start_round(state);
        self.in_doubt = pass > 1;
        self.stage = Stage::Aside(pass);
        Turn::Act(vec![act])
    }

    /// The words of the program's own: no lock may stay behind, the loops that they run are looked at.
    pub(super) fn begin_commands(&mut self, state: &State, probe: &Probe) -> Turn {
        if self.has_commands || !self.order.asides.iter().any(Aside::is_command) {
            return Turn::Done;
        }
        self.has_commands = true;
        self.next = probe.points.len();
        self.next_aside(state, probe, 2)
    }

    /// An aside was answered, or not, and a look taken at the locks.
    pub(super) fn after_aside(&mut self, state: &State, probe: &Probe, look: Look, taken: usize, pass: usize) -> Turn {
        self.last_look = look;
        if let Some(turn) = self.kept(state, probe, taken, Stage::Aside(pass)) {
            return turn;
        }
        if let Some((code, what)) = lockset::opposite_orders(&probe.took).filter(|_| pass > 1) {
            return found(code, what);
        }
        // On a busy machine a thread may be put aside just where it takes a lock: nobody knows then that it was this one.
        if probe.perhaps_took.len() > self.unsure
            && self.said_again < AGAIN
            && let Some(i) = self.aside.checked_sub(1)
            && is_there(state, &self.order.asides[i].peer)
            && let Some(act) = self.saying(i)
        {
            self.said_again += 1;
            return self.say_aside(state, probe, pass, i, act);
        }
        self.next_aside(state, probe, pass)
    }
}
