//! Pages of a class that means harm: everything it wrote stays text, every link leads somewhere.

use std::collections::{BTreeMap, BTreeSet};

use regex::Regex;

use super::super::class::Told;
use super::super::words::Words;
use super::student::content;
use super::*;
use crate::catalogue::Catalogue;
use crate::class::samples::{HOSTILE, class};
use crate::class::{Class, Excerpt, Matrix, Rubric, Terms};
use crate::grading::samples::graded;
use crate::grading::{Graded, Location, Meeting};
use crate::judge::Verdict;
use crate::text::{Language, is_treacherous};

/// A finding with a line of code, among its lines.
fn with_line() -> (Graded, Vec<Excerpt>) {
    let mut graded = graded();
    let location = Location { file: "server.py".into(), line: 6, text: "if data == 'fin':".into() };
    graded.steps[0].scenarios[1].findings[0].location = Some(location);
    let lines = ["while True:", "    data = c.recv(1024)", "    if data == 'fin':", "        break"];
    let lines = lines.map(str::to_owned).to_vec();
    (graded, vec![Excerpt { file: "server.py".into(), first: 4, lines }])
}

/// Every page of the hostile class, in one language, by name.
fn pages(class: &Class, terms: &Terms, language: Language) -> BTreeMap<String, String> {
    let (catalogue, survey) = (Catalogue::shipped(), class.survey());
    let mut examples = BTreeMap::new();
    let mut pages = BTreeMap::new();
    for at in 0..class.students.len() {
        let told = Told::new(class, at, &survey, terms, &catalogue, language).unwrap();
        for fault in survey.faults.iter().filter(|f| f.students.first() == Some(&at)) {
            examples.extend(example(&told, fault, &catalogue, language).map(|e| (fault.code.clone(), e)));
        }
        let look = told.look();
        let around =
            Around::Class { class: HOSTILE, before: Some((HOSTILE, HOSTILE)), after: None, answers: None, look };
        let page = student_page(&Sheet::of(&told, "tp-a", HOSTILE, around), &catalogue, language);
        pages.insert(format!("student/{}.html", address::encoded(told.slug())), page);
    }
    pages.insert("index.html".into(), class_page(class, terms, &examples, &catalogue, language));
    pages
}

