//! The command line as users meet it: exit codes, clear errors, hostile output, nothing left behind.

#![allow(clippy::unwrap_used, clippy::panic, reason = "a test that cannot go on must fail")]

use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command as Process, Stdio};
use std::time::Duration;

use assert_cmd::Command;
use predicates::prelude::*;

fn fixture(name: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../fixtures/tp-a").join(name)
}

fn grader() -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_grader"));
    command.env("LC_ALL", "C.UTF-8").timeout(Duration::from_secs(120));
    command
}

/// A folder with these files.
fn folder(files: &[(&str, &[u8])]) -> tempfile::TempDir {
    let dir = tempfile::tempdir().unwrap();
    for (name, bytes) in files {
        fs::write(dir.path().join(name), bytes).unwrap();
    }
    dir
}

#[test]
fn a_good_submission_exits_0_and_a_bad_one_1() {
    grader()
        .arg("check")
        .arg(fixture("2.2/plain"))
        .args(["--step", "2.2"])
        .assert()
        .code(0)
        .stdout(predicate::str::contains("✓"));
    let bad = grader().arg("check").arg(fixture("2.2/ignores-fin")).args(["--step", "2.2", "--lang", "fr"]).assert();
    bad.code(1)
        .stdout(predicate::str::contains("attend dans recv()").and(predicate::str::contains("«\u{a0}fin\u{a0}»")));
}

#[test]
fn a_page_of_one_submission_shows_the_line_and_the_exchange() {
    let page = grader()
        .arg("check")
        .arg(fixture("2.2/ignores-fin"))
        .args(["--step", "2.2", "--lang", "en", "--format", "html"])
        .assert()
        .code(1);
    let is = |text: &'static str| predicate::str::contains(text);
    page.stdout(is("<!DOCTYPE html>").and(is("<svg role=\"img\"")).and(is("<mark>")).and(is("12/14")));
}

#[test]
fn one_scenario_is_played_with_those_it_needs() {
    let mut command = grader();
    command.arg("check").arg(fixture("2.2/ignores-fin")).args([
        "--step",
        "2.2",
        "--scenario",
        "resets",
        "--format",
        "json",
    ]);
    // What it does wrong is in none of them.
    let output = command.assert().code(0).get_output().stdout.clone();
    let report: serde_json::Value = serde_json::from_slice(&output).unwrap();
    let played: Vec<&str> =
        report["steps"][0]["scenarios"].as_array().unwrap().iter().map(|s| s["id"].as_str().unwrap()).collect();
    assert_eq!((report["steps"].as_array().unwrap().len(), played), (1, vec!["echo", "vanishes", "resets"]));
}

#[test]
fn an_unreadable_folder_is_named_and_exits_2() {
    grader().args(["check", "/no/such/folder"]).assert().code(2).stderr(predicate::str::contains("/no/such/folder"));
}

#[test]
fn unknown_lab_and_step_are_answered_with_those_that_exist() {
    let dir = folder(&[]);
    grader()
        .arg("check")
        .arg(dir.path())
        .args(["--lab", "tp-z"])
        .assert()
        .code(2)
        .stderr(predicate::str::contains("tp-a"));
    grader()
        .arg("check")
        .arg(dir.path())
        .args(["--step", "9.9"])
        .assert()
        .code(2)
        .stderr(predicate::str::contains("2.2"));
}

#[test]
fn a_wrong_manifest_is_shown_with_its_line() {
    let dir =
        folder(&[("tp.toml", b"lab = \"tp-a\"\n[[program]]\nstep = \"2.2\"\nrole = \"serveur\"\ncommand = [\"x\"]\n")]);
    grader().arg("check").arg(dir.path()).assert().code(2).stderr(predicate::str::contains("tp.toml:4"));
}

#[test]
fn a_missing_interpreter_is_a_finding_not_an_error() {
    let toml = b"[[program]]\nstep = \"2.2\"\nrole = \"server\"\ncommand = [\"no-such-interpreter\", \"--x\"]\n";
    let dir = folder(&[("tp.toml", toml)]);
    let run = grader().arg("check").arg(dir.path()).args(["--step", "2.2", "--format", "json"]).assert().code(1);
    run.stdout(predicate::str::contains("program.interpreter-missing"));
}

#[test]
fn an_empty_folder_has_no_programs() {
    let dir = folder(&[]);
    let run = grader().arg("check").arg(dir.path()).args(["--step", "2.1", "--format", "json"]).assert().code(1);
    run.stdout(predicate::str::contains("step.no-program"));
}

