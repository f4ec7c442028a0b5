//! `grader grade` and `grader report`.

use std::path::{Path, PathBuf};

use super::arguments::{ExportArguments, GradeArguments, ReportArguments};
use super::check::{colour, isolation, stop_on_signals, width};
use super::export::Export;
use super::progress::ClassBar;
use crate::class::{
    Candidate, Class, ClassRun, DECISIONS, Header, Intake, Journal, LedgerError, Outcome, Rubric, Terms, adjustments,
    comparable, elect_lab, lateness, read_decisions, read_text, unknown_name,
};
use crate::grading::{CheckError, Checker, Options, Slots, scenarios_at_once};
use crate::lab::{Lab, LabError, Library};
use crate::report::class::{Spreadsheet, table};
use crate::sandbox::Toolbox;
use crate::text::{Language, harmless};

/// Grades a class; the exit code: 0 when every submission is graded, 3 when not.
pub(super) fn grade(arguments: &GradeArguments, labs: Option<&Path>, language: Language) -> miette::Result<u8> {
    let library = super::library(labs)?;
    let intake = Intake::read(&arguments.class)?;
    let lab = lab(arguments.lab.as_ref(), arguments.step.as_ref(), &library, &intake.candidates)?;
    // What is wrong in the teacher's files is told before the evening, not after.
    let names: Vec<String> = intake.candidates.iter().flat_map(|c| c.id.iter().chain([&c.name])).cloned().collect();
    let folders = [arguments.output.clone(), arguments.class.clone(), beside(&arguments.class)];
    let (terms, strangers) = terms(&arguments.exports, &folders, &lab, &names)?;
    if let Some(stranger) = strangers.into_iter().next() {
        return Err(stranger.into());
    }
    let wanted = wanted(&arguments.only, &intake)?;
    let isolation = isolation(arguments.isolation)?;
    let options = Options {
        lab: Some(lab.id.clone()),
        step: arguments.step.clone(),
        scenarios: Vec::new(),
        jobs: scenarios_at_once(arguments.jobs, isolation),
        transcripts: None,
        keep: false,
        pcap: None,
        isolation,
        limit_s: arguments.limit,
        replay: None,
    };
    let (class, step) = (intake.class.clone(), arguments.step.clone());
    let header = Header::new(class, &lab, step, isolation, arguments.limit);
    let (journal, known) = Journal::open(&arguments.output, &header, arguments.resume)?;
    if !intake.ignored.is_empty() {
        let names: Vec<String> = intake.ignored.iter().map(|n| harmless(n).replace('\n', "\u{fffd}")).collect();
        anstream::eprintln!("{}", library.catalogue.text(language, "grade-ignored", &[("names", &names.join(", "))]));
    }
    let toolbox = Toolbox::hiding(&[&arguments.class, &arguments.output]);
    let (stop, slots) = (stop_on_signals()?, Slots::new(options.jobs));
    let checker = Checker { library: &library, toolbox: &toolbox, stop: &stop, slots: &slots, opened: Some(&lab) };
    let run = ClassRun { checker, options, journal: &journal, out: &arguments.output };
    let bar = ClassBar::new();
    let outcome = run.grade(&wanted, &known, &bar);
    bar.finish();
    outcome?;
    let class = Class::read(&arguments.output, &terms)?;
    show(&class, &terms, &library, &arguments.output, &arguments.exports, language)?;
    let graded = |c: &&Candidate| {
        class.students.iter().any(|s| s.record.name == c.name && matches!(s.record.outcome, Outcome::Graded(_)))
    };
    let done = wanted.iter().filter(graded).count();
    if stop.load(std::sync::atomic::Ordering::Relaxed) {
        let args = [("done", done.to_string()), ("total", wanted.len().to_string())];
        let args = args.each_ref().map(|(k, v)| (*k, v.as_str()));
        anstream::eprintln!("{}", library.catalogue.text(language, "grade-stopped", &args));
    }
    Ok(if done == wanted.len() { 0 } else { 3 })
}

/// Writes all reports again.
pub(super) fn report(arguments: &ReportArguments, labs: Option<&Path>, language: Language) -> miette::Result<u8> {
    let library = super::library(labs)?;
    let plain = Class::read(&arguments.output, &Terms::default())?;
    let known = || library.labs.iter().map(|l| l.id.as_str()).collect::<Vec<_>>().join(", ");
    let lab = library
        .lab(&plain.header.lab)
        .ok_or_else(|| CheckError::NoLab { name: plain.header.lab.clone(), known: known() })?;
    let lab = library.open(lab, None)?;
    let names: Vec<String> =
        plain.students.iter().flat_map(|s| s.record.id.iter().chain([&s.record.name])).cloned().collect();
    let folders = std::slice::from_ref(&arguments.output);
    let (terms, strangers) = terms(&arguments.exports, folders, &lab, &names)?;
    // Who is not graded yet may be spoken of already.
    for stranger in strangers {
        anstream::eprintln!("{:?}", miette::Report::new(stranger));
    }
    let class = Class::read(&arguments.output, &terms)?;
    show(&class, &terms, &library, &arguments.output, &arguments.exports, language)?;
    Ok(0)
}

