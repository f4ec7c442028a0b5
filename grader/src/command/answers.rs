//! `grader answers`: the written answers of a submission, found and reviewed.

use std::io::IsTerminal;
use std::path::{Path, PathBuf};

use super::arguments::{AnswersArguments, AnswersFormat};
use super::check::width;
use super::confirm;
use crate::answers::{Answered, Note, Proposal, Question, examine, of_lab, read_questions, shipped_questions};
use crate::catalogue::Catalogue;
use crate::class::DECISIONS;
use crate::grading::written;
use crate::report::{Decisions, answers_html, answers_human, answers_json};
use crate::submission::Snapshot;
use crate::text::Language;

/// The questions: a teacher's page, or the one that comes with the program.
pub(super) fn questions(page: Option<&Path>) -> miette::Result<Vec<Question>> {
    let Some(path) = page else {
        return shipped_questions().map_err(|e| miette::miette!("{e}"));
    };
    let text = std::fs::read_to_string(path)
        .map_err(|e| miette::miette!(help = "give a page in the form of questions.md", "{}: {e}", path.display()))?;
    let questions = read_questions(&text).map_err(|e| {
        miette::miette!(
            help = "the top of questions.md tells the form",
            "{}, line {}: {}",
            path.display(),
            e.line,
            e.problem
        )
    })?;
    if questions.is_empty() {
        return Err(miette::miette!(
            help = "a question begins with `### identifiant — question`",
            "{}: no question in it",
            path.display()
        ));
    }
    Ok(questions)
}

/// A folder's or a file's answers to one lab's questions.
fn reviewed(path: &Path, lab: &str, questions: &[Question]) -> miette::Result<Vec<Answered>> {
    if path.is_dir() {
        return Ok(written(questions, lab, &Snapshot::read(path)?));
    }
    let bytes = std::fs::read(path)
        .map_err(|e| miette::miette!(help = "give a folder or a file of answers", "{}: {e}", path.display()))?;
    let name = name_of(path);
    Ok(examine(&of_lab(questions, lab), &[(&name, &bytes)]))
}

/// The lab that is asked for, or the one whose answers are there.
fn chosen(arguments: &AnswersArguments, questions: &[Question]) -> miette::Result<(String, Vec<Answered>)> {
    let mut labs: Vec<&str> = questions.iter().map(|q| q.lab.as_str()).collect();
    labs.dedup();
    if let Some(lab) = &arguments.lab {
        if !labs.contains(&lab.as_str()) {
            return Err(miette::miette!(
                help = format!("labs with questions: {}", labs.join(", ")),
                "no question of a lab {lab:?}"
            ));
        }
        return Ok((lab.clone(), reviewed(&arguments.path, lab, questions)?));
    }
    let mut best: Option<(usize, String, Vec<Answered>)> = None;
    for lab in labs {
        let all = reviewed(&arguments.path, lab, questions)?;
        let found = all.iter().filter(|a| a.found.place.is_some() && a.review.proposal != Proposal::Missing).count();
        let asked = all.iter().filter(|a| a.found.place.is_some() && a.found.notes.contains(&Note::Unanswered)).count();
        if best.as_ref().is_none_or(|(count, ..)| found * 2 + asked > *count) {
            best = Some((found * 2 + asked, lab.to_owned(), all));
        }
    }
    best.map(|(_, lab, all)| (lab, all)).ok_or_else(|| miette::miette!("no questions"))
}

/// The last part of a path, whatever way it is written.
pub(super) fn name_of(path: &Path) -> String {
    let whole = path.canonicalize().unwrap_or_else(|_| path.into());
    whole.file_name().map_or_else(|| ".".into(), |n| n.to_string_lossy().into_owned())
}

/// Finds, reviews and shows; the exit code.
pub(super) fn answers(arguments: &AnswersArguments, language: Language) -> miette::Result<u8> {
    let questions = questions(arguments.questions.as_deref())?;
    let (lab, all) = chosen(arguments, &questions)?;
    let catalogue = Catalogue::shipped();
    let name = name_of(&arguments.path);
    let file = arguments.decisions.clone().unwrap_or_else(|| beside(&arguments.path));
    let mut known: Decisions = confirm::read(&file, (&name, &lab), &all)?;
    if arguments.confirm {
        confirm::ask(&file, (&name, &lab), &all, &mut known, &catalogue, language)?;
        return Ok(0);
    }
    match arguments.format {
        AnswersFormat::Json => {
            let report = answers_json((&name, &lab), &all, &known, &catalogue, language);
            let text = serde_json::to_string_pretty(&report).map_err(|e| miette::miette!("cannot write JSON: {e}"))?;
            anstream::println!("{text}");
        }
        AnswersFormat::Html => {
            anstream::print!("{}", answers_html((&name, &lab), &all, &known, (&catalogue, language)));
        }
        AnswersFormat::Human => {
            let colour = std::io::stdout().is_terminal() && std::env::var_os("NO_COLOR").is_none();
            let shown = answers_human((&name, &lab), &all, &known, (&catalogue, language), (width(), colour));
            anstream::print!("{shown}");
        }
    }
    Ok(0)
}

/// The class's file of decisions: beside the submission.
fn beside(path: &Path) -> PathBuf {
    let whole = path.canonicalize().unwrap_or_else(|_| path.into());
    whole.parent().unwrap_or(Path::new(".")).join(DECISIONS)
}
