//! `questions.md` asks what the labs ask, and every answer can be shown by a scenario that exists.

#![allow(clippy::unwrap_used, reason = "a test that cannot go on must fail")]

use std::collections::BTreeSet;

use grader::answers::shipped_questions;
use grader::lab::Library;

#[test]
fn every_question_of_both_labs_is_there_in_order() {
    let asked = [("2.1.4", 3), ("2.2.4", 3), ("2.3.4", 3), ("2.4.4", 3), ("2.5.4", 2), ("2.6.5", 2), ("2.7.4", 3)];
    let mut wanted: Vec<String> =
        asked.iter().flat_map(|(section, count)| (1..=*count).map(move |n| format!("{section}-{n}"))).collect();
    wanted.extend(["2.8.4-1", "2.8.4-2", "chat.3-1"].map(String::from));
    let found: Vec<String> = shipped_questions().unwrap().into_iter().map(|question| question.id).collect();
    assert_eq!(found, wanted);
}

#[test]
fn every_answer_is_shown_by_a_scenario() {
    let labs = Library::shipped().unwrap().whole().unwrap();
    let experiments = Library::experiments().unwrap().whole().unwrap();
    for question in shipped_questions().unwrap() {
        let shown = &question.experiment;
        let library = if shown.has_own_programs() { &experiments } else { &labs };
        let step = library.lab(&shown.lab).and_then(|lab| lab.step(&shown.step));
        let there = step.is_some_and(|step| step.scenarios.iter().any(|s| s.id == shown.scenario));
        assert!(there, "{}: no scenario {}/{}/{}", question.id, shown.lab, shown.step, shown.scenario);
    }
}

#[test]
fn scenarios_name_questions_that_exist() {
    let known: BTreeSet<String> = shipped_questions().unwrap().into_iter().map(|question| question.id).collect();
    let library = Library::shipped().unwrap().whole().unwrap();
    let scenarios = library.labs.iter().flat_map(|lab| &lab.steps).flat_map(|step| &step.scenarios);
    for (scenario, named) in scenarios.filter_map(|s| Some((&s.id, s.question.as_ref()?))) {
        assert!(known.contains(named), "{scenario} is about {named}, which nobody asks");
    }
}
