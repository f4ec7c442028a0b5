//! Reviewed answers for a terminal.

use super::super::page::{Page, Tone};
use super::super::words::Words;
use super::json::{Counts, Decisions, student};
use super::why::{mark, matched, notes, quote, reasons, short};
use crate::answers::{Answered, Confidence, Presence, Proposal};
use crate::catalogue::Catalogue;
use crate::text::{Language, harmless};

/// The review as text, for the teacher.
pub fn answers_human(
    (submission, lab): (&str, &str),
    answers: &[Answered],
    decisions: &Decisions,
    (catalogue, language): (&Catalogue, Language),
    (width, color): (usize, bool),
) -> String {
    let words = Words::new(catalogue, language);
    let mut page = Page::new(width, color);
    let title = words.say("answers-title", &[("name", &harmless(submission)), ("lab", lab)]);
    page.paragraph(0, Tone::Strong, &title);
    page.paragraph(0, Tone::Plain, &counts(&words, answers));
    page.paragraph(0, Tone::Faint, &words.say("answers-caveat", &[]));
    for answered in answers {
        page.blank();
        entry(&mut page, &words, answered, decisions.get(&answered.question.id).copied());
    }
    page.finish()
}

/// One answer as [`answers_human`] shows it.
pub fn answers_entry(
    answered: &Answered,
    (catalogue, language): (&Catalogue, Language),
    (width, color): (usize, bool),
) -> String {
    let mut page = Page::new(width, color);
    entry(&mut page, &Words::new(catalogue, language), answered, None);
    page.finish()
}

/// The name of a mark.
pub fn answers_mark(proposal: Proposal, catalogue: &Catalogue, language: Language) -> String {
    mark(&Words::new(catalogue, language), proposal)
}

/// The numbers of each mark.
pub(super) fn counts(words: &Words<'_>, answers: &[Answered]) -> String {
    let counts = Counts::of(answers);
    let number = |n: usize| n.to_string();
    words.say(
        "answers-counts",
        &[
            ("full", &number(counts.full)),
            ("partial", &number(counts.partial)),
            ("wrong", &number(counts.wrong)),
            ("missing", &number(counts.missing)),
            ("read", &number(counts.to_read)),
        ],
    )
}

fn sign(proposal: Proposal) -> (Tone, &'static str) {
    match proposal {
        Proposal::Full => (Tone::Good, "✓"),
        Proposal::Partial => (Tone::Warning, "◐"),
        Proposal::Wrong => (Tone::Bad, "✗"),
        Proposal::Missing => (Tone::Faint, "–"),
    }
}

/// One question with its answer and review.
pub(super) fn entry(page: &mut Page, words: &Words<'_>, answered: &Answered, decision: Option<Proposal>) {
    let (question, review) = (&answered.question, &answered.review);
    let title = format!("{} — {}", question.id, question.asked.get(words.language));
    let mut said = mark(words, review.proposal);
    if review.proposal != Proposal::Missing {
        let sure = match review.confidence() {
            Confidence::Sure => words.say("answers-sure", &[]),
            Confidence::ToRead => words.say("answers-to-read", &[]),
        };
        said = format!("{said}, {sure}");
    }
    let tone = sign(review.proposal).0;
    page.item_with_points(0, sign(review.proposal), (Tone::Strong, &title), (tone, &said));
    let mut rows: Vec<(String, String)> = Vec::new();
    if let Some(decision) = decision {
        page.paragraph(2, Tone::Good, &words.say("answers-decided", &[("mark", &mark(words, decision))]));
    }
    if !answered.found.text.is_empty() {
        rows.push((words.say("answers-label-answer", &[]), one_line(&answered.found.text)));
    }
    for idea in review.ideas.iter().filter(|i| i.presence != Presence::Absent || i.essential) {
        if review.proposal != Proposal::Missing {
            rows.push((words.say("answers-label-ideas", &[]), idea_line(words, answered, idea)));
        }
    }
    rows.push((words.say("answers-label-why", &[]), reasons(words, answered).join(" ")));
    rows.push((words.say("answers-label-model", &[]), question.answer.get(words.language).to_owned()));
    if let Some((how, sure)) = answered.found.how {
        let place = answered
            .found
            .place
            .as_ref()
            .map(|p| words.say("answers-where", &[("file", &harmless(&p.file)), ("line", &p.line.to_string())]));
        let text = format!("{}, {}", place.unwrap_or_default(), matched(words, how, sure));
        rows.push((words.say("answers-label-place", &[]), text));
    }
    rows.extend(notes(words, answered).into_iter().map(|note| (words.say("answers-label-note", &[]), note)));
    let column = rows.iter().map(|(label, _)| super::super::columns::width(label)).max().unwrap_or(0) + 2;
    let mut before = String::new();
    for (label, text) in rows {
        page.labelled(2, column, if label == before { "" } else { &label }, &text);
        before = label;
    }
}

fn idea_line(words: &Words<'_>, answered: &Answered, idea: &crate::answers::ReviewedIdea) -> String {
    let what = answered.question.idea(&idea.id).map(|i| short(i.what.get(words.language))).unwrap_or_default();
    let sign = match idea.presence {
        Presence::Found => "✓",
        Presence::Absent => "✗",
        Presence::Denied => "≠",
    };
    let quoted = idea.quote.as_ref().map(|q| format!(" {}", quote(words, q))).unwrap_or_default();
    format!("{sign} {what}{quoted}")
}

fn one_line(text: &str) -> String {
    harmless(text).split_whitespace().collect::<Vec<_>>().join(" ")
}

/// The answers in a student's report: what is missing, never the answer.
pub(in crate::report) fn student_section(page: &mut Page, words: &Words<'_>, answers: &[Answered]) {
    if answers.is_empty() {
        return;
    }
    page.item(0, (Tone::Strong, "■"), (Tone::Strong, &words.say("answers-student-title", &[])));
    if answers.iter().all(|a| a.review.proposal == Proposal::Missing) {
        page.paragraph(2, Tone::Faint, &words.say("answers-student-none", &[]));
        page.blank();
        return;
    }
    for answered in answers {
        let view = student(answered, words);
        let said = match view.proposal {
            Proposal::Full => words.say("answers-student-full", &[]),
            Proposal::Partial => words.say("answers-student-partial", &[]),
            Proposal::Wrong => words.say("answers-student-wrong", &[]),
            Proposal::Missing => words.say("answers-student-missing", &[]),
        };
        let (tone, sign) = sign(view.proposal);
        page.item_with_points(
            2,
            (tone, sign),
            (Tone::Plain, &format!("{} {}", view.question, view.asked)),
            (tone, &said),
        );
        for hint in &view.hints {
            page.paragraph(6, Tone::Plain, hint);
        }
        for quoted in &view.look {
            page.paragraph(6, Tone::Plain, &words.say("answers-student-look", &[("quote", quoted)]));
        }
        if view.proposal != Proposal::Missing {
            for note in &view.notes {
                page.paragraph(6, Tone::Faint, &words.capital(note));
            }
        }
        if !view.hints.is_empty() || !view.look.is_empty() {
            page.paragraph(6, Tone::Faint, &words.say("answers-student-try", &[("question", &view.question)]));
        }
    }
    page.blank();
}
