//! The report for a student's terminal.
//!
//! It says first how each scenario went, then explains each different mistake once, and ends with the one
//! thing to look at next. It must not know how any of it was found out.

use std::collections::BTreeMap;
use std::collections::btree_map::Entry;

use super::answers::student_section;
use super::block::{explain, texts};
use super::page::{Page, Tone};
use super::phrase::Phrases;
use super::reason;
use super::summary::{self, points};
use super::words::Words;
use crate::catalogue::Catalogue;
use crate::grading::{Finding, Graded, GradedScenario, GradedStep};
use crate::judge::Verdict;
use crate::lab::{Level, Role};
use crate::text::{Language, harmless};
use crate::transcript::Isolation;

/// The report as text: lines of at most `width` columns (60 to 110), with escape sequences only when
/// `color`.
pub fn human(graded: &Graded, catalogue: &Catalogue, language: Language, width: usize, color: bool) -> String {
    let mut writer =
        Writer { words: Words::new(catalogue, language), page: Page::new(width, color), told: BTreeMap::new() };
    writer.heading(graded);
    writer.programs(graded);
    for step in &graded.steps {
        writer.step(step);
    }
    student_section(&mut writer.page, &writer.words, &graded.answers);
    summary::write(&mut writer.page, &writer.words, graded);
    writer.page.finish()
}

struct Writer<'a> {
    words: Words<'a>,
    page: Page,
    /// Where each finding (code and program) was explained.
    told: BTreeMap<(String, Option<String>), String>,
}

impl Writer<'_> {
    fn heading(&mut self, graded: &Graded) {
        let words = self.words;
        let title = words.say("human-title", &[("name", &harmless(&graded.submission)), ("lab", &graded.lab)]);
        self.page.paragraph(0, Tone::Strong, &title);
        match graded.isolation {
            Isolation::Namespaces => self.page.paragraph(0, Tone::Faint, &words.say("human-isolated", &[])),
            Isolation::Portable => {
                self.page.item(0, (Tone::Warning, "!"), (Tone::Warning, &words.say("human-portable", &[])))
            }
        }
        self.page.blank();
    }

    fn programs(&mut self, graded: &Graded) {
        let words = self.words;
        if !graded.programs.is_empty() {
            self.page.paragraph(0, Tone::Strong, &words.say("human-programs", &[]));
        }
        for program in &graded.programs {
            let role = if program.role == Role::Client {
                words.say("human-client", &[])
            } else {
                words.say("human-server", &[])
            };
            let why: Vec<String> = program.why.iter().map(|why| reason::of_program(&words, why)).collect();
            let text = words.say(
                "human-program",
                &[
                    ("step", &program.step),
                    ("role", &role),
                    ("path", &harmless(&program.path)),
                    ("why", &why.join(" ")),
                ],
            );
            self.page.item(0, (Tone::Plain, " "), (Tone::Plain, &text));
        }
        if !graded.unused.is_empty() {
            let names: Vec<String> = graded.unused.iter().map(|path| harmless(path)).collect();
            let text = words.say("human-unused", &[("files", &names.join(", "))]);
            self.page.item(0, (Tone::Warning, " "), (Tone::Faint, &text));
        }
        for finding in &graded.findings {
            self.page.blank();
            explain(&mut self.page, &words, finding, None, 2);
            self.concerning(finding);
        }
        self.page.blank();
    }

    /// Names the file of a finding that has no other detail.
    fn concerning(&mut self, finding: &Finding) {
        if let Some(path) = &finding.program {
            let text = self.words.say("human-concerns", &[("path", &harmless(path))]);
            self.page.paragraph(2, Tone::Faint, &text);
        }
    }

    fn step(&mut self, step: &GradedStep) {
        let words = self.words;
        let title = words.say("human-step", &[("step", &step.id), ("title", step.title.get(words.language))]);
        let title = if step.bonus { words.say("human-step-bonus", &[("title", &title)]) } else { title };
        let marks = points(&words, step.marks());
        self.page.item_with_points(0, (Tone::Strong, "■"), (Tone::Strong, &title), (Tone::Strong, &marks));
        for habit in &step.habits {
            self.page.paragraph(2, Tone::Faint, &reason::of_habit(&words, habit));
        }
        let mut before: Option<String> = None;
        for scenario in &step.scenarios {
            let reason = reason::of_scenario(&words, step, scenario);
            self.scenario(step, scenario, reason.as_ref().filter(|r| before.as_ref() != Some(*r)));
            before = reason;
        }
        self.page.blank();
        for finding in &step.findings {
            self.explained(finding, step, None);
        }
        for scenario in &step.scenarios {
            self.failure(step, scenario);
        }
        self.page.blank();
    }

    /// One line for a scenario, and why it has no verdict of its own where the line above did not say so.
    fn scenario(&mut self, step: &GradedStep, scenario: &GradedScenario, reason: Option<&String>) {
        let words = self.words;
        let title = scenario.title.get(words.language);
        let points = (Tone::Plain, summary::points_of(&words, step, scenario));
        self.page.item_with_points(2, mark(scenario), (Tone::Plain, title), (points.0, &points.1));
        if let Some(reason) = reason {
            self.page.paragraph(4, Tone::Faint, reason);
        }
        let notices = scenario.findings.iter().skip(usize::from(scenario.verdict == Verdict::Failed));
        for notice in notices {
            self.notice(notice, scenario);
        }
    }

    /// Something worth knowing that costs nothing, in short.
    fn notice(&mut self, finding: &Finding, scenario: &GradedScenario) {
        let words = self.words;
        let key = (finding.code.clone(), finding.program.clone());
        let Entry::Vacant(untold) = self.told.entry(key) else { return };
        untold.insert(scenario.title.get(words.language).to_owned());
        let text = texts(&words, finding);
        self.page.item(4, (Tone::Unknown, "i"), (Tone::Plain, &text.title));
        let happened = scenario.transcript.as_ref().and_then(|t| Phrases::new(words, t).happened(finding));
        if let Some(happened) = happened {
            let happened = super::block::sentence(&words.capital(&happened));
            self.page.paragraph(6, Tone::Faint, &happened);
        }
        self.page.paragraph(6, Tone::Faint, &text.hint);
    }

    /// Why a scenario failed.
    fn failure(&mut self, step: &GradedStep, scenario: &GradedScenario) {
        if scenario.verdict != Verdict::Failed {
            return;
        }
        if let Some(finding) = scenario.findings.first() {
            self.explained(finding, step, Some(scenario));
        }
    }

    /// A finding in full the first time, in one line after that.
    fn explained(&mut self, finding: &Finding, step: &GradedStep, scenario: Option<&GradedScenario>) {
        let words = self.words;
        let title = scenario.map(|s| s.title.get(words.language));
        let mark = scenario.map_or((Tone::Bad, "✗"), mark);
        let key = (finding.code.clone(), finding.program.clone());
        if let Some(place) = self.told.get(&key) {
            let what = texts(&words, finding).title;
            let text =
                words.say("human-again", &[("title", title.unwrap_or(&step.id)), ("finding", &what), ("place", place)]);
            self.page.item(2, mark, (Tone::Plain, &text));
            self.page.blank();
            return;
        }
        if let Some(title) = title {
            let worth = match scenario.map(|s| s.level) {
                Some(Level::Robustness) => words.say("human-block-extra", &[("title", title)]),
                Some(Level::Info) => words.say("human-block-info", &[("title", title)]),
                _ => title.to_owned(),
            };
            self.page.item(2, mark, (mark.0, &worth));
        }
        explain(&mut self.page, &words, finding, scenario.and_then(|s| s.transcript.as_ref()), 4);
        self.page.blank();
        let place = match title {
            Some(title) => words.say("human-place", &[("step", &step.id), ("title", title)]),
            None => step.id.clone(),
        };
        self.told.insert(key, place);
    }
}

