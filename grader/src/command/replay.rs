//! `grader replay`: one finding again, exactly as it came about.

use std::path::Path;
use std::sync::atomic::AtomicBool;

use super::arguments::ReplayArguments;
use super::check::{isolation, width};
use crate::grading::{Checker, Options, Replay, Slots};
use crate::judge::Verdict;
use crate::report;
use crate::sandbox::Toolbox;
use crate::text::Language;

/// Plays the finding's schedule again and shows it; 0 when it came again, 1 when it did not.
pub(super) fn replay(arguments: &ReplayArguments, labs: Option<&Path>, language: Language) -> miette::Result<u8> {
    let library = super::library(labs)?;
    let Some(replay) = Replay::parse(&arguments.finding) else {
        return Err(miette::miette!(
            help = "the report gives it, as in 2.8/two-at-once@server.py:add+34",
            "this names no finding: {}",
            crate::text::harmless(&arguments.finding)
        ));
    };
    let options = Options {
        lab: arguments.lab.clone(),
        step: Some(replay.step.clone()),
        scenarios: Vec::new(),
        jobs: 1,
        transcripts: None,
        keep: true,
        pcap: None,
        isolation: isolation(super::arguments::IsolationChoice::Auto)?,
        limit_s: 30,
        replay: Some(replay),
    };
    let (toolbox, stop) = (Toolbox::default(), AtomicBool::new(false));
    let slots = Slots::new(1);
    let checker = Checker { library: &library, toolbox: &toolbox, stop: &stop, slots: &slots, opened: None };
    let graded = checker.check(&arguments.dir, &options, &())?;
    let Some(scenario) = graded.scenarios().next() else {
        return Err(miette::miette!("the step has no such scenario"));
    };
    let again = scenario.findings.iter().find(|f| scenario.verdict == Verdict::Failed || f.detail.is_some());
    match (again, &scenario.transcript) {
        (Some(finding), Some(transcript)) => {
            let text = library.catalogue.finding(language, &finding.code, "");
            anstream::println!("{} – {}\n", finding.code, text.title);
            let drawn = report::lanes(transcript, finding, &library.catalogue, language, width());
            for line in drawn {
                anstream::println!("{line}");
            }
            if let Some(happened) = report::happened(transcript, finding, &library.catalogue, language) {
                anstream::println!("\n{}", textwrap::fill(&happened, width()));
            }
            Ok(0)
        }
        _ => {
            anstream::println!("{}", report::not_again(&library.catalogue, language, scenario));
            Ok(1)
        }
    }
}
