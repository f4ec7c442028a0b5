//! The sweep's part of the walker: what it is given, and what becomes of what it found.

use super::super::sweep::{Order, Sweep, Turn};
use super::{Act, Failure, Walker};
use crate::lab::{Outcome, Step, SweepGoal, Verb};

impl Walker {
    /// Goes on with the sweep of a step; true when it has ended.
    pub(super) fn sweep(&mut self, step: &Step, acts: &mut Vec<Act>) -> bool {
        let Verb::Sweep { program, goal, peers, victims, joins, messages, keyed, asides, only, .. } = &step.verb else {
            return true;
        };
        let order = || Order {
            program: program.clone(),
            goal: *goal,
            peers: peers.clone(),
            victims: victims.clone(),
            joins: joins.clone(),
            messages: messages.clone(),
            keyed: keyed.clone(),
            asides: asides.clone(),
            only: only.clone(),
            seed: self.scenario.seed,
        };
        let begun = match (self.sweep.take(), goal) {
            (Some(sweep), _) => Some(sweep),
            (None, SweepGoal::FirstMessages) => self.untried.as_mut().and_then(|u| u.next(peers)).map(Box::new),
            (None, SweepGoal::FirstCommands) => self.untried.as_mut().and_then(|u| u.commands(asides)).map(Box::new),
            (None, _) => Some(Box::new(Sweep::new(order()))),
        };
        let Some(mut sweep) = begun else { return true };
        let turn = sweep.advance(&self.state);
        let (since, at) = sweep.events.take().unwrap_or((sweep.since, self.n));
        self.sweep = Some(sweep);
        match turn {
            Turn::Act(more) => {
                self.state.still = None;
                acts.extend(more);
            }
            Turn::Wait => {}
            Turn::Done => {
                let over = self.sweep.take();
                if matches!(goal, SweepGoal::NoRace | SweepGoal::CommonLock) {
                    self.untried = over.map(|sweep| Box::new(sweep.untried()));
                }
                return true;
            }
            Turn::Unfit(_) if self.is_extra => self.is_over = true,
            Turn::Found { code, .. } if self.is_extra && !goal.codes().contains(&code) => self.is_over = true,
            Turn::Unfit(why) => self.unfit = Some(why.to_owned()),
            Turn::Found { code, what, failed } => {
                let failure = Failure {
                    step: step.clone(),
                    outcome: Outcome::Collided,
                    code: code.to_owned(),
                    program: Some(program.clone()),
                    since,
                    at,
                    received: None,
                    interleaving: Some(*what),
                };
                if failed {
                    self.failure = Some(failure);
                } else {
                    self.notices.push(failure);
                    return self.sweep(step, acts);
                }
            }
        }
        false
    }
}
