//! Tries a lab out before students do: skeletons must run and fail, references must pass everything.

use std::fs;
use std::io;
use std::path::{Path, PathBuf};

use super::check::{CheckError, Checker, Options};
use super::model::{Graded, NotPlayed};
use crate::judge::Verdict;
use crate::lab::{Complaint, Lab, LabStep, Level, Role, demonstration};

/// Findings that mean that a program could not even be tried.
const BROKEN: [&str; 3] = ["program.does-not-compile", "program.empty", "step.no-program"];

/// Plays every step of a lab with its skeletons and its references.
#[derive(Debug)]
pub struct Rehearsal<'a> {
    /// Checks submissions with the lab's own library.
    pub checker: Checker<'a>,
    /// The lab.
    pub lab: &'a Lab,
    /// Its folder.
    pub folder: &'a Path,
    /// Where binaries named `<lab>-<step>-<role>` lie, dots written as dashes; without it, each step's
    /// own folder `reference` is tried.
    pub binaries: Option<&'a Path>,
    /// How to check.
    pub options: Options,
}

impl Rehearsal<'_> {
    /// Everything to mend.
    ///
    /// # Errors
    /// When a check cannot be made at all, or a scratch folder cannot be written.
    pub fn complaints(&self) -> Result<Vec<Complaint>, CheckError> {
        let mut found = Vec::new();
        for step in self.lab.steps.iter().filter(|s| !s.scenarios.is_empty()) {
            found.extend(self.skeletons(step)?);
            found.extend(self.reference(step)?);
        }
        Ok(found)
    }

    fn check(&self, folder: &Path, step: &LabStep) -> Result<Graded, CheckError> {
        let options = Options { lab: Some(self.lab.id.clone()), step: Some(step.id.clone()), ..self.options.clone() };
        self.checker.check(folder, &options, &())
    }

    /// One submission for each language of the skeletons.
    fn skeletons(&self, step: &LabStep) -> Result<Vec<Complaint>, CheckError> {
        let folder = self.folder.join(&step.id).join("skeleton");
        let place = format!("{}/skeleton", step.id);
        let mut kinds: Vec<String> = fs::read_dir(&folder)
            .into_iter()
            .flatten()
            .flatten()
            .filter_map(|e| e.path().extension().map(|x| x.to_string_lossy().into_owned()))
            .collect();
        kinds.sort();
        kinds.dedup();
        if kinds.is_empty() {
            return Ok(vec![Complaint::new(place, "lab-check-no-skeleton", &[])]);
        }
        let mut found = Vec::new();
        for kind in kinds {
            let scratch = gather(&folder, |path| path.extension().is_some_and(|e| *e == *kind))?;
            let graded = self.check(scratch.path(), step)?;
            let at = format!("{place}/*.{kind}");
            if let Some((_, code)) = graded.codes().into_iter().find(|(_, code)| BROKEN.contains(&code.as_str())) {
                found.push(Complaint::new(at, "lab-check-skeleton-broken", &[("code", &code)]));
            } else if graded.exit_code() != 1 {
                found.push(Complaint::new(at, "lab-check-skeleton-passes", &[]));
            }
        }
        Ok(found)
    }

    fn reference(&self, step: &LabStep) -> Result<Vec<Complaint>, CheckError> {
        let scratch = match self.binaries {
            Some(binaries) => reference_programs(self.lab, binaries, step)?,
            None => {
                let folder = self.folder.join(&step.id).join("reference");
                if !folder.is_dir() {
                    return Ok(vec![Complaint::new(format!("{}/reference", step.id), "lab-check-no-reference", &[])]);
                }
                gather(&folder, |_| true)?
            }
        };
        let graded = self.check(scratch.path(), step)?;
        // What can only be examined in a Python program says nothing about a reference.
        let examined = graded.scenarios().filter(|s| !matches!(s.not_played, Some(NotPlayed::Unfit { .. })));
        let missed = examined.filter(|s| s.level != Level::Info && s.verdict != Verdict::Passed);
        Ok(missed
            .map(|scenario| {
                let code = scenario.findings.first().map_or(scenario.verdict.name(), |f| f.code.as_str());
                let at = format!("{}/{}", step.id, scenario.id);
                Complaint::new(at, "lab-check-reference-fails", &[("code", code)])
            })
            .collect())
    }
}

/// A submission made of the reference binaries of one step, and of those it borrows; `binaries` is the
/// folder where they lie as `<lab>-<step>-<role>`.
///
/// # Errors
/// When it cannot be written.
pub fn reference_programs(lab: &Lab, binaries: &Path, step: &LabStep) -> Result<tempfile::TempDir, CheckError> {
    let scratch = scratch()?;
    let mut commands = Vec::new();
    for role in [Role::Server, Role::Client] {
        // A role the step lends from another has its program there.
        let mut names = std::iter::once(&step.id)
            .chain(step.lenders(role))
            .map(|id| format!("{}-{}-{}", lab.id, id.replace('.', "-"), role.name()));
        let Some(name) = names.find(|name| binaries.join(name).is_file()) else { continue };
        let from = binaries.join(&name);
        fs::copy(&from, scratch.path().join(&name)).map_err(output(&from))?;
        commands.push((role, format!("\"./{name}\"")));
    }
    declare(scratch.path(), lab, step, &commands)?;
    Ok(scratch)
}

/// A submission made of the programs of an experiment.
///
/// # Errors
/// When it cannot be written.
pub fn demonstration_programs(lab: &Lab, step: &LabStep) -> Result<tempfile::TempDir, CheckError> {
    let scratch = scratch()?;
    let mut commands = Vec::new();
    for (role, program) in demonstration(&step.id) {
        let name = format!("{}.py", role.name());
        let path = scratch.path().join(&name);
        fs::write(&path, program).map_err(output(&path))?;
        commands.push((role, format!("\"python3\", \"{name}\"")));
    }
    declare(scratch.path(), lab, step, &commands)?;
    Ok(scratch)
}

/// Writes the manifest of a submission of one step; a command is the inside of a TOML array.
fn declare(folder: &Path, lab: &Lab, step: &LabStep, commands: &[(Role, String)]) -> Result<(), CheckError> {
    let mut manifest = format!("lab = \"{}\"\n", lab.id);
    for (role, command) in commands {
        let (id, role) = (&step.id, role.name());
        manifest += &format!("[[program]]\nstep = \"{id}\"\nrole = \"{role}\"\ncommand = [{command}]\n");
    }
    let path = folder.join(crate::submission::MANIFEST);
    fs::write(&path, manifest).map_err(output(&path))
}

/// A copy of the files of a folder that are wanted.
fn gather(folder: &Path, wanted: impl Fn(&Path) -> bool) -> Result<tempfile::TempDir, CheckError> {
    let scratch = scratch()?;
    for entry in fs::read_dir(folder).map_err(output(folder))?.flatten().filter(|e| e.path().is_file()) {
        if wanted(&entry.path()) {
            fs::copy(entry.path(), scratch.path().join(entry.file_name())).map_err(output(&entry.path()))?;
        }
    }
    Ok(scratch)
}

fn scratch() -> Result<tempfile::TempDir, CheckError> {
    tempfile::tempdir().map_err(output(&std::env::temp_dir()))
}

fn output(path: &Path) -> impl Fn(io::Error) -> CheckError + use<> {
    let path: PathBuf = path.into();
    move |source| CheckError::Output { path: path.clone(), source }
}
