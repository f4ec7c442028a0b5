//! `grader explain`: the experiment that shows a question's answer, played now with the reference programs.

use std::io::IsTerminal;
use std::path::{Path, PathBuf};
use std::sync::atomic::AtomicBool;

use super::answers::questions;
use super::arguments::ExplainArguments;
use super::check::{isolation, width};
use crate::answers::Question;
use crate::grading::{Checker, GradedScenario, Options, Replay, Slots, demonstration_programs, reference_programs};
use crate::judge::Verdict;
use crate::lab::Library;
use crate::report::{Experience, question_card};
use crate::sandbox::Toolbox;
use crate::text::{Language, harmless};

/// Plays and shows; 0 when the experiment could be played, 3 otherwise.
pub(super) fn explain(arguments: &ExplainArguments, labs: Option<&Path>, language: Language) -> miette::Result<u8> {
    let all = questions(arguments.questions.as_deref())?;
    let question = all.iter().find(|q| q.id == arguments.question).ok_or_else(|| {
        let ids: Vec<&str> = all.iter().map(|q| q.id.as_str()).collect();
        miette::miette!(
            help = format!("questions: {}", ids.join(", ")),
            "there is no question {:?}",
            arguments.question
        )
    })?;
    let library = if question.experiment.has_own_programs() { Library::experiments()? } else { super::library(labs)? };
    let played = played(question, arguments, &library)?;
    let colour = std::io::stdout().is_terminal() && std::env::var_os("NO_COLOR").is_none();
    let width = width();
    let reason = not_played(&played, &library, language);
    let seen = seen(&played, question).ok_or(reason.as_str());
    let code = if seen.is_ok() { 0 } else { 3 };
    let look = ((&library.catalogue, language), (width, colour));
    anstream::print!("{}", question_card(question, seen, arguments.student, look.0, look.1));
    Ok(code)
}

/// What was to be shown, once it was: that all goes well, or a finding.
fn seen<'a>(played: &'a GradedScenario, question: &Question) -> Option<Experience<'a>> {
    let transcript = played.transcript.as_ref()?;
    let finding = match &question.experiment.finding {
        Some(code) => Some(played.findings.iter().find(|f| f.code == *code)?),
        None if played.verdict == Verdict::Passed => None,
        None => return None,
    };
    Some(Experience { transcript, finding })
}

fn played(question: &Question, arguments: &ExplainArguments, library: &Library) -> miette::Result<GradedScenario> {
    let shown = &question.experiment;
    let lab = library.lab(&shown.lab).ok_or_else(|| {
        miette::miette!(help = "without --labs, the labs that come with the program", "there is no lab {:?}", shown.lab)
    })?;
    let lab = library.open(lab, Some(&shown.step))?;
    let step = lab.step(&shown.step).ok_or_else(|| miette::miette!("the lab has no step {:?}", shown.step))?;
    let binaries = folder(arguments.references.as_deref())?;
    let programs = match shown.has_own_programs() {
        true => demonstration_programs(&lab, step)?,
        false => reference_programs(&lab, &binaries, step)?,
    };
    let (toolbox, stop) = (Toolbox::default(), AtomicBool::new(false));
    let options = Options {
        lab: Some(lab.id.clone()),
        step: Some(step.id.clone()),
        scenarios: Vec::new(),
        jobs: 1,
        transcripts: arguments.transcripts.clone(),
        pcap: None,
        isolation: isolation(arguments.isolation)?,
        limit_s: 30,
        keep: true,
        replay: Some(Replay { step: step.id.clone(), scenario: shown.scenario.clone(), hold: None }),
    };
    let slots = Slots::new(1);
    let checker = Checker { library, toolbox: &toolbox, stop: &stop, slots: &slots, opened: None };
    let graded = checker.check(programs.path(), &options, &())?;
    if graded.programs.is_empty() {
        return Err(miette::miette!(
            help = "build them with `cargo build --workspace`, or say where they are with --references",
            "no reference program of {} {} in {}",
            lab.id,
            step.id,
            binaries.display()
        ));
    }
    graded
        .steps
        .into_iter()
        .flat_map(|s| s.scenarios)
        .next()
        .ok_or_else(|| miette::miette!("the step {} has no scenario {:?}", shown.step, shown.scenario))
}

/// Where the reference programs lie: as they are built, beside the grader.
fn folder(named: Option<&Path>) -> miette::Result<PathBuf> {
    if let Some(folder) = named {
        return Ok(folder.into());
    }
    let own = std::env::current_exe().map_err(|e| miette::miette!("where the grader itself lies: {e}"))?;
    Ok(own.parent().unwrap_or(Path::new(".")).into())
}

fn not_played(played: &GradedScenario, library: &Library, language: Language) -> String {
    let reason = played.reason.as_deref().map(harmless).unwrap_or_else(|| played.verdict.name().to_owned());
    library.catalogue.text(language, "explain-not-played", &[("reason", &reason)])
}
