//! Somebody leaves while a thread is held in the middle of a loop: who is taken out of the collection
//! that it goes through makes it skip another, or end with an error.
//!
//! It comes last: those leave who came in the rounds of `joining`.

use super::looping::{Trigger, is_there};
use super::{Pass, Stage, Sweep, Turn, found};
use crate::judge::interleaving::{Interleaving, Probe};
use crate::judge::state::State;
use crate::judge::walker::Act;

impl Sweep {
    pub(super) fn begin_leaving(&mut self) -> Turn {
        self.next = 0;
        if self.joined == 0 { Turn::Done } else { self.begin_loops(Pass::Leaving) }
    }

    /// Goes on to the next loop that a message runs, as long as there is somebody to leave.
    pub(super) fn next_leaving(&mut self, state: &State, probe: &Probe) -> Turn {
        while self.leaver(state).is_some()
            && let Some(number) = self.next_loop(probe)
        {
            if self.trigger(self.next - 1) == Some(Trigger::Message) {
                return self.hold(state, number, &self.first_peer());
            }
        }
        Turn::Done
    }

    /// A newcomer who is still connected.
    fn leaver(&self, state: &State) -> Option<&String> {
        let gone = |peer: &String| self.gone.contains(peer);
        self.order.joins.iter().take(self.joined).find(|peer| !gone(peer) && is_there(state, peer))
    }

    /// A thread is held in the middle of a loop over something shared.
    pub(super) fn leave_amid(&mut self, state: &State) -> Turn {
        let Some(peer) = self.leaver(state).cloned() else { return self.let_go() };
        self.gone.push(peer.clone());
        self.stage = Stage::Leaving;
        Turn::Act(vec![Act::Handle { peer, how: "close" }])
    }

    /// The held thread went on. That it cannot send to who has left is another scenario's matter.
    pub(super) fn after_leaving(&mut self, state: &State, probe: &Probe) -> Turn {
        let errors = self.new_errors(state);
        if is_broken_iteration(&errors) {
            let held = self.held(probe);
            let place = held.clone().map(|point| point.place);
            return found("race.iteration-broken", Interleaving { place, held, ..Interleaving::default() });
        }
        let answered = self.profile.as_ref().is_some_and(|p| p.answered[0]);
        let silent = answered && self.replies(state)[0].is_empty();
        if silent || is_traceback(&errors) { Turn::Done } else { self.next_leaving(state, probe) }
    }
}

/// Whether Python noticed that a collection was changed under a loop.
pub(super) fn is_broken_iteration(errors: &str) -> bool {
    is_traceback(errors)
        && (errors.contains("changed size during iteration") || errors.contains("mutated during iteration"))
}

pub(super) fn is_traceback(errors: &str) -> bool {
    errors.contains("Traceback (most recent call last)")
}
