//! The progress display of a check, on standard error, only where that is a terminal.

use std::io::IsTerminal;
use std::sync::{Mutex, PoisonError};

use indicatif::{ProgressBar, ProgressStyle};

use crate::class::{ClassProgress, Outcome};
use crate::grading::{GradedScenario, Progress};
use crate::lab::Scenario;
use crate::text::{Language, harmless};

/// A bar with what is being played.
pub(super) struct Bar {
    bar: ProgressBar,
    language: Language,
}

impl Bar {
    pub(super) fn new(language: Language) -> Bar {
        let bar = if std::io::stderr().is_terminal() { ProgressBar::new(0) } else { ProgressBar::hidden() };
        if let Ok(style) = ProgressStyle::with_template("{bar:24} {pos}/{len}  {wide_msg}") {
            bar.set_style(style);
        }
        Bar { bar, language }
    }

    pub(super) fn finish(&self) {
        self.bar.finish_and_clear();
    }
}

impl Progress for Bar {
    fn planned(&self, count: usize) {
        self.bar.set_length(count as u64);
    }

    fn started(&self, step: &str, scenario: &Scenario) {
        self.bar.set_message(format!("{step} {}", scenario.title.get(self.language)));
    }

    fn finished(&self, _step: &str, _scenario: &GradedScenario) {
        self.bar.inc(1);
    }
}

/// The progress of a class: what is being graded, how many had all or not all of it, the time left.
pub(super) struct ClassBar {
    bar: ProgressBar,
    state: Mutex<ClassState>,
}

#[derive(Default)]
struct ClassState {
    running: Vec<String>,
    passed: usize,
    failed: usize,
    undecided: usize,
}

impl ClassBar {
    pub(super) fn new() -> ClassBar {
        let bar = if std::io::stderr().is_terminal() { ProgressBar::new(0) } else { ProgressBar::hidden() };
        if let Ok(style) = ProgressStyle::with_template("{bar:24} {pos}/{len}  {eta}  {wide_msg}") {
            bar.set_style(style);
        }
        bar.enable_steady_tick(std::time::Duration::from_secs(1));
        ClassBar { bar, state: Mutex::default() }
    }

    pub(super) fn finish(&self) {
        self.bar.finish_and_clear();
    }

    fn update(&self, change: impl FnOnce(&mut ClassState)) {
        let mut state = self.state.lock().unwrap_or_else(PoisonError::into_inner);
        change(&mut state);
        let names = state.running.join(", ");
        self.bar.set_message(format!("✓ {}  ✗ {}  ? {}  {names}", state.passed, state.failed, state.undecided));
    }
}

impl ClassProgress for ClassBar {
    fn planned(&self, count: usize) {
        self.bar.set_length(count as u64);
        self.update(|_| {});
    }

    fn started(&self, name: &str) {
        self.update(|state| state.running.push(one_line(name)));
    }

    fn kept(&self) {
        // What was graded before says nothing about the time left.
        self.bar.set_length(self.bar.length().unwrap_or(1).saturating_sub(1));
    }

    fn finished(&self, name: &str, outcome: &Outcome) {
        let name = one_line(name);
        self.update(|state| {
            state.running.retain(|n| *n != name);
            match outcome {
                Outcome::Graded(graded) if graded.exit_code() == 0 => state.passed += 1,
                Outcome::Graded(graded) if graded.exit_code() == 1 => state.failed += 1,
                _ => state.undecided += 1,
            }
        });
        self.bar.inc(1);
    }
}

fn one_line(name: &str) -> String {
    harmless(name).replace('\n', "\u{fffd}")
}