#[test]
fn a_malformed_scenario_file_is_shown_with_line_caret_and_cure() {
    let labs = tempfile::tempdir().unwrap();
    let step = labs.path().join("lab/1");
    fs::create_dir_all(&step).unwrap();
    fs::write(
        labs.path().join("lab/lab.kdl"),
        "lab \"lab\" {\n    title fr=\"a\" en=\"a\"\n    step \"1\" { title fr=\"a\" en=\"a\"; }\n}\n",
    )
    .unwrap();
    let cases = [
        (
            "scenario \"x\" role=\"server\" level=\"required\" {\n  title fr=\"a\" en=\"b\"\n  play {\n    start \"server\"\n    conect \"A\"\n  }\n}\n",
            ":5",
            "connect",
        ),
        (
            "scenario \"x\" role=\"server\" level=\"required\" {\n  title fr=\"a\" en=\"b\"\n  play {\n    start \"server\"\n    send \"A\" \"x\"\n  }\n}\n",
            ":5",
            "connect",
        ),
        (
            "scenario \"x\" role=\"server\" level=\"required\" {\n  title fr=\"a\" en=\"b\"\n  play {\n    start \"server\" probe=#true\n    connect \"A\"\n    connect \"B\"\n    sweep \"server\" message=\"x\"\n  }\n}\n",
            ":7",
            "{mark}",
        ),
        (
            "scenario \"x\" role=\"server\" level=\"required\" {\n  title fr=\"a\" en=\"b\"\n  play {\n    start \"server\" probe=#true\n    connect \"A\"\n    connect \"B\"\n    sweep \"server\" { message \"x\"; }\n  }\n}\n",
            ":7",
            "{mark}",
        ),
        (
            "scenario \"x\" role=\"server\" level=\"required\" {\n  title fr=\"a\" en=\"b\"\n  play {\n    start \"server\" probe=#true\n    connect \"A\"\n    connect \"B\"\n    sweep \"server\" { }\n  }\n}\n",
            ":7",
            "{mark}",
        ),
        (
            "scenario \"x\" role=\"server\" level=\"required\" {\n  title fr=\"a\" en=\"b\"\n  play {\n    start \"server\" probe=#true\n    connect \"A\"\n    connect \"B\"\n    sweep \"server\" message=\"{mark}\" { message \"<{mark}>\"; }\n  }\n}\n",
            ":7",
            "{mark}",
        ),
        (
            "scenario \"x\" role=\"server\" level=\"required\" {\n  title fr=\"a\" en=\"b\"\n  play {\n    start \"server\" probe=#true\n    connect \"A\"\n    connect \"B\"\n    sweep \"server\" message=\"{mark}\" { aside \"N\" \"/list\"; }\n  }\n}\n",
            ":7",
            "connect",
        ),
        (
            "scenario \"x\" role=\"server\" level=\"required\" {\n  title fr=\"a\" en=\"b\"\n  play {\n    start \"server\" probe=#true\n    connect \"A\"\n    connect \"B\"\n    sweep \"server\" message=\"{mark}\" { aside \"A\" hex=\"zz\"; }\n  }\n}\n",
            ":7",
            "hex",
        ),
        (
            "scenario \"x\" role=\"server\" level=\"required\" {\n  title fr=\"a\" en=\"b\"\n  play {\n    start \"server\" probe=#true\n    connect \"A\"\n    connect \"B\"\n    sweep \"server\" { message \"{mark}\"; aside \"A\" \"/list\" command=1; }\n  }\n}\n",
            ":7",
            "command=1",
        ),
        (
            "scenario \"x\" role=\"server\" level=\"required\" {\n  title fr=\"a\" en=\"b\"\n  play {\n    start \"server\" probe=#true\n    connect \"A\"\n    connect \"B\"\n    sweep \"server\"\n    sweep-first \"server\" message=\"{mark}\"\n  }\n}\n",
            ":8",
            "message",
        ),
        ("scenario \"x\" role=\"server\" level=\"requird\" {\n}\n", ":1", "required"),
        ("scenario \"x\" role=\"server\" {\n  title \n", ":", "KDL"),
        (
            "scenario \"x\" role=\"server\" level=\"required\" {\n  title fr=\"a\" en=\"b\"\n  play {\n    start \"server\"\n    settle silent=\"no.such-code\"\n  }\n}\n",
            ":5",
            "catalogue",
        ),
    ];
    for (text, line, cure) in cases {
        fs::write(step.join("scenarios.kdl"), text).unwrap();
        let run = grader().args(["doctor", "--labs"]).arg(labs.path()).assert().code(2);
        run.stderr(predicate::str::contains(format!("scenarios.kdl{line}")).and(predicate::str::contains(cure)));
    }
}

