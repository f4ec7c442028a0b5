//! The progress display of a check, on standard error, only where that is a terminal.

use std::io::IsTerminal;

use indicatif::{ProgressBar, ProgressStyle};

use crate::grading::{GradedScenario, Progress};
use crate::lab::Scenario;
use crate::text::Language;

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
