//! Every question has an experiment that can be played now; its transcripts are snapshots.

#![allow(clippy::unwrap_used, clippy::panic, reason = "a test that cannot go on must fail")]

use std::process::Command;

use awaited::awaited;
use grader::answers::{Question, shipped_questions};
use grader::transcript::Transcript;
use support::stable;

#[path = "support/awaited/mod.rs"]
mod awaited;
mod support;

fn explained(question: &str, more: &[&str]) -> (Option<i32>, String) {
    let mut command = Command::new(env!("CARGO_BIN_EXE_grader"));
    command.args(["explain", question, "--lang", "fr", "--isolation", "namespaces"]).args(more);
    let output = command.output().unwrap();
    (output.status.code(), String::from_utf8(output.stdout).unwrap())
}

fn plays(question: &Question) {
    let out = tempfile::tempdir().unwrap();
    let (code, shown) = explained(&question.id, &["--transcripts", out.path().to_str().unwrap()]);
    assert_eq!(code, Some(0), "{}: {shown}", question.id);
    let flat = |text: &str| text.split_whitespace().collect::<Vec<_>>().join(" ");
    assert!(flat(&shown).contains(&flat(&question.answer.fr)), "{shown}");
    assert!(shown.contains('│'), "no diagram: {shown}");
    let experiment = &question.experiment;
    let path = out.path().join(&experiment.step).join(format!("{}.jsonl", experiment.scenario));
    let transcript = Transcript::read(&path).unwrap();
    insta::assert_snapshot!(format!("explain-{}", question.id), awaited(&stable(&transcript)));
}

#[test]
fn the_first_half_of_the_questions_can_be_seen() {
    shipped_questions().unwrap().iter().take(11).for_each(plays);
}

#[test]
fn the_second_half_of_the_questions_can_be_seen() {
    shipped_questions().unwrap().iter().skip(11).for_each(plays);
}

#[test]
fn a_student_sees_the_experiment_and_not_the_answer() {
    let questions = shipped_questions().unwrap();
    let question = questions.iter().find(|q| q.id == "2.1.4-2").unwrap();
    let (code, shown) = explained(&question.id, &["--student"]);
    assert_eq!(code, Some(0), "{shown}");
    assert!(shown.contains("RST") && !shown.contains("ECONNREFUSED"), "{shown}");
}

#[test]
fn an_unknown_question_names_those_there_are() {
    let output = Command::new(env!("CARGO_BIN_EXE_grader")).args(["explain", "9.9-9"]).output().unwrap();
    assert_eq!(output.status.code(), Some(2));
    assert!(String::from_utf8_lossy(&output.stderr).contains("2.1.4-1"));
}