#[test]
fn control_bytes_of_a_program_never_reach_the_terminal() {
    let server = b"import socket\ns = socket.socket()\ns.setsockopt(1, 2, 1)\ns.bind(('', 63000))\ns.listen()\nc, a = s.accept()\nprint('\\x1b[2J\\x1b]0;owned\\x07')\nc.recv(99)\nc.send(b'\\x1b[31mno\\xff')\nwhile c.recv(99): pass\n";
    let dir = folder(&[("server.py", server)]);
    let output = grader().arg("check").arg(dir.path()).args(["--step", "2.2"]).assert().get_output().stdout.clone();
    assert!(!output.contains(&0x1b), "{}", String::from_utf8_lossy(&output));
}

#[test]
fn a_transcript_judged_again_gets_the_same_verdict() {
    let out = tempfile::tempdir().unwrap();
    let run = grader()
        .arg("check")
        .arg(fixture("2.2/ignores-fin"))
        .args(["--step", "2.2", "--transcripts"])
        .arg(out.path())
        .assert();
    run.code(1);
    let fin = out.path().join("2.2/fin.jsonl");
    grader().arg("judge").arg(&fin).assert().code(1).stdout(predicate::str::contains("server.ignores-fin"));
    let echo = out.path().join("2.2/echo.jsonl");
    grader().arg("judge").arg(&echo).assert().code(0).stdout(predicate::str::contains("passed"));
    grader().arg("judge").arg(&fin).arg("--against").arg(&echo).assert().code(1).stdout(predicate::str::contains("│"));
    let text = fs::read_to_string(&fin).unwrap();
    // Torn in the middle of its proof.
    let proof = text.rfind("\"event\":\"still\"").unwrap();
    fs::write(&fin, &text[..proof + 20]).unwrap();
    grader().arg("judge").arg(&fin).assert().code(3);
    fs::write(&fin, "{}\n").unwrap();
    grader().arg("judge").arg(&fin).assert().code(2).stderr(predicate::str::contains("line 1"));
}

#[test]
fn packets_are_written_as_pcapng() {
    let out = tempfile::tempdir().unwrap();
    grader().arg("check").arg(fixture("2.1/plain")).args(["--step", "2.1", "--pcap"]).arg(out.path()).assert().code(0);
    let bytes = fs::read(out.path().join("2.1/greeting.pcapng")).unwrap();
    assert_eq!(bytes[..4], [0x0a, 0x0d, 0x0d, 0x0a], "section header");
    let reader = pcap_file::pcapng::PcapNgReader::new(&bytes[..]);
    assert!(reader.is_ok());
    assert!(bytes.windows(17).any(|w| w == b"Bonjour serveur !"));
}

/// Processes whose command line names a marker.
fn alive(marker: &str) -> Vec<String> {
    let mut found = Vec::new();
    for entry in fs::read_dir("/proc").unwrap().flatten() {
        let line = fs::read(entry.path().join("cmdline")).unwrap_or_default();
        let text = String::from_utf8_lossy(&line).replace('\0', " ");
        if text.contains(marker) {
            found.push(text);
        }
    }
    found
}

#[test]
fn nothing_survives_a_killed_grader() {
    // The marker is the name of the server's file: unique on this machine.
    let marker = format!("serveur_{}.py", std::process::id());
    let server = b"import socket, time, os\ns = socket.socket()\ns.bind(('', 63000))\ns.listen()\nif os.fork() == 0:\n    os.setsid()\ntime.sleep(1000)\n";
    let dir = folder(&[(&marker, server)]);
    let mut child = Process::new(env!("CARGO_BIN_EXE_grader"))
        .arg("check")
        .arg(dir.path())
        .args(["--step", "2.2", "--isolation", "namespaces"])
        .stdout(Stdio::null())
        .stderr(Stdio::null())
        .spawn()
        .unwrap();
    while alive(&format!("python3 {marker}")).len() < 2 {
        assert!(child.try_wait().unwrap().is_none(), "the server never ran");
        std::thread::yield_now();
    }
    child.kill().unwrap();
    child.wait().unwrap();
    let killed = std::time::Instant::now();
    while !alive(&marker).is_empty() {
        assert!(killed.elapsed() < Duration::from_secs(60), "still there: {:?}", alive(&marker));
        std::thread::yield_now();
    }
}