/// The sign of a verdict.
fn mark(scenario: &GradedScenario) -> (Tone, &'static str) {
    match (scenario.verdict, scenario.level) {
        (Verdict::Passed, _) => (Tone::Good, "✓"),
        (Verdict::Failed, Level::Required) => (Tone::Bad, "✗"),
        (Verdict::Failed, _) => (Tone::Warning, "!"),
        (Verdict::Inconclusive, _) => (Tone::Unknown, "?"),
        (Verdict::Skipped, _) => (Tone::Faint, "–"),
    }
}

#[cfg(test)]
mod tests {
    use super::super::samples::graded;
    use super::*;
    use crate::text::is_treacherous;

    fn render(graded: &Graded, language: Language, width: usize, color: bool) -> String {
        human(graded, &Catalogue::shipped(), language, width, color)
    }

    #[test]
    fn a_small_report() {
        insta::assert_snapshot!("small-fr", render(&graded(), Language::Fr, 80, false));
        insta::assert_snapshot!("small-en", render(&graded(), Language::En, 80, false));
    }

    #[test]
    fn no_line_is_wider_than_asked_for() {
        for width in [60, 72, 110] {
            for language in [Language::Fr, Language::En] {
                for line in render(&graded(), language, width, false).lines() {
                    assert!(super::super::columns::width(line) <= width, "{width}: {line}");
                }
            }
        }
    }

    #[test]
    fn colours_change_nothing_but_colours() {
        let (plain, painted) = (render(&graded(), Language::Fr, 80, false), render(&graded(), Language::Fr, 80, true));
        let escape = regex::Regex::new("\x1b\\[[0-9;]*m").unwrap();
        let stripped = escape.replace_all(&painted, "");
        // Blanks before an escape sequence stay.
        let trimmed: Vec<&str> = stripped.lines().map(str::trim_end).collect();
        assert_ne!(plain, painted);
        assert_eq!(plain.lines().collect::<Vec<_>>(), trimmed);
    }

    #[test]
    fn nothing_a_student_wrote_reaches_the_terminal_as_it_is() {
        let mut graded = graded();
        let evil = "a\x1b[31m\u{202e}\r\nb";
        graded.submission = evil.into();
        graded.unused = vec![evil.into()];
        graded.programs[0].path = evil.into();
        graded.programs[0].why = vec![crate::submission::Reason::StepInPath(evil.into())];
        let finding = &mut graded.steps[0].scenarios[1].findings[0];
        finding.program = Some(evil.into());
        finding.said = Some(evil.into());
        finding.location = Some(crate::grading::Location { file: evil.into(), line: 3, text: evil.into() });
        let alone = Finding { detail: None, ..finding.clone() };
        graded.steps[0].findings.push(alone.clone());
        graded.findings = vec![alone];
        graded.steps[0].scenarios[4].reason = Some(evil.into());
        for language in [Language::Fr, Language::En] {
            let text = render(&graded, language, 80, false);
            assert!(!text.chars().any(|c| c != '\n' && is_treacherous(c)), "{text:?}");
        }
    }

    #[test]
    fn a_finding_is_explained_once() {
        let text = render(&graded(), Language::En, 80, false);
        let lesson = Catalogue::shipped().finding(Language::En, "server.ignores-fin", "").lesson;
        // It may be wrapped.
        let flat = text.split_whitespace().collect::<Vec<_>>().join(" ");
        assert_eq!(flat.matches(&lesson).count(), 1, "{text}");
        assert!(text.contains("same finding as above"), "{text}");
    }
}
