//! Every export against its schema or a strict parser, with a class that means harm.

use std::path::Path;

use serde::Deserialize;
use serde_json::Value;

use super::super::conformity::check;
use super::*;
use crate::catalogue::Catalogue;
use crate::class::samples::{HOSTILE, class};
use crate::class::{Adjustment, Class, Matrix, Points, Terms};
use crate::grading::{Finding, Meeting};
use crate::judge::Verdict;
use crate::text::{Language, is_treacherous};

fn told_by<T>(class: &Class, terms: &Terms, of: impl Fn(&Told<'_>) -> T) -> Vec<T> {
    let catalogue = Catalogue::shipped();
    let survey = class.survey();
    let told =
        (0..class.students.len()).map(|at| Told::new(class, at, &survey, terms, &catalogue, Language::Fr).unwrap());
    told.map(|told| of(&told)).collect()
}

#[test]
fn results_follow_their_schema_and_the_schemas_are_those_that_are_shipped() {
    let (catalogue, schema, terms) = (Catalogue::shipped(), results_schema(), Terms::default());
    for language in [Language::Fr, Language::En] {
        let results = results(&class(&terms), &terms, &catalogue, language);
        let value = serde_json::to_value(&results).unwrap();
        check(&value, &schema, &schema, "class");
        assert_eq!(serde_json::from_value::<ClassResults>(value.clone()).unwrap(), results);
        let text = value.to_string();
        assert!(!text.chars().any(is_treacherous) && !text.contains("\\u001b"), "{text}");
    }
    let shipped = Path::new(env!("CARGO_MANIFEST_DIR")).join("schemas");
    for (name, schema) in
        [("class", results_schema()), ("interop", interop_schema()), ("report", crate::report::schema())]
    {
        let text = std::fs::read_to_string(shipped.join(format!("{name}.v1.json"))).unwrap_or_default();
        let same = serde_json::from_str::<Value>(&text).is_ok_and(|shipped| shipped == schema);
        assert!(same, "`grader schema {name} > grader/schemas/{name}.v1.json` writes the present one");
    }
}

#[test]
fn points_marks_and_reasons_are_in_the_results() {
    let terms = Terms::default();
    let results = results(&class(&terms), &terms, &Catalogue::shipped(), Language::En);
    let names: Vec<&str> = results.students.iter().map(|s| s.name.as_str()).collect();
    assert_eq!((names[1], names[2], names[3]), ("Ali Ben", "Kim", "Zoé MARTIN"));
    let zoe = &results.students[3];
    assert_eq!((zoe.mark, zoe.steps[0].score, zoe.steps[0].max), (Some(6.67), 2.0, 6.0));
    assert_eq!(zoe.arithmetic[0], "2 of 6, that is 6.6667 out of 20");
    assert_eq!((results.students[2].mark, results.students[2].look.len()), (None, 1));
    assert_eq!((results.faults[0].code.as_str(), results.faults[0].students.len()), ("server.ignores-fin", 3));
}

#[test]
fn the_table_is_as_wide_as_asked_for_and_harmless() {
    let (catalogue, terms) = (Catalogue::shipped(), Terms::default());
    for width in [60, 80, 110] {
        for language in [Language::Fr, Language::En] {
            let text = table(&class(&terms), &catalogue, language, width, false);
            assert!(text.lines().all(|line| super::super::columns::width(line) <= width), "{text}");
            assert!(!text.chars().any(|c| c != '\n' && is_treacherous(c)), "{text:?}");
        }
    }
    let text = table(&class(&terms), &catalogue, Language::En, 80, false);
    assert!(text.contains("Zoé MARTIN") && text.contains("6.67/20  ~ 2/6"), "{text}");
    assert!(text.contains("Kim: could not be graded"), "{text}");
}

#[test]
fn a_table_of_many_steps_keeps_the_names_on_a_narrow_terminal() {
    let terms = Terms::default();
    let mut class = class(&terms);
    for student in &mut class.students {
        let crate::class::Outcome::Graded(graded) = &mut student.record.outcome else { continue };
        let step = graded.steps[0].clone();
        for number in 3..=9 {
            graded.steps.push(crate::grading::GradedStep { id: format!("2.{number}"), ..step.clone() });
        }
        let graded = graded.clone();
        student.mark = Some(terms.mark(&graded, &[]));
    }
    let text = table(&class, &Catalogue::shipped(), Language::Fr, 60, false);
    let row = text.lines().find(|l| l.starts_with("Zoé")).unwrap();
    assert_eq!(row.matches('~').count(), 8, "{text}");
    assert!(text.lines().all(|line| super::super::columns::width(line) <= 60), "{text}");
}

#[test]
fn notes_open_in_both_kinds_of_spreadsheets_and_hold_no_formula() {
    let (catalogue, mut terms) = (Catalogue::shipped(), Terms::default());
    let reason = "=HYPERLINK(1)".to_owned();
    terms.adjustments = vec![Adjustment { name: "12".into(), step: None, points: Points::new(1, 2), reason }];
    for (sheet, delimiter, mark) in [(Spreadsheet::Plain, b',', "7.17"), (Spreadsheet::FrenchExcel, b';', "7,17")] {
        let bytes = notes(&class(&terms), &catalogue, Language::Fr, sheet);
        let text = String::from_utf8(bytes).unwrap();
        assert_eq!(text.starts_with('\u{feff}'), sheet == Spreadsheet::FrenchExcel);
        let mut reader = csv::ReaderBuilder::new().delimiter(delimiter).from_reader(text.as_bytes());
        let rows: Vec<csv::StringRecord> = reader.records().collect::<Result<_, _>>().unwrap();
        assert_eq!(rows.len(), 4);
        assert!(rows.iter().flatten().all(|field| !field.starts_with(['=', '+', '-', '@', '\t', '\r'])), "{text}");
        let zoe = rows.iter().find(|r| &r[0] == "Zoé MARTIN").unwrap();
        assert_eq!((&zoe[1], &zoe[2]), ("12", mark));
    }
}

#[test]
fn junit_is_what_gitlab_reads_and_every_case_has_its_own_name() {
    let terms = Terms::default();
    let mut class = class(&terms);
    // Names that differ only in what cannot be shown.
    let mut twin = class.students[0].clone();
    twin.record.name = twin.record.name.replace('\u{1b}', "\u{7}");
    class.students.insert(1, twin);
    let mut junit = Junit::new(&class.header.class);
    let (catalogue, survey) = (Catalogue::shipped(), class.survey());
    for at in 0..class.students.len() {
        junit.add(&Told::new(&class, at, &survey, &terms, &catalogue, Language::Fr).unwrap());
    }
    let text = junit.finish();
    assert!(!text.chars().any(|c| c != '\n' && is_treacherous(c)), "{text}");
    let file = junit_schema::read(&text);
    assert_eq!(file.of("testsuite").map(|suite| suite.of("testcase").count()).collect::<Vec<_>>(), [5, 5, 5, 1, 5]);
    assert_eq!(["tests", "failures", "errors"].map(|name| file.number(name)), [21, 8, 1]);
}

#[test]
fn a_matrix_follows_its_schema() {
    let schema = interop_schema();
    let mut failed = crate::grading::samples::graded().steps[0].scenarios[1].findings.first().cloned();
    failed.as_mut().unwrap().program = Some(HOSTILE.into());
    let meeting = |finding: Option<Finding>| Meeting {
        verdict: if finding.is_some() { Verdict::Failed } else { Verdict::Passed },
        scenario: "own-pair".into(),
        finding,
        reason: None,
    };
    let matrix = Matrix {
        class: HOSTILE.into(),
        lab: "tp-a".into(),
        step: "2.2".into(),
        names: vec![HOSTILE.into(), "reference".into()],
        reference: true,
        has: vec![(true, true), (true, false)],
        undecided: vec![(HOSTILE.into(), HOSTILE.into())],
        cells: vec![vec![Some(meeting(None)), Some(meeting(failed))], vec![None, Some(meeting(None))]],
        interrupted: false,
    };
    for language in [Language::Fr, Language::En] {
        let value = serde_json::to_value(interop(&matrix, &Catalogue::shipped(), language)).unwrap();
        check(&value, &schema, &schema, "interop");
        assert!(!value.to_string().chars().any(is_treacherous), "{value:#}");
    }
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
#[expect(dead_code, reason = "that it can be read is the test")]
struct GradescopeFile {
    score: f64,
    output: String,
    output_format: String,
    visibility: String,
    stdout_visibility: String,
    tests: Vec<GradescopeTest>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
#[expect(dead_code, reason = "that it can be read is the test")]
struct GradescopeTest {
    name: String,
    number: String,
    score: f64,
    max_score: f64,
    status: String,
    output: String,
    output_format: String,
    visibility: String,
}

#[test]
fn gradescope_gets_numbers_and_a_status_for_every_test() {
    let terms = Terms::default();
    let files = told_by(&class(&terms), &terms, gradescope);
    for file in &files {
        let file: GradescopeFile = serde_json::from_value(file.clone()).unwrap();
        assert!(!file.tests.is_empty());
        for test in &file.tests {
            assert!(["passed", "failed"].contains(&test.status.as_str()), "{test:?}");
            assert!(test.score >= 0.0 && test.max_score >= 0.0);
        }
    }
    let zoe: GradescopeFile = serde_json::from_value(files[3].clone()).unwrap();
    let sum = |of: fn(&GradescopeTest) -> f64| zoe.tests.iter().map(of).sum::<f64>();
    assert_eq!((zoe.score, sum(|t| t.score), sum(|t| t.max_score)), (6.67, 2.0, 6.0));
    assert!(zoe.tests[1].output.contains("« fin »".replace(' ', "\u{a0}").as_str()), "{}", zoe.tests[1].output);
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Classroom50 {
    schema: String,
    score: u32,
    max_score: u32,
    tests: Vec<Classroom50Test>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Classroom50Test {
    name: String,
    passed: bool,
    score: u32,
    max_score: u32,
}

#[test]
fn classroom_50_gets_whole_points_that_add_up_and_nothing_else() {
    let terms = Terms::default();
    for (at, file) in told_by(&class(&terms), &terms, classroom50).into_iter().enumerate() {
        let file: Classroom50 = serde_json::from_value(file).unwrap();
        assert_eq!(file.schema, "classroom50/result/v1");
        assert_eq!(file.score, file.tests.iter().map(|t| t.score).sum::<u32>());
        assert_eq!(file.max_score, file.tests.iter().map(|t| t.max_score).sum::<u32>());
        assert!(file.tests.iter().all(|t| !t.name.is_empty() && (t.passed || t.score == 0)));
        assert_eq!((file.score, file.max_score), if at == 2 { (0, 0) } else { (2, 6) });
    }
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Check50 {
    slug: String,
    results: Vec<Check50Result>,
    version: String,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
#[expect(dead_code, reason = "that it can be read is the test")]
struct Check50Result {
    name: String,
    description: String,
    passed: Option<bool>,
    log: Vec<String>,
    cause: Option<Check50Cause>,
    data: serde_json::Map<String, Value>,
    dependency: Option<String>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Check50Cause {
    rationale: String,
    #[expect(dead_code, reason = "that it can be read is the test")]
    help: Option<String>,
}

#[test]
fn check50_gets_its_shape_with_causes_and_dependencies() {
    let terms = Terms::default();
    for file in told_by(&class(&terms), &terms, |told| check50(told, "tp-a")) {
        let file: Check50 = serde_json::from_value(file).unwrap();
        assert_eq!((file.slug.as_str(), file.version.is_empty()), ("tp-a", false));
        for result in &file.results {
            assert_eq!(result.cause.is_none(), result.passed == Some(true), "{result:?}");
            assert!(result.cause.as_ref().is_none_or(|c| !c.rationale.is_empty()), "{result:?}");
        }
        let after = file.results.iter().find(|r| r.name == "2.2/after");
        assert!(after.is_none_or(|r| r.passed.is_none() && r.dependency.as_deref() == Some("2.2/fin")));
    }
}
