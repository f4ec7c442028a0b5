//! From verdicts to a mark, every operation kept so that the mark can be defended.
//!
//! It must not know how any of it is worded.

use num_rational::Ratio;

use super::ledger::{Adjustment, Lateness, comparable};
use super::rubric::{Counts, LateRule, Points, Rubric, Towards};
use super::written::Decision;
use crate::grading::{Graded, GradedScenario, GradedStep};
use crate::judge::Verdict;
use crate::lab::Level;

/// What a step comes to.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct StepMark {
    /// Step id.
    pub id: String,
    /// The rubric leaves it out.
    pub dropped: bool,
    /// Points of what is asked for.
    pub score: Points,
    /// Most of them.
    pub max: Points,
    /// Extra credit.
    pub extra: Points,
    /// Most of it.
    pub extra_max: Points,
}

/// One operation.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Operation {
    /// The written answers, whose points are among those of their steps.
    Answers {
        /// Their points.
        score: Points,
        /// Most of them.
        max: Points,
        /// How many count.
        counted: usize,
        /// How many of these the teacher decided.
        decided: usize,
        /// How many count neither way, as nothing is decided yet.
        waiting: usize,
    },
    /// The teacher changes a step's points.
    StepAdjusted {
        /// Which.
        step: String,
        /// By how much.
        points: Points,
        /// Why.
        reason: String,
    },
    /// `score` of `max` is `value` of `scale`.
    Scaled {
        /// Sum of all steps.
        score: Points,
        /// Sum of all steps.
        max: Points,
        /// The best mark.
        scale: u32,
        /// The mark so far.
        value: Points,
    },
    /// Extra credit, on the same scale.
    Extra {
        /// Sum of all steps.
        points: Points,
        /// As for [`Operation::Scaled`].
        max: Points,
        /// As for [`Operation::Scaled`].
        scale: u32,
        /// What is added.
        value: Points,
        /// It would be more without the rubric's limit.
        limited: bool,
    },
    /// Lateness.
    Late {
        /// Days begun.
        days: i64,
        /// What is taken.
        value: Points,
        /// It would be more without the rubric's limit.
        limited: bool,
    },
    /// The teacher changes the mark.
    Adjusted {
        /// By how much.
        points: Points,
        /// Why.
        reason: String,
    },
    /// No mark is below 0 or above the best.
    Bounded {
        /// The mark so far.
        value: Points,
    },
    /// To what the scale allows.
    Rounded {
        /// Multiples of this.
        step: Points,
        /// Which way.
        towards: Towards,
        /// The mark.
        value: Points,
    },
}

/// A mark and how it came about.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Mark {
    /// In the lab's order.
    pub steps: Vec<StepMark>,
    /// In the order in which they were done.
    pub operations: Vec<Operation>,
    /// The mark; `None` when nothing that is asked for could be judged.
    pub value: Option<Points>,
    /// The best mark.
    pub scale: u32,
    /// Scenarios that could not be judged, and count neither way.
    pub undecided: usize,
}

/// Everything that turns verdicts into marks.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Terms {
    /// `grading.kdl`.
    pub rubric: Rubric,
    /// `adjustments.csv`.
    pub adjustments: Vec<Adjustment>,
    /// Who is late.
    pub lateness: Vec<Lateness>,
    /// What is decided about written answers.
    pub decisions: Vec<Decision>,
}

fn whole(points: u32) -> Points {
    Ratio::from_integer(i64::from(points))
}

impl Rubric {
    /// What a scenario counts as, and its points.
    pub fn weigh(&self, step: &GradedStep, scenario: &GradedScenario) -> (Counts, u32) {
        let (counts, level_points) = self.levels.get(&scenario.level).copied().unwrap_or((Counts::Nothing, None));
        let own = self.scenarios.get(&(step.id.clone(), scenario.id.clone())).copied();
        let points = own.or(level_points).unwrap_or(scenario.points);
        let counts = match counts {
            _ if self.dropped.contains(&step.id) => Counts::Nothing,
            Counts::Required if step.bonus && scenario.level == Level::Required => self.bonus,
            counts => counts,
        };
        (counts, points)
    }

    fn step(&self, step: &GradedStep) -> StepMark {
        let zero = Ratio::from_integer(0);
        let dropped = self.dropped.contains(&step.id);
        let mut mark = StepMark { id: step.id.clone(), dropped, score: zero, max: zero, extra: zero, extra_max: zero };
        for scenario in step.scenarios.iter().filter(|s| s.is_judged()) {
            let (counts, points) = self.weigh(step, scenario);
            let won = whole(if scenario.verdict == Verdict::Passed { points } else { 0 });
            let (score, max) = match counts {
                Counts::Required => (&mut mark.score, &mut mark.max),
                Counts::Extra => (&mut mark.extra, &mut mark.extra_max),
                Counts::Nothing => continue,
            };
            *score += won;
            *max += whole(points);
        }
        mark
    }

