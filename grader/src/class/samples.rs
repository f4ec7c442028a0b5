//! A hand-built class for the tests of this folder and those above.

use std::path::Path;

use super::journal::{Header, Outcome, Record};
use super::mark::Terms;
use super::model::Class;
use crate::grading::samples::graded;
use crate::lab::Library;
use crate::transcript::Isolation;

/// A name that means something to spreadsheets, pages, terminals and XML.
pub(crate) const HOSTILE: &str = "=cmd|' /C calc'!A0\n<script>\u{1b}[31m\u{202e}]]>&";

fn record(name: &str, id: Option<&str>, outcome: Outcome) -> Record {
    let slug = super::candidates::slug(name);
    let id = id.map(str::to_owned);
    Record { name: name.into(), id, slug, digest: "0".into(), outcome, excerpts: vec![] }
}

/// Two students with the same results, one with a hostile name who has handed in hostile things, one
/// who could not be graded.
pub(crate) fn class(terms: &Terms) -> Class {
    let library = Library::shipped().unwrap();
    let lab = library.lab("tp-a").unwrap();
    let header = Header::new("classe <1>".into(), lab, None, Isolation::Namespaces, 30);
    let mut evil = graded();
    evil.submission = HOSTILE.into();
    evil.steps[0].scenarios[1].findings[0].program = Some(HOSTILE.into());
    evil.steps[0].scenarios[4].reason = Some(HOSTILE.into());
    evil.findings = vec![evil.steps[0].scenarios[1].findings[0].clone()];
    let fine = || Outcome::Graded(Box::new(graded()));
    let records = vec![
        record("Zoé MARTIN", Some("12"), fine()),
        record("Ali Ben", None, fine()),
        record(HOSTILE, Some("666"), Outcome::Graded(Box::new(evil))),
        record("Kim", Some("4"), Outcome::Undecided(format!("disk {HOSTILE}"))),
    ];
    Class::new(header, records, Path::new("/nowhere"), terms)
}
