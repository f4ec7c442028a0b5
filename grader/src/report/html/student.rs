//! The page of one student: the mark and how it came about, each step, what to look at first, the written
//! answers.

use maud::{Markup, html};

use super::super::class::Told;
use super::super::class::arithmetic::{lines, mark_of, number};
use super::super::reason;
use super::super::summary;
use super::super::words::Words;
use super::address::{encoded, scenario_id, step_id};
use super::finding::{Explained, explained};
use super::frame::Frame;
use super::step::{Chapter, step_section};
use crate::catalogue::Catalogue;
use crate::class::{Excerpt, Mark, Points, Rubric, StepMark};
use crate::grading::{Graded, GradedProgram};
use crate::lab::Role;
use crate::text::{Language, harmless};
use crate::transcript::Isolation;

/// What a student's page is made from.
#[derive(Debug, Clone, Copy)]
pub struct Sheet<'a> {
    /// Whose.
    pub name: &'a str,
    /// Lab id.
    pub lab: &'a str,
    /// Results with transcripts; else why it could not be graded.
    pub outcome: Result<&'a Graded, &'a str>,
    /// The student's lines that findings point to.
    pub excerpts: &'a [Excerpt],
    /// Points of each step, and the mark.
    pub mark: Option<&'a Mark>,
    /// What scenarios count.
    pub rubric: &'a Rubric,
    /// Where the page lies.
    pub around: Around<'a>,
}

/// Where a student's page lies.
#[derive(Debug, Clone, Copy)]
pub enum Around<'a> {
    /// On its own, one submission checked: there are points, but no mark.
    Check,
    /// On its own, handed to the student of a class.
    Feedback {
        /// Name of the class.
        class: &'a str,
    },
    /// Below a class's page, for the teacher.
    Class {
        /// Name of the class.
        class: &'a str,
        /// Slug and name of the student before.
        before: Option<(&'a str, &'a str)>,
        /// Slug and name of the student after.
        after: Option<(&'a str, &'a str)>,
        /// Slug of the review of the written answers, where there is one.
        answers: Option<&'a str>,
        /// Why a person should look at it, in sentences.
        look: &'a [String],
    },
}