#[test]
fn two_checks_at_once_do_not_notice_each_other() {
    let start = |name: &str| {
        let mut command = Process::new(env!("CARGO_BIN_EXE_grader"));
        command.arg("check").arg(fixture(name)).args(["--step", "2.3", "--isolation", "namespaces"]);
        command.stdout(Stdio::null()).spawn().unwrap()
    };
    let mut both = [start("2.3/plain"), start("2.3/threads")];
    for child in &mut both {
        assert_eq!(child.wait().unwrap().code(), Some(0));
    }
}

#[test]
fn the_portable_backend_plays_what_it_can_and_says_what_it_skips() {
    let toml = b"lab = \"tp-a\"\n[[program]]\nstep = \"2.2\"\nrole = \"server\"\ncommand = [\"python3\", \"server.py\", \"{port}\"]\n";
    let server = b"import socket, sys\ns = socket.socket()\ns.setsockopt(1, 2, 1)\ns.bind(('127.0.0.1', int(sys.argv[1])))\ns.listen()\nc, a = s.accept()\nwhile True:\n    try:\n        m = c.recv(4096)\n    except ConnectionError:\n        break\n    if not m or m == b'fin':\n        break\n    c.sendall(m)\nc.close()\n";
    let dir = folder(&[("tp.toml", toml), ("server.py", server)]);
    let run = grader()
        .arg("check")
        .arg(dir.path())
        .args(["--step", "2.2", "--isolation", "portable", "--format", "json"])
        .assert();
    let output = run.get_output().stdout.clone();
    let report: serde_json::Value = serde_json::from_slice(&output).unwrap();
    assert_eq!(report["isolation"], "portable");
    let scenarios = report["steps"][0]["scenarios"].as_array().unwrap();
    let verdict = |id: &str| scenarios.iter().find(|s| s["id"] == id).unwrap()["verdict"].clone();
    for id in ["echo", "fin", "fin-inside", "long", "vanishes"] {
        assert_eq!(verdict(id), "passed", "{id}: {report:#}");
    }
    assert_eq!(verdict("own-pair"), "skipped");
}

#[test]
fn the_portable_backend_never_blames_a_client_for_a_lan_address() {
    let client =
        b"import socket\ns = socket.socket()\ns.settimeout(0.2)\ns.connect(('127.0.0.1', 61999))\ns.send(b'x')\n";
    let dir = folder(&[("client.py", client)]);
    let run = grader()
        .arg("check")
        .arg(dir.path())
        .args(["--step", "2.1", "--isolation", "portable", "--format", "json"])
        .assert();
    let report: serde_json::Value = serde_json::from_slice(&run.get_output().stdout).unwrap();
    let scenarios = report["steps"][0]["scenarios"].as_array().unwrap();
    let verdict = |id: &str| scenarios.iter().find(|s| s["id"] == id).unwrap()["verdict"].clone();
    assert_eq!(verdict("exchange"), "inconclusive", "{report:#}");
    assert_eq!(verdict("before-server"), "skipped");
}

#[test]
fn the_schema_is_json_and_names_its_version() {
    grader().arg("schema").assert().code(0).stdout(predicate::str::contains("\"scenarios\""));
}

const ANSWERS: &str =
    "2.1.4\n1. Dans accept.\n2. <script>alert(1)</script> \u{1b}[31m refus\u{e9}e\n2.4.4\n2. Oui, avec deux sockets.\n";

#[test]
fn answers_are_shown_in_every_format_without_what_is_hostile() {
    let dir = folder(&[("reponses.txt", ANSWERS.as_bytes())]);
    let shown = |format: &str| {
        let output =
            grader().arg("answers").arg(dir.path()).args(["--format", format, "--lang", "en"]).output().unwrap();
        assert_eq!(output.status.code(), Some(0), "{format}");
        String::from_utf8(output.stdout).unwrap()
    };
    let json: serde_json::Value = serde_json::from_str(&shown("json")).unwrap();
    assert_eq!((&json["schema"], json["answers"].as_array().unwrap().len()), (&"grader/answers/v1".into(), 21));
    assert_eq!((&json["answers"][0]["proposal"], &json["answers"][1]["proposal"]), (&"partial".into(), &"full".into()));
    let sockets = json["answers"].as_array().unwrap().iter().find(|a| a["question"] == "2.4.4-2").unwrap();
    assert_eq!((&sockets["proposal"], &sockets["misconceptions"][0]["id"]), (&"wrong".into(), &"two-sockets".into()));
    for format in ["human", "html"] {
        let text = shown(format);
        assert!(!text.contains('\u{1b}') && text.contains("2.8.4-2"), "{format}: {text}");
    }
    let page = shown("html");
    assert!(!page.contains("<script>") && page.contains("&lt;script&gt;") && !page.contains("http://"), "{page}");
}

