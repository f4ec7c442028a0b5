//! `grader answers --confirm`: a teacher's decisions, asked at the terminal and added to a file of the
//! class. A line is never changed or removed: an answer that changed since is asked again.

use std::fs::OpenOptions;
use std::io::{BufRead, IsTerminal, Write};
use std::path::Path;

use super::check::width;
use crate::answers::{Answered, Proposal};
use crate::catalogue::Catalogue;
use crate::class::{Decision, read_decisions};
use crate::report::{Decisions, answers_entry, answers_mark};
use crate::text::Language;

/// What is decided already about these answers, as they are now.
///
/// # Errors
/// The file cannot be read, or a line of it is no decision.
pub(super) fn read(file: &Path, (name, lab): (&str, &str), answers: &[Answered]) -> miette::Result<Decisions> {
    if !file.exists() {
        return Ok(Decisions::new());
    }
    let mine = |d: &Decision| d.submission == name && d.lab == lab && answers.iter().any(|a| d.is_about(a));
    Ok(read_decisions(file)?.into_iter().filter(mine).map(|d| (d.question, d.mark)).collect())
}

/// Asks for each mark that is not decided yet; every decision is in the file before the next is asked.
///
/// # Errors
/// The file cannot be written, or the terminal cannot be read.
pub(super) fn ask(
    file: &Path,
    (name, lab): (&str, &str),
    answers: &[Answered],
    known: &mut Decisions,
    catalogue: &Catalogue,
    language: Language,
) -> miette::Result<()> {
    let problem = |e: std::io::Error| miette::miette!("{}: {e}", file.display());
    let undecided: Vec<&Answered> = answers.iter().filter(|a| !known.contains_key(&a.question.id)).collect();
    let shown = file.display().to_string();
    let say = |id: &str, args: &[(&str, &str)]| catalogue.text(language, id, args);
    if undecided.is_empty() {
        anstream::println!("{}", say("answers-confirm-none", &[("file", &shown)]));
        return Ok(());
    }
    let count = undecided.len().to_string();
    anstream::println!("{}", say("answers-confirm-intro", &[("count", &count), ("file", &shown)]));
    let mut out = OpenOptions::new().create(true).append(true).open(file).map_err(problem)?;
    let mut lines = std::io::stdin().lock().lines();
    let colour = std::io::stdout().is_terminal() && std::env::var_os("NO_COLOR").is_none();
    let mut added = 0;
    'answers: for answered in undecided {
        anstream::println!();
        anstream::print!("{}", answers_entry(answered, (catalogue, language), (width(), colour)));
        let mark = loop {
            let proposal = answers_mark(answered.review.proposal, catalogue, language);
            anstream::println!("{}", say("answers-confirm-ask", &[("mark", &proposal)]));
            let Some(line) = lines.next() else { break 'answers };
            let line = line.map_err(|e| miette::miette!("the terminal: {e}"))?;
            match key(line.trim(), &say("answers-confirm-keys", &[]), answered.review.proposal) {
                Some(Key::Mark(mark)) => break mark,
                Some(Key::Skip) => continue 'answers,
                Some(Key::Stop) => break 'answers,
                None => anstream::println!("{}", say("answers-confirm-unknown", &[])),
            }
        };
        let decision = Decision {
            submission: name.to_owned(),
            lab: lab.to_owned(),
            question: answered.question.id.clone(),
            mark,
            proposal: answered.review.proposal,
            answer: answered.found.text.clone(),
        };
        let line = serde_json::to_string(&decision).map_err(|e| miette::miette!("cannot write JSON: {e}"))?;
        writeln!(out, "{line}").map_err(problem)?;
        known.insert(decision.question, mark);
        added += 1;
    }
    anstream::println!("{}", say("answers-confirm-done", &[("count", &added.to_string()), ("file", &shown)]));
    Ok(())
}

enum Key {
    Mark(Proposal),
    Skip,
    Stop,
}

/// What was typed; `keys` are the letters of full, partial, wrong, missing, skip and stop.
fn key(typed: &str, keys: &str, proposal: Proposal) -> Option<Key> {
    if typed.is_empty() {
        return Some(Key::Mark(proposal));
    }
    let at = keys.split_whitespace().position(|key| key.eq_ignore_ascii_case(typed))?;
    Some(match at {
        0 => Key::Mark(Proposal::Full),
        1 => Key::Mark(Proposal::Partial),
        2 => Key::Mark(Proposal::Wrong),
        3 => Key::Mark(Proposal::Missing),
        4 => Key::Skip,
        _ => Key::Stop,
    })
}
