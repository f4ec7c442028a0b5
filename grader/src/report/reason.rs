//! Sentences about choices the grader made: why a file was taken for a program, why a scenario was not
//! played or not judged.
//!
//! It must not know how a report is laid out.

use super::words::Words;
use crate::grading::{GradedScenario, GradedStep, LearntHabit, NotPlayed};
use crate::lab::Role;
use crate::submission::Reason;
use crate::text::harmless;

/// Characters of a name quoted in a sentence.
const QUOTED: usize = 60;

/// Why a scenario has no verdict of its own, if it has none.
pub(super) fn of_scenario(words: &Words<'_>, step: &GradedStep, scenario: &GradedScenario) -> Option<String> {
    match (&scenario.not_played, &scenario.reason) {
        (Some(why), _) => Some(not_played(words, step, why)),
        (None, Some(reason)) => Some(inconclusive(words, reason)),
        (None, None) => None,
    }
}

/// Why a file was taken for a program.
pub(super) fn of_program(words: &Words<'_>, reason: &Reason) -> String {
    match reason {
        Reason::Manifest => words.say("reason-manifest", &[]),
        Reason::StepInPath(text) => {
            words.say("reason-step-in-path", &[("text", &words.quote(text.as_bytes(), QUOTED))])
        }
        Reason::Number(0, _) => words.say("reason-first-of-series", &[]),
        Reason::Number(number, 0) => words.say("reason-number", &[("number", &number.to_string())]),
        Reason::Number(number, shift) => {
            words.say("reason-number-shifted", &[("number", &number.to_string()), ("shift", &format!("{shift:+}"))])
        }
        Reason::Word(word) => words.say("reason-word", &[("word", &words.quote(word.as_bytes(), QUOTED))]),
        Reason::RoleWord(word) => words.say("reason-role-word", &[("word", &words.quote(word.as_bytes(), QUOTED))]),
        Reason::RoleCode(fact) if fact == "connects" => words.say("reason-connects", &[]),
        Reason::RoleCode(_) => words.say("reason-listens", &[]),
        Reason::Asked => words.say("reason-asked", &[]),
        Reason::Facts(facts) => reason_facts(words, facts),
        Reason::Borrowed(step) => words.say("reason-borrowed", &[("step", &harmless(step))]),
    }
}

fn reason_facts(words: &Words<'_>, facts: &[String]) -> String {
    let present: Vec<String> = facts.iter().filter(|f| !f.starts_with('!')).map(|f| fact(words, f)).collect();
    match (present.is_empty(), facts.iter().any(|f| f.starts_with('!'))) {
        (true, _) => words.say("reason-facts-none", &[]),
        (false, false) => words.say("reason-facts", &[("facts", &present.join(", "))]),
        (false, true) => words.say("reason-facts-only", &[("facts", &present.join(", "))]),
    }
}

fn fact(words: &Words<'_>, name: &str) -> String {
    let id = match name {
        "listens" => "fact-listens",
        "accepts" => "fact-accepts",
        "connects" => "fact-connects",
        "binds" => "fact-binds",
        "keyboard" => "fact-keyboard",
        "loop" => "fact-loop",
        "threads" => "fact-threads",
        "events" => "fact-events",
        "fork" => "fact-fork",
        "lock" => "fact-lock",
        "eval" => "fact-eval",
        "list" => "fact-list",
        "accept-loop" => "fact-accept-loop",
        "keyboard-loop" => "fact-keyboard-loop",
        "fin" => "fact-fin",
        "commands" => "fact-commands",
        other => return harmless(other),
    };
    words.say(id, &[])
}

/// « Le pseudo est donné par la commande /pseudo ».
pub(super) fn of_habit(words: &Words<'_>, habit: &LearntHabit) -> String {
    let (title, way) = (habit.title.get(words.language), habit.way_title.get(words.language));
    words.say("habit-learnt", &[("title", title), ("way", way)])
}

/// Why a scenario was not played.
fn not_played(words: &Words<'_>, step: &GradedStep, why: &NotPlayed) -> String {
    let title_of = |id| root(step, id).map_or(id, |s| s.title.get(words.language));
    match why {
        NotPlayed::NoProgram { role: Role::Client } => words.say("not-played-no-client", &[]),
        NotPlayed::NoProgram { .. } => words.say("not-played-no-server", &[]),
        NotPlayed::Needs { scenario } => words.say("not-played-needs", &[("title", title_of(scenario))]),
        NotPlayed::NeedsJudged { scenario } => words.say("not-played-needs-judged", &[("title", title_of(scenario))]),
        NotPlayed::Isolation { what } => words.say("not-played-isolation", &[("what", &harmless(what))]),
        NotPlayed::NoTool { tool } => words.say("not-played-no-tool", &[("tool", &harmless(tool))]),
        NotPlayed::Unfit { why } => match why.as_str() {
            "unprobed" => words.say("not-played-not-python", &[]),
            "processes" => words.say("not-played-processes", &[]),
            "untraced" => words.say("not-played-untraced", &[]),
            "sanitizer-language" => words.say("not-played-sanitizer-language", &[]),
            "sanitizer-build" => words.say("not-played-sanitizer-build", &[]),
            "sanitizer-compiler" => words.say("not-played-sanitizer-compiler", &[]),
            "sanitizer-locks" => words.say("not-played-sanitizer-locks", &[]),
            "sanitizer-hand-over" => words.say("not-played-sanitizer-hand-over", &[]),
            "sanitizer-failed" => words.say("not-played-sanitizer-failed", &[]),
            _ => words.say("not-played-probe", &[]),
        },
        NotPlayed::Stopped => words.say("not-played-stopped", &[]),
    }
}

/// The scenario at the root of a chain of needs: the one that was played.
fn root<'s>(step: &'s GradedStep, id: &str) -> Option<&'s GradedScenario> {
    let find = |id: &str| step.scenarios.iter().find(|s| s.id == id);
    let mut scenario = find(id)?;
    // No longer than all scenarios: a lab file may hold a circle.
    for _ in &step.scenarios {
        let Some(id) = scenario.not_played.as_ref().and_then(NotPlayed::needs) else { break };
        scenario = find(id)?;
    }
    Some(scenario)
}

/// Why a scenario could not be judged.
fn inconclusive(words: &Words<'_>, reason: &str) -> String {
    match reason {
        "outer-limit" => words.say("inconclusive-outer-limit", &[]),
        "capture-lost-packets" => words.say("inconclusive-lost-packets", &[]),
        "stopped" => words.say("inconclusive-stopped", &[]),
        fault => words.say("inconclusive-fault", &[("message", &harmless(fault))]),
    }
}
