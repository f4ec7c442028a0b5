//! Which file is which step and role, and why: from names, numbers, folders and what the code does.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::LazyLock;

use regex::Regex;
use serde::{Deserialize, Serialize};

use super::manifest::Manifest;
use super::snapshot::Snapshot;
use super::source::{ProgrammingLanguage, Source};
use crate::lab::{Lab, LabStep, Role};

/// A program of the submission, for one step and role.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Program {
    /// Step id.
    pub step: String,
    /// Server or client.
    pub role: Role,
    /// Its source (or command, when a manifest names none), relative to the submission.
    pub path: String,
    /// How it is started.
    pub command: Vec<String>,
    /// How it is built first.
    pub build: Option<Vec<String>>,
    /// The folder it runs in, relative to the submission.
    pub folder: String,
    /// Why this file.
    pub why: Vec<Reason>,
    /// It holds nothing but comments.
    pub empty: bool,
}

/// Why a file was chosen.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Reason {
    /// `tp.toml` says so.
    Manifest,
    /// Its path names the step (`2.2`, `etape_2`).
    StepInPath(String),
    /// Its number in a series, with the shift that fits best.
    Number(u32, i32),
    /// A word of its name.
    Word(String),
    /// A word of its name gives the role.
    RoleWord(String),
    /// What its code does gives the role.
    RoleCode(String),
    /// The user asked for this step, and nothing in its name says another.
    Asked,
    /// Facts of its code that speak for the step.
    Facts(Vec<String>),
    /// The step has no file of its own; this one, made for another step, does it too.
    Borrowed(String),
}

/// What was found.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Discovery {
    /// In order of step and role.
    pub programs: Vec<Program>,
    /// Files that look like programs and were given no step.
    pub unused: Vec<String>,
}

#[derive(Debug)]
struct Candidate<'a> {
    path: &'a str,
    source: Source,
    role: Role,
    role_reason: Reason,
    number: Option<u32>,
}

static SERVER_WORD: LazyLock<Option<Regex>> = LazyLock::new(|| Regex::new(r"serveur|server|\bsrv|^s[0-9]*$").ok());
static CLIENT_WORD: LazyLock<Option<Regex>> = LazyLock::new(|| Regex::new(r"client|\bcli\b|^c[0-9]*$").ok());
static LAST_NUMBER: LazyLock<Option<Regex>> = LazyLock::new(|| Regex::new(r"([0-9]+)$").ok());
static PART_NUMBER: LazyLock<Option<Regex>> = LazyLock::new(|| {
    Regex::new(r"(?:etape|step|partie|part|exercice|exo|ex|question|q|niveau)[ _.\-n°]*([0-9]+)").ok()
});

/// Finds the programs of a submission for a lab. `only`: the user said that this step is meant, so
/// files whose names say nothing else are taken for it.
pub fn discover(lab: &Lab, snapshot: &Snapshot, manifest: &Manifest, only: Option<&str>) -> Discovery {
    let mut discovery = Discovery::default();
    for said in &manifest.programs {
        for step in said.step.list() {
            discovery.programs.push(from_manifest(snapshot, said, step));
        }
    }
    let candidates: Vec<Candidate<'_>> = snapshot.files.iter().filter_map(|f| candidate(&f.path, &f.bytes)).collect();
    let mut homes: BTreeMap<&str, (usize, Vec<Reason>)> = BTreeMap::new();
    for role in [Role::Server, Role::Client] {
        place(lab, &candidates, role, &mut homes);
    }
    if let Some(index) = only.and_then(|id| lab.steps.iter().position(|s| s.id == id)) {
        for (home, why) in homes.values_mut().filter(|(_, why)| matches!(why.first(), Some(Reason::Facts(_)))) {
            (*home, *why) = (index, vec![Reason::Asked]);
        }
    }
    for (index, step) in lab.steps.iter().enumerate() {
        for role in [Role::Server, Role::Client] {
            if discovery.programs.iter().any(|p| p.step == step.id && p.role == role) {
                continue;
            }
            let own = best(&candidates, &homes, role, index, lab);
            let chosen = own.or_else(|| borrow(lab, step, role, &candidates, &homes)).or_else(|| {
                let mut mine = candidates.iter().filter(|c| c.role == role);
                let (first, second) = (mine.next(), mine.next());
                let asked = only == Some(step.id.as_str()) && second.is_none();
                first.filter(|_| asked).map(|c| (c, vec![Reason::Asked]))
            });
            if let Some((candidate, why)) = chosen {
                discovery.programs.push(program(candidate, &step.id, why));
            }
        }
    }
    // A client made for another step says nothing of one whose server was never written.
    let served: BTreeSet<String> =
        discovery.programs.iter().filter(|p| p.role == Role::Server).map(|p| p.step.clone()).collect();
    let lent = |p: &Program| p.why.iter().any(|reason| matches!(reason, Reason::Borrowed(_)));
    discovery.programs.retain(|p| p.role != Role::Client || !lent(p) || served.contains(&p.step));
    let order = |p: &Program| (lab.steps.iter().position(|s| s.id == p.step), p.role);
    discovery.programs.sort_by_key(order);
    discovery.unused = candidates
        .iter()
        .filter(|c| !discovery.programs.iter().any(|p| p.path == c.path) && manifest.programs.is_empty())
        .map(|c| c.path.to_owned())
        .collect();
    discovery
}

