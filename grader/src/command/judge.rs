//! `grader judge`: a verdict again from a transcript, without running anything.

use std::path::Path;

use super::arguments::JudgeArguments;
use crate::judge::{Verdict, judge as judge_transcript};
use crate::lab::Level;
use crate::report::ladder;
use crate::text::{Language, harmless};
use crate::transcript::{Transcript, normalised, side_by_side};

/// Judges a transcript; the exit code is that of `check` for this one scenario.
pub(super) fn judge(arguments: &JudgeArguments, labs: Option<&Path>, language: Language) -> miette::Result<u8> {
    let library = super::library(labs)?;
    let transcript = Transcript::read(&arguments.transcript)?;
    let judgement = judge_transcript(&transcript);
    let scenario = &transcript.header.scenario;
    anstream::println!(
        "{} {} {}: {}",
        transcript.header.lab,
        transcript.header.step,
        scenario.id,
        judgement.verdict.name()
    );
    if let Some(reason) = &judgement.reason {
        anstream::println!("  {}", harmless(reason));
    }
    for found in judgement.failure.iter().chain(&judgement.notices) {
        let program =
            found.program.as_ref().and_then(|p| transcript.header.programs.get(p)).cloned().unwrap_or_default();
        let text = library.catalogue.finding(language, &found.code, &harmless(&program));
        anstream::println!("  {} – {} (events {}–{})", found.code, text.title, found.since, found.at);
    }
    match &arguments.against {
        Some(path) => {
            let other = Transcript::read(path)?;
            anstream::print!("\n{}", side_by_side(&normalised(&transcript), &normalised(&other), 58));
        }
        None => {
            for line in ladder(&transcript, None, &library.catalogue, language, 90) {
                anstream::println!("{line}");
            }
        }
    }
    Ok(match judgement.verdict {
        Verdict::Failed if scenario.level == Level::Required => 1,
        Verdict::Inconclusive | Verdict::Skipped => 3,
        _ => 0,
    })
}
