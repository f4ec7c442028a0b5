//! Who can talk to whom: the matrix of a class's programs, for terminals and as `grader/interop/v1`.

use std::collections::BTreeMap;

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::super::columns::{cut, left, right, width};
use super::super::page::{Page, Tone};
use super::super::words::Words;
use super::results::title;
use crate::catalogue::Catalogue;
use crate::class::{Cell, Matrix};
use crate::judge::Verdict;
use crate::text::{Language, harmless};

/// Why meetings fail, told at most.
const FAULTS: usize = 8;
/// Widest name in the table.
const NAME: usize = 24;

/// The only value of `schema`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub enum InteropSchema {
    /// This version.
    #[serde(rename = "grader/interop/v1")]
    V1,
}

/// Every client of a class against every server of it.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct InteropResults {
    /// Always `grader/interop/v1`.
    pub schema: InteropSchema,
    /// Name of the class.
    pub class: String,
    /// Lab id.
    pub lab: String,
    /// Step id.
    pub step: String,
    /// Stopped before the end.
    pub interrupted: bool,
    /// Rows and columns of `cells`, in order.
    pub entrants: Vec<InteropEntrant>,
    /// Submissions that could not take part.
    pub undecided: Vec<InteropUndecided>,
    /// By client, then by server; null when one of the two is missing, or the run was stopped.
    pub cells: Vec<Vec<Option<InteropCell>>>,
}

/// A submission, or the reference.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct InteropEntrant {
    /// Whose.
    pub name: String,
    /// It is the reference.
    pub reference: bool,
    /// It has a server that can be started.
    pub server: bool,
    /// It has a client that can be started.
    pub client: bool,
}

/// A submission that could not take part.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct InteropUndecided {
    /// Whose.
    pub name: String,
    /// Why.
    pub reason: String,
}

/// What came of a meeting.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct InteropCell {
    /// The worst of the step's pair scenarios.
    pub verdict: Verdict,
    /// That scenario.
    pub scenario: String,
    /// Code of the finding, when it failed.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub code: Option<String>,
    /// The finding in one sentence.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub message: Option<String>,
    /// The file at fault, below `server/` or `client/`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub program: Option<String>,
    /// Why it could not be judged.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub reason: Option<String>,
}

/// The JSON schema of [`InteropResults`].
pub fn interop_schema() -> serde_json::Value {
    schemars::schema_for!(InteropResults).to_value()
}

/// The matrix as JSON.
pub fn interop(matrix: &Matrix, catalogue: &Catalogue, language: Language) -> InteropResults {
    let words = Words::new(catalogue, language);
    let entrants = names(&words, matrix).into_iter().zip(&matrix.has).enumerate();
    let cell = |cell: &Cell| {
        let meeting = cell.as_ref()?;
        let finding = meeting.finding.as_ref();
        Some(InteropCell {
            verdict: meeting.verdict,
            scenario: meeting.scenario.clone(),
            code: finding.map(|f| f.code.clone()),
            message: finding.map(|f| title(&words, &f.code)),
            program: finding.and_then(|f| f.program.as_deref()).map(harmless),
            reason: meeting.reason.as_deref().map(harmless),
        })
    };
    InteropResults {
        schema: InteropSchema::V1,
        class: harmless(&matrix.class),
        lab: matrix.lab.clone(),
        step: matrix.step.clone(),
        interrupted: matrix.interrupted,
        entrants: entrants
            .map(|(at, (name, (server, client)))| InteropEntrant {
                name,
                reference: is_reference(matrix, at),
                server: *server,
                client: *client,
            })
            .collect(),
        undecided: matrix
            .undecided
            .iter()
            .map(|(name, why)| InteropUndecided { name: harmless(name), reason: harmless(why) })
            .collect(),
        cells: matrix.cells.iter().map(|row| row.iter().map(cell).collect()).collect(),
    }
}

pub(in crate::report) fn is_reference(matrix: &Matrix, at: usize) -> bool {
    matrix.reference && at + 1 == matrix.names.len()
}

/// On one line each.
pub(in crate::report) fn names(words: &Words<'_>, matrix: &Matrix) -> Vec<String> {
    let name = |(at, name): (usize, &String)| match is_reference(matrix, at) {
        true => words.say("class-interop-reference", &[]),
        false => harmless(name).replace('\n', "\u{fffd}"),
    };
    matrix.names.iter().enumerate().map(name).collect()
}

