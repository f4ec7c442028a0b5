//! Reviewed answers as one page that needs nothing beside it: each question with its answer, the model
//! answer, the ideas found and missing, quotes, and the proposal.

use maud::{DOCTYPE, Markup, PreEscaped, html};

use super::super::words::Words;
use super::human::counts;
use super::json::Decisions;
use super::style::STYLE;
use super::why::{mark, matched, notes, quote, reasons, short};
use crate::answers::{Answered, Confidence, Fault, Presence, Proposal};
use crate::catalogue::Catalogue;
use crate::text::{Language, harmless};

/// The page, for the teacher.
pub fn answers_html(
    (submission, lab): (&str, &str),
    answers: &[Answered],
    decisions: &Decisions,
    (catalogue, language): (&Catalogue, Language),
) -> String {
    let words = Words::new(catalogue, language);
    let title = words.say("answers-title", &[("name", &harmless(submission)), ("lab", lab)]);
    let page = html! {
        (DOCTYPE)
        html lang=(language.code()) {
            head {
                meta charset="utf-8";
                meta name="viewport" content="width=device-width, initial-scale=1";
                // Nothing on this page runs or is fetched, whatever a student wrote.
                meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'";
                title { (title) }
                style { (PreEscaped(STYLE)) }
            }
            body {
                main {
                    h1 { (title) }
                    p { (counts(&words, answers)) }
                    p.soft { (words.say("answers-caveat", &[])) }
                    nav aria-label=(words.say("answers-page-contents", &[])) {
                        ol {
                            @for answered in answers {
                                li style="padding:0;margin:0" {
                                    a class=(class(answered.review.proposal)) href={ "#q" (answered.question.id) } {
                                        (answered.question.id) " " (sign(answered.review.proposal))
                                        @if answered.review.confidence() == Confidence::ToRead {
                                            " – " (words.say("answers-to-read", &[]))
                                        }
                                    }
                                }
                            }
                        }
                    }
                    @for answered in answers { (article(&words, answered, decisions)) }
                }
            }
        }
    };
    page.into_string()
}

fn class(proposal: Proposal) -> &'static str {
    match proposal {
        Proposal::Full => "full",
        Proposal::Partial => "partial",
        Proposal::Wrong => "wrong",
        Proposal::Missing => "missing",
    }
}

fn sign(proposal: Proposal) -> &'static str {
    match proposal {
        Proposal::Full => "✓",
        Proposal::Partial => "◐",
        Proposal::Wrong => "✗",
        Proposal::Missing => "–",
    }
}

fn article(words: &Words<'_>, answered: &Answered, decisions: &Decisions) -> Markup {
    let (question, review, found) = (&answered.question, &answered.review, &answered.found);
    let answered_at_all = review.proposal != Proposal::Missing;
    html! {
        article class=(class(review.proposal)) id={ "q" (question.id) } {
            header {
                h2 { (question.id) " — " (question.asked.get(words.language)) }
                span.badge {
                    (sign(review.proposal)) " " (mark(words, review.proposal))
                    @if answered_at_all {
                        ", " @if review.confidence() == Confidence::Sure { (words.say("answers-sure", &[])) }
                        @else { (words.say("answers-to-read", &[])) }
                    }
                    @if let Some(decision) = decisions.get(&question.id) {
                        " – " (words.say("answers-decided", &[("mark", &mark(words, *decision))]))
                    }
                }
            }
            div.sides {
                section {
                    h3 { (words.say("answers-label-answer", &[])) }
                    @if found.text.is_empty() { p.soft { (words.say("answers-page-nothing", &[])) } }
                    @else { blockquote { (harmless(&found.text)) } }
                    p."small soft" { (origin(words, answered)) }
                }
                section {
                    h3 { (words.say("answers-label-model", &[])) }
                    p { (prose(question.answer.get(words.language))) }
                    p."small soft" {
                        (words.say("answers-label-experiment", &[])) " — " (prose(question.experiment.shows.get(words.language)))
                    }
                }
            }
            @if answered_at_all {
                h3 { (words.say("answers-label-ideas", &[])) }
                ul { @for idea in &review.ideas { (idea_item(words, answered, idea)) } }
                (mistakes(words, answered))
            }
            p { strong { (words.say("answers-label-why", &[])) } " — " (reasons(words, answered).join(" ")) }
        }
    }
}

/// Where the answer stands and what says that it is this question's.
fn origin(words: &Words<'_>, answered: &Answered) -> String {
    let found = &answered.found;
    let place = found.place.as_ref();
    let place =
        place.map(|p| words.say("answers-where", &[("file", &harmless(&p.file)), ("line", &p.line.to_string())]));
    let how =
        found.how.map(|(how, sure)| format!("{} {}", words.say("answers-label-found", &[]), matched(words, how, sure)));
    let all: Vec<String> = place.into_iter().chain(how).chain(notes(words, answered)).collect();
    all.join(" – ")
}

fn idea_item(words: &Words<'_>, answered: &Answered, idea: &crate::answers::ReviewedIdea) -> Markup {
    let what = answered.question.idea(&idea.id).map(|i| short(i.what.get(words.language))).unwrap_or_default();
    let (class, sign, said) = match idea.presence {
        Presence::Found => ("found", "✓", words.say("answers-idea-found", &[])),
        Presence::Absent if idea.essential => ("absent", "✗", words.say("answers-idea-absent", &[])),
        Presence::Absent => ("soft", "·", words.say("answers-idea-absent", &[])),
        Presence::Denied => ("denied", "≠", words.say("answers-idea-denied", &[])),
    };
    html! {
        li class=(class) {
            span.sign aria-hidden="true" { (sign) }
            (what) " – " (said)
            @if idea.essential { " (" (words.say("answers-essential", &[])) ")" }
            @if let Some(text) = &idea.quote { " " q { (quote(words, text)) } }
        }
    }
}

fn mistakes(words: &Words<'_>, answered: &Answered) -> Markup {
    let review = &answered.review;
    let correction = |fault: &Fault| {
        let known = answered.question.misconceptions.iter().find(|m| m.idea.id == fault.id);
        known.map(|m| m.correction.get(words.language).to_owned())
    };
    let what = |fault: &Fault| {
        answered.question.idea(&fault.id).map(|i| short(i.what.get(words.language))).unwrap_or_default()
    };
    html! {
        @if !review.contradictions.is_empty() || !review.misconceptions.is_empty() {
            h3 { (words.say("answers-label-mistakes", &[])) }
            ul {
                @for fault in review.contradictions.iter().chain(&review.misconceptions) {
                    li.absent {
                        span.sign aria-hidden="true" { "✗" }
                        (what(fault)) " " q { (quote(words, &fault.quote)) }
                        @if let Some(right) = correction(fault) {
                            br; (words.say("answers-page-correction", &[])) " " (prose(&right))
                        }
                    }
                }
            }
        }
    }
}

/// Text of `questions.md`: what stands between backquotes is code.
fn prose(text: &str) -> Markup {
    // As French is printed: no line begins with a colon.
    let text = [" :", " ;", " ?", " !", " »"]
        .iter()
        .fold(text.replace("« ", "«\u{a0}"), |text, sign| text.replace(sign, &sign.replace(' ', "\u{a0}")));
    html! {
        @for (i, part) in text.split('`').enumerate() {
            @if i % 2 == 1 { code { (part) } } @else { (part.replace('*', "")) }
        }
    }
}
