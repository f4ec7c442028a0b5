//! What a server does for its first message only: checked and made once, a collection can be made twice,
//! the second wiping out what the first was given.
//!
//! The rounds that teach spend that first time. What they met and no later round met again is tried on
//! servers that have had no message: the first client's thread is held there, once for each server.

use super::{Order, Pass, Sweep, Turn};
use crate::judge::interleaving::Probe;
use crate::judge::profile::Profile;
use crate::judge::state::State;
use crate::transcript::Point;

/// What a sweep leaves to be tried on other servers.
#[derive(Debug, Clone, PartialEq)]
pub(in crate::judge) struct Untried {
    order: Order,
    profile: Option<Profile>,
    /// Number of the last round.
    n: u32,
    /// Points that only the first message met, one for each line, the last first.
    left: Vec<Point>,
    /// What kept the first two messages.
    kept: Vec<String>,
}

impl Untried {
    /// Whether nothing is left.
    pub(in crate::judge) fn is_spent(&self) -> bool {
        self.left.is_empty()
    }

    /// The sweep of a server that has had no message, between these two clients.
    pub(in crate::judge) fn next(&mut self, peers: &[String; 2]) -> Option<Sweep> {
        let point = self.left.pop()?;
        self.n += 1;
        let order = Order { peers: peers.clone(), ..self.order.clone() };
        let (profile, n) = (self.profile.clone(), self.n);
        let kept_first = self.kept.clone();
        Some(Sweep { profile, n, pass: Pass::First, met_once: vec![point], kept_first, ..Sweep::new(order) })
    }
}

impl Sweep {
    /// The point of this round was not met again. Was it the first message's?
    pub(super) fn note_missed(&mut self, probe: &Probe) {
        let first = |i: &usize| self.said.first().is_some_and(|(known, _)| (*known..self.met_first).contains(i));
        let Some(point) = self.next.checked_sub(1).filter(first).and_then(|i| probe.points.get(i)) else { return };
        if self.pass == Pass::Messages && !self.met_once.iter().any(|known| known.place == point.place) {
            self.met_once.insert(0, point.clone());
        }
    }

    /// What is left to be tried, if anything.
    pub(in crate::judge) fn untried(&self) -> Option<Untried> {
        let left = Some(self.met_once.clone()).filter(|left| !left.is_empty() && self.pass != Pass::First)?;
        let (order, profile, kept) = (self.order.clone(), self.profile.clone(), self.kept_first.clone());
        Some(Untried { order, profile, n: self.n, left, kept })
    }

    /// The first message of all, its thread held where only it will come.
    pub(super) fn hold_first(&mut self, state: &State) -> Turn {
        let Some(point) = self.met_once.first() else { return Turn::Done };
        let place = format!("{} {} {}", point.offset, point.place.function, point.place.file);
        self.start_round(state);
        let message = self.sending(0, &self.first_peer());
        self.arm(format!("first {place}"), message)
    }

    /// The thread is held: its point has a number of its own in this process.
    pub(super) fn find_first(&mut self, probe: &Probe) {
        let held = |point: &Point| Some(point.number) == probe.held;
        self.next = probe.points.iter().position(held).map_or(0, |i| i + 1);
    }

    /// Nothing was lost, or in a round where both ran on side by side.
    pub(super) fn after_first(&mut self) -> Turn {
        self.lost_by_chance().unwrap_or(Turn::Done)
    }
}
