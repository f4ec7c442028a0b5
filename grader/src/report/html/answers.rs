//! The written answers on a student's page: what is missing, never the answer.

use maud::{Markup, html};

use super::super::answers::student_answers;
use super::super::words::Words;
use super::address::encoded;
use crate::answers::{Answered, Proposal};

/// The answers, and for a teacher the way to their review.
pub(super) fn section(words: &Words<'_>, answers: &[Answered], review: Option<&str>) -> Markup {
    if answers.is_empty() {
        return html! {};
    }
    let none = answers.iter().all(|a| a.review.proposal == Proposal::Missing);
    html! {
        section.step aria-labelledby="questions" {
            header { h2 id="questions" { (words.say("answers-student-title", &[])) } }
            @if let Some(slug) = review {
                p { a href={ "../answers/" (encoded(slug)) ".html" } { (words.say("html-review", &[])) } }
            }
            @if none { p.soft { (words.say("answers-student-none", &[])) } }
            @else { ul.answers { @for answer in &student_answers(answers, words) { (entry(words, answer)) } } }
        }
    }
}

fn entry(words: &Words<'_>, answer: &super::super::StudentAnswer) -> Markup {
    let (class, sign, said) = match answer.proposal {
        Proposal::Full => ("pass", "✓", words.say("answers-student-full", &[])),
        Proposal::Partial => ("lack", "◐", words.say("answers-student-partial", &[])),
        Proposal::Wrong => ("fail", "✗", words.say("answers-student-wrong", &[])),
        Proposal::Missing => ("none", "–", words.say("answers-student-missing", &[])),
    };
    let lacking = !answer.hints.is_empty() || !answer.look.is_empty();
    html! {
        li.(class) {
            p {
                span.seal.(class) aria-hidden="true" { (sign) } " "
                strong { (answer.question) } " " (answer.asked) " " span.said { (said) }
            }
            @for hint in &answer.hints { p { (hint) } }
            @for quoted in &answer.look { p { (words.say("answers-student-look", &[("quote", quoted)])) } }
            @if answer.proposal != Proposal::Missing {
                @for note in &answer.notes { p.soft { (words.capital(note)) } }
            }
            @if lacking {
                p.soft { (words.say("answers-student-try", &[("question", &answer.question)])) }
            }
        }
    }
}