/// The lab that fits a submission best: the one for which most programs are found for sure.
pub fn guess_lab<'a>(labs: &'a [Lab], snapshot: &Snapshot, manifest: &Manifest) -> Option<&'a Lab> {
    if let Some(id) = &manifest.lab {
        return labs.iter().find(|lab| lab.id == *id);
    }
    labs.iter().max_by_key(|lab| {
        let found = discover(lab, snapshot, manifest, None).programs;
        let port = lab.port.to_string();
        let names_port = snapshot.files.iter().filter(|f| String::from_utf8_lossy(&f.bytes).contains(&port)).count();
        // The first lab wins a tie: `max_by_key` takes the last.
        (names_port, found.len(), std::cmp::Reverse(labs.iter().position(|l| l.id == lab.id)))
    })
}

fn from_manifest(snapshot: &Snapshot, said: &super::manifest::ManifestProgram, step: &str) -> Program {
    let within = |word: &String| if said.folder.is_empty() { word.clone() } else { format!("{}/{word}", said.folder) };
    let words = said.build.iter().flatten().chain(&said.command);
    let is_source = |path: &String| snapshot.file(path).is_some() && ProgrammingLanguage::of_path(path).is_some();
    let path = words.clone().map(within).find(is_source).or_else(|| {
        words.map(within).map(|w| w.trim_start_matches("./").to_owned()).find(|w| snapshot.file(w).is_some())
    });
    let empty = path
        .as_ref()
        .and_then(|p| snapshot.file(p))
        .and_then(|f| Source::read(&f.path, &f.bytes))
        .is_some_and(|s| s.is_empty());
    Program {
        step: step.to_owned(),
        role: said.role,
        path: path.unwrap_or_else(|| said.command.join(" ")),
        command: said.command.clone(),
        build: said.build.clone(),
        folder: said.folder.clone(),
        why: vec![Reason::Manifest],
        empty,
    }
}

fn candidate<'a>(path: &'a str, bytes: &[u8]) -> Option<Candidate<'a>> {
    let source = Source::read(path, bytes)?;
    let stem = plain(stem(path));
    let by_word =
        |pattern: &LazyLock<Option<Regex>>| pattern.as_ref().and_then(|r| r.find(&stem)).map(|m| m.as_str().to_owned());
    let serves = source.facts.contains("listens") || source.facts.contains("binds") && source.facts.contains("accepts");
    let connects = source.facts.contains("connects");
    let (role, role_reason) = match (serves, connects, by_word(&SERVER_WORD), by_word(&CLIENT_WORD)) {
        // A name that says one thing is believed even when the code does another: that is a fault.
        (_, _, Some(word), None) => (Role::Server, Reason::RoleWord(word)),
        (_, _, None, Some(word)) => (Role::Client, Reason::RoleWord(word)),
        (true, false, ..) => (Role::Server, Reason::RoleCode("listens".into())),
        (false, true, ..) => (Role::Client, Reason::RoleCode("connects".into())),
        (true, true, ..) => (Role::Server, Reason::RoleCode("listens".into())),
        // `serveur_multiclient` names both: the first word says what it is.
        (_, _, Some(server), Some(client)) => {
            if stem.find(&server) <= stem.find(&client) {
                (Role::Server, Reason::RoleWord(server))
            } else {
                (Role::Client, Reason::RoleWord(client))
            }
        }
        (false, false, None, None) => return None,
    };
    let number = LAST_NUMBER.as_ref().and_then(|r| r.captures(&stem)).and_then(|c| c[1].parse().ok());
    Some(Candidate { path, source, role, role_reason, number })
}

