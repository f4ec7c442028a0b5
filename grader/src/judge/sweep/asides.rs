//! What clients say besides messages, one after the other: no lock may stay behind, and the locks that
//! are taken on the way are seen.
//!
//! Said twice: before any message, when there is nothing yet to be read, and once there is.

use super::{Stage, Sweep, Turn};
use crate::judge::interleaving::Probe;
use crate::judge::profile::Look;
use crate::judge::state::State;
use crate::judge::walker::Act;

impl Sweep {
    /// Whether something is to be said before the first message. A server of one thread has nobody to
    /// keep a lock from.
    pub(super) fn has_asides(&self, probe: &Probe) -> bool {
        !self.order.asides.is_empty() && self.order.only.is_none() && probe.threaded
    }

    /// Locks are watched first: where one was taken that stays behind is only known by that.
    pub(super) fn begin_asides(&mut self) -> Turn {
        self.stage = Stage::Listening;
        Turn::Act(vec![self.tell("watch".into())])
    }

    /// The next aside of a client that is still there; after the last, what comes after the pass.
    pub(super) fn next_aside(&mut self, state: &State, probe: &Probe, pass: usize) -> Turn {
        let there = |peer: &str| {
            let conn = state.conn_of(peer).filter(|c| c.established);
            conn.is_some_and(|c| !c.by_server.ended && !c.by_server.reset)
        };
        let mut left = self.order.asides.iter().enumerate().skip(self.aside);
        let next = left.find(|(_, aside)| there(&aside.peer));
        let Some((i, act)) = next.map(|(i, a)| (i, Act::Send { peer: a.peer.clone(), data: a.data.clone() })) else {
            self.aside = 0;
            if pass > 0 {
                return self.next_point(state, probe);
            }
            self.start_round(state);
            self.stage = Stage::Sent(0, 0);
            return self.send(0);
        };
        self.aside = i + 1;
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
