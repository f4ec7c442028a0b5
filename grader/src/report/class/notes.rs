//! `notes.csv`: a row for each student, for spreadsheets.

use super::super::words::Words;
use super::arithmetic::lines;
use crate::catalogue::Catalogue;
use crate::class::{Class, Points, decimal};
use crate::text::{Language, harmless};

/// How the table is written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Spreadsheet {
    /// Commas between fields, decimal points, UTF-8.
    Plain,
    /// What a French Excel opens by a double click: semicolons, decimal commas, a byte order mark.
    FrenchExcel,
}

/// The table's bytes.
pub fn notes(class: &Class, catalogue: &Catalogue, language: Language, sheet: Spreadsheet) -> Vec<u8> {
    let words = Words::new(catalogue, language);
    let excel = sheet == Spreadsheet::FrenchExcel;
    let number = |points: Points| if excel { decimal(points).replace('.', ",") } else { decimal(points) };
    let survey = class.survey();
    let mut rows = Vec::with_capacity(class.students.len() + 1);
    let mut header: Vec<String> =
        vec![words.say("notes-name", &[]), words.say("notes-id", &[]), words.say("class-column-mark", &[])];
    header.extend(survey.steps.iter().map(|step| words.say("notes-step", &[("step", step)])));
    header.push(words.say("notes-arithmetic", &[]));
    rows.push(header);
    for student in &class.students {
        let mark = student.mark.as_ref();
        let mut row = vec![neutral(&student.record.name), neutral(student.record.id.as_deref().unwrap_or_default())];
        row.push(mark.and_then(|m| m.value).map(number).unwrap_or_default());
        row.extend(survey.steps.iter().map(|step| {
            let step = mark.and_then(|m| m.steps.iter().find(|s| s.id == *step));
            step.map(|s| number(s.score + s.extra)).unwrap_or_default()
        }));
        row.push(neutral(&mark.map(|m| lines(&words, m).join(" ; ")).unwrap_or_default()));
        rows.push(row);
    }
    let mut out = if excel { "\u{feff}".as_bytes().to_vec() } else { Vec::new() };
    let delimiter = if excel { b';' } else { b',' };
    let mut writer =
        csv::WriterBuilder::new().delimiter(delimiter).terminator(csv::Terminator::CRLF).from_writer(&mut out);
    for row in &rows {
        // Writing to memory cannot fail.
        let _ = writer.write_record(row);
    }
    let _ = writer.flush();
    drop(writer);
    out
}

/// A text that no spreadsheet takes for a formula.
pub(super) fn neutral(text: &str) -> String {
    let text = harmless(text).replace('\n', " ");
    let formula = text.trim_start().starts_with(['=', '+', '-', '@', '＝', '＋', '－', '＠', '−']);
    if formula { format!("'{text}") } else { text }
}
