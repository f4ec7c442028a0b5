//! The references get full marks, and what happens with them is held in snapshots.

#![allow(clippy::unwrap_used, clippy::panic, reason = "a test that cannot go on must fail")]

use std::fs;
use std::path::Path;
use std::process::Command;

use awaited::awaited;
use grader::transcript::Transcript;
use serde_json::Value;
use support::stable;

#[path = "support/awaited/mod.rs"]
mod awaited;
mod support;

/// A submission made of reference binaries, each named `LAB-STEP-ROLE`, in the place of `step`.
fn submission(lab: &str, step: &str, names: &[&str]) -> tempfile::TempDir {
    let dir = tempfile::tempdir().unwrap();
    let mut manifest = format!("lab = \"{lab}\"\n");
    for name in names {
        let role = name.rsplit('-').next().unwrap();
        let binary = Path::new(env!("CARGO_BIN_EXE_grader")).with_file_name(name);
        assert!(binary.is_file(), "{name} is not built: run `cargo test` for the whole workspace");
        fs::copy(&binary, dir.path().join(name)).unwrap();
        manifest += &format!("[[program]]\nstep = \"{step}\"\nrole = \"{role}\"\ncommand = [\"./{name}\"]\n");
    }
    fs::write(dir.path().join("tp.toml"), manifest).unwrap();
    dir
}

/// Scenarios that hold a thread at a line.
const PYTHON_ONLY: [&str; 2] = ["common-lock", "two-at-once"];

fn full_marks_and_snapshots(lab: &str, step: &str, names: &[&str]) {
    let (dir, out) = (submission(lab, step, names), tempfile::tempdir().unwrap());
    let mut command = Command::new(env!("CARGO_BIN_EXE_grader"));
    command.arg("check").arg(dir.path()).args(["--step", step, "--format", "json", "--isolation", "namespaces"]);
    let output = command.arg("--transcripts").arg(out.path()).output().unwrap();
    let report: Value = serde_json::from_slice(&output.stdout).unwrap();
    assert_eq!(report["score"], report["max"], "{report:#}");
    assert_eq!(report["extra"], report["extra_max"], "{report:#}");
    for scenario in report["steps"][0]["scenarios"].as_array().unwrap() {
        let id = scenario["id"].as_str().unwrap();
        // A tool that is not installed here; what is only looked at in Python programs.
        if scenario["verdict"] == "skipped" && (scenario["level"] == "info" || PYTHON_ONLY.contains(&id)) {
            continue;
        }
        assert_eq!(scenario["verdict"], "passed", "{scenario:#}");
        let transcript = Transcript::read(&out.path().join(step).join(format!("{id}.jsonl"))).unwrap();
        insta::assert_snapshot!(format!("{lab}-{step}-{id}"), awaited(&stable(&transcript)));
    }
}

/// One test a step: `name: lab, step, binaries;`.
macro_rules! references {
    ($($name:ident: $lab:literal, $step:literal, $($binary:literal)+;)+) => {$(
        #[test]
        fn $name() {
            full_marks_and_snapshots($lab, $step, &[$($binary),+]);
        }
    )+};
}

references! {
    tp_a_2_1: "tp-a", "2.1", "tp-a-2-1-server" "tp-a-2-1-client";
    tp_a_2_2: "tp-a", "2.2", "tp-a-2-2-server" "tp-a-2-2-client";
    tp_a_2_3: "tp-a", "2.3", "tp-a-2-3-server" "tp-a-2-3-client";
    tp_a_2_4: "tp-a", "2.4", "tp-a-2-4-server" "tp-a-2-4-client";
    tp_a_2_5: "tp-a", "2.5", "tp-a-2-5-server" "tp-a-2-5-client";
    tp_a_2_6: "tp-a", "2.6", "tp-a-2-6-server" "tp-a-2-6-client";
    tp_a_2_7: "tp-a", "2.7", "tp-a-2-7-server" "tp-a-2-7-client";
    tp_a_2_8: "tp-a", "2.8", "tp-a-2-8-server" "tp-a-2-8-client";
    tp_chat_1: "tp-chat", "1", "tp-chat-1-server" "tp-chat-2-client";
    tp_chat_2: "tp-chat", "2", "tp-chat-1-server" "tp-chat-2-client";
    tp_chat_3: "tp-chat", "3", "tp-chat-3-server" "tp-chat-3-client";
    tp_chat_4: "tp-chat", "4", "tp-chat-4-server" "tp-chat-4-client";
}
