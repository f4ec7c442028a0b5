//! What two messages at once came to, beside what they come to one after the other.

use super::{Pass, Stage, Sweep, Turn, found};
use crate::judge::interleaving::{Interleaving, Probe};
use crate::judge::profile::{Harm, Look};
use crate::judge::state::State;
use crate::lab::SweepGoal;
use crate::transcript::Stillness;

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
            _ => profile.harm(&self.last_look, &self.looks, &self.marks(), &self.replies(state)),
        });
        let hasty = state.last_still == Some(Stillness::Lull);
        if harm.is_some() && hasty && !self.in_doubt {
            self.in_doubt = true;
            self.stage = Stage::Released;
            return Turn::Wait;
        }
        self.last_look = look;
        let held = self.held(probe);
        let about =
            |what: Interleaving| Interleaving { place: held.clone().map(|p| p.place), held: held.clone(), ..what };
        if self.blocked {
            // Both ran on side by side: what was lost is lost, but another point may show it for certain.
            if let Some(Harm::Lost(what)) = harm.take() {
                let what = about(what);
                self.by_chance.get_or_insert((what, (self.since, state.seen_events)));
            }
        }
        match harm {
            Some(Harm::Astray) => found("race.reply-astray", about(Interleaving::default())),
            Some(Harm::Lost(what)) => found("race.lost-update", about(what)),
            Some(Harm::Torn(what)) => found("race.torn", about(what)),
            Some(Harm::Stale(what)) if !self.told_stale => {
                self.told_stale = true;
                self.stage = Stage::Ignored;
                Turn::Found { code: "race.stale-read", what: Box::new(about(what)), failed: false }
            }
            _ => self.next_point(state, probe),
        }
    }
}