#[test]
fn decisions_are_added_and_never_changed() {
    let class = tempfile::tempdir().unwrap();
    let dir = class.path().join("binome");
    fs::create_dir(&dir).unwrap();
    fs::write(dir.join("reponses.txt"), ANSWERS).unwrap();
    let confirm = |typed: &str| {
        grader()
            .arg("answers")
            .arg(&dir)
            .args(["--confirm", "--lang", "en"])
            .write_stdin(typed.to_owned())
            .assert()
            .code(0);
        fs::read_to_string(class.path().join("answers.decisions.jsonl")).unwrap()
    };
    let first = confirm("f\nwhat?\n\nq\n");
    assert_eq!(first.lines().count(), 2, "{first}");
    let second = confirm("s\nw\nq\n");
    assert!(second.starts_with(&first) && second.lines().count() == 3, "{second}");
    let output = grader().arg("answers").arg(&dir).args(["--format", "json"]).output().unwrap();
    let json: serde_json::Value = serde_json::from_slice(&output.stdout).unwrap();
    assert_eq!((&json["answers"][0]["decision"], &json["answers"][0]["proposal"]), (&"full".into(), &"partial".into()));
    // Another answer is another decision.
    fs::write(dir.join("reponses.txt"), ANSWERS.replace("accept", "recv")).unwrap();
    assert!(confirm("p\nq\n").starts_with(&second));
    fs::write(class.path().join("answers.decisions.jsonl"), "no\n").unwrap();
    grader().arg("answers").arg(&dir).assert().code(2).stderr(predicate::str::contains("line 1"));
}

#[test]
fn a_student_learns_what_is_missing_and_not_what_it_is() {
    let dir = folder(&[
        ("reponses.txt", b"2.1.4\n1. Au moment du bind.\n2. Il attend que le serveur soit pr\xeat.\n"),
        ("server.py", b""),
    ]);
    for format in ["human", "json"] {
        let output = grader()
            .arg("check")
            .arg(dir.path())
            .args(["--step", "2.1", "--lang", "fr", "--format", format])
            .output()
            .unwrap();
        let text = String::from_utf8(output.stdout).unwrap();
        let flat = text.split_whitespace().collect::<Vec<_>>().join(" ");
        assert!(flat.contains("quel appel du serveur"), "{text}");
        assert!(!flat.contains("accept()") && !flat.contains("ECONNREFUSED"), "{text}");
    }
}

#[test]
fn a_page_of_questions_that_is_not_in_its_form_is_refused_with_its_line() {
    let dir = folder(&[("questions.md", b"### 1-1 \xe2\x80\x94 Quoi ?\n\nWhat?\n"), ("reponses.txt", b"x")]);
    let page = dir.path().join("questions.md");
    let output = grader().arg("answers").arg(dir.path()).arg("--questions").arg(page).output().unwrap();
    assert_eq!(output.status.code(), Some(2));
    assert!(String::from_utf8_lossy(&output.stderr).contains("line 3"));
}

#[test]
fn answers_follow_their_schema() {
    let output = grader().args(["schema", "answers"]).output().unwrap();
    let schema: serde_json::Value = serde_json::from_slice(&output.stdout).unwrap();
    let dir = folder(&[("reponses.txt", ANSWERS.as_bytes())]);
    let output = grader().arg("answers").arg(dir.path()).args(["--format", "json"]).output().unwrap();
    let report: serde_json::Value = serde_json::from_slice(&output.stdout).unwrap();
    let fields = |properties: &serde_json::Value, value: &serde_json::Value, required: &serde_json::Value| {
        for name in value.as_object().unwrap().keys() {
            assert!(properties.get(name).is_some(), "{name} is not in the schema");
        }
        for name in required.as_array().unwrap() {
            assert!(value.get(name.as_str().unwrap()).is_some(), "{name} is missing");
        }
    };
    fields(&schema["properties"], &report, &schema["required"]);
    for answer in report["answers"].as_array().unwrap() {
        let own = &schema["$defs"]["JsonAnswer"];
        fields(&own["properties"], answer, &own["required"]);
    }
}
