//! How well proposed marks agree with reference marks:
//! `cargo bench -p grader --bench answers -- ANSWERS LABELS`, where ANSWERS is a folder of answer files
//! and LABELS a JSONL file of `{"set", "q", "mark", "misconception", "why"}`; `set` is `seedNNN` for the
//! file whose name begins with NNN, or a file's own name, and a mark may be a list of which any is right.
//! A third path is a page of questions to try instead of the shipped one.
//!
//! Prints the confusion table, the agreement, Cohen's κ, the share and the precision of `sure`, and each
//! disagreement with its reasons.

#![allow(clippy::expect_used, reason = "a benchmark that cannot go on must fail")]

use std::collections::BTreeMap;
use std::path::Path;

use grader::answers::{
    Confidence, Lexicon, Proposal, Question, Review, find, of_lab, read_questions, review, shipped_questions,
};
use serde_json::Value;

const MARKS: [&str; 4] = ["full", "partial", "wrong", "missing"];

struct Case {
    set: String,
    question: String,
    marks: Vec<String>,
    misconception: String,
    proposed: usize,
    review: Review,
    text: String,
}

fn name_of(proposal: Proposal) -> usize {
    match proposal {
        Proposal::Full => 0,
        Proposal::Partial => 1,
        Proposal::Wrong => 2,
        Proposal::Missing => 3,
    }
}

fn reviews(path: &Path, questions: &[Question], lexicon: &Lexicon) -> Vec<(String, Review)> {
    let bytes = std::fs::read(path).expect("an answer file");
    let name = path.file_name().map(|n| n.to_string_lossy().into_owned()).unwrap_or_default();
    let found = find(questions, &[(&name, &bytes)], lexicon);
    found.iter().map(|f| (f.text.clone(), review(&questions[f.question], &f.text, lexicon))).collect()
}

fn cases(folder: &Path, labels: &str, questions: &[Question], lexicon: &Lexicon) -> Vec<Case> {
    let mut files: BTreeMap<String, Vec<(String, Review)>> = BTreeMap::new();
    let mut out = Vec::new();
    for line in labels.lines().filter(|l| !l.trim().is_empty()) {
        let label: Value = serde_json::from_str(line).expect("a JSON line");
        let said = |key: &str| label[key].as_str().unwrap_or_default().to_owned();
        let (set, question) = (said("set"), said("q"));
        let start = set.trim_start_matches("seed").to_owned();
        let reviews = files.entry(set.clone()).or_insert_with(|| {
            let entries = std::fs::read_dir(folder).expect("the answers' folder");
            let mut paths: Vec<_> = entries.flatten().map(|e| e.path()).collect();
            paths.sort();
            let path = paths.iter().find(|p| p.file_name().is_some_and(|n| n.to_string_lossy().starts_with(&start)));
            reviews(path.expect("the set's file"), questions, lexicon)
        });
        let at = questions.iter().position(|q| q.id == question).expect("a question of the lab");
        let (text, review) = reviews[at].clone();
        let marks = match &label["mark"] {
            Value::Array(all) => all.iter().filter_map(Value::as_str).map(str::to_owned).collect(),
            one => vec![one.as_str().unwrap_or_default().to_owned()],
        };
        let proposed = name_of(review.proposal);
        out.push(Case { set, question, marks, misconception: said("misconception"), proposed, review, text });
    }
    out
}

#[expect(clippy::cast_precision_loss, reason = "a few hundred answers")]
fn ratio(part: usize, whole: usize) -> f64 {
    if whole == 0 { 1.0 } else { part as f64 / whole as f64 }
}

/// Cohen's κ of a table of counts; rows are references, columns proposals.
fn kappa(table: &[[usize; 4]; 4]) -> f64 {
    let total: usize = table.iter().flatten().sum();
    let agreed: usize = (0..4).map(|i| table[i][i]).sum();
    let by_chance: f64 =
        (0..4).map(|i| ratio(table[i].iter().sum(), total) * ratio(table.iter().map(|row| row[i]).sum(), total)).sum();
    (ratio(agreed, total) - by_chance) / (1.0 - by_chance)
}

fn main() {
    let paths: Vec<String> = std::env::args().skip(1).filter(|a| !a.starts_with("--")).collect();
    let [folder, labels, rest @ ..] = paths.as_slice() else {
        println!("no labels given: cargo bench -p grader --bench answers -- ANSWERS LABELS [QUESTIONS]");
        return;
    };
    let questions = match rest.first() {
        Some(page) => read_questions(&std::fs::read_to_string(page).expect("the page")).expect("its form"),
        None => shipped_questions().expect("the shipped questions"),
    };
    let questions = of_lab(&questions, "tp-a");
    let lexicon = Lexicon::new(&questions);
    let labels = std::fs::read_to_string(labels).expect("the labels");
    let cases = cases(Path::new(folder), &labels, &questions, &lexicon);
    let mut table = [[0; 4]; 4];
    let (mut sure, mut sure_right, mut named, mut wrong) = (0, 0, 0, 0);
    for case in &cases {
        let right = case.marks.iter().any(|m| m == MARKS[case.proposed]);
        let row = if right { case.proposed } else { MARKS.iter().position(|m| *m == case.marks[0]).unwrap_or(0) };
        table[row][case.proposed] += 1;
        let is_sure = case.review.confidence() == Confidence::Sure;
        sure += usize::from(is_sure);
        sure_right += usize::from(is_sure && right);
        if case.marks[0] == "wrong" && !case.misconception.is_empty() {
            wrong += 1;
            named += usize::from(!case.review.misconceptions.is_empty());
        }
        if !right {
            let ideas: Vec<String> =
                case.review.ideas.iter().map(|i| format!("{}={:?}", i.id, i.presence).to_lowercase()).collect();
            let against: Vec<&str> = case.review.contradictions.iter().map(|f| f.id.as_str()).collect();
            println!(
                "{} {} wanted {:?}, proposed {} ({}) {:?} against {against:?}\n    {}\n    {:?}",
                case.set,
                case.question,
                case.marks,
                MARKS[case.proposed],
                if is_sure { "SURE" } else { "to read" },
                case.review.doubts,
                ideas.join(" "),
                case.text.chars().take(300).collect::<String>()
            );
        }
    }
    println!("\n{:>20} {}", "reference\\proposed", MARKS.map(|m| format!("{m:>8}")).join(" "));
    for (row, mark) in table.iter().zip(MARKS) {
        println!("{mark:>20} {}", row.map(|n| format!("{n:>8}")).join(" "));
    }
    let agreed: usize = (0..4).map(|i| table[i][i]).sum();
    println!(
        "\nanswers {}, agreement {:.1} %, kappa {:.2}",
        cases.len(),
        100.0 * ratio(agreed, cases.len()),
        kappa(&table)
    );
    println!(
        "sure {:.1} %, of these right {:.1} %; misconceptions of wrong answers named {named} of {wrong}",
        100.0 * ratio(sure, cases.len()),
        100.0 * ratio(sure_right, sure)
    );
}
