//! What the written answers are worth: a proposal counts only where the teacher's grading file says
//! so, a decision always.

use std::collections::BTreeMap;
use std::path::Path;

use num_rational::Ratio;
use serde::{Deserialize, Serialize};

use super::ledger::{LedgerError, comparable, read_text};
use super::rubric::{Counts, Points};
use crate::answers::{Answered, Confidence, Proposal};
use crate::lab::Source;

/// The file of a class that decisions are added to.
pub const DECISIONS: &str = "answers.decisions.jsonl";

/// A teacher's decision about an answer: a line of [`DECISIONS`], never changed or removed.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Decision {
    /// Name of the submission's folder or archive.
    pub submission: String,
    /// Lab id.
    pub lab: String,
    /// Question id.
    pub question: String,
    /// What was decided.
    pub mark: Proposal,
    /// What was proposed then.
    pub proposal: Proposal,
    /// The answer that was judged: for another one, nothing is decided.
    pub answer: String,
}

impl Decision {
    /// Whether it is about this answer as it is now.
    pub fn is_about(&self, answered: &Answered) -> bool {
        self.lab == answered.question.lab && self.question == answered.question.id && self.answer == answered.found.text
    }

    /// Whose submission it names: itself, and what Moodle puts after a name left out.
    fn names(&self) -> [String; 2] {
        let bare = self.submission.split("_assignsubmission_").next().unwrap_or_default();
        let bare = bare.rsplit_once('_').filter(|_| bare != self.submission).map_or(bare, |(name, _)| name);
        [comparable(&self.submission), comparable(bare)]
    }
}

/// Reads all decisions of a class.
///
/// # Errors
/// The file cannot be read, or a line of it is no decision.
pub fn read_decisions(path: &Path) -> Result<Vec<Decision>, LedgerError> {
    let text = read_text(path)?;
    let file = path.display().to_string();
    let source = Source::new(&file, &text);
    let mut decisions = Vec::new();
    let mut offset = 0;
    for line in text.split_inclusive('\n') {
        if !line.trim().is_empty() {
            let read = serde_json::from_str(line).map_err(|error| {
                let message = format!("this is no decision: {error}");
                source.error((offset, line.trim_end().len()).into(), message, "here", "mend or remove this line")
            })?;
            decisions.push(read);
        }
        offset += line.len();
    }
    Ok(decisions)
}

/// What answers are worth.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct AnswerRule {
    /// A full answer.
    pub full: Points,
    /// A partial one.
    pub partial: Points,
    /// Whether sure proposals count before the teacher has decided.
    pub proposals: bool,
    /// What the points count as.
    pub counts: Counts,
}

impl Default for AnswerRule {
    fn default() -> AnswerRule {
        let points = |n| Ratio::from_integer(n);
        AnswerRule { full: points(2), partial: points(1), proposals: false, counts: Counts::Required }
    }
}

/// The answers of a submission that count, and those that wait for the teacher.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Written {
    /// Step, points, and most of them: one entry an answer.
    pub points: Vec<(String, Points, Points)>,
    /// How many of them the teacher decided.
    pub decided: usize,
    /// How many count neither way, as nothing is decided yet.
    pub waiting: usize,
}

/// What is decided about the answers of who goes by these names (see [`comparable`]), by question.
pub(super) fn decided(answers: &[Answered], decisions: &[Decision], names: &[String]) -> BTreeMap<String, Proposal> {
    let mine = |d: &&Decision| d.names().iter().any(|name| names.contains(name));
    let mine: Vec<&Decision> = decisions.iter().filter(mine).collect();
    let last = |answered: &Answered| {
        let decision = mine.iter().rev().find(|d| d.is_about(answered))?;
        Some((answered.question.id.clone(), decision.mark))
    };
    answers.iter().filter_map(last).collect()
}

