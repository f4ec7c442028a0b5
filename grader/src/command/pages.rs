//! Writes the pages of a graded class: `html/index.html`, a page for each student below it, and the zip of
//! feedback that Moodle takes back.

use std::collections::BTreeMap;
use std::fs;
use std::io::{self, Write};
use std::path::PathBuf;

use tempfile::NamedTempFile;
use zip::ZipWriter;
use zip::write::SimpleFileOptions;

use super::export::{Export, ExportError, keep, save};
use crate::class::{Outcome, Survey};
use crate::report::answers_html;
use crate::report::class::{Told, feedback_path};
use crate::report::html::{Around, Example, Sheet, class_page, example, student_page};
use crate::text::harmless;

/// Where to begin, in the output.
pub(super) const PAGE: &str = "html/index.html";
/// The zip for Moodle, in the output.
const ZIP: &str = "moodle/feedback.zip";
/// A student's page in that zip.
const FEEDBACK: &str = "feedback.html";

/// The pages so far.
pub(super) struct Pages<'a> {
    export: &'a Export<'a>,
    survey: &'a Survey,
    /// By the codes of faults.
    examples: BTreeMap<String, Example>,
    /// `None` for a class that does not come from Moodle.
    zip: Option<ZipWriter<NamedTempFile>>,
    without_number: Vec<String>,
}

impl<'a> Pages<'a> {
    /// None yet.
    pub(super) fn new(export: &'a Export<'a>, survey: &'a Survey) -> Result<Pages<'a>, ExportError> {
        let path = export.out.join(ZIP);
        let folder = path.parent().unwrap_or(export.out);
        let error = |source| ExportError { path: path.clone(), source };
        let mut zip = None;
        if export.class.students.iter().any(|s| s.record.id.is_some()) {
            fs::create_dir_all(folder).map_err(error)?;
            zip = Some(ZipWriter::new(NamedTempFile::new_in(folder).map_err(error)?));
        }
        Ok(Pages { export, survey, examples: BTreeMap::new(), zip, without_number: Vec::new() })
    }

    fn html(&self) -> PathBuf {
        self.export.out.join("html")
    }

    /// Adds the student at a position of the class.
    pub(super) fn add(&mut self, at: usize, told: &Told<'_>) -> Result<(), ExportError> {
        let Export { class, catalogue, language, .. } = *self.export;
        for fault in self.survey.faults.iter().filter(|f| f.students.first() == Some(&at)) {
            if let Some(found) = example(told, fault, catalogue, language) {
                self.examples.insert(fault.code.clone(), found);
            }
        }
        let (slug, lab, name) = (told.slug(), class.header.lab.as_str(), class.header.class.as_str());
        let why_not = match &told.record().outcome {
            Outcome::Undecided(why) => why.as_str(),
            Outcome::Graded(_) => "",
        };
        let answers = self.answers(at, slug)?;
        let beside = |at: Option<usize>| {
            let record = &class.students.get(at?)?.record;
            Some((record.slug.as_str(), record.name.as_str()))
        };
        let around = Around::Class {
            class: name,
            before: beside(at.checked_sub(1)),
            after: beside(Some(at + 1)),
            answers: answers.then_some(slug),
            look: told.look(),
        };
        let page = student_page(&Sheet::of(told, lab, why_not, around), catalogue, language);
        save(&self.html().join("student").join(format!("{slug}.html")), page.as_bytes())?;
        let feedback =
            || student_page(&Sheet::of(told, lab, why_not, Around::Feedback { class: name }), catalogue, language);
        let graded = matches!(told.record().outcome, Outcome::Graded(_));
        match (&mut self.zip, feedback_path(told.record(), FEEDBACK)) {
            // There is nothing to tell yet.
            _ if !graded => {}
            (Some(zip), Some(path)) => {
                let error = |source| ExportError { path: self.export.out.join(ZIP), source };
                zip.start_file(path, SimpleFileOptions::default()).map_err(|e| error(e.into()))?;
                zip.write_all(feedback().as_bytes()).map_err(error)?;
            }
            (Some(_), None) => self.without_number.push(harmless(&told.record().name).replace('\n', "\u{fffd}")),
            (None, _) => {}
        }
        Ok(())
    }

    /// Writes the review of a student's written answers, for the teacher; whether there are any.
    fn answers(&self, at: usize, slug: &str) -> Result<bool, ExportError> {
        let Export { class, terms, catalogue, language, .. } = *self.export;
        let Some(graded) = class.students.get(at).and_then(|s| s.graded()).filter(|g| !g.answers.is_empty()) else {
            return Ok(false);
        };
        let record = &class.students[at].record;
        let name = (record.name.as_str(), graded.lab.as_str());
        let page = answers_html(name, &graded.answers, &record.decided(terms), (catalogue, language));
        save(&self.html().join("answers").join(format!("{slug}.html")), page.as_bytes())?;
        Ok(true)
    }

    /// Writes the class's page and ends the zip: its name, where there is one, and who is not in it.
    pub(super) fn finish(self) -> Result<(Option<&'static str>, Vec<String>), ExportError> {
        let Export { class, terms, catalogue, out, language } = *self.export;
        let page = class_page(class, terms, &self.examples, catalogue, language);
        save(&out.join(PAGE), page.as_bytes())?;
        let Some(zip) = self.zip else { return Ok((None, Vec::new())) };
        let path = out.join(ZIP);
        let file = zip.finish().map_err(|e| ExportError { path: path.clone(), source: io::Error::from(e) })?;
        keep(file, &path)?;
        Ok((Some(ZIP), self.without_number))
    }
}
