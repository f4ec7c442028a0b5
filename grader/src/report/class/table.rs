//! The class on a terminal: a table of steps and students, the commonest findings, who needs a look.

use num_rational::Ratio;

use super::super::columns::{cut, left, right, width};
use super::super::page::{Page, Tone};
use super::super::words::Words;
use super::arithmetic::{mark_of, number};
use super::results::{looks, title};
use crate::catalogue::Catalogue;
use crate::class::{Class, Points, StepMark, Student, Survey};
use crate::text::{Language, harmless};

/// Findings that are told.
const FAULTS: usize = 8;
/// Columns between columns; fewer where there is no room for points.
const GAP: usize = 2;
/// The narrowest name that is of any use.
const NAME: usize = 12;

/// The report as text, as wide as [`crate::report::human`]'s.
pub fn table(class: &Class, catalogue: &Catalogue, language: Language, width: usize, color: bool) -> String {
    let words = Words::new(catalogue, language);
    let survey = class.survey();
    let mut page = Page::new(width, color);
    heading(&mut page, &words, class);
    rows(&mut page, &words, class, &survey);
    page.blank();
    page.paragraph(0, Tone::Faint, &words.say("class-legend", &[]));
    spread(&mut page, &words, class);
    faults(&mut page, &words, class, &survey);
    look(&mut page, &words, class, &survey);
    page.finish()
}

fn heading(page: &mut Page, words: &Words<'_>, class: &Class) {
    let (name, lab) = (harmless(&class.header.class), class.header.lab.as_str());
    let title = match &class.header.step {
        None => words.say("class-title", &[("class", &name), ("lab", lab)]),
        Some(step) => words.say("class-title-step", &[("class", &name), ("lab", lab), ("step", step)]),
    };
    page.paragraph(0, Tone::Strong, &title);
    let count = class.students.len();
    let text = words.say("class-count", &[("form", words.form(count)), ("count", &count.to_string())]);
    page.paragraph(0, Tone::Faint, &text);
    page.blank();
}

/// A cell: points where there is room, a sign alone where there is none.
struct Cell {
    tone: Tone,
    sign: &'static str,
    points: String,
}

fn cell(words: &Words<'_>, student: &Student, step: &str) -> Cell {
    let zero = Ratio::from_integer(0);
    let Some(mark) = student.mark.as_ref().and_then(|m| m.steps.iter().find(|s| s.id == step)) else {
        return Cell { tone: Tone::Unknown, sign: "?", points: String::new() };
    };
    let StepMark { score, max, extra, extra_max, dropped, .. } = mark;
    let (won, all) = if *max > zero { (score, max) } else { (extra, extra_max) };
    let passed = |student: &Student| {
        let steps = student.graded().into_iter().flat_map(|g| &g.steps);
        steps.filter(|s| s.id == step).flat_map(|s| &s.scenarios).any(|s| s.is_judged())
    };
    let (tone, sign) = match () {
        () if *dropped => (Tone::Faint, "–"),
        () if *all == zero && !passed(student) => (Tone::Unknown, "?"),
        () if *all == zero => (Tone::Faint, "–"),
        () if won >= all => (Tone::Good, "✓"),
        () if *won <= zero => (Tone::Bad, "✗"),
        () => (Tone::Warning, "~"),
    };
    let points = match (*max > zero, *extra > zero) {
        _ if sign == "–" || sign == "?" => String::new(),
        (true, true) => format!("{}/{}+{}", number(words, *score), number(words, *max), number(words, *extra)),
        (true, false) => format!("{}/{}", number(words, *score), number(words, *max)),
        (false, _) => format!("+{}", number(words, *extra)),
    };
    Cell { tone, sign, points }
}

