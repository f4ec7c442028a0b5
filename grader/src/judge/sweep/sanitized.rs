//! A program built with ThreadSanitizer in the place of one that can be held.
//!
//! It compares what each thread does with what orders the threads (happens-before; Serebryany and
//! Iskhodzhanov, *ThreadSanitizer: data race detection in practice*, 2009), so two messages that nothing
//! in the program orders are enough, also one after the other: no luck is needed. A few rounds at the
//! same time follow, for servers whose workers take messages from each other. What it reported is read
//! when everything is still.

use super::{Pass, Stage, Sweep, Turn, found};
use crate::judge::interleaving::Interleaving;
use crate::judge::sanitizer::{Report, has_opposite_orders, is_unreadable, lock_fault, message_fault, reports};
use crate::judge::state::State;
use crate::judge::walker::Act;
use crate::lab::SweepGoal;
use crate::transcript::{Sanitizer, Stillness, Thread, Waiting};

/// Rounds in which the second message is sent after everything came to rest.
const APART: usize = 3;
/// Rounds in which both are sent at once.
const TOGETHER: usize = 3;

/// Nothing can be said: the program ended, or what was reported cannot be read.
const FAILED: Turn = Turn::Unfit("sanitizer-failed");

impl Sweep {
    /// Takes the state after an event into account.
    pub(super) fn advance_sanitized(&mut self, state: &State, sanitizer: &Sanitizer) -> Turn {
        let Some((kind, threads)) = &state.still else { return Turn::Wait };
        let errors = state.programs.get(&self.order.program).map(|p| p.errors.as_slice()).unwrap_or_default();
        let reports = reports(errors, &sanitizer.place);
        let own: Vec<&Thread> = threads.iter().filter(|t| t.program == self.order.program).collect();
        if own.iter().any(|t| t.pid != own[0].pid) {
            return Turn::Unfit("processes");
        }
        if self.has_ended(state) {
            return self.ended(&reports, sanitizer);
        }
        if *kind == Stillness::Spin {
            return if self.pass == Pass::Cutting { self.verdict(&reports, sanitizer) } else { FAILED };
        }
        if self.stage == Stage::Ready {
            self.calm = self.servants(state, &own);
            return self.both(state, Stage::Sent(0, 0));
        }
        let stuck = self.locked_out(&own);
        if stuck > 0 && *kind == Stillness::Lull && !self.in_doubt {
            self.in_doubt = true;
            return Turn::Wait;
        }
        if stuck > 0 {
            // What was reported explains it better, if anything was.
            let earlier = self.fault(&reports, sanitizer);
            let code = if stuck > 1 { "deadlock.locks" } else { "lock.not-released" };
            return earlier.unwrap_or_else(|| found(code, Interleaving::default()));
        }
        self.next_message(state, &reports, sanitizer)
    }

    /// Threads that wait for a message of one of the two clients who stay.
    fn servants(&self, state: &State, own: &[&Thread]) -> Vec<(i32, Waiting)> {
        let of_peer = |name: &String| state.peers.get(name).and_then(|peer| peer.local);
        let addresses = self.order.peers.each_ref().map(of_peer);
        let serves =
            |t: &&&Thread| t.waiting == Waiting::Receive && t.remote.is_some() && addresses.contains(&t.remote);
        own.iter().filter(serves).map(|t| (t.tid, t.waiting)).collect()
    }

    /// How many of these wait for a lock instead. Of other threads nobody can say whether it is a lock
    /// that they wait for, or work.
    fn locked_out(&self, own: &[&Thread]) -> usize {
        let serves = |t: &&&Thread| self.calm.contains(&(t.tid, Waiting::Receive));
        own.iter().filter(|t| t.waiting == Waiting::Lock).filter(serves).count()
    }

    /// Nobody waits for a lock: the next message, or what all of them came to.
    fn next_message(&mut self, state: &State, reports: &[Report], sanitizer: &Sanitizer) -> Turn {
        match self.stage {
            Stage::Sent(round, 0) => {
                self.stage = Stage::Sent(round, 1);
                self.send(1)
            }
            Stage::Sent(round, _) if round + 1 < APART => self.both(state, Stage::Sent(round + 1, 0)),
            Stage::Sent(..) => match self.fault(reports, sanitizer) {
                Some(turn) => turn,
                // Two locks in opposite orders would stop it here, now and then.
                None if has_opposite_orders(reports) => Turn::Done,
                None => self.both(state, Stage::Released),
            },
            Stage::Released if (self.n as usize) < APART + TOGETHER => self.both(state, Stage::Released),
            Stage::Released | Stage::Asked => match self.fault(reports, sanitizer) {
                Some(turn) => turn,
                None if self.order.goal == SweepGoal::CommonLock => self.departure(state, reports, sanitizer),
                None => self.verdict(reports, sanitizer),
            },
            // One who left may have left a lock behind: who asks for it next shows it.
            _ => {
                self.stage = Stage::Asked;
                self.send(0)
            }
        }
    }

    /// A new round: the first message, or both where they are not to wait for each other.
    fn both(&mut self, state: &State, stage: Stage) -> Turn {
        self.start_round(state);
        self.stage = stage;
        let mut acts = vec![self.sending(0, &self.order.peers[0])];
        if stage == Stage::Released {
            acts.push(self.sending(1, &self.order.peers[1]));
        }
        Turn::Act(acts)
    }

    /// The next client leaves: cut off or with a goodbye, first between two messages, then so soon after
    /// one that its answer finds nobody.
    fn departure(&mut self, state: &State, reports: &[Report], sanitizer: &Sanitizer) -> Turn {
        let Some(peer) = self.order.victims.get(self.victims).cloned().filter(|_| self.victims < 4) else {
            return self.verdict(reports, sanitizer);
        };
        self.start_round(state);
        self.pass = Pass::Cutting;
        let how = if self.victims.is_multiple_of(2) { "reset" } else { "close" };
        let last_words = self.victims >= 2;
        self.victims += 1;
        self.stage = Stage::Cut;
        if !last_words {
            return Turn::Act(vec![Act::Handle { peer, how }]);
        }
        let program = self.order.program.clone();
        let word = self.sending(0, &peer);
        // Held as a whole, so that nobody answers before the client has gone.
        let stop = Act::Halt { program: program.clone(), halted: true };
        Turn::Act(vec![stop, word, Act::Handle { peer, how }, Act::Halt { program, halted: false }])
    }

    /// What the reports say, as a turn.
    fn fault(&self, reports: &[Report], sanitizer: &Sanitizer) -> Option<Turn> {
        let fault = match self.order.goal {
            SweepGoal::CommonLock | SweepGoal::FirstCommands => lock_fault(reports),
            SweepGoal::NoRace | SweepGoal::FirstMessages => message_fault(reports),
        };
        let (code, what) = fault?;
        let by_race = what.unordered.is_some();
        Some(if by_race && sanitizer.hands_over { Turn::Unfit("sanitizer-hand-over") } else { found(code, what) })
    }

    fn verdict(&self, reports: &[Report], sanitizer: &Sanitizer) -> Turn {
        let silent = if is_unreadable(reports) { FAILED } else { Turn::Done };
        self.fault(reports, sanitizer).unwrap_or(silent)
    }

    /// The program is no more. That a client who leaves takes it along is another scenario's finding.
    fn ended(&self, reports: &[Report], sanitizer: &Sanitizer) -> Turn {
        let silent = if self.pass == Pass::Cutting { Turn::Done } else { FAILED };
        self.fault(reports, sanitizer).unwrap_or(silent)
    }
}
