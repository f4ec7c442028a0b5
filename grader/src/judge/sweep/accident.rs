//! What shows without a look inside: ends, threads that died or wait for ever, replies gone astray.

use super::leaving::{is_broken_iteration, is_traceback};
use super::{Pass, Stage, Sweep, Turn, found};
use crate::judge::interleaving::{Interleaving, Probe};
use crate::judge::state::State;
use crate::transcript::{Ending, Thread, Waiting};

impl Sweep {
    /// Threads that wait for a lock and did not when all was well; a held thread waits for its own.
    pub(super) fn stuck(&self, threads: &[Thread]) -> usize {
        let waiting = self.own_threads(threads).filter(|t| t.waiting == Waiting::Lock);
        let held = usize::from(self.stage == Stage::Passing);
        waiting.filter(|t| !self.calm.contains(&(t.tid, Waiting::Lock))).count().saturating_sub(held)
    }

    /// What shows without a look: an end, a thread that died, threads that wait for locks for ever, a
    /// reply that went astray.
    pub(super) fn accident(&self, state: &State, probe: &Probe, threads: &[Thread]) -> Option<Turn> {
        let program = state.programs.get(&self.order.program)?;
        let swept = matches!(self.stage, Stage::Released);
        let held = self.held(probe).filter(|_| swept);
        let found = |code| {
            let place = held.clone().map(|p| p.place);
            Some(found(code, Interleaving { place, held: held.clone(), ..Interleaving::default() }))
        };
        if matches!(program.ended, Some(Ending::Status(_) | Ending::Signal(_))) {
            return found("server.exits-with-error");
        }
        // A newcomer brings threads of its own, which may well wait for work.
        let stuck = if self.is_crowded() { 0 } else { self.stuck(threads) };
        let replies = self.replies(state);
        let profile = self.profile.as_ref();
        let asked = |i: usize| match (self.pass, i) {
            (Pass::Reading(reading), 0) => reading.answered,
            (Pass::First, _) => false,
            _ => i == 0 || !self.is_crowded(),
        };
        let unanswered = |i: usize| asked(i) && profile.is_some_and(|p| p.answered[i]) && replies[i].is_empty();
        // Who was answered before and is not now waits for more than for work.
        let silenced = |who: usize| {
            let before = self.rounds.first().is_some_and(|round| !round.replies[who].is_empty());
            before && replies[who].is_empty()
        };
        let in_turn = match self.stage {
            Stage::Sent(0, who) => who == 1,
            Stage::Sent(2, who) => silenced(who),
            _ => false,
        };
        if stuck > 0 && (swept || in_turn) {
            return found(if stuck > 1 { "deadlock.locks" } else { "lock.not-released" });
        }
        let errors = self.new_errors(state);
        // A word of the program's own may be wrong for want of an argument.
        if self.has_commands && !is_broken_iteration(&errors) {
            return None;
        }
        if is_traceback(&errors) {
            return found(if is_broken_iteration(&errors) { "race.iteration-broken" } else { "server.thread-died" });
        }
        if swept && (unanswered(0) || unanswered(1)) {
            // Whatever else waits for work, who owes an answer does not.
            if matches!(self.pass, Pass::Reading(_) | Pass::Telling(_)) && self.stuck(threads) > 1 {
                return found("deadlock.locks");
            }
            let more = |i: usize| profile.is_some_and(|p| p.is_more(i, &replies[i], &self.marks()));
            let astray =
                !matches!(self.pass, Pass::Reading(_)) && (0..2).any(|i| unanswered(i) && asked(1 - i) && more(1 - i));
            return found(if astray { "race.reply-astray" } else { "server.thread-died" });
        }
        None
    }
}
