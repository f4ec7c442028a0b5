//! The teacher's own tables: `adjustments.csv` (name, step, points, reason) and the days late (name,
//! days). Read, never written.

use std::path::{Path, PathBuf};

use num_rational::Ratio;
use unicode_normalization::UnicodeNormalization;

use super::rubric::{Points, parse_points};
use crate::lab::{LabError, Source};

/// What the teacher adds to a mark or takes from it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Adjustment {
    /// As it is written there.
    pub name: String,
    /// The step whose points change; the mark itself when there is none.
    pub step: Option<String>,
    /// Added.
    pub points: Points,
    /// For the student.
    pub reason: String,
}

/// Who is late.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Lateness {
    /// As it is written there.
    pub name: String,
    /// Days, parts of days included.
    pub days: Points,
}

/// A table that cannot be used.
#[derive(Debug, thiserror::Error, miette::Diagnostic)]
pub enum LedgerError {
    /// Its file.
    #[error("{path}: {source}")]
    #[diagnostic(help("check the name of the file, and that you may read it"))]
    Unreadable {
        /// Which.
        path: PathBuf,
        /// Why.
        source: std::io::Error,
    },
    /// What it says.
    #[error(transparent)]
    #[diagnostic(transparent)]
    Wrong(#[from] Box<LabError>),
}

type Result<T> = std::result::Result<T, Box<LabError>>;

/// The text of a teacher's file; UTF-8, or what Excel writes where it is not.
pub fn read_text(path: &Path) -> std::result::Result<String, LedgerError> {
    let bytes = std::fs::read(path).map_err(|source| LedgerError::Unreadable { path: path.into(), source })?;
    let text = match String::from_utf8(bytes) {
        Ok(text) => text,
        // Latin-1: each byte is the character of its number.
        Err(error) => error.into_bytes().into_iter().map(char::from).collect(),
    };
    Ok(text.strip_prefix('\u{feff}').map(str::to_owned).unwrap_or(text))
}

/// A name as names are compared: accents composed, blanks around it left out.
pub fn comparable(name: &str) -> String {
    name.nfc().collect::<String>().split_whitespace().collect::<Vec<_>>().join(" ").to_lowercase()
}

/// Reads `adjustments.csv`.
pub fn adjustments(path: &Path, text: &str, steps: &[&str]) -> Result<Vec<Adjustment>> {
    let columns = [
        Column { name: "name", others: &["nom", "student", "étudiant", "etudiant"] },
        Column { name: "step", others: &["étape", "etape"] },
        Column { name: "points", others: &["point"] },
        Column { name: "reason", others: &["motif", "raison"] },
    ];
    let mut out = Vec::new();
    let file = path.display().to_string();
    let table = Table { source: Source::new(&file, text), columns: &columns };
    table.rows(&mut |row| {
        let step = row.text(1).to_owned();
        if !step.is_empty() && !steps.contains(&step.as_str()) {
            let known = format!("the lab's steps: {}; none: the mark itself", steps.join(", "));
            return Err(row.error(1, format!("the lab has no step {step:?}"), known));
        }
        let points = row.number(2, "such as `1.5`, `1,5` (in quotes where commas separate) or `-2`")?;
        if row.text(3).is_empty() {
            return Err(row.error(3, "an adjustment needs a reason".into(), "say why: the student reads it".into()));
        }
        let step = (!step.is_empty()).then_some(step);
        out.push(Adjustment { name: row.text(0).to_owned(), step, points, reason: row.text(3).to_owned() });
        Ok(())
    })?;
    Ok(out)
}

/// Reads the days late.
pub fn lateness(path: &Path, text: &str) -> Result<Vec<Lateness>> {
    let columns = [
        Column { name: "name", others: &["nom", "student", "étudiant", "etudiant"] },
        Column { name: "days", others: &["jours", "jour", "day", "late", "retard"] },
    ];
    let mut out = Vec::new();
    let file = path.display().to_string();
    let table = Table { source: Source::new(&file, text), columns: &columns };
    table.rows(&mut |row| {
        let days = row.number(1, "such as `1` or `0.5`")?;
        if days < Ratio::from_integer(0) {
            return Err(row.error(1, "nobody is late by less than nothing".into(), "write 0 or more".into()));
        }
        out.push(Lateness { name: row.text(0).to_owned(), days });
        Ok(())
    })?;
    Ok(out)
}

/// The first entry whose name is nobody's, with the nearest name that is.
pub fn unknown_name(path: &Path, text: &str, names: &[String], known: &[String]) -> Option<Box<LabError>> {
    let all: Vec<String> = known.iter().map(|k| comparable(k)).collect();
    let name = names.iter().find(|name| !all.contains(&comparable(name)))?;
    let file = path.display().to_string();
    let source = Source::new(&file, text);
    let at = text.find(name.as_str()).unwrap_or(0);
    let known: Vec<&str> = known.iter().map(String::as_str).collect();
    let near = known.iter().min_by_key(|k| strsim::damerau_levenshtein(&comparable(k), &comparable(name)));
    let cure = near.map_or_else(String::new, |near| format!("did you mean {near:?}?"));
    Some(source.error((at, name.len()).into(), format!("nobody in this class is called {name:?}"), "here", cure))
}

struct Column {
    name: &'static str,
    others: &'static [&'static str],
}

struct Table<'a> {
    source: Source<'a>,
    columns: &'a [Column],
}

/// A row, its fields in the order of the columns asked for.
struct Row<'a> {
    source: &'a Source<'a>,
    fields: Vec<String>,
    /// Where the row begins in the text, in bytes.
    offset: usize,
}

