//! A graded submission, in no language: what all reports render.

use serde::{Deserialize, Serialize};

use crate::answers::Answered;
use crate::judge::{Interleaving, Verdict};
use crate::lab::{Level, Outcome, Role, Step};
use crate::submission::Reason;
use crate::text::{Localised, Payload};
use crate::transcript::{Isolation, Transcript};

/// Everything known about one submission.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Graded {
    /// Name of the folder.
    pub submission: String,
    /// Lab id.
    pub lab: String,
    /// Which file is which program, and why.
    pub programs: Vec<GradedProgram>,
    /// Programs of no known step.
    pub unused: Vec<String>,
    /// Findings about the folder as a whole.
    pub findings: Vec<Finding>,
    /// In the lab's order.
    pub steps: Vec<GradedStep>,
    /// The written answers, one entry for each question of the steps that were asked for.
    #[serde(default)]
    pub answers: Vec<Answered>,
    /// What kept the programs apart.
    pub isolation: Isolation,
    /// Told to stop before the end.
    pub interrupted: bool,
}

/// A program of the submission.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct GradedProgram {
    /// Step id.
    pub step: String,
    /// Server or client.
    pub role: Role,
    /// Its source, relative to the submission.
    pub path: String,
    /// How it is started.
    pub command: Vec<String>,
    /// Why this file.
    pub why: Vec<Reason>,
}

/// One step of the lab.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct GradedStep {
    /// Step id.
    pub id: String,
    /// For people.
    pub title: Localised,
    /// Extra credit.
    pub bonus: bool,
    /// What its programs were found to do in their own ways.
    pub habits: Vec<LearntHabit>,
    /// Findings about the step as a whole: no program, does not compile.
    pub findings: Vec<Finding>,
    /// In file order.
    pub scenarios: Vec<GradedScenario>,
}

/// A way of doing what the lab leaves open, found out by trying.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct LearntHabit {
    /// The habit's id.
    pub habit: String,
    /// Whose.
    pub role: Role,
    /// The way's id.
    pub way: String,
    /// The habit, for people.
    pub title: Localised,
    /// The way, for people.
    pub way_title: Localised,
}

/// One scenario.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct GradedScenario {
    /// Scenario id.
    pub id: String,
    /// For people.
    pub title: Localised,
    /// Whose program is examined.
    pub role: Role,
    /// What it is worth.
    pub level: Level,
    /// Points when passed.
    pub points: u32,
    /// The written question it gives evidence for.
    pub question: Option<String>,
    /// What it came to.
    pub verdict: Verdict,
    /// Why it was not played, when it was not.
    pub not_played: Option<NotPlayed>,
    /// Why it is inconclusive: `outer-limit`, `capture-lost-packets`, `stopped`, or a message of the
    /// grader's own fault.
    pub reason: Option<String>,
    /// What is wrong or worth knowing; the first one is why it failed.
    pub findings: Vec<Finding>,
    /// Wall time of the play, in milliseconds.
    pub duration_ms: u64,
    /// The record.
    pub transcript: Option<Transcript>,
}

/// Why a scenario was not played.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case", tag = "because")]
pub enum NotPlayed {
    /// The submission has no usable program for it (the step's findings say why): no points.
    NoProgram {
        /// `server` or `client`.
        role: Role,
    },
    /// Another scenario that it needs was not passed.
    Needs {
        /// Its id.
        scenario: String,
    },
    /// Another scenario that it needs could not be judged, through no fault of the student's.
    NeedsJudged {
        /// Its id.
        scenario: String,
    },
    /// This machine does not allow what it takes.
    Isolation {
        /// What is missing, for people who know.
        what: String,
    },
    /// A program that is nobody's submission is not installed here.
    NoTool {
        /// Its name.
        tool: String,
    },
    /// It says nothing about this program: it can neither be held at its lines nor built with ThreadSanitizer.
    Unfit {
        /// Key of the reason in the catalogue.
        why: String,
    },
    /// The run was stopped before.
    Stopped,
}

impl NotPlayed {
    /// The scenario that stood in the way, whether it failed or could not be judged.
    pub fn needs(&self) -> Option<&str> {
        match self {
            NotPlayed::Needs { scenario } | NotPlayed::NeedsJudged { scenario } => Some(scenario),
            _ => None,
        }
    }
}

/// Something to say about a program, with a stable code.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Finding {
    /// As in `server.no-reply`.
    pub code: String,
    /// The student's file, relative to the submission.
    pub program: Option<String>,
    /// Where in it.
    pub location: Option<Location>,
    /// What was expected and what came, for findings of a scenario.
    pub detail: Option<Detail>,
    /// A message of another tool, such as a compiler's; hostile text.
    pub said: Option<String>,
}