/// Gives every candidate of a role its home step.
fn place<'a>(lab: &Lab, candidates: &[Candidate<'a>], role: Role, homes: &mut BTreeMap<&'a str, (usize, Vec<Reason>)>) {
    let mine: Vec<&Candidate<'a>> = candidates.iter().filter(|c| c.role == role).collect();
    let numbers: Vec<u32> = mine.iter().filter_map(|c| c.number).collect();
    let shift = best_shift(lab, &mine);
    for candidate in &mine {
        if let Some((index, reason)) = step_in_path(lab, candidate.path) {
            homes.insert(candidate.path, (index, vec![reason]));
        }
    }
    for candidate in mine.iter().filter(|c| !homes.contains_key(c.path)).collect::<Vec<_>>() {
        let name = plain(candidate.path);
        let words = lab.steps.iter().enumerate().filter_map(|(i, step)| {
            let word =
                step.names.iter().map(|n| plain(n)).filter(|n| name.contains(n.as_str())).max_by_key(String::len)?;
            Some((word.len(), i, word))
        });
        // The longest word wins: `miroir_multiclient` is about several clients.
        if let Some((_, index, word)) = words.max() {
            homes.insert(candidate.path, (index, vec![Reason::Word(word)]));
            continue;
        }
        // A file without a number beside numbered ones is the first of the series.
        let number =
            candidate.number.or_else(|| (!numbers.is_empty()).then(|| if numbers.contains(&1) { 0 } else { 1 }));
        if let Some(number) = number
            && let Some(index) = shifted(number, shift).filter(|i| *i < lab.steps.len())
        {
            homes.insert(candidate.path, (index, vec![Reason::Number(number, shift)]));
            continue;
        }
        if number.is_some() {
            continue;
        }
        let by_facts =
            (0..lab.steps.len()).max_by_key(|i| (fact_score(&lab.steps[*i], candidate), std::cmp::Reverse(*i)));
        if let Some(index) = by_facts {
            let facts = speaking(&lab.steps[index], candidate);
            homes.insert(candidate.path, (index, vec![Reason::Facts(facts)]));
        }
    }
}

/// Index of the step with this number in a series shifted by `shift`.
fn shifted(number: u32, shift: i32) -> Option<usize> {
    usize::try_from(i64::from(number) - 1 + i64::from(shift)).ok()
}

/// The shift of the numbering under which the code fits its steps best; 0 wins a tie.
fn best_shift(lab: &Lab, mine: &[&Candidate<'_>]) -> i32 {
    let numbers: Vec<u32> = mine.iter().filter_map(|c| c.number).collect();
    let bare = mine.iter().any(|c| c.number.is_none()) && numbers.contains(&1);
    let least = numbers.iter().min().copied().unwrap_or(1);
    let natural = i32::from(least == 0 || bare);
    let score = |shift: i32| -> i32 {
        mine.iter()
            .filter_map(|c| Some((c, shifted(c.number.or(bare.then_some(0))?, shift)?)))
            .filter_map(|(c, i)| Some(fact_score(lab.steps.get(i)?, c)))
            .sum()
    };
    let possible =
        [natural, natural + 1, natural - 1].into_iter().filter(|s| i64::from(least) - 1 + i64::from(*s) >= 0);
    possible
        .map(|shift| (score(shift) + if shift == natural { 3 } else { 0 }, shift))
        .max_by_key(|(score, _)| *score)
        .map_or(0, |(_, s)| s)
}

/// `2.2`, `2_2`, or `etape 2` (the lab's second step) in a path.
fn step_in_path(lab: &Lab, path: &str) -> Option<(usize, Reason)> {
    let path = plain(path);
    for (index, step) in lab.steps.iter().enumerate() {
        // Cheaper than an expression for each step and file, of which few match.
        let parts: Vec<&str> = step.id.split('.').collect();
        if !parts.iter().all(|part| path.contains(part)) {
            continue;
        }
        let pattern = step.id.split('.').map(regex::escape).collect::<Vec<_>>().join(r"[._\-]");
        if step.id.contains('.')
            && let Ok(regex) = Regex::new(&format!(r"(^|[^0-9.]){pattern}([^0-9]|$)"))
            && regex.is_match(&path)
        {
            return Some((index, Reason::StepInPath(step.id.clone())));
        }
    }
    let captures = PART_NUMBER.as_ref()?.captures(&path)?;
    let number: usize = captures[1].parse().ok()?;
    (1..=lab.steps.len()).contains(&number).then(|| (number - 1, Reason::StepInPath(captures[0].to_owned())))
}

fn concerns(step: &LabStep, role: Role) -> impl Iterator<Item = &crate::lab::Sign> {
    step.signs.iter().filter(move |s| s.role.is_none_or(|r| r == role))
}

fn fact_score(step: &LabStep, candidate: &Candidate<'_>) -> i32 {
    concerns(step, candidate.role)
        .map(|sign| match (sign.present, candidate.source.facts.contains(sign.fact.as_str())) {
            (true, true) => 4,
            (true, false) => -4,
            (false, true) => -3,
            (false, false) => 1,
        })
        .sum()
}

fn speaking(step: &LabStep, candidate: &Candidate<'_>) -> Vec<String> {
    let facts =
        concerns(step, candidate.role).filter(|s| s.present == candidate.source.facts.contains(s.fact.as_str()));
    facts.map(|s| if s.present { s.fact.clone() } else { format!("!{}", s.fact) }).collect()
}

/// The best file whose home is this step.
fn best<'c, 'a>(
    candidates: &'c [Candidate<'a>],
    homes: &BTreeMap<&str, (usize, Vec<Reason>)>,
    role: Role,
    index: usize,
    lab: &Lab,
) -> Option<(&'c Candidate<'a>, Vec<Reason>)> {
    let here = candidates.iter().filter(|c| c.role == role).filter_map(|c| {
        let (home, why) = homes.get(c.path)?;
        let strength = match why.first() {
            Some(Reason::StepInPath(_)) => 3,
            Some(Reason::Word(_)) => 2,
            Some(Reason::Number(..)) => 1,
            _ => 0,
        };
        (*home == index).then(|| {
            (
                strength,
                i32::from(!c.source.is_empty()),
                fact_score(&lab.steps[index], c),
                std::cmp::Reverse(c.path),
                c,
                why.clone(),
            )
        })
    });
    here.max_by(|a, b| (a.0, a.1, a.2, &a.3).cmp(&(b.0, b.1, b.2, &b.3))).map(|(.., c, why)| (c, why))
}

