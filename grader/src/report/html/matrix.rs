//! Who can talk to whom, as a page: every client of a class against every server.

use maud::{Markup, html};

use super::super::class::matrix::{failures, is_reference, names, rate, served_by};
use super::super::class::results::title;
use super::super::words::Words;
use super::address::encoded;
use super::frame::Frame;
use super::student::one_line;
use super::verdict::Seal;
use crate::catalogue::Catalogue;
use crate::class::{Cell, Counts, Matrix};
use crate::text::{Language, harmless};

/// The page.
pub fn interop_page(matrix: &Matrix, catalogue: &Catalogue, language: Language) -> String {
    let words = Words::new(catalogue, language);
    let names = names(&words, matrix);
    let args = [("class", one_line(&matrix.class)), ("lab", matrix.lab.clone()), ("step", matrix.step.clone())];
    let heading = words.say("class-interop-title", &args.each_ref().map(|(k, v)| (*k, v.as_str())));
    let main = html! {
        header.top {
            h1 { (heading) }
            p.soft { (words.say("html-interop-axes", &[])) " " (words.say("class-interop-legend", &[])) }
        }
        @if matrix.interrupted { p.notice.open { (words.say("summary-interrupted", &[])) } }
        div.scroll.framed tabindex="0" role="region" aria-label=(heading) { (table(&words, matrix, &names)) }
        (undecided(&words, matrix))
        (reasons(&words, matrix, &names))
    };
    Frame { title: heading.clone(), wide: true, around: None, main }.finish(&words)
}

fn table(words: &Words<'_>, matrix: &Matrix, names: &[String]) -> Markup {
    html! {
        table.heat.meetings {
            caption.unseen { (words.say("html-interop-axes", &[])) }
            thead { tr {
                th.name scope="col" { (words.say("html-interop-corner", &[])) }
                th.sum scope="col" { (words.say("html-interop-reached", &[])) }
                @for name in names { th.turned scope="col" title=(name) { span { (name) } } }
            } }
            tbody {
                @for (at, name) in names.iter().enumerate() {
                    tr.reference[is_reference(matrix, at)] {
                        th.name scope="row" { (name) }
                        (share(rate(&matrix.cells[at])))
                        @for (cell, server) in matrix.cells[at].iter().zip(names) { (meeting(words, cell, (name, server))) }
                    }
                }
            }
            tfoot { tr {
                th.name scope="row" { (words.say("html-interop-served", &[])) }
                td.sum {}
                @for at in 0..names.len() {
                    @let (passed, tried) = rate(served_by(matrix, at));
                    td.share { (passed) "/" (tried) }
                }
            } }
        }
    }
}

fn share((passed, tried): (usize, usize)) -> Markup {
    html! { td.sum { (passed) "/" (tried) } }
}

/// What fails leads to why.
fn meeting(words: &Words<'_>, cell: &Cell, (client, server): (&str, &str)) -> Markup {
    let Some(meeting) = cell else { return html! { td.none { "–" } } };
    let seal = Seal::of(words, meeting.verdict, Counts::Required);
    let why = match (&meeting.finding, &meeting.reason) {
        (Some(finding), _) => title(words, &finding.code),
        (None, Some(reason)) => harmless(reason),
        (None, None) => return html! { td.(seal.class) { (seal.sign) } },
    };
    let told = words.say("html-interop-cell", &[("client", client), ("server", server), ("what", &why)]);
    match &meeting.finding {
        Some(finding) => html! {
            td.(seal.class) { a href={ "#why-" (encoded(&finding.code)) } title=(told) aria-label=(told) { (seal.sign) } }
        },
        None => html! { td.(seal.class) title=(told) { (seal.sign) span.unseen { (told) } } },
    }
}

fn undecided(words: &Words<'_>, matrix: &Matrix) -> Markup {
    html! {
        @for (name, why) in &matrix.undecided {
            p.notice.open { (words.say("class-look", &[("name", &one_line(name)), ("why", &harmless(why))])) }
        }
    }
}

fn reasons(words: &Words<'_>, matrix: &Matrix, names: &[String]) -> Markup {
    let name = |at: usize| names.get(at).map(String::as_str).unwrap_or_default();
    let failures = failures(matrix);
    html! {
        @if !failures.is_empty() {
            section aria-labelledby="reasons" {
                h2 id="reasons" { (words.say("class-interop-faults", &[])) }
                ol.faults {
                    @for (code, pairs) in &failures {
                        li id={ "why-" (encoded(code)) } {
                            p.title { strong.count { (pairs.len()) " ×" } " " (title(words, code)) " " code.soft { (code) } }
                            p { (words.catalogue.finding(words.language, code, &words.say("class-any-program", &[])).why) }
                            details {
                                summary { (words.say("html-interop-pairs", &[])) }
                                ul.pairs { @for (client, server) in pairs { li { (name(*client)) " → " (name(*server)) } } }
                            }
                        }
                    }
                }
            }
        }
    }
}
