//! From a whole transcript to a verdict.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::walker::{Failure, Walker};
use crate::transcript::Transcript;

/// What a scenario comes to.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "lowercase")]
pub enum Verdict {
    /// Every expectation was met.
    Passed,
    /// An expectation cannot be met any more; the transcript proves it.
    Failed,
    /// The grader could not find out. Never costs a point.
    Inconclusive,
    /// Not played, for a stated reason.
    Skipped,
}

impl Verdict {
    /// Stable lower-case name.
    pub fn name(self) -> &'static str {
        match self {
            Verdict::Passed => "passed",
            Verdict::Failed => "failed",
            Verdict::Inconclusive => "inconclusive",
            Verdict::Skipped => "skipped",
        }
    }
}

/// Something that is said without failing the scenario.
pub type Notice = Failure;

/// The result of judging one transcript.
#[derive(Debug, Clone, PartialEq)]
pub struct Judgement {
    /// What it comes to.
    pub verdict: Verdict,
    /// Why it failed.
    pub failure: Option<Failure>,
    /// What else is to be said (level info).
    pub notices: Vec<Notice>,
    /// Why it is inconclusive.
    pub reason: Option<String>,
}

/// Judges a transcript. Pure: the same transcript always gets the same judgement.
pub fn judge(transcript: &Transcript) -> Judgement {
    let mut walker = Walker::new(&transcript.header.scenario);
    walker.begin();
    for entry in &transcript.entries {
        walker.on_event(entry.n, &entry.event);
        if walker.is_done() {
            break;
        }
    }
    conclude(&walker)
}

/// The judgement a walker has come to.
fn conclude(walker: &Walker) -> Judgement {
    let notices = walker.notices().to_vec();
    // A program that floods the capture has made it lose packets itself.
    let lossy = walker.state().lossy && walker.state().excess.is_none();
    if let Some(why) = walker.unfit() {
        return Judgement { verdict: Verdict::Skipped, failure: None, notices: vec![], reason: Some(why.to_owned()) };
    }
    let (verdict, failure, reason) = match (walker.failure(), walker.trouble()) {
        (Some(_), _) if lossy => (Verdict::Inconclusive, None, Some("capture-lost-packets".to_owned())),
        (Some(failure), _) => (Verdict::Failed, Some(failure.clone()), None),
        (None, Some(trouble)) => (Verdict::Inconclusive, None, Some(trouble.to_owned())),
        (None, None) if walker.is_met() => (Verdict::Passed, None, None),
        (None, None) => (Verdict::Inconclusive, None, Some("outer-limit".to_owned())),
    };
    Judgement { verdict, failure, notices, reason }
}