/// A file made for a step that includes what this one asks.
fn borrow<'c, 'a>(
    lab: &Lab,
    step: &LabStep,
    role: Role,
    candidates: &'c [Candidate<'a>],
    homes: &BTreeMap<&str, (usize, Vec<Reason>)>,
) -> Option<(&'c Candidate<'a>, Vec<Reason>)> {
    for lender in step.lenders(role) {
        let index = lab.steps.iter().position(|s| s.id == *lender)?;
        if let Some((candidate, _)) = best(candidates, homes, role, index, lab)
            && !candidate.source.is_empty()
        {
            return Some((candidate, vec![Reason::Borrowed(lender.clone())]));
        }
    }
    None
}

fn program(candidate: &Candidate<'_>, step: &str, mut why: Vec<Reason>) -> Program {
    why.insert(0, candidate.role_reason.clone());
    let (folder, file) = candidate.path.rsplit_once('/').unwrap_or(("", candidate.path));
    let (build, command) = how_to_run(candidate.source.language, file);
    Program {
        step: step.to_owned(),
        role: candidate.role,
        path: candidate.path.to_owned(),
        command,
        build,
        folder: folder.to_owned(),
        why,
        empty: candidate.source.is_empty(),
    }
}

/// How a file of a language is built and started when nobody says.
fn how_to_run(language: ProgrammingLanguage, file: &str) -> (Option<Vec<String>>, Vec<String>) {
    let words = |list: &[&str]| list.iter().map(|w| (*w).to_owned()).collect::<Vec<_>>();
    let output = format!("./{}.out", stem(file));
    match language {
        ProgrammingLanguage::Python => (None, words(&["python3", file])),
        ProgrammingLanguage::JavaScript => (None, words(&["node", file])),
        ProgrammingLanguage::C => {
            (Some(words(&["gcc", "-g", "-O1", "-pthread", "-o", &output, file, "-lm"])), words(&[&output]))
        }
        ProgrammingLanguage::Cpp => {
            (Some(words(&["g++", "-g", "-O1", "-pthread", "-o", &output, file])), words(&[&output]))
        }
        ProgrammingLanguage::Rust => {
            (Some(words(&["rustc", "-g", "--edition", "2021", "-o", &output, file])), words(&[&output]))
        }
        ProgrammingLanguage::Java => (Some(words(&["javac", "-g", file])), words(&["java", stem(file)])),
    }
}

fn stem(path: &str) -> &str {
    let file = path.rsplit('/').next().unwrap_or(path);
    file.rsplit_once('.').map_or(file, |(stem, _)| stem)
}

/// Lower case, without accents.
fn plain(text: &str) -> String {
    use unicode_normalization::UnicodeNormalization;
    text.to_lowercase().nfd().filter(|c| !unicode_normalization::char::is_combining_mark(*c)).collect()
}
