//! Moodle's grading worksheet, filled in: marks and feedback go into their fields, every other byte stays
//! as it was downloaded.

use std::ops::Range;
use std::path::Path;

use super::super::words::Words;
use super::arithmetic::lines;
use crate::catalogue::Catalogue;
use crate::class::{Class, Points, Student, comparable, decimal, parse_points};
use crate::lab::{LabError, Source};
use crate::text::{Language, harmless};

/// A worksheet with marks.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Filled {
    /// The whole file.
    pub bytes: Vec<u8>,
    /// Rows that were filled in.
    pub rows: usize,
    /// Rows of nobody who was graded: line, from 1, and name.
    pub unknown: Vec<(usize, String)>,
    /// Students with a mark who have no row.
    pub absent: Vec<String>,
    /// Students whose mark Moodle says must not be changed.
    pub locked: Vec<String>,
}

/// Headers, in lower case, French and English; several versions of Moodle call them differently.
const IDENTIFIER: &[&str] = &["identifier", "identifiant"];
const NAME: &[&str] = &["full name", "nom complet", "fullname", "name", "nom"];
const GRADE: &[&str] = &["grade", "note"];
const MAXIMUM: &[&str] = &["maximum grade", "note maximale"];
const CHANGEABLE: &[&str] =
    &["grade can be changed", "la note peut être modifiée", "la note peut être changée", "note modifiable"];
const FEEDBACK: &[&str] = &[
    "feedback comments",
    "feedback par commentaires",
    "commentaires de feedback",
    "commentaires de rétroaction",
    "commentaires",
    "feedback",
];
const NO: &[&str] = &["no", "non"];
/// What we wrote in a feedback begins so: it is replaced, what the teacher wrote before it is kept.
const OURS: &str = "<div class=\"grader\">";

/// The fields of a table, as ranges of its bytes, quotes included.
struct Sheet<'t> {
    text: &'t str,
    delimiter: u8,
    rows: Vec<Vec<Range<usize>>>,
}

/// Positions of the columns.
struct Columns {
    identifier: Option<usize>,
    name: Option<usize>,
    grade: usize,
    maximum: Option<usize>,
    changeable: Option<usize>,
    feedback: Option<usize>,
}

/// Fills in a worksheet.
///
/// # Errors
/// It is not one: the line, what is missing and the cure.
pub fn worksheet(
    class: &Class,
    path: &Path,
    bytes: &[u8],
    catalogue: &Catalogue,
    language: Language,
) -> Result<Filled, Box<LabError>> {
    let file = path.display().to_string();
    let Ok(text) = std::str::from_utf8(bytes) else {
        let source = Source::new(&file, "");
        let cure = "download the worksheet from Moodle again, and do not save it with a spreadsheet";
        return Err(source.error((0, 0).into(), "this file is not UTF-8", "", cure));
    };
    let words = Words::new(catalogue, language);
    let sheet = Sheet::read(text);
    let columns = sheet.columns(&Source::new(&file, text))?;
    let mut filled = Filled { bytes: Vec::new(), rows: 0, unknown: vec![], absent: vec![], locked: vec![] };
    let mut met = vec![false; class.students.len()];
    let mut changes: Vec<(Range<usize>, String)> = Vec::new();
    for row in sheet.rows.iter().skip(1).filter(|row| row.len() > 1) {
        let value = |at: Option<usize>| at.and_then(|at| row.get(at)).map(|r| sheet.value(r)).unwrap_or_default();
        let (identifier, name) = (value(columns.identifier), value(columns.name));
        let Some(at) = find(class, &identifier, &name) else {
            let shown = if name.is_empty() { identifier } else { name };
            filled.unknown.push((sheet.line(row), harmless(&shown).replace('\n', " ")));
            continue;
        };
        met[at] = true;
        let student = &class.students[at];
        let Some(mark) = student.mark.as_ref() else { continue };
        let Some(points) = mark.value else { continue };
        if NO.contains(&comparable(&value(columns.changeable)).as_str()) {
            filled.locked.push(harmless(&student.record.name).replace('\n', " "));
            continue;
        }
        let Some(grade) = row.get(columns.grade) else { continue };
        changes.push((grade.clone(), sheet.field(grade, &scaled(points, mark.scale, &value(columns.maximum)))));
        if let Some(feedback) = columns.feedback.and_then(|at| row.get(at)) {
            let text = feedback_text(&words, student, &sheet.value(feedback));
            changes.push((feedback.clone(), sheet.field(feedback, &text)));
        }
        filled.rows += 1;
    }
    let absent = class.students.iter().zip(&met).filter(|(s, met)| s.mark.is_some() && !**met);
    filled.absent = absent.map(|(s, _)| harmless(&s.record.name).replace('\n', " ")).collect();
    filled.bytes = applied(text, changes);
    Ok(filled)
}

