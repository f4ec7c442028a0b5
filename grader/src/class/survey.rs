//! What a teacher looks for in a graded class: the commonest faults, who needs a look, how marks spread.

use std::collections::BTreeMap;

use num_rational::Ratio;

use super::journal::Outcome;
use super::model::{Class, Student};
use crate::grading::{Finding, Graded};
use crate::judge::Verdict;

/// A fault and who has it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Fault {
    /// Code of the finding.
    pub code: String,
    /// Positions of the students in the class, in order.
    pub students: Vec<usize>,
    /// Where the first of them has it: step and scenario, where it has any.
    pub at: (Option<String>, Option<String>),
}

/// Why a student's result should be looked at by a person.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Look {
    /// It could not be graded: why.
    Undecided(String),
    /// So many scenarios could not be judged.
    Inconclusive(usize),
    /// A finding about the submission as a whole, such as a damaged archive.
    Submission(String),
    /// Programs are missing, and there are files that no step uses.
    Misnamed(Vec<String>),
    /// Not one scenario was passed.
    NothingPassed,
}

/// Everything at a glance.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Survey {
    /// Steps that were played, in the lab's order.
    pub steps: Vec<String>,
    /// The commonest first.
    pub faults: Vec<Fault>,
    /// Position of each student to be looked at, and why.
    pub looks: Vec<(usize, Vec<Look>)>,
    /// How many marks fall into each tenth of the scale, the best mark into the last.
    pub spread: [usize; 10],
}

impl Class {
    /// Looks the class over.
    pub fn survey(&self) -> Survey {
        let mut survey = Survey { steps: Vec::new(), faults: Vec::new(), looks: Vec::new(), spread: [0; 10] };
        let mut faults: BTreeMap<String, Fault> = BTreeMap::new();
        for (at, student) in self.students.iter().enumerate() {
            let looks = looks(student);
            if !looks.is_empty() {
                survey.looks.push((at, looks));
            }
            let Some(graded) = student.graded() else { continue };
            if survey.steps.len() < graded.steps.len() {
                survey.steps = graded.steps.iter().map(|s| s.id.clone()).collect();
            }
            for (code, place) in failures(graded) {
                let fault = faults.entry(code.clone()).or_insert(Fault { code, students: Vec::new(), at: place });
                if fault.students.last() != Some(&at) {
                    fault.students.push(at);
                }
            }
            if let Some((mark, value)) = student.mark.as_ref().and_then(|m| Some((m, m.value?))) {
                let tenth = (value * Ratio::from_integer(10) / Ratio::from_integer(i64::from(mark.scale))).to_integer();
                survey.spread[usize::try_from(tenth).unwrap_or(0).min(9)] += 1;
            }
        }
        survey.faults = faults.into_values().collect();
        survey.faults.sort_by(|a, b| b.students.len().cmp(&a.students.len()).then_with(|| a.code.cmp(&b.code)));
        survey
    }
}

type Place = (Option<String>, Option<String>);

/// What is wrong: findings of the whole submission, of steps, and the first one of each failed scenario.
fn failures(graded: &Graded) -> impl Iterator<Item = (String, Place)> {
    let whole = graded.findings.iter().map(|f| (f.code.clone(), (None, None)));
    let steps = graded.steps.iter().flat_map(|step| {
        let own = step.findings.iter().map(|f| (f.code.clone(), (Some(step.id.clone()), None)));
        let failed = step.scenarios.iter().filter(|s| s.verdict == Verdict::Failed);
        let failed = failed.filter_map(|s| Some((s.findings.first()?, s)));
        own.chain(failed.map(|(f, s)| (f.code.clone(), (Some(step.id.clone()), Some(s.id.clone())))))
    });
    whole.chain(steps)
}

fn looks(student: &Student) -> Vec<Look> {
    let graded = match &student.record.outcome {
        Outcome::Undecided(why) => return vec![Look::Undecided(why.clone())],
        Outcome::Graded(graded) => graded,
    };
    let mut looks = Vec::new();
    let unjudged = graded.scenarios().filter(|s| s.verdict == Verdict::Inconclusive).count();
    if unjudged > 0 {
        looks.push(Look::Inconclusive(unjudged));
    }
    let mut codes: Vec<&String> = graded.findings.iter().map(|f| &f.code).collect();
    let hostile = |f: &&Finding| f.code.starts_with("hostile.");
    codes.extend(graded.scenarios().flat_map(|s| &s.findings).filter(hostile).map(|f| &f.code));
    codes.sort();
    codes.dedup();
    looks.extend(codes.into_iter().map(|code| Look::Submission(code.clone())));
    let missing = graded.steps.iter().any(|s| s.findings.iter().any(|f| f.code == "step.no-program"));
    if missing && !graded.unused.is_empty() {
        looks.push(Look::Misnamed(graded.unused.clone()));
    }
    if !graded.scenarios().any(|s| s.verdict == Verdict::Passed) {
        looks.push(Look::NothingPassed);
    }
    looks
}