impl<'a> Sheet<'a> {
    /// A student of a class.
    pub fn of(told: &'a Told<'_>, lab: &'a str, why_not: &'a str, around: Around<'a>) -> Sheet<'a> {
        let record = told.record();
        Sheet {
            name: &record.name,
            lab,
            outcome: told.graded.as_ref().ok_or(why_not),
            excerpts: &record.excerpts,
            mark: told.student.mark.as_ref(),
            rubric: &told.terms.rubric,
            around,
        }
    }
}

/// A name on one line.
pub(super) fn one_line(name: &str) -> String {
    harmless(name).replace('\n', "\u{fffd}")
}

/// The page.
pub fn student_page(sheet: &Sheet<'_>, catalogue: &Catalogue, language: Language) -> String {
    let words = Words::new(catalogue, language);
    let title = words.say("human-title", &[("name", &one_line(sheet.name)), ("lab", sheet.lab)]);
    Frame { title, wide: false, around: navigation(&words, sheet), main: content(&words, sheet) }.finish(&words)
}

fn navigation(words: &Words<'_>, sheet: &Sheet<'_>) -> Option<Markup> {
    let Around::Class { class, before, after, .. } = sheet.around else { return None };
    let link = |slug: &str, text: String, relation| {
        html! { a rel=(relation) href={ (encoded(slug)) ".html" } { (text) } }
    };
    Some(html! {
        nav.around aria-label=(words.say("html-around", &[])) {
            a href="../index.html" { (words.say("html-back", &[("class", &one_line(class))])) }
            span.apart {
                @if let Some((slug, name)) = before {
                    (link(slug, words.say("html-before", &[("name", &one_line(name))]), "prev")) " "
                }
                @if let Some((slug, name)) = after {
                    (link(slug, words.say("html-after", &[("name", &one_line(name))]), "next"))
                }
            }
        }
    })
}

/// The page without its frame.
pub(super) fn content(words: &Words<'_>, sheet: &Sheet<'_>) -> Markup {
    let class = match sheet.around {
        Around::Check => None,
        Around::Feedback { class } | Around::Class { class, .. } => Some(one_line(class)),
    };
    html! {
        header.top {
            h1 { (one_line(sheet.name)) }
            p.soft {
                @if let Some(class) = &class { (words.say("class-title", &[("class", class), ("lab", sheet.lab)])) }
                @else { (sheet.lab) }
            }
        }
        @match sheet.outcome {
            Err(why) => p.notice.open { (words.capital(&words.say("class-look-undecided", &[("why", &harmless(why))]))) },
            Ok(graded) => (graded_content(words, sheet, graded)),
        }
    }
}

fn graded_content(words: &Words<'_>, sheet: &Sheet<'_>, graded: &Graded) -> Markup {
    let mut told = Explained::default();
    html! {
        (looks(words, sheet))
        @if graded.interrupted { p.notice.open { (words.say("summary-interrupted", &[])) } }
        @if graded.isolation == Isolation::Portable { p.notice.open { (words.say("human-portable", &[])) } }
        div.overview {
            (mark_section(words, sheet, graded))
            (first_thing(words, graded))
        }
        @if !graded.findings.is_empty() {
            section aria-labelledby="submission" {
                h2 id="submission" { (words.say("class-told-submission", &[])) }
                @let place = words.say("class-told-submission", &[]);
                @for finding in &graded.findings {
                    (explained(words, (finding, None), sheet.excerpts, &mut told, (&place, "submission")))
                }
            }
        }
        @for step in &graded.steps {
            @let chapter = Chapter { step, programs: &graded.programs, rubric: sheet.rubric, excerpts: sheet.excerpts, mark: step_mark(sheet, &step.id) };
            (step_section(words, &chapter, &mut told))
        }
        (super::answers::section(words, &graded.answers, review(sheet)))
        (programs(words, graded))
    }
}

fn review<'a>(sheet: &Sheet<'a>) -> Option<&'a str> {
    if let Around::Class { answers, .. } = sheet.around { answers } else { None }
}

fn step_mark<'a>(sheet: &Sheet<'a>, step: &str) -> Option<&'a StepMark> {
    sheet.mark?.steps.iter().find(|s| s.id == step)
}

fn looks(words: &Words<'_>, sheet: &Sheet<'_>) -> Markup {
    let Around::Class { look, .. } = sheet.around else { return html! {} };
    html! {
        @if !look.is_empty() {
            aside.notice.lack aria-labelledby="look" {
                h2 id="look" { (words.say("class-looks", &[])) }
                ul { @for why in look { li { (words.capital(why)) } } }
            }
        }
    }
}

/// « 4/6 », « 4/6 +1/2 », with its parts named for those who hear it.
pub(super) fn points(words: &Words<'_>, mark: &StepMark) -> String {
    let zero = Points::from_integer(0);
    let n = |points: &Points| number(words, *points);
    if mark.dropped {
        return words.say("html-dropped", &[]);
    }
    let (score, max, extra, all) = (n(&mark.score), n(&mark.max), n(&mark.extra), n(&mark.extra_max));
    match (mark.max > zero || mark.score > zero, mark.extra_max > zero) {
        (true, true) => format!("{score}/{max} +{extra}/{all}"),
        (true, false) => format!("{score}/{max}"),
        (false, true) => format!("+{extra}/{all}"),
        (false, false) => words.say("points-none", &[]),
    }
}