fn applied(text: &str, mut changes: Vec<(Range<usize>, String)>) -> Vec<u8> {
    changes.sort_by_key(|(range, _)| range.start);
    let (mut out, mut at) = (String::with_capacity(text.len()), 0);
    for (range, field) in changes {
        out.push_str(&text[at..range.start]);
        out.push_str(&field);
        at = range.end;
    }
    out.push_str(&text[at..]);
    out.into_bytes()
}

/// By Moodle's number, else by name.
fn find(class: &Class, identifier: &str, name: &str) -> Option<usize> {
    let number: String = identifier.chars().filter(char::is_ascii_digit).collect();
    let students = || class.students.iter().enumerate();
    let by_number = students().find(|(_, s)| !number.is_empty() && s.record.id.as_deref() == Some(&number));
    let named = || students().filter(|(_, s)| !name.is_empty() && s.record.id.is_none());
    by_number.or_else(|| named().find(|(_, s)| comparable(&s.record.name) == comparable(name))).map(|(at, _)| at)
}

/// A mark on the worksheet's own scale, with its decimal sign.
fn scaled(points: Points, scale: u32, maximum: &str) -> String {
    let best = parse_points(maximum).filter(|m| *m > Points::from_integer(0));
    let best = best.unwrap_or_else(|| Points::from_integer(i64::from(scale)));
    let text = decimal(points * best / Points::from_integer(i64::from(scale)));
    if maximum.contains(',') { text.replace('.', ",") } else { text }
}

/// What Moodle shows to the student: HTML, the teacher's own words first.
fn feedback_text(words: &Words<'_>, student: &Student, before: &str) -> String {
    let kept = before.split(OURS).next().unwrap_or_default();
    let mut text = format!("{kept}{OURS}");
    for line in student.mark.as_ref().map(|m| lines(words, m)).unwrap_or_default() {
        text.push_str(&format!("<p>{}</p>", escaped(&line)));
    }
    let codes = student.graded().map(|g| g.codes()).unwrap_or_default();
    let mut codes: Vec<&String> = codes.iter().map(|(_, code)| code).collect();
    codes.sort();
    codes.dedup();
    if !codes.is_empty() {
        let item = |code: &&String| format!("<li>{}</li>", escaped(&super::results::title(words, code)));
        text.push_str(&format!("<ul>{}</ul>", codes.iter().map(item).collect::<String>()));
    }
    text.push_str("</div>");
    text
}

fn escaped(text: &str) -> String {
    let text = harmless(text).replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;");
    text.replace('"', "&quot;").replace('\n', " ")
}