impl Table<'_> {
    fn rows(&self, each: &mut dyn FnMut(&Row<'_>) -> Result<()>) -> Result<()> {
        let text = self.source.text;
        let first = text.lines().next().unwrap_or_default();
        let delimiter = if first.contains(';') { b';' } else { b',' };
        let mut reader = csv::ReaderBuilder::new().delimiter(delimiter).flexible(true).from_reader(text.as_bytes());
        let header: Vec<String> = reader.headers().map(|h| h.iter().map(comparable).collect()).unwrap_or_default();
        let mut order = Vec::new();
        for column in self.columns {
            let at = header.iter().position(|h| h == column.name || column.others.contains(&h.as_str()));
            if at.is_none() {
                let names: Vec<&str> = self.columns.iter().map(|c| c.name).collect();
                let message = format!("there is no column {:?}", column.name);
                let cure = format!("the first line is: {}", names.join(","));
                return Err(self.source.error((0, first.len()).into(), message, "the columns", cure));
            }
            order.push(at);
        }
        for record in reader.records() {
            let record = record.map_err(|e| {
                let at = e.position().map_or(0, |p| usize::try_from(p.byte()).unwrap_or(0));
                self.source.error((at, 0).into(), "this row cannot be read", "here", "is a quote missing?")
            })?;
            if record.iter().all(|field| field.trim().is_empty()) {
                continue;
            }
            let offset = record.position().map_or(0, |p| usize::try_from(p.byte()).unwrap_or(0)).min(text.len());
            let field = |at: &Option<usize>| at.and_then(|i| record.get(i)).unwrap_or_default().trim().to_owned();
            each(&Row { source: &self.source, fields: order.iter().map(field).collect(), offset })?;
        }
        Ok(())
    }
}

impl Row<'_> {
    fn text(&self, column: usize) -> &str {
        self.fields.get(column).map(String::as_str).unwrap_or_default()
    }

    fn number(&self, column: usize, cure: &str) -> Result<Points> {
        parse_points(self.text(column)).ok_or_else(|| {
            let message = format!("{:?} is not a number from -1000 to 1000", self.text(column));
            self.error(column, message, format!("write a number {cure}"))
        })
    }

    /// An error at a field; at the whole row when the field is empty.
    fn error(&self, column: usize, message: String, cure: String) -> Box<LabError> {
        let rest = self.source.text.get(self.offset..).unwrap_or_default();
        let skipped = rest.len() - rest.trim_start_matches(['\r', '\n']).len();
        let rest = &rest[skipped..];
        let line = rest.lines().next().unwrap_or_default();
        let field = self.text(column);
        // Fields before it may hold the same text: the search begins behind them.
        let behind: usize = self
            .fields
            .iter()
            .take(column)
            .map(|f| line.find(f.as_str()).map_or(0, |i| i + f.len()))
            .max()
            .unwrap_or(0);
        let found = line.get(behind..).and_then(|l| l.find(field)).filter(|_| !field.is_empty());
        let (at, length) = found.map_or((0, line.len()), |i| (behind + i, field.len()));
        self.source.error((self.offset + skipped + at, length).into(), message, "here", cure)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const STEPS: [&str; 2] = ["2.1", "2.2"];

    fn read(text: &str) -> Result<Vec<Adjustment>> {
        adjustments(Path::new("adjustments.csv"), text, &STEPS)
    }

    #[test]
    fn commas_and_semicolons_french_and_english() {
        let english =
            read("name,step,points,reason\nZoé,2.2,\"1,5\",\"shown, at the desk\"\nAli,,-2,copied\n").unwrap();
        let french =
            read("nom;étape;points;motif\r\nZoé;2.2;1,5;shown, at the desk\r\n;;;\r\nAli;;-2;copied\r\n").unwrap();
        assert_eq!(english, french);
        assert_eq!((english[0].points, english[1].step.as_deref()), (Ratio::new(3, 2), None));
    }

    #[test]
    fn mistakes_are_shown_where_they_are() {
        let cases = [
            ("name,step,points\n", 1, "name,step,points,reason"),
            ("name,step,points,reason\nZoé,2.2,1,ok\nZoé,2.9,1,x\n", 3, "2.1, 2.2"),
            ("name,step,points,reason\n\nZoé,2.2,beaucoup,x\n", 3, "write a number"),
            ("name,step,points,reason\nZoé,2.2,1,\n", 2, "say why"),
        ];
        for (text, line, cure) in cases {
            let error = read(text).unwrap_err();
            assert_eq!(error.line, line, "{text}: {error}");
            let shown = format!("{:?}", miette::Report::new(*error));
            assert!(shown.contains(cure), "{shown}");
        }
        let late = lateness(Path::new("late.csv"), "name,days\nZoé,-1\n").unwrap_err();
        assert_eq!(late.line, 2);
    }

    #[test]
    fn a_name_of_nobody_is_answered_with_the_nearest() {
        let known = ["Zoé Martin".to_owned(), "Ali".to_owned()];
        let text = "name,days\nZoe Martin,1\n";
        let error = unknown_name(Path::new("l.csv"), text, &["Zoe Martin".into()], &known).unwrap();
        assert_eq!(error.line, 2);
        assert!(format!("{:?}", miette::Report::new(*error)).contains("did you mean \"Zoé Martin\"?"));
        let same = ["zoe\u{301}  martin ".to_owned()];
        assert!(unknown_name(Path::new("l.csv"), text, &same, &known).is_none());
    }
}