impl AnswerRule {
    /// Weighs the answers of who goes by these names (see [`comparable`]).
    pub(super) fn weigh(&self, answers: &[Answered], decisions: &[Decision], names: &[String]) -> Written {
        let mut written = Written { points: Vec::new(), decided: 0, waiting: 0 };
        let all = decided(answers, decisions, names);
        for answered in answers {
            let decided = all.get(&answered.question.id).copied();
            let sure = self.proposals && answered.review.confidence() == Confidence::Sure;
            let Some(mark) = decided.or(sure.then_some(answered.review.proposal)) else {
                written.waiting += 1;
                continue;
            };
            written.decided += usize::from(decided.is_some());
            let points = match mark {
                Proposal::Full => self.full,
                Proposal::Partial => self.partial,
                Proposal::Wrong | Proposal::Missing => Ratio::from_integer(0),
            };
            written.points.push((answered.question.step(), points, self.full));
        }
        written
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::answers::{examine, of_lab, shipped_questions};

    fn answers() -> Vec<Answered> {
        let questions = of_lab(&shipped_questions().unwrap(), "tp-a");
        let text = "2.1.4-1 : Dans accept(), puis dans recv().\n2.1.4-2 : Rien.\n";
        examine(&questions, &[("reponses.txt", text.as_bytes())])
    }

    fn decision(submission: &str, answered: &Answered, mark: Proposal) -> Decision {
        Decision {
            submission: submission.into(),
            lab: "tp-a".into(),
            question: answered.question.id.clone(),
            mark,
            proposal: answered.review.proposal,
            answer: answered.found.text.clone(),
        }
    }

    #[test]
    fn nothing_counts_before_the_teacher_says_so() {
        let (answers, rule) = (answers(), AnswerRule::default());
        let written = rule.weigh(&answers, &[], &["zoé".into()]);
        assert_eq!((written.points.len(), written.waiting), (0, answers.len()));
        let rule = AnswerRule { proposals: true, ..rule };
        let written = rule.weigh(&answers, &[], &["zoé".into()]);
        let sure = answers.iter().filter(|a| a.review.confidence() == Confidence::Sure).count();
        assert_eq!((written.points.len(), written.waiting), (sure, answers.len() - sure));
        assert!(sure > 0 && written.points[0] == ("2.1".into(), rule.full, rule.full), "{written:?}");
    }

    #[test]
    fn the_last_decision_about_the_answer_as_it_is_counts() {
        let (answers, rule) = (answers(), AnswerRule::default());
        let mut stale = decision("Zoé", &answers[1], Proposal::Full);
        stale.answer = "autre chose".into();
        let decisions = [
            decision("Zoé_12_assignsubmission_file_", &answers[0], Proposal::Wrong),
            decision("zoé", &answers[0], Proposal::Partial),
            decision("Ugo", &answers[2], Proposal::Full),
            stale,
        ];
        let written = rule.weigh(&answers, &decisions, &["zoé".into()]);
        assert_eq!(written.points, [("2.1".into(), rule.partial, rule.full)]);
        assert_eq!((written.decided, written.waiting), (1, answers.len() - 1));
        let first = rule.weigh(&answers, &decisions[..1], &["zoé".into()]);
        assert_eq!(first.points[0].1, Ratio::from_integer(0), "under Moodle's name for the folder");
    }

    #[test]
    fn a_line_that_is_no_decision_is_named() {
        let file = tempfile::NamedTempFile::new().unwrap();
        let line = serde_json::to_string(&decision("Zoé", &answers()[0], Proposal::Full)).unwrap();
        std::fs::write(file.path(), format!("{line}\n\n")).unwrap();
        assert_eq!(read_decisions(file.path()).unwrap().len(), 1);
        std::fs::write(file.path(), format!("{line}\n{{}}\n")).unwrap();
        let error = read_decisions(file.path()).unwrap_err().to_string();
        assert!(error.contains(":2"), "{error}");
    }
}
