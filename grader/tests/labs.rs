//! Labs as data: one added by files alone works like those that come with the program, and all are
//! held to what `grader lab check` asks.

#![allow(clippy::unwrap_used, clippy::panic, reason = "a test that cannot go on must fail")]

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command as Process;

use assert_cmd::Command;
use predicates::prelude::*;

fn here(path: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join(path)
}

fn grader() -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_grader"));
    command.env("LC_ALL", "C.UTF-8");
    command
}

/// A copy of the clock lab that may be spoilt.
fn clock() -> tempfile::TempDir {
    let dir = tempfile::tempdir().unwrap();
    let done = Process::new("cp").arg("-r").arg(here("tests/labs/clock")).arg(dir.path()).status().unwrap();
    assert!(done.success());
    dir
}

#[test]
fn a_lab_of_files_alone_grades_submissions() {
    let labs = here("tests/labs");
    let good = here("tests/labs/clock/1/reference");
    let check = |folder: &Path, step: &str| {
        let mut command = grader();
        command.arg("check").arg(folder).arg("--labs").arg(&labs).args(["--step", step, "--lang", "fr"]);
        command.assert()
    };
    check(&good, "1")
        .code(0)
        .stdout(predicate::str::contains("L’heure, une fois").and(predicate::str::contains("5/5")));
    check(&here("tests/labs/clock/1/skeleton"), "1").code(1);
    // A fault of the lab's own, explained in its own words.
    let dir = tempfile::tempdir().unwrap();
    let once = "from socket import create_server\n\
                client, _ = create_server(('', 63100)).accept()\n\
                client.recv(100)\n\
                client.sendall(b'10:11:12\\n')\n";
    fs::write(dir.path().join("server.py"), once).unwrap();
    fs::copy(good.join("client.py"), dir.path().join("client.py")).unwrap();
    check(dir.path(), "2").code(1).stdout(predicate::str::contains("Votre serveur ne répond qu’une fois."));
}

#[test]
fn what_the_statement_leaves_open_is_learnt_and_said() {
    let dir = tempfile::tempdir().unwrap();
    let said = fs::read_to_string(here("tests/labs/clock/2/reference/server.py")).unwrap();
    for (word, sentence) in [("heure", "The word of a request: “heure”"), ("time", "The word of a request: “time”")]
    {
        fs::write(dir.path().join("server.py"), said.replace("\"heure\"", &format!("\"{word}\""))).unwrap();
        let mut command = grader();
        command.arg("check").arg(dir.path()).arg("--labs").arg(here("tests/labs"));
        let assert = command.args(["--step", "2", "--lang", "en"]).assert().code(0);
        assert.stdout(predicate::str::contains(sentence).and(predicate::str::contains("3/3")));
    }
}

#[test]
fn the_clock_lab_is_ready() {
    grader()
        .args(["lab", "check"])
        .arg(here("tests/labs/clock"))
        .assert()
        .code(0)
        .stdout(predicate::str::contains("✓ clock"));
}

/// Statements, skeletons, texts, links of a shipped lab; its references pass everything.
fn is_ready(lab: &str) {
    // Skeletons are compiled too.
    if grader::sandbox::find_in_path("rustc").is_none() {
        println!("{lab} not checked: no rustc in PATH");
        return;
    }
    let references = Path::new(env!("CARGO_BIN_EXE_grader")).parent().unwrap();
    let mut command = grader();
    command.args(["lab", "check"]).arg(here("../exercises").join(lab)).arg("--references").arg(references);
    command.assert().code(0).stdout(predicate::str::contains(format!("✓ {lab}")));
}

#[test]
fn tp_a_is_ready() {
    is_ready("tp-a");
}

#[test]
fn tp_chat_is_ready() {
    is_ready("tp-chat");
}

#[test]
fn what_is_wrong_in_a_lab_is_named() {
    let dir = clock();
    let lab = dir.path().join("clock");
    fs::remove_file(lab.join("2/statement.en.md")).unwrap();
    fs::write(lab.join("2/notes.txt"), "to do").unwrap();
    fs::write(lab.join("1/statement.en.md"), "See [there](nowhere.md).").unwrap();
    fs::copy(lab.join("1/reference/server.py"), lab.join("1/skeleton/server.py")).unwrap();
    fs::copy(lab.join("1/reference/client.py"), lab.join("1/skeleton/client.py")).unwrap();
    fs::write(lab.join("2/reference/server.py"), "print('nothing')\n").unwrap();
    let assert = grader().args(["lab", "check"]).arg(&lab).assert().code(1);
    let said = String::from_utf8(assert.get_output().stdout.clone()).unwrap();
    for wanted in [
        "2/statement.en.md is missing",
        "2/notes.txt: this file has no place",
        "the link to nowhere.md leads nowhere",
        "1/skeleton/*.py: this skeleton should fail",
        "2/asked-twice: the reference does not pass",
    ] {
        assert!(said.contains(wanted), "{wanted:?} is not in\n{said}");
    }
}