fn rows(page: &mut Page, words: &Words<'_>, class: &Class, survey: &Survey) {
    let head = words.say("class-column-student", &[]);
    let mark_head = words.say("class-column-mark", &[]);
    let marks: Vec<String> = class.students.iter().map(|s| mark(words, s)).collect();
    let cells: Vec<Vec<Cell>> =
        class.students.iter().map(|s| survey.steps.iter().map(|step| cell(words, s, step)).collect()).collect();
    let mark_width = marks.iter().map(|m| width(m)).chain([width(&mark_head)]).max().unwrap_or(0);
    let names: Vec<String> = class.students.iter().map(|s| one_line(&s.record.name)).collect();
    let name_width = names.iter().map(|n| width(n)).chain([width(&head), NAME]).max().unwrap_or(NAME);
    let wide: Vec<usize> = (0..survey.steps.len())
        .map(|at| {
            let widest = cells.iter().map(|row| width(&row[at].points) + 2).max().unwrap_or(0);
            widest.max(width(&survey.steps[at]))
        })
        .collect();
    let narrow: Vec<usize> = survey.steps.iter().map(|s| width(s)).collect();
    let room = |columns: &[usize], gap: usize| {
        page.room(0).saturating_sub(mark_width + columns.iter().map(|c| c + gap).sum::<usize>() + gap)
    };
    // Points are left out before names become unreadable.
    let with_points = room(&wide, GAP) >= NAME.min(name_width);
    let (columns, gap) = if with_points { (wide, GAP) } else { (narrow, 1) };
    let name_width = name_width.min(room(&columns, gap).max(NAME));
    let header: Vec<String> = survey.steps.iter().zip(&columns).map(|(s, w)| left(s, *w)).collect();
    page.row(
        &[(Tone::Strong, left(&head, name_width)), (Tone::Strong, right(&mark_head, mark_width))]
            .into_iter()
            .chain(header.into_iter().map(|h| (Tone::Strong, h)))
            .collect::<Vec<_>>(),
        gap,
    );
    for ((name, mark), row) in names.iter().zip(&marks).zip(&cells) {
        let mut parts = vec![(Tone::Plain, left(name, name_width)), (Tone::Strong, right(mark, mark_width))];
        for (cell, columns) in row.iter().zip(&columns) {
            let text = if with_points { format!("{} {}", cell.sign, cell.points) } else { cell.sign.to_owned() };
            parts.push((cell.tone, left(text.trim_end(), *columns)));
        }
        page.row(&parts, gap);
    }
}

fn mark(words: &Words<'_>, student: &Student) -> String {
    student.mark.as_ref().map_or_else(|| words.say("class-mark-none", &[]), |m| mark_of(words, m))
}

/// A name on one line.
fn one_line(name: &str) -> String {
    harmless(name).replace('\n', "\u{fffd}")
}

fn spread(page: &mut Page, words: &Words<'_>, class: &Class) {
    if let Some(text) = middle(words, class) {
        page.paragraph(0, Tone::Plain, &text);
    }
}

/// Mean, median, lowest and highest mark, in a sentence; `None` where nobody has a mark.
pub(in crate::report) fn middle(words: &Words<'_>, class: &Class) -> Option<String> {
    let mut marks: Vec<Points> = class.students.iter().filter_map(|s| s.mark.as_ref().and_then(|m| m.value)).collect();
    marks.sort();
    let (lowest, highest) = (marks.first()?, marks.last()?);
    let count = i64::try_from(marks.len()).unwrap_or(i64::MAX);
    let hundredths = |p: Points| (p * Ratio::from_integer(100)).round() / Ratio::from_integer(100);
    let mean = hundredths(marks.iter().sum::<Points>() / Ratio::from_integer(count));
    let half = marks.len() / 2;
    let median = if marks.len().is_multiple_of(2) {
        (marks[half - 1] + marks[half]) / Ratio::from_integer(2)
    } else {
        marks[half]
    };
    let n = |points: Points| number(words, points);
    let scale = class.students.iter().find_map(|s| s.mark.as_ref()).map(|m| m.scale.to_string()).unwrap_or_default();
    let args = [
        ("mean", n(mean)),
        ("median", n(hundredths(median))),
        ("lowest", n(*lowest)),
        ("highest", n(*highest)),
        ("scale", scale),
    ];
    Some(words.say("class-mean", &args.each_ref().map(|(k, v)| (*k, v.as_str()))))
}

fn faults(page: &mut Page, words: &Words<'_>, class: &Class, survey: &Survey) {
    page.blank();
    if survey.faults.is_empty() {
        return page.paragraph(0, Tone::Good, &words.say("class-faults-none", &[]));
    }
    page.paragraph(0, Tone::Strong, &words.say("class-faults", &[]));
    for fault in survey.faults.iter().take(FAULTS) {
        let title = title(words, &fault.code);
        let example = fault.students.first().map(|at| one_line(&class.students[*at].record.name)).unwrap_or_default();
        let args = [
            ("count", fault.students.len().to_string()),
            ("total", class.students.len().to_string()),
            ("title", title.trim().trim_end_matches('.').to_owned()),
            ("code", fault.code.clone()),
            ("example", cut(&example, 30)),
        ];
        let text = words.say("class-fault", &args.each_ref().map(|(k, v)| (*k, v.as_str())));
        page.item(0, (Tone::Bad, "✗"), (Tone::Plain, &text));
    }
}

fn look(page: &mut Page, words: &Words<'_>, class: &Class, survey: &Survey) {
    if survey.looks.is_empty() {
        return;
    }
    page.blank();
    page.paragraph(0, Tone::Strong, &words.say("class-looks", &[]));
    for (at, _) in &survey.looks {
        let why: Vec<String> = looks(words, survey, *at).iter().map(|w| w.trim_end_matches('.').to_owned()).collect();
        let why = why.join(&words.say("word-semicolon", &[]));
        let name = one_line(&class.students[*at].record.name);
        let text = words.say("class-look", &[("name", &name), ("why", &why)]);
        page.item(0, (Tone::Warning, "!"), (Tone::Plain, &text));
    }
}
