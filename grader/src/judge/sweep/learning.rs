//! The sequential rounds, which teach what a message does.

use super::asides::Moment;
use super::looping::Trigger;
use super::{Pass, Stage, Sweep, Turn};
use crate::judge::interleaving::Probe;
use crate::judge::profile::{Look, Profile, Round};
use crate::judge::state::State;
use crate::lab::SweepGoal;
use crate::transcript::{Thread, Variable, Waiting};

impl Sweep {
    /// The first acts after everything came to rest with both clients connected.
    pub(super) fn begin(&mut self, state: &State, probe: &Probe, threads: &[Thread]) -> Turn {
        if probe.version.is_none() {
            return Turn::Unfit("unprobed");
        }
        self.keep_calm(threads);
        let serves = |t: &Thread| t.tid != t.pid && t.waiting == Waiting::Receive;
        let found = self.own_threads(threads).any(serves);
        self.serves_in_threads = found;
        if self.pass == Pass::First {
            return self.hold_first(state);
        }
        if self.order.goal == SweepGoal::FirstCommands && !self.has_asides(probe) {
            return Turn::Done;
        }
        if self.order.goal != SweepGoal::NoRace && self.has_asides(probe) {
            return self.begin_asides();
        }
        self.first_message(state, probe)
    }

    /// The first of the sequential rounds.
    pub(super) fn first_message(&mut self, state: &State, probe: &Probe) -> Turn {
        self.said.push((probe.points.len(), Trigger::Message));
        self.start_round(state);
        self.stage = Stage::Sent(0, 0);
        self.send(0)
    }

    /// What each thread waits in now is what it waits in when all is well.
    pub(super) fn keep_calm(&mut self, threads: &[Thread]) {
        self.calm = self.own_threads(threads).map(|t| (t.tid, t.waiting)).collect();
    }

    /// A message of a sequential round was looked at.
    pub(super) fn after_message(
        &mut self,
        state: &State,
        probe: &Probe,
        look: Look,
        taken: usize,
        round: usize,
        who: usize,
    ) -> Turn {
        if round > 0 && who == 0 {
            self.rounds.push(Round { marks: self.marks(), looks: vec![self.last_look.clone()], ..Round::default() });
        }
        if round == 0 && who == 1 {
            let both = |v: &&Variable| v.counts.len() == 2 && v.counts.iter().all(|count| *count > 0);
            self.kept_first = look.iter().filter(both).map(|v| v.name.clone()).collect();
        }
        self.last_look = look.clone();
        let replies = self.replies(state);
        if let Some(current) = self.rounds.last_mut().filter(|_| round > 0) {
            current.looks.push(look);
            current.replies = replies;
        }
        if who == 0 {
            if round == 0 {
                self.met_first = probe.points.len();
            }
            self.stage = Stage::Sent(round, 1);
            return self.send(1);
        }
        self.locks_at_rest = taken;
        if round == 0 && probe.points.is_empty() {
            // Either nobody but the main thread runs the program's own code, and nothing can come
            // between; or that code could not be followed.
            return if self.serves_in_threads { Turn::Unfit("untraced") } else { Turn::Done };
        }
        match round {
            0 => {
                self.start_round(state);
                self.stage = Stage::Sent(1, 0);
                self.send(0)
            }
            1 => {
                let [a, b] = self.marks();
                self.start_round(state);
                if self.order.goal == SweepGoal::CommonLock {
                    self.stage = Stage::Watched;
                    return Turn::Act(vec![self.tell(format!("watch {a} {b}"))]);
                }
                self.stage = Stage::Sent(2, 0);
                self.send(0)
            }
            _ => {
                if let [.., one, two] = self.rounds.as_slice() {
                    self.profile = Some(Profile::of(&[one.clone(), two.clone()]));
                }
                if self.order.goal == SweepGoal::CommonLock && self.has_asides(probe) {
                    return self.next_aside(state, probe, Moment::Later);
                }
                self.next_point(state, probe)
            }
        }
    }
}