/// A line of a student's file.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Location {
    /// Relative to the submission.
    pub file: String,
    /// From 1.
    pub line: u32,
    /// The line's text.
    pub text: String,
}

/// How an expectation failed.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Detail {
    /// The step of the script (its line, and what was expected).
    pub step: Step,
    /// How it failed.
    pub outcome: Outcome,
    /// What came instead, where bytes came.
    pub received: Option<Payload>,
    /// The program concerned, by its name in the script.
    pub subject: Option<String>,
    /// Numbers of the events from which the step was pending to the one that settled it.
    pub events: (u64, u64),
    /// How two threads came into each other's way, where that is what failed.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub interleaving: Option<Interleaving>,
    /// The function of the program's own in which it stands still, where its line is not known.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub function: Option<String>,
}

/// Points.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Marks {
    /// Points of required scenarios that were passed.
    pub score: u32,
    /// Points of all required scenarios.
    pub max: u32,
    /// Points of robustness scenarios that were passed: extra credit.
    pub extra: u32,
    /// Points of all robustness scenarios.
    pub extra_max: u32,
}

impl std::ops::Add for Marks {
    type Output = Marks;
    fn add(self, other: Marks) -> Marks {
        Marks {
            score: self.score + other.score,
            max: self.max + other.max,
            extra: self.extra + other.extra,
            extra_max: self.extra_max + other.extra_max,
        }
    }
}

impl GradedScenario {
    /// False when nothing was found out through no fault of the student's: it counts neither way.
    pub fn is_judged(&self) -> bool {
        let hindered = matches!(
            self.not_played,
            Some(
                NotPlayed::NeedsJudged { .. }
                    | NotPlayed::Isolation { .. }
                    | NotPlayed::NoTool { .. }
                    | NotPlayed::Unfit { .. }
                    | NotPlayed::Stopped
            )
        );
        self.verdict != Verdict::Inconclusive && !hindered
    }

    /// Points won: all or none. A scenario that could not be judged through a fault of the grader's
    /// costs nothing, so it counts neither way.
    fn marks(&self) -> Marks {
        let won = if self.verdict == Verdict::Passed { self.points } else { 0 };
        let counts = if self.is_judged() { self.points } else { 0 };
        match self.level {
            Level::Required => Marks { score: won, max: counts, ..Marks::default() },
            Level::Robustness => Marks { extra: won, extra_max: counts, ..Marks::default() },
            Level::Info => Marks::default(),
        }
    }
}

impl GradedStep {
    /// Points of all scenarios.
    pub fn marks(&self) -> Marks {
        self.scenarios.iter().map(|scenario| self.marks_of(scenario)).fold(Marks::default(), Marks::add)
    }

    /// Points of one of its scenarios: all of a bonus step is extra credit.
    pub fn marks_of(&self, scenario: &GradedScenario) -> Marks {
        let Marks { score, max, extra, extra_max } = scenario.marks();
        if self.bonus {
            return Marks { extra: score + extra, extra_max: max + extra_max, ..Marks::default() };
        }
        Marks { score, max, extra, extra_max }
    }
}

use std::ops::Add;

impl Graded {
    /// Points of all steps.
    pub fn marks(&self) -> Marks {
        self.steps.iter().map(GradedStep::marks).fold(Marks::default(), Marks::add)
    }

    /// Every scenario.
    pub fn scenarios(&self) -> impl Iterator<Item = &GradedScenario> {
        self.steps.iter().flat_map(|s| &s.scenarios)
    }

    /// Each finding's code with its step (`""` for the whole submission), sorted, each once.
    pub fn codes(&self) -> Vec<(String, String)> {
        let whole = self.findings.iter().map(|f| (String::new(), f.code.clone()));
        let steps = self.steps.iter().flat_map(|s| {
            let scenarios = s.scenarios.iter().flat_map(|c| &c.findings);
            s.findings.iter().chain(scenarios).map(|f| (s.id.clone(), f.code.clone()))
        });
        let mut codes: Vec<(String, String)> = whole.chain(steps).collect();
        codes.sort();
        codes.dedup();
        codes
    }

    /// Exit status of `grader check`: 0 all required passed, 1 some failed, 3 inconclusive.
    pub fn exit_code(&self) -> u8 {
        let says_nothing = |s: &&GradedScenario| matches!(s.not_played, Some(NotPlayed::Unfit { .. }));
        let required = || self.scenarios().filter(|s| s.level == Level::Required && !says_nothing(s));
        if required().any(|s| s.verdict == Verdict::Failed) {
            1
        } else if required().any(|s| s.verdict != Verdict::Passed) || self.interrupted {
            3
        } else {
            0
        }
    }
}