/// Values of an attribute.
fn values<'p>(page: &'p str, attribute: &str) -> Vec<&'p str> {
    let pattern = Regex::new(&format!(r#" {attribute}="([^"]*)""#)).unwrap();
    pattern.captures_iter(page).map(|c| c.get(1).unwrap().as_str()).collect()
}

fn assert_harmless(name: &str, page: &str) {
    assert_eq!(page.matches("<script").count(), 1, "{name}: only ours");
    assert!(!page.chars().any(|c| c != '\n' && is_treacherous(c)), "{name}");
    let mut ids = values(page, "id");
    let count = ids.len();
    ids.sort_unstable();
    ids.dedup();
    assert_eq!(ids.len(), count, "{name}: every id once");
}

#[test]
fn a_small_student_page() {
    let catalogue = Catalogue::shipped();
    let (graded, excerpts) = with_line();
    let terms = Terms::default();
    let mark = terms.mark(&graded, &["Zoé MARTIN"]);
    let rubric = Rubric::default();
    let around = Around::Feedback { class: "classe" };
    let sheet = Sheet {
        name: "Zoé MARTIN",
        lab: "tp-a",
        outcome: Ok(&graded),
        excerpts: &excerpts,
        mark: Some(&mark),
        rubric: &rubric,
        around,
    };
    let page = content(&Words::new(&catalogue, Language::Fr), &sheet).into_string();
    // A line for each element, so that a change can be read.
    insta::assert_snapshot!("student-fr", page.replace("><", ">\n<"));
}

#[test]
fn what_a_student_wrote_stays_text_on_every_page() {
    let terms = Terms::default();
    for language in [Language::Fr, Language::En] {
        for (name, page) in pages(&class(&terms), &terms, language) {
            assert_harmless(&name, &page);
            let titles = page.matches("html-").count();
            assert_eq!(titles, 0, "{name}: a text is missing");
        }
    }
    let pages = pages(&class(&terms), &terms, Language::En);
    assert!(pages["index.html"].contains("=cmd|' /C calc'!A0\u{fffd}&lt;script&gt;\u{fffd}[31m\u{fffd}]]&gt;&amp;"));
}

#[test]
fn every_link_leads_to_a_page_and_a_place_that_are_there() {
    let terms = Terms::default();
    let pages = pages(&class(&terms), &terms, Language::Fr);
    for (name, page) in &pages {
        let folder = name.rsplit_once('/').map_or("", |(folder, _)| folder);
        for href in values(page, "href") {
            let (file, place) = href.split_once('#').unwrap_or((href, ""));
            let file = match file.strip_prefix("../") {
                _ if file.is_empty() => name.clone(),
                Some(above) => above.to_owned(),
                None if folder.is_empty() => file.to_owned(),
                None => format!("{folder}/{file}"),
            };
            // The neighbour in this test is nobody.
            let Some(target) = pages.get(&file) else {
                assert!(file.contains(&address::encoded(HOSTILE)), "{name}: {href}");
                continue;
            };
            assert!(place.is_empty() || values(target, "id").contains(&place), "{name}: {href}");
        }
    }
}

#[test]
fn the_class_s_page_has_a_row_for_each_student_and_a_cell_for_each_scenario() {
    let terms = Terms::default();
    let page = &pages(&class(&terms), &terms, Language::En)["index.html"];
    let rows: Vec<&str> = page.split("<tr data-at=").skip(1).collect();
    assert_eq!(rows.len(), 4);
    let cells = |row: &str| row.split("</tr>").next().unwrap().matches("<td").count();
    // The mark, the step's points, five scenarios.
    assert!(rows.iter().all(|row| cells(row) == 7), "{rows:#?}");
    assert!(rows[3].contains("data-value=\"6.67\"") && rows[2].contains("data-look"), "{}", rows[2]);
    assert!(page.contains("aria-sort=\"ascending\"") && page.contains("3 of 4"), "{page}");
}

#[test]
fn a_finding_is_explained_once_and_its_line_is_marked() {
    let (graded, excerpts) = with_line();
    let terms = Terms::default();
    let mark = terms.mark(&graded, &[]);
    let (catalogue, rubric) = (Catalogue::shipped(), Rubric::default());
    let sheet = Sheet {
        name: "x",
        lab: "tp-a",
        outcome: Ok(&graded),
        excerpts: &excerpts,
        mark: Some(&mark),
        rubric: &rubric,
        around: Around::Check,
    };
    let page = student_page(&sheet, &catalogue, Language::En);
    let lesson = catalogue.finding(Language::En, "server.ignores-fin", "").lesson;
    assert_eq!(page.matches(&lesson).count(), 1);
    assert_eq!(page.matches("<mark>").count(), 1);
    assert!(
        page.contains(
            "<mark><span class=\"unseen\">(the line concerned) </span><span class=\"n\">6  </span>    if data"
        )
    );
    assert_eq!(page.matches("<svg").count(), 2, "the exchange is drawn each time");
    assert!(!page.contains("/20"), "a check gives points, no mark");
}

#[test]
fn the_page_of_meetings_says_why_a_cell_fails() {
    let finding = graded().steps[0].scenarios[1].findings[0].clone();
    let meeting = |verdict, finding| {
        let scenario = "own-pair".to_owned();
        Some(Meeting { verdict, scenario, finding, reason: None })
    };
    let matrix = Matrix {
        class: HOSTILE.into(),
        lab: "tp-a".into(),
        step: "2.2".into(),
        names: vec![HOSTILE.into(), String::new()],
        reference: true,
        has: vec![(true, true), (true, true)],
        undecided: vec![("Kim".into(), HOSTILE.into())],
        cells: vec![
            vec![meeting(Verdict::Failed, Some(finding)), meeting(Verdict::Passed, None)],
            vec![None, meeting(Verdict::Inconclusive, None)],
        ],
        interrupted: false,
    };
    for language in [Language::Fr, Language::En] {
        let page = interop_page(&matrix, &Catalogue::shipped(), language);
        assert_harmless("interop", &page);
        let ids: BTreeSet<&str> = values(&page, "id").into_iter().collect();
        for href in values(&page, "href") {
            assert!(ids.contains(href.trim_start_matches('#')), "{href}");
        }
        assert!(page.contains("href=\"#why-server.ignores-fin\"") && page.contains("1/2"), "{page}");
    }
}
