//! `grader interop`: every client of a class against every server of it.

use std::io::IsTerminal;
use std::path::Path;

use indicatif::ProgressBar;

use super::arguments::{Format, InteropArguments};
use super::check::{colour, refused_namespaces, stop_on_signals, width};
use super::grade::{lab, wanted};
use crate::class::{Intake, MatrixRun};
use crate::grading::{CheckError, Checker, Options, Slots, scenarios_at_once};
use crate::report::class::{interop as as_json, interop_table};
use crate::report::html::interop_page;
use crate::sandbox::Toolbox;
use crate::text::Language;
use crate::transcript::Isolation;

/// Plays and prints the matrix; 0 when everything was tried, 3 when it was stopped.
pub(super) fn interop(arguments: &InteropArguments, labs: Option<&Path>, language: Language) -> miette::Result<u8> {
    if let Some(why) = refused_namespaces() {
        return Err(miette::miette!(
            help = "`grader doctor` says how to allow them",
            "pairs of programs need a private world each, and namespaces are refused here: {why}"
        ));
    }
    let library = super::library(labs)?;
    let intake = Intake::read(&arguments.class)?;
    let candidates = wanted(&arguments.only, &intake)?;
    let lab = lab(arguments.lab.as_ref(), Some(&arguments.step), &library, &intake.candidates)?;
    let step = lab
        .step(&arguments.step)
        .ok_or_else(|| CheckError::NoStep { name: arguments.step.clone(), known: String::new() })?;
    let isolation = Isolation::Namespaces;
    let options = Options {
        lab: Some(lab.id.clone()),
        step: Some(step.id.clone()),
        scenarios: Vec::new(),
        jobs: scenarios_at_once(arguments.jobs, isolation),
        transcripts: None,
        keep: false,
        pcap: None,
        isolation,
        limit_s: arguments.limit,
        replay: None,
    };
    let toolbox = Toolbox::hiding(&[&arguments.class]);
    let (stop, slots) = (stop_on_signals()?, Slots::new(options.jobs));
    let checker = Checker { library: &library, toolbox: &toolbox, stop: &stop, slots: &slots, opened: Some(&lab) };
    let bar = if std::io::stderr().is_terminal() { ProgressBar::new(0) } else { ProgressBar::hidden() };
    let told = |done: usize, of: usize| {
        bar.set_length(of as u64);
        bar.set_position(done as u64);
    };
    let run = MatrixRun { checker, options, lab: &lab, step };
    let matrix = run.play(&intake.class, &candidates, arguments.references.as_deref(), &told)?;
    bar.finish_and_clear();
    match arguments.format {
        Format::Json => {
            let value = as_json(&matrix, &library.catalogue, language);
            let text = serde_json::to_string_pretty(&value).map_err(|e| miette::miette!("cannot write JSON: {e}"))?;
            anstream::println!("{text}");
        }
        Format::Html => {
            anstream::print!("{}", interop_page(&matrix, &library.catalogue, language));
        }
        Format::Human => {
            anstream::print!("{}", interop_table(&matrix, &library.catalogue, language, width(), colour()));
        }
    }
    Ok(if matrix.interrupted { 3 } else { 0 })
}
