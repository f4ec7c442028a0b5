//! `grader lab check FOLDER`: is a lab ready for students?

use std::path::Path;
use std::sync::atomic::AtomicBool;

use super::arguments::LabCheckArguments;
use super::check::isolation;
use crate::grading::{Checker, Options, Rehearsal, Slots, scenarios_at_once};
use crate::lab::{Complaint, Library, LibraryError, inspect};
use crate::sandbox::Toolbox;
use crate::text::Language;

/// Prints what is to be mended; 0 when nothing is, 1 otherwise.
pub(super) fn check(arguments: &LabCheckArguments, language: Language) -> miette::Result<u8> {
    let folder: &Path = &arguments.folder;
    let library = Library::of_lab(folder)?;
    let lab = library.labs.first().ok_or_else(|| LibraryError::Empty { path: folder.into() })?;
    let mut complaints: Vec<Complaint> = inspect(folder, lab, &library.catalogue);
    let (toolbox, stop) = (Toolbox::default(), AtomicBool::new(false));
    let isolation = isolation(arguments.isolation)?;
    let options = Options {
        lab: Some(lab.id.clone()),
        step: None,
        scenarios: Vec::new(),
        jobs: scenarios_at_once(None, isolation),
        transcripts: None,
        keep: false,
        pcap: None,
        isolation,
        limit_s: 30,
        replay: None,
    };
    let slots = Slots::new(options.jobs);
    let checker = Checker { library: &library, toolbox: &toolbox, stop: &stop, slots: &slots, opened: None };
    let rehearsal = Rehearsal { checker, lab, folder, binaries: arguments.references.as_deref(), options };
    complaints.extend(rehearsal.complaints()?);
    for complaint in &complaints {
        anstream::println!("✗ {}", crate::text::harmless(&complaint.text(&library.catalogue, language)));
    }
    let scenarios: usize = lab.steps.iter().map(|s| s.scenarios.len()).sum();
    let (steps, scenarios) = (lab.steps.len().to_string(), scenarios.to_string());
    let id = if complaints.is_empty() { "lab-check-ready" } else { "lab-check-to-mend" };
    let count = complaints.len().to_string();
    let arguments = [("lab", lab.id.as_str()), ("steps", &steps), ("scenarios", &scenarios), ("count", &count)];
    anstream::println!("{}", library.catalogue.text(language, id, &arguments));
    Ok(u8::from(!complaints.is_empty()))
}
