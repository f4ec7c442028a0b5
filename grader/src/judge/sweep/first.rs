//! What a server does for its first message only: checked and made once, a collection can be made twice,
//! the second wiping out what the first was given. And what it does before any message.
//!
//! The rounds that teach spend that first time. What they met and no later round met again is tried on
//! servers that have had no message: the first client's thread is held there, once for each server. A look at the
//! locks leaves the words of the program's own, which only come after everything else.

use super::{Order, Pass, Sweep, Turn};
use crate::judge::interleaving::Probe;
use crate::judge::profile::Profile;
use crate::judge::state::State;
use crate::lab::{Aside, SweepGoal};
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
    /// Words of the program's own were said, but not before any message.
    commands: bool,
}

impl Untried {
    /// Whether nothing is left.
    pub(in crate::judge) fn is_spent(&self) -> bool {
        self.left.is_empty() && !self.commands
    }

    /// The look at the locks of a server that has had no message, when these are said.
    pub(in crate::judge) fn commands(&mut self, asides: &[Aside]) -> Option<Sweep> {
        let (asides, goal) = (asides.to_vec(), SweepGoal::FirstCommands);
        let order = Order { asides, goal, ..self.order.clone() };
        std::mem::take(&mut self.commands).then(|| Sweep::new(order))
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
        let missed = self.next.checked_sub(1).filter(|_| self.pass == Pass::Messages);
        let Some((i, point)) = missed.and_then(|i| Some((i, probe.points.get(i)?))) else { return };
        let is_there = |known: &usize| probe.points.get(*known).is_some_and(|known| known.place == point.place);
        if !self.keyed.missed.iter().any(is_there) {
            self.keyed.missed.push(i);
        }
        let is_first = self.said.first().is_some_and(|(known, _)| (*known..self.met_first).contains(&i));
        if is_first && !self.met_once.iter().any(|known| known.place == point.place) {
            self.met_once.insert(0, point.clone());
        }
    }

    /// What is left to be tried.
    pub(in crate::judge) fn untried(&self) -> Untried {
        let left = if self.order.goal == SweepGoal::NoRace { self.met_once.clone() } else { Vec::new() };
        let commands = self.order.goal == SweepGoal::CommonLock && self.has_commands;
        let (order, profile, kept) = (self.order.clone(), self.profile.clone(), self.kept_first.clone());
        Untried { order, profile, n: self.n, left, kept, commands }
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