impl<'t> Sheet<'t> {
    fn read(text: &'t str) -> Sheet<'t> {
        let first = text.lines().next().unwrap_or_default();
        let count = |c: char| first.matches(c).count();
        let delimiter = [(',', b','), (';', b';'), ('\t', b'\t')].into_iter().max_by_key(|(c, _)| count(*c));
        let delimiter = delimiter.map_or(b',', |(_, byte)| byte);
        let bytes = text.as_bytes();
        let begin = if text.starts_with('\u{feff}') { '\u{feff}'.len_utf8() } else { 0 };
        let (mut rows, mut row, mut start, mut quoted) = (Vec::new(), Vec::new(), begin, false);
        for at in begin..=bytes.len() {
            let byte = bytes.get(at).copied();
            match byte {
                // A doubled quote closes and opens again.
                Some(b'"') if quoted || at == start => quoted = !quoted,
                Some(b'"') if bytes.get(start) == Some(&b'"') => quoted = !quoted,
                Some(b) if !quoted && b == delimiter => {
                    row.push(start..at);
                    start = at + 1;
                }
                None | Some(b'\n') if !quoted || byte.is_none() => {
                    let end = if at > start && bytes[at - 1] == b'\r' { at - 1 } else { at };
                    if at > start || !row.is_empty() {
                        row.push(start..end);
                        rows.push(std::mem::take(&mut row));
                    }
                    start = at + 1;
                }
                _ => {}
            }
        }
        Sheet { text, delimiter, rows }
    }

    /// A field as it is meant.
    fn value(&self, range: &Range<usize>) -> String {
        let raw = &self.text[range.clone()];
        match raw.strip_prefix('"') {
            Some(rest) => rest.strip_suffix('"').unwrap_or(rest).replace("\"\"", "\""),
            None => raw.to_owned(),
        }
    }

    /// A value as it is written where another stood.
    fn field(&self, before: &Range<usize>, value: &str) -> String {
        let needs = value.bytes().any(|b| b == self.delimiter || matches!(b, b'"' | b'\n' | b'\r'));
        if needs || self.text[before.clone()].starts_with('"') {
            format!("\"{}\"", value.replace('"', "\"\""))
        } else {
            value.to_owned()
        }
    }

    /// Line of a row, from 1.
    fn line(&self, row: &[Range<usize>]) -> usize {
        let start = row.first().map_or(0, |r| r.start);
        self.text.as_bytes()[..start].iter().filter(|b| **b == b'\n').count() + 1
    }

    fn columns(&self, source: &Source<'_>) -> Result<Columns, Box<LabError>> {
        let header: Vec<String> =
            self.rows.first().map(|row| row.iter().map(|r| comparable(&self.value(r))).collect()).unwrap_or_default();
        let find = |names: &[&str]| header.iter().position(|h| names.contains(&h.as_str()));
        let line = self.text.lines().next().unwrap_or_default().len();
        let wrong = |what: &str| {
            let message = format!("this is no grading worksheet: there is no column for {what}");
            let cure = "in Moodle: Assignment, View all submissions, Download grading worksheet (offline grading must be allowed)";
            source.error((0, line).into(), message, "the columns", cure)
        };
        let (identifier, name) = (find(IDENTIFIER), find(NAME));
        if identifier.is_none() && name.is_none() {
            return Err(wrong("the participant (Identifier, Identifiant)"));
        }
        let grade = find(GRADE).ok_or_else(|| wrong("the mark (Grade, Note)"))?;
        let (maximum, changeable, feedback) = (find(MAXIMUM), find(CHANGEABLE), find(FEEDBACK));
        Ok(Columns { identifier, name, grade, maximum, changeable, feedback })
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::class::Terms;
    use crate::class::samples::{HOSTILE, class};

    fn fill(text: &str, terms: &Terms) -> Filled {
        worksheet(&class(terms), Path::new("notes.csv"), text.as_bytes(), &Catalogue::shipped(), Language::Fr).unwrap()
    }

    /// Two files are the same but for the columns given: every other field and every byte between fields.
    fn same_but(before: &str, after: &str, delimiter: u8, owned: &[usize]) {
        let read = |text: &str| -> Vec<csv::StringRecord> {
            let text = text.trim_start_matches('\u{feff}').to_owned();
            let mut reader = csv::ReaderBuilder::new()
                .delimiter(delimiter)
                .has_headers(false)
                .flexible(true)
                .from_reader(text.as_bytes());
            reader.records().collect::<Result<_, _>>().unwrap()
        };
        let (before, after) = (read(before), read(after));
        assert_eq!(before.len(), after.len());
        for (a, b) in before.iter().zip(&after) {
            assert_eq!(a.len(), b.len());
            for at in (0..a.len()).filter(|at| !owned.contains(at)) {
                assert_eq!(a[at], b[at]);
            }
        }
    }

    #[test]
    fn a_worksheet_comes_back_with_marks_and_every_other_byte_as_it_was() {
        let english = "Identifier,\"Full name\",\"Email address\",Status,Grade,\"Maximum Grade\",\"Grade can be changed\",\"Last modified (submission)\",\"Feedback comments\"\r\n\
        \"Participant 12\",\"Zoé MARTIN\",z@example.org,\"Submitted, \"\"late\"\"\",,100.00,Yes,\"Monday, 1\nJanuary\",\r\n\
        \"Participant 77\",\"Nobody Here\",n@example.org,,,100.00,Yes,,\r\n\
        \"Participant 666\",Evil,e@example.org,,\"3.00\",100.00,No,,<p>mine</p>\r\n\
        \"Participant 4\",Kim,k@example.org,,5,100.00,Yes,,kept\r\n";
        let filled = fill(english, &Terms::default());
        let text = String::from_utf8(filled.bytes.clone()).unwrap();
        same_but(english, &text, b',', &[4, 8]);
        let feedback = text.find("<div").unwrap();
        let begins = english.find(",,100.00").unwrap();
        assert_eq!(&text[..begins], &english[..begins], "up to the first mark, byte for byte");
        assert_eq!(&text[begins..begins + 14], ",33.35,100.00,", "6.67 of 20 is 33.35 of 100");
        assert_eq!(text[feedback..].find("\"\r\n\"Participant 77"), text[feedback..].find("</div>").map(|i| i + 6));
        let rest = english.find("\"Participant 77").unwrap();
        assert!(text.ends_with(&english[rest..]), "nothing of the others is touched:\n{text}");
        assert_eq!(filled.unknown, [(4, "Nobody Here".to_owned())]);
        assert_eq!((filled.rows, filled.locked.len(), filled.absent), (1, 1, vec!["Ali Ben".to_owned()]));
        let again = fill(&text, &Terms::default());
        assert_eq!(String::from_utf8(again.bytes).unwrap(), text, "filled in twice is filled in once");
    }

    #[test]
    fn a_french_worksheet_is_filled_in_in_french() {
        let french = "\u{feff}Identifiant;Nom complet;Adresse de courriel;Note;Note maximale;La note peut être modifiée;Feedback par commentaires\n\
            Participant 12;Zoé MARTIN;z@example.org;;20,00;Oui;\"<p>Vu ; bien</p>\"\n\
            ;ali  ben;a@example.org;;20,00;Oui;\n\
            Participant 666;Evil;e@example.org;;20,00;Oui;";
        let filled = fill(french, &Terms::default());
        let text = String::from_utf8(filled.bytes).unwrap();
        same_but(french, &text, b';', &[3, 6]);
        assert!(text.contains("z@example.org;6,67;20,00;Oui;\"<p>Vu "), "{text}");
        assert!(text.contains(" bien</p><div class=\"\"grader\"\">"), "the teacher's own words stay: {text}");
        assert!(text.contains("a@example.org;6,67;"), "by name where there is no number: {text}");
        assert!(!text.contains("<script>") && !text.contains(HOSTILE), "{text}");
        assert_eq!(filled.rows, 3);
    }

    #[test]
    fn what_is_no_worksheet_is_answered_with_what_is_missing() {
        let cases = ["", "a,b\n1,2\n", "Identifier,Email\nParticipant 12,x\n", "Grade\n1\n"];
        for text in cases {
            let error = worksheet(
                &class(&Terms::default()),
                Path::new("w.csv"),
                text.as_bytes(),
                &Catalogue::shipped(),
                Language::En,
            )
            .unwrap_err();
            assert_eq!(error.line, 1);
            assert!(error.to_string().contains("no column for"), "{error}");
        }
        let latin =
            worksheet(&class(&Terms::default()), Path::new("w.csv"), b"\xe9", &Catalogue::shipped(), Language::En);
        assert!(latin.unwrap_err().to_string().contains("UTF-8"));
    }
}
