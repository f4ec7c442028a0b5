//! The class as JUnit XML: a suite for each student, a case for each scenario.

use std::collections::BTreeSet;
use std::time::Duration;

use quick_junit::{NonSuccessKind, Report, TestCase, TestCaseStatus, TestSuite};

use super::told::{Told, ToldScenario};
use crate::judge::Verdict;
use crate::text::harmless;

/// The file, student by student.
#[derive(Debug)]
pub struct Junit {
    report: Report,
    names: BTreeSet<String>,
}

impl Junit {
    /// An empty file about a class.
    pub fn new(class: &str) -> Junit {
        Junit { report: Report::new(harmless(class).as_str()), names: BTreeSet::new() }
    }

    /// Adds a student.
    pub fn add(&mut self, told: &Told<'_>) {
        let name = self.unique(&harmless(&told.student.record.name).replace('\n', "\u{fffd}"));
        let mut suite = TestSuite::new(name.as_str());
        for scenario in told.scenarios() {
            suite.add_test_case(case(told, &scenario, &name));
        }
        let remarks = told.remarks();
        if !remarks.is_empty() {
            suite.set_system_out(remarks.join("\n\n").as_str());
        }
        if told.report.is_none() {
            let mut status = TestCaseStatus::non_success(NonSuccessKind::Error);
            status.set_message(told.look.join(" ").as_str()).set_type("undecided");
            suite.add_test_case(named("submission", &name, status));
        }
        self.report.add_test_suite(suite);
    }

    /// Names that differed only in what cannot be shown get a number.
    fn unique(&mut self, name: &str) -> String {
        let mut unique = name.to_owned();
        for number in 2.. {
            if self.names.insert(unique.clone()) {
                break;
            }
            unique = format!("{name} ({number})");
        }
        unique
    }

    /// The whole file.
    pub fn finish(self) -> String {
        // Writing to memory cannot fail.
        self.report.to_string().unwrap_or_default()
    }
}

fn named(name: &str, student: &str, status: TestCaseStatus) -> TestCase {
    let mut case = TestCase::new(name, status);
    case.set_classname(student);
    case
}

fn case(told: &Told<'_>, scenario: &ToldScenario<'_>, student: &str) -> TestCase {
    let text = scenario.text(&told.words);
    let first = scenario.scenario.findings.first();
    let status = match scenario.scenario.verdict {
        Verdict::Passed => TestCaseStatus::success(),
        Verdict::Failed => {
            let mut status = TestCaseStatus::non_success(NonSuccessKind::Failure);
            let message = first.map(|f| f.message.clone()).or_else(|| scenario.scenario.reason.clone());
            status.set_message(message.unwrap_or_default().as_str());
            status.set_type(first.map_or("step.no-program", |f| f.code.as_str())).set_description(text.as_str());
            status
        }
        Verdict::Inconclusive | Verdict::Skipped => {
            let mut status = TestCaseStatus::skipped();
            status.set_message(scenario.scenario.reason.clone().unwrap_or_default().as_str());
            status
        }
    };
    let name = format!("{} {}: {}", scenario.step.id, scenario.scenario.id, scenario.scenario.title);
    let mut case = named(&name, student, status);
    case.set_time(Duration::from_millis(scenario.scenario.duration_ms));
    case
}
