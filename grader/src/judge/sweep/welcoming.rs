//! Somebody new speaks once it is known which lock guards what: a lock that is made again for each client is
//! another one from then on, and two who are inside at once may hold one each.

use super::{Pass, Stage, Sweep, Turn};
use crate::judge::interleaving::Probe;
use crate::judge::state::State;
use crate::transcript::Thread;

/// What a newcomer says: the first time it may be asked for a name.
const MESSAGES: usize = 2;

impl Sweep {
    /// The newcomer connects; nothing where there is none any more.
    pub(super) fn welcome(&mut self, state: &State, probe: &Probe) -> Option<Turn> {
        if self.joined >= self.order.joins.len() {
            return None;
        }
        self.pass = Pass::Welcoming;
        self.written_by_newcomer.start = probe.wrote.len();
        self.start_round(state);
        Some(self.join())
    }

    /// It has connected, or said something.
    pub(super) fn after_welcoming(&mut self, state: &State, probe: &Probe, threads: &[Thread], said: usize) -> Turn {
        match self.newcomer(state).cloned().filter(|_| said < MESSAGES) {
            Some(peer) => {
                self.start_round(state);
                self.stage = Stage::Welcomed(said + 1);
                Turn::Act(vec![self.sending(1, &peer)])
            }
            None => {
                self.keep_calm(threads);
                self.written_by_newcomer.end = probe.wrote.len();
                self.pass = Pass::Messages;
                self.next_point(state, probe)
            }
        }
    }
}
