//! The references get full marks, and what happens with them is held in snapshots.

#![allow(clippy::unwrap_used, clippy::panic, reason = "a test that cannot go on must fail")]

use std::fs;
use std::path::Path;
use std::process::Command;

use grader::transcript::{Transcript, normalised};
use serde_json::Value;

/// A submission made of the two reference binaries of a step.
fn submission(step: &str) -> tempfile::TempDir {
    let dir = tempfile::tempdir().unwrap();
    let mut manifest = String::from("lab = \"tp-a\"\n");
    for role in ["server", "client"] {
        let name = format!("tp-a-{}-{role}", step.replace('.', "-"));
        let binary = Path::new(env!("CARGO_BIN_EXE_grader")).with_file_name(&name);
        assert!(binary.is_file(), "{name} is not built: run `cargo test` for the whole workspace");
        fs::copy(&binary, dir.path().join(&name)).unwrap();
        manifest += &format!("[[program]]\nstep = \"{step}\"\nrole = \"{role}\"\ncommand = [\"./{name}\"]\n");
    }
    fs::write(dir.path().join("tp.toml"), manifest).unwrap();
    dir
}

/// The lines that some expectation waited for. A scenario is over as soon as its last expectation is
/// met, so what a program still shows, and how it closes, may or may not be recorded after that.
fn awaited(text: &str) -> String {
    let trailing =
        |l: &&str| l.contains(" shows ") || l.contains(" ended ") || l.ends_with(" ends") || l.ends_with(" resets");
    text.lines().filter(|l| !trailing(l)).map(|l| format!("{l}\n")).collect()
}

fn full_marks_and_snapshots(step: &str) {
    let (dir, out) = (submission(step), tempfile::tempdir().unwrap());
    let mut command = Command::new(env!("CARGO_BIN_EXE_grader"));
    command.arg("check").arg(dir.path()).args(["--step", step, "--format", "json", "--isolation", "namespaces"]);
    let output = command.arg("--transcripts").arg(out.path()).output().unwrap();
    let report: Value = serde_json::from_slice(&output.stdout).unwrap();
    assert_eq!(report["score"], report["max"], "{report:#}");
    assert_eq!(report["extra"], report["extra_max"], "{report:#}");
    for scenario in report["steps"][0]["scenarios"].as_array().unwrap() {
        let id = scenario["id"].as_str().unwrap();
        assert_eq!(scenario["verdict"], "passed", "{scenario:#}");
        let transcript = Transcript::read(&out.path().join(step).join(format!("{id}.jsonl"))).unwrap();
        insta::assert_snapshot!(format!("{step}-{id}"), awaited(&normalised(&transcript)));
    }
}

#[test]
fn reference_2_1() {
    full_marks_and_snapshots("2.1");
}

#[test]
fn reference_2_2() {
    full_marks_and_snapshots("2.2");
}

#[test]
fn reference_2_3() {
    full_marks_and_snapshots("2.3");
}
