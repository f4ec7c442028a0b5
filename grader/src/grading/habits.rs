//! Finds out in which way a submission's programs do what the lab leaves open: each way's probe is
//! played in a world of its own, in order, until one passes.

use std::sync::Mutex;
use std::sync::PoisonError;
use std::sync::atomic::{AtomicUsize, Ordering};

use super::model::LearntHabit;
use super::plan::{Plan, planned};
use super::session::Session;
use crate::judge::Verdict;
use crate::lab::{Habit, LabStep, Way, Ways};

/// A step as it is spoken to its programs, where that differs, and what was found out about them.
type Learnt = (Option<LabStep>, Vec<LearntHabit>);

impl Session<'_> {
    /// The plan as it is to be played with these programs, and what was learnt, by step of the plan.
    pub(super) fn learn(&self, plan: Plan) -> (Plan, Vec<Vec<LearntHabit>>) {
        let learnt: Mutex<Vec<Option<Learnt>>> = Mutex::new(vec![None; plan.steps.len()]);
        let next = AtomicUsize::new(0);
        std::thread::scope(|scope| {
            for _ in 0..self.options.jobs.max(1) {
                scope.spawn(|| {
                    loop {
                        let at = next.fetch_add(1, Ordering::Relaxed);
                        let Some(step) = plan.steps.get(at).map(|s| &s.step) else { return };
                        let result = (!step.habits.is_empty()).then(|| self.learn_step(step));
                        learnt.lock().unwrap_or_else(PoisonError::into_inner)[at] = result;
                    }
                });
            }
        });
        let mut habits = Vec::new();
        let mut plan = plan;
        for (at, result) in learnt.into_inner().unwrap_or_else(PoisonError::into_inner).into_iter().enumerate() {
            let (step, known) = result.unzip();
            if let Some(step) = step.flatten() {
                plan = plan.respoken(at, &step, self.discovery);
            }
            habits.push(known.unwrap_or_default());
        }
        (plan, habits)
    }

    fn learn_step(&self, step: &LabStep) -> Learnt {
        let (mut step, mut ways, mut learnt) = (step.clone(), Ways::new(), Vec::new());
        for at in 0..step.habits.len() {
            let habit = &step.habits[at];
            let Some(way) = self.learn_habit(&step, habit) else { continue };
            learnt.push(LearntHabit {
                habit: habit.id.clone(),
                role: habit.role,
                way: way.id.clone(),
                title: habit.title.clone(),
                way_title: way.title.clone(),
            });
            ways.insert(habit.id.clone(), way.id.clone());
            // Later probes speak in the ways found so far.
            if let Ok(probing) = step.probing(self.lab, &ways) {
                step = probing;
            }
        }
        (step.speaking(self.lab, &ways).ok(), learnt)
    }

    /// `None` when there is no program whose habit it could be.
    fn learn_habit<'h>(&self, step: &LabStep, habit: &'h Habit) -> Option<&'h Way> {
        for way in &habit.ways {
            let Some(probe) = &way.probe else { continue };
            let planned = planned(probe, step, self.discovery);
            if self.obstacle(&planned, None).is_some() {
                return None;
            }
            if self.attempt(step, &planned).verdict == Verdict::Passed {
                return Some(way);
            }
        }
        habit.fallback()
    }
}
