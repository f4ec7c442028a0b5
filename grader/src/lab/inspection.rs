//! Looks over the files of a lab as a careful colleague would: everything a step needs is there, in
//! both languages, nothing is left lying about, and links lead somewhere. Runs nothing.

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};
use std::sync::LazyLock;

use regex::Regex;

use super::model::Lab;
use super::script::Level;
use crate::catalogue::Catalogue;
use crate::text::Language;

/// Something to mend: a message of the catalogue and its arguments.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Complaint {
    /// File or folder, relative to the lab's folder.
    pub at: String,
    /// Message id.
    pub id: &'static str,
    /// Its arguments, besides `at`.
    pub arguments: Vec<(&'static str, String)>,
}

impl Complaint {
    /// A complaint about a place.
    pub fn new(at: impl Into<String>, id: &'static str, arguments: &[(&'static str, &str)]) -> Complaint {
        let arguments = arguments.iter().map(|(name, value)| (*name, (*value).to_owned())).collect();
        Complaint { at: at.into(), id, arguments }
    }

    /// In words.
    pub fn text(&self, catalogue: &Catalogue, language: Language) -> String {
        let mut arguments: Vec<(&str, &str)> =
            self.arguments.iter().map(|(name, value)| (*name, value.as_str())).collect();
        arguments.push(("at", &self.at));
        catalogue.text(language, self.id, &arguments)
    }
}

/// What each step must have.
const NEEDED: [&str; 3] = ["scenarios.kdl", "statement.fr.md", "statement.en.md"];
/// What else may lie in a step's folder.
const ALLOWED: [&str; 2] = ["findings.fr.ftl", "findings.en.ftl"];
/// Folders of programs in a step's folder.
const PROGRAMS: [&str; 2] = ["skeleton", "reference"];
/// What may lie at the top.
const TOP: [&str; 4] = ["lab.kdl", "findings.fr.ftl", "findings.en.ftl", "README.md"];

static LINK: LazyLock<Option<Regex>> = LazyLock::new(|| Regex::new(r"\]\(([^)\s]+)\)").ok());

/// Everything to mend in the files of a lab.
pub fn inspect(folder: &Path, lab: &Lab, catalogue: &Catalogue) -> Vec<Complaint> {
    let mut found = Vec::new();
    for step in &lab.steps {
        for name in NEEDED.into_iter().filter(|name| !folder.join(&step.id).join(name).is_file()) {
            found.push(Complaint::new(format!("{}/{name}", step.id), "lab-check-missing-file", &[]));
        }
        let required = |s: &&super::Scenario| s.level == Level::Required && s.points > 0;
        if !step.scenarios.is_empty() && !step.scenarios.iter().any(|s| required(&s)) {
            found.push(Complaint::new(format!("{}/scenarios.kdl", step.id), "lab-check-nothing-required", &[]));
        }
    }
    let codes: BTreeSet<&str> = lab.steps.iter().flat_map(|s| &s.scenarios).flat_map(|s| s.codes()).collect();
    for code in codes {
        for language in [Language::Fr, Language::En] {
            let text = catalogue.finding(language, code, "");
            if text.why.is_empty() || text.hint.is_empty() {
                found.push(Complaint::new(code, "lab-check-no-hint", &[("language", language.code())]));
            }
        }
    }
    for path in files(folder) {
        let relative = path.strip_prefix(folder).unwrap_or(&path).to_string_lossy().into_owned();
        if !belongs(lab, &relative) {
            found.push(Complaint::new(relative.clone(), "lab-check-stray-file", &[]));
        }
        if relative.ends_with(".md") {
            found.extend(broken_links(&path, &relative));
        }
    }
    found
}

fn files(folder: &Path) -> Vec<PathBuf> {
    let all = walkdir::WalkDir::new(folder).sort_by_file_name().into_iter().flatten();
    all.filter(|e| e.file_type().is_file()).map(walkdir::DirEntry::into_path).collect()
}

fn belongs(lab: &Lab, relative: &str) -> bool {
    let Some((first, rest)) = relative.split_once('/') else { return TOP.contains(&relative) };
    if lab.step(first).is_none() {
        return false;
    }
    match rest.split_once('/') {
        None => NEEDED.contains(&rest) || ALLOWED.contains(&rest),
        Some((second, _)) => PROGRAMS.contains(&second),
    }
}

/// Links of a page to files that are not there; those to other sites are not followed.
fn broken_links(path: &Path, relative: &str) -> Vec<Complaint> {
    let text = std::fs::read_to_string(path).unwrap_or_default();
    let Some(link) = LINK.as_ref() else { return Vec::new() };
    let targets = link.captures_iter(&text).map(|c| c[1].to_owned());
    let local = targets.filter(|t| !t.contains("://") && !t.starts_with('#') && !t.starts_with("mailto:"));
    let folder = path.parent().unwrap_or(path);
    local
        .filter(|target| !folder.join(target.split('#').next().unwrap_or_default()).exists())
        .map(|target| Complaint::new(relative, "lab-check-broken-link", &[("target", &target)]))
        .collect()
}
