//! What two messages at once came to, beside what they come to one after the other.
//!
//! What shows harm must show it again when the same is done again: what a server does at each tenth message, whoever
//! speaks, is not done by two at once. And as the rounds that teach send the first client's message first, it is
//! compared with the other order: a server that keeps other things then, or in another way, has lost nothing.

use super::{Pass, Stage, Sweep, Turn, found};
use crate::judge::interleaving::{Interleaving, Probe};
use crate::judge::profile::{Harm, Look};
use crate::judge::state::State;
use crate::lab::SweepGoal;
use crate::transcript::{Stillness, Thread};

/// A harm that two messages at once did, while it is found out whether they do it again, and whether one after the
/// other does it too.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Weighed {
    code: &'static str,
    what: Interleaving,
    /// Those of the round that showed it.
    events: (u64, u64),
    /// Both threads ran on side by side.
    by_chance: bool,
}

impl Weighed {
    fn is_like(&self, other: &Weighed) -> bool {
        self.code == other.code && self.what.variable == other.what.variable
    }
}

impl Sweep {
    /// Both messages went through.
    pub(super) fn after_both(&mut self, state: &State, probe: &Probe, look: Look) -> Turn {
        self.looks.push(look.clone());
        if self.order.goal == SweepGoal::CommonLock {
            self.overlapped = true;
            self.last_look = look;
            return self.next_point(state, probe);
        }
        let judged = self.profile.as_ref();
        let mut harm = judged.and_then(|profile| match self.pass {
            Pass::First => profile.missing(&look, &self.marks(), &self.kept_first),
            Pass::Keyed => profile.missing(&look, &self.marks(), &self.keyed.kept),
            _ => profile.harm(&self.last_look, &self.looks, &self.marks(), &self.replies(state)),
        });
        let hasty = state.last_still == Some(Stillness::Lull);
        if harm.is_some() && hasty && !self.in_doubt {
            self.in_doubt = true;
            self.stage = Stage::Released;
            return Turn::Wait;
        }
        self.last_look = look;
        // Both ran on side by side: what was lost is lost, but another point may show it for certain.
        let by_chance = self.blocked;
        harm.take_if(|harm| by_chance && (self.by_chance.is_some() || !matches!(harm, Harm::Lost(_))));
        let shown = match harm {
            Some(Harm::Astray) => Some(("race.reply-astray", Interleaving::default())),
            Some(Harm::Lost(what)) => Some(("race.lost-update", what)),
            Some(Harm::Torn(what)) => Some(("race.torn", what)),
            Some(Harm::Stale(what)) if !self.told_stale => Some(("race.stale-read", what)),
            Some(Harm::Stale(_)) | None => None,
        };
        let held = self.held(probe);
        let before = self.weighed.take();
        let Some((code, what)) = shown else { return self.next_point(state, probe) };
        let what = Interleaving { place: held.clone().map(|point| point.place), held: held.clone(), ..what };
        let weighed = Weighed { code, what, events: (self.since, state.seen_events), by_chance };
        match (before, held) {
            (Some(before), _) if before.is_like(&weighed) => self.weigh(state, weighed),
            (None, Some(point)) if self.pass != Pass::First => {
                self.weighed = Some(weighed);
                self.hold(state, point.number, &self.first_peer())
            }
            (None, _) => found(code, weighed.what),
            (Some(_), _) => self.next_point(state, probe),
        }
    }

    /// The same two clients speak one after the other, the second one first.
    fn weigh(&mut self, state: &State, weighed: Weighed) -> Turn {
        self.weighed = Some(weighed);
        self.start_round(state);
        self.in_doubt = true;
        self.stage = Stage::Turned(1);
        self.send(1)
    }

    /// One of them was answered, or not.
    pub(super) fn after_turned(&mut self, state: &State, probe: &Probe, threads: &[Thread], who: usize) -> Turn {
        if self.accident(state, probe, threads).is_some() {
            return self.weighed(state, probe);
        }
        if who == 1 {
            self.stage = Stage::Turned(0);
            return self.send(0);
        }
        self.stage = Stage::Weighed;
        Turn::Act(vec![self.look()])
    }

    /// What one after the other does as well is no race: it says nothing about the variable from now on.
    pub(super) fn after_weighing(&mut self, state: &State, probe: &Probe, look: Look) -> Turn {
        let (marks, replies) = (self.marks(), self.replies(state));
        while let Some(profile) = &mut self.profile
            && let Some(Harm::Lost(what) | Harm::Torn(what)) = match self.pass {
                Pass::Keyed => profile.missing(&look, &marks, &self.keyed.kept),
                _ => profile.harm(&self.last_look, std::slice::from_ref(&look), &marks, &replies),
            }
            && let Some(name) = what.variable
        {
            profile.forget(&name);
            self.weighed.take_if(|weighed| weighed.what.variable.as_ref() == Some(&name));
        }
        self.last_look = look;
        self.weighed(state, probe)
    }

    /// What is left of it.
    fn weighed(&mut self, state: &State, probe: &Probe) -> Turn {
        match self.weighed.take() {
            None => self.next_point(state, probe),
            Some(Weighed { what, events, by_chance: true, .. }) => {
                self.by_chance = Some((what, events));
                self.next_point(state, probe)
            }
            Some(Weighed { code, what, events, .. }) => {
                self.events = Some(events);
                let failed = code != "race.stale-read";
                if !failed {
                    self.told_stale = true;
                    self.stage = Stage::Ignored;
                }
                Turn::Found { code, what: Box::new(what), failed }
            }
        }
    }
}
