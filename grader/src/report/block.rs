//! The explanation of one finding: what was expected, what happened, where, why, what to do, the
//! lesson, and the exchange drawn.
//!
//! It must not know what the rest of the report says.

use super::columns::width;
use super::ladder::ladder;
use super::lanes::{lanes, replay_of};
use super::page::{Page, Tone};
use super::phrase::Phrases;
use super::words::Words;
use crate::catalogue::FindingText;
use crate::grading::Finding;
use crate::text::harmless;
use crate::transcript::{Event, Transcript};

/// The texts of a finding.
pub(super) fn texts(words: &Words<'_>, finding: &Finding) -> FindingText {
    let program = finding.program.as_deref().map(harmless).unwrap_or_default();
    words.catalogue.finding(words.language, &finding.code, &program)
}

/// Writes everything about a finding.
pub(super) fn explain(
    page: &mut Page,
    words: &Words<'_>,
    finding: &Finding,
    transcript: Option<&Transcript>,
    indent: usize,
) {
    page.paragraph(indent, Tone::Strong, &texts(words, finding).title);
    page.blank();
    let mut rows = facts(words, finding, transcript);
    rows.extend(place(words, finding));
    rows.extend(advice(words, finding));
    rows.extend(again(words, finding, transcript));
    let column = rows.iter().map(|(label, _)| width(label)).max().unwrap_or(0) + 2;
    for (label, text) in &rows {
        // A source line of its own keeps its blanks.
        match text.split_once('\n') {
            Some((first, source)) => {
                page.labelled(indent, column, label, first);
                page.line(indent + column, Tone::Warning, &super::columns::cut(source, page.room(indent + column)));
            }
            None => page.labelled(indent, column, label, text),
        }
    }
    draw(page, words, finding, transcript, indent);
}

/// A label and its text.
pub(super) type Labelled = (String, String);

/// What was expected and what happened, or what another tool said.
pub(super) fn facts(words: &Words<'_>, finding: &Finding, transcript: Option<&Transcript>) -> Vec<Labelled> {
    let Some((transcript, detail)) = transcript.zip(finding.detail.as_ref()) else {
        return said(words, finding).into_iter().collect();
    };
    let phrases = Phrases::new(*words, transcript);
    let mut rows = vec![(words.say("block-expected", &[]), sentence(&phrases.expected(detail)))];
    rows.extend(phrases.happened(finding).map(|happened| (words.say("block-happened", &[]), sentence(&happened))));
    rows
}

/// Why it happens, what to do, what to remember.
pub(super) fn advice(words: &Words<'_>, finding: &Finding) -> Vec<Labelled> {
    let text = texts(words, finding);
    let rows = [
        (words.say("block-why", &[]), text.why),
        (words.say("block-hint", &[]), text.hint),
        (words.say("block-lesson", &[]), text.lesson),
    ];
    rows.into_iter().filter(|(_, text)| !text.is_empty()).collect()
}

/// The command that plays it again.
pub(super) fn again(words: &Words<'_>, finding: &Finding, transcript: Option<&Transcript>) -> Option<Labelled> {
    let transcript = transcript.filter(|t| finding.detail.is_some() && is_worth_drawing(t))?;
    let command = match replay_of(transcript, finding) {
        Some(finding) => words.say("block-replay-command", &[("finding", &harmless(&finding))]),
        None => {
            let header = &transcript.header;
            let (lab, step) = (harmless(&header.lab), harmless(&header.step));
            let scenario = harmless(&header.scenario.id);
            words.say("block-check-command", &[("lab", &lab), ("step", &step), ("scenario", &scenario)])
        }
    };
    Some((words.say("block-replay", &[]), command))
}

/// The program that a step lacks.
pub(super) fn missing(words: &Words<'_>, finding: &Finding) -> Option<String> {
    match (finding.code.as_str(), finding.said.as_deref()) {
        ("step.no-program", Some("client")) => Some(words.say("block-missing-client", &[])),
        ("step.no-program", Some(_)) => Some(words.say("block-missing-server", &[])),
        _ => None,
    }
}

/// What another tool said, where no scenario was played.
fn said(words: &Words<'_>, finding: &Finding) -> Option<Labelled> {
    let said = finding.said.as_deref()?;
    if let Some(role) = missing(words, finding) {
        return Some((words.say("block-missing", &[]), role));
    }
    Some(match (finding.code.as_str(), said) {
        ("program.missing-file" | "program.interpreter-missing", name) => {
            (words.say("block-missing", &[]), words.quote(name.as_bytes(), 120))
        }
        (_, message) => (words.say("block-message", &[]), crate::text::shown(message.as_bytes(), 200)),
    })
}

/// The line concerned.
fn place(words: &Words<'_>, finding: &Finding) -> Option<Labelled> {
    let at = finding.location.as_ref()?;
    let place = words.say("block-line", &[("file", &harmless(&at.file)), ("line", &at.line.to_string())]);
    // As it stands in the file: a quoted backslash would be doubled.
    let source: String = harmless(&at.text).chars().take(200).collect();
    let text = if source.is_empty() { place } else { format!("{place}\n{source}") };
    Some((words.say("block-where", &[]), text))
}

/// The exchange, when there was one.
fn draw(page: &mut Page, words: &Words<'_>, finding: &Finding, transcript: Option<&Transcript>, indent: usize) {
    let Some(transcript) = transcript.filter(|t| finding.detail.is_some() && is_worth_drawing(t)) else { return };
    let swept = finding.detail.as_ref().is_some_and(|d| d.interleaving.is_some());
    let lanes = lanes(transcript, finding, words.catalogue, words.language, page.room(indent));
    if !swept || !lanes.is_empty() {
        page.blank();
    }
    if swept {
        lanes.iter().for_each(|line| page.line(indent, Tone::Plain, line));
        return;
    }
    for line in ladder(transcript, Some(finding), words.catalogue, words.language, page.room(indent)) {
        page.line(indent, Tone::Plain, &line);
    }
}

/// Whether anything ran.
pub(super) fn is_worth_drawing(transcript: &Transcript) -> bool {
    transcript.entries.iter().any(|e| matches!(e.event, Event::Started { .. }))
}

/// With a full stop at its end.
pub(super) fn sentence(text: &str) -> String {
    if text.ends_with(['.', '!', '?', '…']) { text.to_owned() } else { format!("{text}.") }
}
