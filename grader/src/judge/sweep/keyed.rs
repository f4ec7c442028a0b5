//! Two messages that begin with the same new word: what a server does for the first of a kind, checked and made
//! once, can be made twice, the second wiping out what the first was given.
//!
//! The points that no ordinary message met are tried: those that were met before, by a name or by the first
//! message of all. Two such messages one after the other show first what keeps them.

use super::{Pass, Stage, Sweep, Turn};
use crate::judge::interleaving::Probe;
use crate::judge::profile::Look;
use crate::judge::state::State;

/// Points tried.
const POINTS: usize = 12;

/// How far that is.
#[derive(Debug, Clone, Default, PartialEq)]
pub(super) struct Keyed {
    /// Indices of points that no ordinary message met, one for each line.
    pub(super) missed: Vec<usize>,
    /// How many of them were tried.
    tried: usize,
    /// Variables that keep both messages.
    pub(super) kept: Vec<String>,
}

impl Sweep {
    /// Two such messages, with nobody coming between.
    pub(super) fn begin_keyed(&mut self, state: &State, probe: &Probe) -> Turn {
        if self.order.keyed.is_none() || self.keyed.missed.is_empty() {
            return self.begin_joining(state, probe);
        }
        self.pass = Pass::Keyed;
        self.start_round(state);
        self.stage = Stage::Alike(0);
        self.send(0)
    }

    /// One of them was answered, or not.
    pub(super) fn after_alike(&mut self, who: usize) -> Turn {
        if who == 0 {
            self.stage = Stage::Alike(1);
            return self.send(1);
        }
        self.stage = Stage::Compared;
        Turn::Act(vec![self.look()])
    }

    /// What keeps both.
    pub(super) fn after_comparing(&mut self, state: &State, probe: &Probe, look: Look) -> Turn {
        let both = look.iter().filter(|v| v.counts.len() == 2 && v.counts.iter().all(|count| *count > 0));
        self.keyed.kept = both.map(|v| v.name.clone()).collect();
        let replies = self.replies(state);
        let answered = self.profile.as_ref().map_or([false; 2], |profile| profile.answered);
        self.last_look = look;
        if (0..2).any(|i| answered[i] && replies[i].is_empty()) {
            return self.begin_joining(state, probe);
        }
        self.next_keyed(state, probe)
    }

    /// The next point that no ordinary message met.
    pub(super) fn next_keyed(&mut self, state: &State, probe: &Probe) -> Turn {
        let next = self.keyed.missed.get(self.keyed.tried).filter(|_| self.keyed.tried < POINTS).copied();
        let Some((i, point)) = next.and_then(|i| Some((i, probe.points.get(i)?))) else {
            return match self.lost_by_chance() {
                Some(turn) => turn,
                None => self.begin_joining(state, probe),
            };
        };
        self.keyed.tried += 1;
        self.next = i + 1;
        self.hold(state, point.number, &self.first_peer())
    }
}