fn mark_section(words: &Words<'_>, sheet: &Sheet<'_>, graded: &Graded) -> Markup {
    let Some(mark) = sheet.mark else { return html! {} };
    let sum = |of: fn(&StepMark) -> Points| mark.steps.iter().map(of).sum::<Points>();
    let title = |id: &str| {
        graded.steps.iter().find(|s| s.id == id).map(|s| s.title.get(words.language).to_owned()).unwrap_or_default()
    };
    let cell = |won: &Points, all: &Points| {
        let text = if *all == Points::from_integer(0) && *won == *all {
            words.say("points-none", &[])
        } else {
            format!("{}/{}", number(words, *won), number(words, *all))
        };
        html! { td.number { (text) } }
    };
    html! {
        section.card aria-labelledby="mark" {
            @if matches!(sheet.around, Around::Check) {
                h2 id="mark" { (words.say("html-points", &[])) }
            } @else {
                h2 id="mark" { (words.say("class-column-mark", &[])) }
                p.value { (mark_of(words, mark)) }
            }
            table.steps {
                caption.unseen { (words.say("html-steps-caption", &[])) }
                thead { tr {
                    th scope="col" { (words.say("html-step", &[])) }
                    th.number scope="col" { (words.say("html-required", &[])) }
                    th.number scope="col" { (words.say("html-extra", &[])) }
                } }
                tbody {
                    @for step in &mark.steps {
                        tr {
                            th scope="row" { a href={ "#" (step_id(&step.id)) } { (step.id) " " (title(&step.id)) } }
                            @if step.dropped { td.number colspan="2" { (words.say("html-dropped", &[])) } }
                            @else { (cell(&step.score, &step.max)) (cell(&step.extra, &step.extra_max)) }
                        }
                    }
                }
                tfoot { tr {
                    th scope="row" { (words.say("html-sum", &[])) }
                    (cell(&sum(|s| s.score), &sum(|s| s.max)))
                    (cell(&sum(|s| s.extra), &sum(|s| s.extra_max)))
                } }
            }
            @if !matches!(sheet.around, Around::Check) {
                h3 { (words.say("notes-arithmetic", &[])) }
                ol.sums { @for line in lines(words, mark) { li { (words.capital(&line)) } } }
            }
        }
    }
}

fn first_thing(words: &Words<'_>, graded: &Graded) -> Markup {
    let Some(next) = summary::next(words, graded) else { return html! {} };
    html! {
        section.card.first aria-labelledby="first" {
            h2 id="first" { (next.lead) }
            @if let Some((what, place, (step, scenario))) = &next.what {
                @let target = scenario.as_ref().map_or_else(|| step_id(step), |s| scenario_id(step, s));
                p { a href={ "#" (target) } { (what) } }
                p.soft { (place) }
            }
        }
    }
}

fn programs(words: &Words<'_>, graded: &Graded) -> Markup {
    let line = |program: &GradedProgram| {
        let role = match program.role {
            Role::Client => words.say("human-client", &[]),
            _ => words.say("human-server", &[]),
        };
        let why: Vec<String> = program.why.iter().map(|why| reason::of_program(words, why)).collect();
        html! {
            tr {
                th scope="row" { (program.step) " " (role) }
                td { code { (harmless(&program.path)) } }
                td { (why.join(" ")) }
            }
        }
    };
    html! {
        section aria-labelledby="programs" {
            h2 id="programs" { (words.say("human-programs", &[])) }
            @if !graded.programs.is_empty() {
                div.scroll tabindex="0" role="region" aria-labelledby="programs" {
                    table.plain {
                        thead { tr {
                            th scope="col" { (words.say("html-program", &[])) }
                            th scope="col" { (words.say("html-file", &[])) }
                            th scope="col" { (words.say("html-because", &[])) }
                        } }
                        tbody { @for program in &graded.programs { (line(program)) } }
                    }
                }
            }
            @if !graded.unused.is_empty() {
                @let names: Vec<String> = graded.unused.iter().map(|path| harmless(path)).collect();
                p.soft { (words.say("human-unused", &[("files", &names.join(", "))])) }
            }
            @if graded.isolation == Isolation::Namespaces { p.soft { (words.say("human-isolated", &[])) } }
        }
    }
}