/// The matrix for a terminal: numbered columns, in as many blocks as its width asks for.
pub fn interop_table(matrix: &Matrix, catalogue: &Catalogue, language: Language, wide: usize, color: bool) -> String {
    let words = Words::new(catalogue, language);
    let mut page = Page::new(wide, color);
    let names = names(&words, matrix);
    let args = [("class", harmless(&matrix.class)), ("lab", matrix.lab.clone()), ("step", matrix.step.clone())];
    let args = args.each_ref().map(|(k, v)| (*k, v.as_str()));
    page.paragraph(0, Tone::Strong, &words.say("class-interop-title", &args));
    let numbered: Vec<String> = names.iter().enumerate().map(|(at, name)| format!("{} {name}", at + 1)).collect();
    let servers = numbered.join(", ");
    page.paragraph(0, Tone::Faint, &words.say("class-interop-axes", &[("servers", &servers)]));
    page.paragraph(0, Tone::Faint, &words.say("class-interop-legend", &[]));
    let label = numbered.iter().map(|n| width(n)).max().unwrap_or(0).min(NAME);
    let column = names.len().to_string().len().max(1);
    let columns = (page.room(label) / (column + 1)).max(1);
    for first in (0..names.len()).step_by(columns) {
        page.blank();
        let block = first..names.len().min(first + columns);
        let mut head = vec![(Tone::Plain, " ".repeat(label))];
        head.extend(block.clone().map(|at| (Tone::Strong, right(&(at + 1).to_string(), column))));
        page.row(&head, 1);
        for (row, name) in matrix.cells.iter().zip(&numbered) {
            let mut pieces = vec![(Tone::Plain, left(name, label))];
            pieces.extend(row[block.clone()].iter().map(|cell| {
                let (tone, sign) = sign(cell);
                (tone, right(sign, column))
            }));
            page.row(&pieces, 1);
        }
    }
    page.blank();
    rates(&mut page, &words, matrix, &names);
    faults(&mut page, &words, matrix, &names);
    for (name, why) in &matrix.undecided {
        let text = words.say("class-look", &[("name", &harmless(name)), ("why", &harmless(why))]);
        page.item(0, (Tone::Unknown, "?"), (Tone::Plain, &text));
    }
    page.finish()
}

fn sign(cell: &Cell) -> (Tone, &'static str) {
    match cell.as_ref().map(|meeting| meeting.verdict) {
        None => (Tone::Faint, "–"),
        Some(Verdict::Passed) => (Tone::Good, "✓"),
        Some(Verdict::Failed) => (Tone::Bad, "✗"),
        Some(Verdict::Inconclusive | Verdict::Skipped) => (Tone::Unknown, "?"),
    }
}

/// For each submission, how many others it can talk to; itself and the reference included.
fn rates(page: &mut Page, words: &Words<'_>, matrix: &Matrix, names: &[String]) {
    for (at, name) in names.iter().enumerate() {
        let ((served, clients), (reached, servers)) = (rate(served_by(matrix, at)), rate(&matrix.cells[at]));
        let args = [("served", served), ("clients", clients), ("reached", reached), ("servers", servers)];
        let args: Vec<(&str, String)> = args.into_iter().map(|(k, v)| (k, v.to_string())).collect();
        let mut all: Vec<(&str, &str)> = args.iter().map(|(k, v)| (*k, v.as_str())).collect();
        all.push(("name", name));
        page.item(0, (Tone::Plain, " "), (Tone::Plain, &words.say("class-interop-rate", &all)));
    }
}

/// What came of every client with one server.
pub(in crate::report) fn served_by(matrix: &Matrix, server: usize) -> impl Iterator<Item = &Cell> {
    matrix.cells.iter().filter_map(move |row| row.get(server))
}

/// How many passed of how many that were tried.
pub(in crate::report) fn rate<'c>(cells: impl IntoIterator<Item = &'c Cell>) -> (usize, usize) {
    let tried = cells.into_iter().flatten();
    tried.fold((0, 0), |(passed, all), m| (passed + usize::from(m.verdict == Verdict::Passed), all + 1))
}

/// Codes of what fails, the commonest first, with every client and server concerned.
pub(in crate::report) fn failures(matrix: &Matrix) -> Vec<(&str, Vec<(usize, usize)>)> {
    let mut faults: BTreeMap<&str, Vec<(usize, usize)>> = BTreeMap::new();
    for (client, row) in matrix.cells.iter().enumerate() {
        for (server, cell) in row.iter().enumerate() {
            if let Some(finding) = cell.as_ref().and_then(|m| m.finding.as_ref()) {
                faults.entry(&finding.code).or_default().push((client, server));
            }
        }
    }
    let mut faults: Vec<_> = faults.into_iter().collect();
    faults.sort_by(|a, b| b.1.len().cmp(&a.1.len()).then_with(|| a.0.cmp(b.0)));
    faults
}

fn faults(page: &mut Page, words: &Words<'_>, matrix: &Matrix, names: &[String]) {
    let faults = failures(matrix);
    if faults.is_empty() {
        return;
    }
    page.blank();
    page.paragraph(0, Tone::Strong, &words.say("class-interop-faults", &[]));
    for (code, at) in faults.iter().take(FAULTS) {
        let name = |at: usize| cut(names.get(at).map(String::as_str).unwrap_or_default(), NAME);
        let (client, server) = at.first().map(|(c, s)| (name(*c), name(*s))).unwrap_or_default();
        let title = title(words, code);
        let args = [
            ("count", at.len().to_string()),
            ("title", title.trim_end_matches('.').to_owned()),
            ("code", (*code).to_owned()),
            ("client", client),
            ("server", server),
        ];
        let text = words.say("class-interop-fault", &args.each_ref().map(|(k, v)| (*k, v.as_str())));
        page.item(0, (Tone::Bad, "✗"), (Tone::Plain, &text));
    }
}