    fn round(&self, value: Points) -> Points {
        let steps = value / self.round;
        let steps = match self.towards {
            Towards::Nearest => (steps + Ratio::new(1, 2)).floor(),
            Towards::Up => steps.ceil(),
            Towards::Down => steps.floor(),
        };
        steps * self.round
    }
}

impl Terms {
    /// The mark of a student, who may be known by several names.
    pub fn mark(&self, graded: &Graded, names: &[&str]) -> Mark {
        let names: Vec<String> = names.iter().map(|n| comparable(n)).collect();
        let mine = |name: &str| names.contains(&comparable(name));
        let adjustments: Vec<&Adjustment> = self.adjustments.iter().filter(|a| mine(&a.name)).collect();
        let mut steps: Vec<StepMark> = graded.steps.iter().map(|s| self.rubric.step(s)).collect();
        let mut operations = Vec::from_iter(self.add_answers(graded, &names, &mut steps));
        for adjustment in &adjustments {
            let Some(step) = steps.iter_mut().find(|s| Some(&s.id) == adjustment.step.as_ref()) else { continue };
            step.score += adjustment.points;
            let (step, reason) = (step.id.clone(), adjustment.reason.clone());
            operations.push(Operation::StepAdjusted { step, points: adjustment.points, reason });
        }
        let undecided = graded.scenarios().filter(|s| s.verdict == Verdict::Inconclusive).count();
        let scale = self.rubric.scale;
        let max: Points = steps.iter().map(|s| s.max).sum();
        let value = (max > whole(0)).then(|| {
            let days = self.lateness.iter().filter(|l| mine(&l.name)).map(|l| l.days).sum();
            self.work_out(&steps, max, days, &adjustments, &mut operations)
        });
        Mark { steps, operations, value, scale, undecided }
    }

    /// Adds the points of the written answers to those of their steps.
    fn add_answers(&self, graded: &Graded, names: &[String], steps: &mut [StepMark]) -> Option<Operation> {
        let rule = &self.rubric.answers;
        let written = rule.weigh(&graded.answers, &self.decisions, names);
        let (mut score, mut max, mut counted) = (whole(0), whole(0), 0);
        for (id, points, most) in written.points {
            let Some(step) = steps.iter_mut().find(|s| s.id == id && !s.dropped) else { continue };
            match rule.counts {
                Counts::Required => {
                    step.score += points;
                    step.max += most;
                }
                Counts::Extra => {
                    step.extra += points;
                    step.extra_max += most;
                }
                Counts::Nothing => continue,
            }
            score += points;
            max += most;
            counted += 1;
        }
        let (decided, waiting) = (written.decided, written.waiting);
        (counted > 0).then_some(Operation::Answers { score, max, counted, decided, waiting })
    }

    fn work_out(
        &self,
        steps: &[StepMark],
        max: Points,
        days: Points,
        adjustments: &[&Adjustment],
        operations: &mut Vec<Operation>,
    ) -> Points {
        let (rubric, best) = (&self.rubric, whole(self.rubric.scale));
        let score: Points = steps.iter().map(|s| s.score).sum();
        let scale = rubric.scale;
        let mut value = score * best / max;
        operations.push(Operation::Scaled { score, max, scale, value });
        let points: Points = steps.iter().map(|s| s.extra).sum();
        if points > whole(0) {
            let full = points * best / max;
            let added = full.min(rubric.extra_limit.unwrap_or(best / whole(10)));
            value += added;
            operations.push(Operation::Extra { points, max, scale, value: added, limited: added < full });
        }
        value = bounded(value, best, operations);
        if let Some(rule) = rubric.late.as_ref().filter(|_| days > whole(0)) {
            let operation = lateness(rule, days, value);
            if let Operation::Late { value: taken, .. } = operation {
                value -= taken;
            }
            operations.push(operation);
        }
        for adjustment in adjustments.iter().filter(|a| a.step.is_none()) {
            value += adjustment.points;
            let (points, reason) = (adjustment.points, adjustment.reason.clone());
            operations.push(Operation::Adjusted { points, reason });
        }
        value = bounded(value, best, operations);
        let rounded = rubric.round(value).min(best);
        operations.push(Operation::Rounded { step: rubric.round, towards: rubric.towards, value: rounded });
        rounded
    }
}

fn bounded(value: Points, best: Points, operations: &mut Vec<Operation>) -> Points {
    let inside = value.clamp(whole(0), best);
    if inside != value {
        operations.push(Operation::Bounded { value: inside });
    }
    inside
}

fn lateness(rule: &LateRule, days: Points, value: Points) -> Operation {
    let days = days.ceil().to_integer();
    let full = rule.each * Ratio::from_integer(days);
    let limited = rule.limit.is_some_and(|limit| limit < full);
    let due = rule.limit.map_or(full, |limit| full.min(limit));
    let due = if rule.percent { value * due.min(whole(100)) / whole(100) } else { due };
    Operation::Late { days, value: due.min(value), limited }
}