fn show(
    class: &Class,
    terms: &Terms,
    library: &Library,
    out: &Path,
    exports: &ExportArguments,
    language: Language,
) -> miette::Result<()> {
    let sheet = if exports.excel { Spreadsheet::FrenchExcel } else { Spreadsheet::Plain };
    let export = Export { class, terms, catalogue: &library.catalogue, out, language };
    let written = export.write(sheet)?;
    anstream::print!("{}", table(class, &library.catalogue, language, width(), colour()));
    if let Some(worksheet) = &exports.worksheet {
        anstream::println!();
        for line in export.fill(worksheet)? {
            anstream::println!("{line}");
        }
    }
    if !written.without_number.is_empty() {
        let args = [("names", written.without_number.join(", "))];
        let args = args.each_ref().map(|(k, v)| (*k, v.as_str()));
        anstream::println!("\n{}", library.catalogue.text(language, "grade-feedback-absent", &args));
    }
    let args = [("folder", out.display().to_string()), ("files", written.files.join(", "))];
    let args = args.each_ref().map(|(k, v)| (*k, v.as_str()));
    anstream::println!("\n{}", library.catalogue.text(language, "grade-written", &args));
    Ok(())
}

/// The lab that was asked for, else that of most submissions; with its scenarios.
pub(super) fn lab(
    asked: Option<&String>,
    step: Option<&String>,
    library: &Library,
    candidates: &[Candidate],
) -> miette::Result<Lab> {
    let found = match asked {
        Some(id) => library.lab(id),
        None => elect_lab(library, candidates),
    };
    let Some(lab) = found else {
        let known = library.labs.iter().map(|l| l.id.as_str()).collect::<Vec<_>>().join(", ");
        return Err(CheckError::NoLab { name: asked.cloned().unwrap_or_default(), known }.into());
    };
    if let Some(name) = step.filter(|s| lab.step(s).is_none()) {
        let known = lab.steps.iter().map(|s| s.id.as_str()).collect::<Vec<_>>().join(", ");
        return Err(CheckError::NoStep { name: name.clone(), known }.into());
    }
    Ok(library.open(lab, None)?)
}

/// The students named, or all.
pub(super) fn wanted(only: &[String], intake: &Intake) -> miette::Result<Vec<Candidate>> {
    let is = |candidate: &Candidate, name: &str| {
        comparable(&candidate.name) == comparable(name) || candidate.id.as_deref() == Some(name)
    };
    if let Some(nobody) = only.iter().find(|name| !intake.candidates.iter().any(|c| is(c, name))) {
        let near = intake.candidates.iter().min_by_key(|c| strsim::damerau_levenshtein(&c.name, nobody));
        let near = near.map(|c| harmless(&c.name)).unwrap_or_default();
        return Err(miette::miette!(
            help = format!("did you mean {near:?}?"),
            "nobody in this class is called {nobody:?}"
        ));
    }
    let named = |c: &&Candidate| only.is_empty() || only.iter().any(|name| is(c, name));
    Ok(intake.candidates.iter().filter(named).cloned().collect())
}

fn beside(class: &Path) -> PathBuf {
    let full = class.canonicalize().unwrap_or_else(|_| class.into());
    full.parent().map_or_else(PathBuf::new, Path::to_path_buf)
}

/// How marks are made: by the files named, else by those in the first folder that has them. Beside it, where
/// they speak of someone who is not among `names`.
fn terms(
    arguments: &ExportArguments,
    folders: &[PathBuf],
    lab: &Lab,
    names: &[String],
) -> Result<(Terms, Vec<LabError>), LedgerError> {
    let find = |named: &Option<PathBuf>, name: &str| {
        named.clone().or_else(|| folders.iter().map(|f| f.join(name)).find(|path| path.is_file()))
    };
    let (mut terms, mut strangers) = (Terms::default(), Vec::new());
    if let Some(path) = find(&arguments.grading, "grading.kdl") {
        terms.rubric = Rubric::parse(&path, &read_text(&path)?, lab)?;
    }
    if let Some(path) = find(&arguments.adjustments, "adjustments.csv") {
        let text = read_text(&path)?;
        let steps: Vec<&str> = lab.steps.iter().map(|s| s.id.as_str()).collect();
        terms.adjustments = adjustments(&path, &text, &steps)?;
        let said: Vec<String> = terms.adjustments.iter().map(|a| a.name.clone()).collect();
        strangers.extend(unknown_name(&path, &text, &said, names).map(|e| *e));
    }
    if let Some(late) = &terms.rubric.late {
        let text = read_text(&late.file)?;
        terms.lateness = lateness(&late.file, &text)?;
        let said: Vec<String> = terms.lateness.iter().map(|l| l.name.clone()).collect();
        strangers.extend(unknown_name(&late.file, &text, &said, names).map(|e| *e));
    }
    if let Some(path) = folders.iter().map(|f| f.join(DECISIONS)).find(|path| path.is_file()) {
        terms.decisions = read_decisions(&path)?;
    }
    Ok((terms, strangers))
}
