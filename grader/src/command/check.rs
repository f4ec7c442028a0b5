//! `grader check` and `grader plan`.

use std::io::IsTerminal;
use std::path::Path;
use std::process::{Command, Stdio};
use std::sync::Arc;
use std::sync::atomic::AtomicBool;

use signal_hook::consts::{SIGINT, SIGTERM};

use super::arguments::{CheckArguments, Format, IsolationChoice};
use super::progress::Bar;
use crate::class::{Terms, excerpts};
use crate::grading::{Checker, Graded, Options, Slots, scenarios_at_once};
use crate::lab::Library;
use crate::player::PROBE_ARGUMENT;
use crate::report;
use crate::report::html::{Around, Sheet, student_page};
use crate::sandbox::Toolbox;
use crate::submission::{Snapshot, SnapshotError};
use crate::text::Language;
use crate::transcript::Isolation;

/// Why namespaces cannot be had here; `None` when they can.
pub(super) fn refused_namespaces() -> Option<String> {
    let output = Command::new("/proc/self/exe").arg(PROBE_ARGUMENT).stdin(Stdio::null()).stdout(Stdio::null()).output();
    match output {
        Ok(output) if output.status.success() => None,
        Ok(output) => Some(String::from_utf8_lossy(&output.stderr).trim().to_owned()),
        Err(error) => Some(error.to_string()),
    }
}

pub(super) fn isolation(choice: IsolationChoice) -> miette::Result<Isolation> {
    match choice {
        IsolationChoice::Portable => Ok(Isolation::Portable),
        IsolationChoice::Auto => {
            Ok(if refused_namespaces().is_none() { Isolation::Namespaces } else { Isolation::Portable })
        }
        IsolationChoice::Namespaces => match refused_namespaces() {
            None => Ok(Isolation::Namespaces),
            Some(why) => Err(miette::miette!(
                help = "`grader doctor` says how to allow them",
                "namespaces are refused here: {why}"
            )),
        },
    }
}

fn options(arguments: &CheckArguments) -> miette::Result<Options> {
    let isolation = isolation(arguments.isolation)?;
    Ok(Options {
        lab: arguments.lab.clone(),
        step: arguments.step.clone(),
        scenarios: arguments.scenarios.clone(),
        jobs: scenarios_at_once(arguments.jobs, isolation),
        transcripts: arguments.transcripts.clone(),
        keep: true,
        pcap: arguments.pcap.clone(),
        isolation,
        limit_s: arguments.limit,
        replay: None,
    })
}

/// Set by Ctrl-C. A second one ends at once; whatever runs dies with us.
pub(super) fn stop_on_signals() -> miette::Result<Arc<AtomicBool>> {
    let stop = Arc::new(AtomicBool::new(false));
    for signal in [SIGINT, SIGTERM] {
        let armed = signal_hook::flag::register_conditional_shutdown(signal, 130, Arc::clone(&stop))
            .and_then(|_| signal_hook::flag::register(signal, Arc::clone(&stop)));
        armed.map_err(|e| miette::miette!("cannot handle Ctrl-C: {e}"))?;
    }
    Ok(stop)
}

/// Checks one submission; the exit code.
pub(super) fn check(arguments: &CheckArguments, labs: Option<&Path>, language: Language) -> miette::Result<u8> {
    let library = super::library(labs)?;
    let toolbox = Toolbox::default();
    let stop = stop_on_signals()?;
    let options = options(arguments)?;
    let slots = Slots::new(options.jobs);
    let checker = Checker { library: &library, toolbox: &toolbox, stop: &stop, slots: &slots, opened: None };
    let bar = Bar::new(language);
    let graded = checker.check(&arguments.dir, &options, &bar)?;
    bar.finish();
    match arguments.format {
        Format::Json => {
            let value = report::json(&graded, &library.catalogue, language);
            let text = serde_json::to_string_pretty(&value).map_err(|e| miette::miette!("cannot write JSON: {e}"))?;
            anstream::println!("{text}");
        }
        Format::Html => {
            anstream::print!("{}", page(arguments, &graded, &library, language)?);
        }
        Format::Human => {
            anstream::print!("{}", report::human(&graded, &library.catalogue, language, width(), colour()));
        }
    }
    Ok(graded.exit_code())
}

/// The page about one submission, with the lines that findings point to.
fn page(
    arguments: &CheckArguments,
    graded: &Graded,
    library: &Library,
    language: Language,
) -> Result<String, SnapshotError> {
    let excerpts = excerpts(graded, &Snapshot::read(&arguments.dir)?);
    let terms = Terms::default();
    let mark = terms.mark(graded, &[]);
    let sheet = Sheet {
        name: &graded.submission,
        lab: &graded.lab,
        outcome: Ok(graded),
        excerpts: &excerpts,
        mark: Some(&mark),
        rubric: &terms.rubric,
        around: Around::Check,
    };
    Ok(student_page(&sheet, &library.catalogue, language))
}

/// Whether standard output shows colours.
pub(super) fn colour() -> bool {
    std::io::stdout().is_terminal() && std::env::var_os("NO_COLOR").is_none()
}

/// The terminal's width, kept readable.
pub(super) fn width() -> usize {
    let columns = textwrap::termwidth();
    std::env::var("COLUMNS").ok().and_then(|c| c.parse().ok()).unwrap_or(columns).clamp(60, 110)
}

/// Prints what was found and would be played.
pub(super) fn plan(arguments: &CheckArguments, labs: Option<&Path>, language: Language) -> miette::Result<u8> {
    let library = super::library(labs)?;
    let (toolbox, stop, slots) = (Toolbox::default(), AtomicBool::new(false), Slots::new(1));
    let checker = Checker { library: &library, toolbox: &toolbox, stop: &stop, slots: &slots, opened: None };
    let quick = Options {
        lab: arguments.lab.clone(),
        step: arguments.step.clone(),
        scenarios: arguments.scenarios.clone(),
        jobs: 1,
        transcripts: None,
        keep: true,
        pcap: None,
        isolation: Isolation::Portable,
        limit_s: arguments.limit,
        replay: None,
    };
    let (discovery, plan) = checker.plan(&arguments.dir, &quick)?;
    for program in &discovery.programs {
        let file = crate::text::harmless(&program.path);
        anstream::println!(
            "{} {:<6} {file}  ({})",
            program.step,
            program.role.name(),
            crate::text::harmless(&program.command.join(" "))
        );
    }
    for step in &plan.steps {
        anstream::println!("\n{} {}", step.step.id, step.step.title.get(language));
        for planned in &step.scenarios {
            let scenario = &planned.scenario;
            let missing: Vec<&str> = planned.missing.iter().map(|r| r.name()).collect();
            let note = if missing.is_empty() { String::new() } else { format!("  – {} ?", missing.join(", ")) };
            let (role, level) = (scenario.role.name(), scenario.level.name());
            anstream::println!(
                "  {:<16} {role:<6} {level:<10} {:>2}  {}{note}",
                scenario.id,
                scenario.points,
                scenario.title.get(language)
            );
        }
    }
    Ok(0)
}