#[cfg(test)]
mod tests {
    use std::path::PathBuf;

    use super::*;
    use crate::grading::samples;

    /// One step: required 2 of 4 judged, one not played after it, extra 0 of 2, one undecided.
    fn graded() -> Graded {
        samples::graded()
    }

    fn terms(rubric: Rubric) -> Terms {
        Terms { rubric, ..Terms::default() }
    }

    fn value(terms: &Terms, graded: &Graded) -> Option<Points> {
        terms.mark(graded, &["Zoé", "12"]).value
    }

    #[test]
    fn the_lab_s_points_out_of_20() {
        let mark = terms(Rubric::default()).mark(&graded(), &["Zoé"]);
        assert_eq!((mark.steps[0].score, mark.steps[0].max), (whole(2), whole(6)));
        assert_eq!((mark.steps[0].extra, mark.steps[0].extra_max), (whole(0), whole(2)));
        assert_eq!(mark.value, Some(Ratio::new(667, 100)));
        assert_eq!(mark.undecided, 1);
    }

    #[test]
    fn rounding_goes_where_it_says() {
        let cases = [(Towards::Nearest, 13), (Towards::Up, 14), (Towards::Down, 13)];
        for (towards, halves) in cases {
            let rubric = Rubric { round: Ratio::new(1, 2), towards, ..Rubric::default() };
            assert_eq!(value(&terms(rubric), &graded()), Some(Ratio::new(halves, 2)), "{towards:?}");
        }
        let rubric = Rubric { scale: 3, round: whole(2), ..Rubric::default() };
        assert_eq!(rubric.round(whole(1)), whole(2), "a half goes up");
    }

    #[test]
    fn levels_bonus_steps_and_points_are_the_teacher_s() {
        let mut rubric = Rubric::default();
        rubric.scenarios.insert(("2.2".into(), "echo".into()), 8);
        assert_eq!(value(&terms(rubric), &graded()), Some(Ratio::new(1333, 100)), "8 of 12");
        let mut rubric = Rubric::default();
        rubric.levels.insert(Level::Robustness, (Counts::Required, Some(6)));
        assert_eq!(value(&terms(rubric), &graded()), Some(Ratio::new(333, 100)), "2 of 12");
        let mut bonus = graded();
        bonus.steps[0].bonus = true;
        let mut all = graded();
        all.steps.extend(bonus.steps);
        assert_eq!(value(&Terms::default(), &all), Some(Ratio::new(867, 100)), "2 of 6, and a tenth more");
        let nothing = Rubric { bonus: Counts::Nothing, ..Rubric::default() };
        assert_eq!(value(&terms(nothing), &all), Some(Ratio::new(667, 100)));
        for (limit, hundredths) in [(1, 767), (20, 1333)] {
            let rubric = Rubric { extra_limit: Some(whole(limit)), ..Rubric::default() };
            assert_eq!(value(&terms(rubric), &all), Some(Ratio::new(hundredths, 100)));
        }
        let dropped = Rubric { dropped: ["2.2".into()].into(), ..Rubric::default() };
        assert_eq!(value(&terms(dropped), &graded()), None, "nothing is left to mark");
    }

    #[test]
    fn lateness_and_adjustments_are_applied_in_the_open() {
        let late = |each: i64, percent, limit: Option<i64>| LateRule {
            file: PathBuf::new(),
            each: Ratio::from_integer(each),
            percent,
            limit: limit.map(Ratio::from_integer),
        };
        let mut terms = terms(Rubric { scale: 6, late: Some(late(1, false, None)), ..Rubric::default() });
        terms.lateness = vec![Lateness { name: "zoé".into(), days: Ratio::new(1, 10) }];
        assert_eq!(value(&terms, &graded()), Some(whole(1)), "a day begun is a day");
        terms.lateness[0].days = whole(9);
        assert_eq!(value(&terms, &graded()), Some(whole(0)), "never below 0");
        terms.rubric.late = Some(late(10, true, Some(50)));
        assert_eq!(value(&terms, &graded()), Some(whole(1)), "half of 2 at most");
        let adjust = |step: Option<&str>, points| Adjustment {
            name: "12".into(),
            step: step.map(str::to_owned),
            points: Ratio::from_integer(points),
            reason: "seen".into(),
        };
        terms.adjustments = vec![adjust(Some("2.2"), 2), adjust(None, 1)];
        let mark = terms.mark(&graded(), &["Zoé", "12"]);
        assert_eq!(mark.value, Some(whole(3)), "4 of 6, half of it taken, 1 more");
        assert_eq!(mark.operations.len(), 5, "{:?}", mark.operations);
        terms.adjustments = vec![adjust(None, 100)];
        let mark = terms.mark(&graded(), &["12"]);
        assert_eq!(mark.value, Some(whole(6)), "never above the best");
        assert!(mark.operations.contains(&Operation::Bounded { value: whole(6) }));
    }
}
