//! Modules import only downward, catalogues agree, no file grows without a look.

#![allow(clippy::unwrap_used, clippy::panic, reason = "a test that cannot go on must fail")]

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};

use grader::catalogue::Catalogue;
use grader::lab::Library;

/// From the top to the bottom, as in `lib.rs`.
const ORDER: [&str; 14] = [
    "command",
    "report",
    "class",
    "grading",
    "player",
    "tap",
    "sandbox",
    "submission",
    "judge",
    "transcript",
    "lab",
    "answers",
    "catalogue",
    "text",
];

fn sources() -> Vec<PathBuf> {
    fn walk(folder: &Path, out: &mut Vec<PathBuf>) {
        for entry in std::fs::read_dir(folder).unwrap().flatten() {
            let path = entry.path();
            if path.is_dir() {
                walk(&path, out);
            } else if path.extension().is_some_and(|e| e == "rs") {
                out.push(path);
            }
        }
    }
    let mut out = Vec::new();
    walk(&Path::new(env!("CARGO_MANIFEST_DIR")).join("src"), &mut out);
    out
}

fn module_of(path: &Path) -> Option<usize> {
    let relative = path.strip_prefix(Path::new(env!("CARGO_MANIFEST_DIR")).join("src")).unwrap();
    let first = relative.components().next()?.as_os_str().to_string_lossy().replace(".rs", "");
    ORDER.iter().position(|m| *m == first)
}

#[test]
fn modules_import_only_downward() {
    let mut wrong = Vec::new();
    for path in sources() {
        let Some(own) = module_of(&path) else { continue };
        let text = std::fs::read_to_string(&path).unwrap();
        for (i, line) in text.lines().enumerate() {
            for part in line.split("crate::").skip(1) {
                let name: String = part.chars().take_while(|c| c.is_alphanumeric() || *c == '_').collect();
                if let Some(other) = ORDER.iter().position(|m| *m == name)
                    && other < own
                {
                    wrong.push(format!("{}:{} uses {name}", path.display(), i + 1));
                }
            }
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn every_file_says_what_it_is_for_and_stays_readable() {
    for path in sources() {
        let text = std::fs::read_to_string(&path).unwrap();
        assert!(text.starts_with("//!"), "{} has no heading", path.display());
        assert!(text.lines().count() <= 700, "{} is too long", path.display());
    }
}

#[test]
fn unsafe_stays_in_its_corner() {
    for path in sources() {
        let text = std::fs::read_to_string(&path).unwrap();
        let is_corner = path.to_string_lossy().contains("/sandbox/") || path.ends_with("tap/spin.rs");
        assert!(is_corner || !text.contains("unsafe {"), "{} holds unsafe code", path.display());
    }
}

#[test]
fn french_and_english_catalogues_hold_the_same_messages() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("catalogue");
    for name in ["findings", "report", "class", "html", "answers", "command"] {
        let ids = |language: &str| -> BTreeSet<String> {
            let text = std::fs::read_to_string(folder.join(format!("{name}.{language}.ftl"))).unwrap();
            let mut catalogue = Catalogue::shipped();
            catalogue.add(&format!("{name}.{language}.ftl"), &text).unwrap();
            let starts = text.lines().filter(|l| l.starts_with(|c: char| c.is_ascii_lowercase()));
            starts.filter_map(|l| l.split(" =").next()).map(str::to_owned).collect()
        };
        assert_eq!(ids("fr"), ids("en"), "{name}");
    }
}

#[test]
fn every_code_that_can_be_given_has_all_its_texts_in_both_languages() {
    let library = Library::shipped().unwrap().whole().unwrap();
    let mut codes: BTreeSet<String> = library
        .labs
        .iter()
        .flat_map(|lab| &lab.steps)
        .flat_map(|step| &step.scenarios)
        .flat_map(|s| s.codes().into_iter().map(str::to_owned).collect::<Vec<_>>())
        .collect();
    codes.extend(grader::judge::usual_codes());
    let more = [
        "program.does-not-compile",
        "program.empty",
        "program.build-failed",
        "program.missing-file",
        "program.interpreter-missing",
        "step.no-program",
        "hostile.link-refused",
        "hostile.path-refused",
        "submission.too-large",
        "submission.archive-damaged",
        "submission.archive-unknown",
        "submission.manifest-wrong",
    ];
    codes.extend(more.map(str::to_owned));
    for code in &codes {
        for language in [grader::text::Language::Fr, grader::text::Language::En] {
            let text = library.catalogue.finding(language, code, "server.py");
            let complete = [&text.title, &text.why, &text.hint, &text.lesson].iter().all(|t| !t.is_empty());
            assert!(complete && text.title != *code, "{code} in {language:?}: {text:?}");
        }
    }
}
