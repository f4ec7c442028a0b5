//! A class as a teacher meets it: whatever is handed in, stopped whenever, the same results.

#![allow(clippy::unwrap_used, clippy::panic, reason = "a test that cannot go on must fail")]

use std::fs;
use std::io::{Cursor, Write};
use std::path::{Path, PathBuf};
use std::process::{Child, Command as Process, Stdio};
use std::time::{Duration, Instant};

use assert_cmd::Command;
use predicates::prelude::*;
use serde_json::Value;

/// Serves the time once, as the clock lab asks.
const SERVER: &str = "import socket, time\ns = socket.socket()\ns.setsockopt(1, 2, 1)\ns.bind(('', 63100))\ns.listen()\nc, a = s.accept()\nc.sendall(time.strftime('%H:%M:%S\\n').encode())\nc.close()\n";
/// Shows what it receives.
const CLIENT: &str = "import socket\ns = socket.socket()\ns.connect(('127.0.0.1', 63100))\nwhile True:\n    d = s.recv(99)\n    if not d: break\n    print(d.decode())\n";

fn labs() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/labs")
}

fn arguments(class: &Path, out: &Path) -> Vec<String> {
    let path = |p: &Path| p.display().to_string();
    let mut arguments = vec!["grade".into(), path(class), "-o".into(), path(out), "--labs".into(), path(&labs())];
    arguments.extend(["--lab", "clock", "--step", "1", "--lang", "en"].map(str::to_owned));
    arguments
}

fn grader(arguments: &[String]) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_grader"));
    command.env("LC_ALL", "C.UTF-8").timeout(Duration::from_secs(300)).args(arguments);
    command
}

fn zip_of(files: &[(&str, &str)]) -> Vec<u8> {
    let mut zip = zip::ZipWriter::new(Cursor::new(Vec::new()));
    for (name, text) in files {
        zip.start_file(*name, zip::write::SimpleFileOptions::default()).unwrap();
        zip.write_all(text.as_bytes()).unwrap();
    }
    zip.finish().unwrap().into_inner()
}

fn tar_gz_of(files: &[(&str, &str)]) -> Vec<u8> {
    let mut tar = tar::Builder::new(flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::fast()));
    for (name, text) in files {
        let mut header = tar::Header::new_gnu();
        header.set_size(text.len() as u64);
        header.set_mode(0o644);
        tar.append_data(&mut header, name, text.as_bytes()).unwrap();
    }
    tar.into_inner().unwrap().finish().unwrap()
}

/// Six submissions in six layouts, in a folder `class`; `server` is the name of every server's file.
fn class(server: &str) -> tempfile::TempDir {
    let dir = tempfile::tempdir().unwrap();
    let class = dir.path().join("class");
    let good = [(server, SERVER), ("client.py", CLIENT)];
    let plain = class.join("Zoé MARTIN_12_assignsubmission_file_");
    fs::create_dir_all(&plain).unwrap();
    for (name, text) in good {
        fs::write(plain.join(name), text.replace('\n', "\r\n")).unwrap();
    }
    let nested = class.join("b/TP/rendu");
    fs::create_dir_all(&nested).unwrap();
    fs::write(nested.join("tout.zip"), zip_of(&good)).unwrap();
    fs::write(class.join("c.tar.gz"), tar_gz_of(&good)).unwrap();
    let wrong = SERVER.replace("%H:%M:%S", "%H.%M.%S");
    fs::write(class.join("d.zip"), zip_of(&[("__MACOSX/._x", ""), (&format!("tp\\{server}"), &wrong)])).unwrap();
    fs::write(class.join("e.zip"), "this is no archive").unwrap();
    fs::create_dir(class.join("f")).unwrap();
    fs::write(class.join("f/client.py"), CLIENT).unwrap();
    fs::write(class.join("f/tp.toml"), "lab = \"clock\"\n[[program]]\nstep = 3\n").unwrap();
    fs::write(class.join("photo.png"), "").unwrap();
    dir
}

fn read(out: &Path) -> Value {
    serde_json::from_slice(&fs::read(out.join("results.json")).unwrap()).unwrap()
}

#[test]
fn every_layout_is_graded_and_none_disturbs_another() {
    let dir = class("serveur.py");
    let (class, out) = (dir.path().join("class"), dir.path().join("out"));
    let run = grader(&arguments(&class, &out)).assert().code(0);
    run.stdout(
        predicate::str::contains("submission.archive-damaged")
            .and(predicate::str::contains("not in moodle/feedback.zip: b, c")),
    )
    .stderr(predicate::str::contains("photo.png"));
    let results = read(&out);
    let students = results["students"].as_array().unwrap();
    let verdicts = |name: &str| -> Vec<&str> {
        let student = students.iter().find(|s| s["name"] == name).unwrap();
        let scenarios = student["steps"][0]["scenarios"].as_array().unwrap();
        scenarios.iter().map(|s| s["verdict"].as_str().unwrap()).collect()
    };
    for good in ["Zoé MARTIN", "b", "c"] {
        assert_eq!(verdicts(good), ["passed", "passed"], "{good}");
    }
    for (name, expected) in [("d", ["failed", "failed"]), ("e", ["failed", "failed"]), ("f", ["failed", "passed"])] {
        assert_eq!(verdicts(name), expected, "{name}");
    }
    let codes =
        |at: usize| students[at]["findings"].as_array().unwrap().iter().map(|f| f["code"].clone()).collect::<Vec<_>>();
    assert_eq!(
        (codes(4), codes(5)),
        (vec!["submission.archive-damaged".into()], vec!["submission.manifest-wrong".into()])
    );
    assert_eq!(students[5]["findings"][0]["line"], 3);
    assert_eq!(students[0]["mark"], 20.0);
    assert_eq!(students[5]["mark"], 8.0);

    let files = ["notes.csv", "junit.xml", "gradescope/b/results.json", "classroom50/b/result.json", "check50/b.json"];
    for file in files.into_iter().chain(["html/index.html", "html/student/b.html"]) {
        assert!(out.join(file).metadata().unwrap().len() > 50, "{file}");
    }
    // Only one of them came from Moodle.
    let mut zip = zip::ZipArchive::new(fs::File::open(out.join("moodle/feedback.zip")).unwrap()).unwrap();
    assert_eq!(
        zip.file_names().map(|n| n.unwrap().into_owned()).collect::<Vec<_>>(),
        ["Zoé MARTIN_12_assignsubmission_file_/feedback.html"]
    );
    let page = std::io::read_to_string(zip.by_index(0).unwrap()).unwrap();
    assert!(page.contains("<h1>Zoé MARTIN</h1>") && page.contains("20/20"), "{page}");
    assert!(!page.contains("href=\"..") && !page.contains("c.html"), "it leads to nobody else's");

    // Reports again from the journal alone.
    let before = fs::read(out.join("results.json")).unwrap();
    fs::remove_file(out.join("results.json")).unwrap();
    fs::rename(&class, dir.path().join("gone")).unwrap();
    let sheet = dir.path().join("feuille.csv");
    fs::write(&sheet, "Identifiant;Nom complet;Note\r\nParticipant 12;Zoé MARTIN;\r\nParticipant 9;X;\r\n").unwrap();
    let again = ["report", &out.display().to_string(), "--labs", &labs().display().to_string(), "--lang", "en"];
    let run = grader(&again.map(str::to_owned)).arg("--worksheet").arg(&sheet).arg("--excel").assert().code(0);
    run.stdout(predicate::str::contains("Zoé MARTIN").and(predicate::str::contains("line 3: X")));
    let filled = fs::read_to_string(out.join("moodle/feuille.csv")).unwrap();
    assert_eq!(filled, "Identifiant;Nom complet;Note\r\nParticipant 12;Zoé MARTIN;20\r\nParticipant 9;X;\r\n");
    assert!(fs::read(out.join("notes.csv")).unwrap().starts_with("\u{feff}".as_bytes()));
    assert_eq!(fs::read(out.join("results.json")).unwrap(), before);
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

fn start(arguments: &[String]) -> Child {
    let mut command = Process::new(env!("CARGO_BIN_EXE_grader"));
    command.args(arguments).stdin(Stdio::null()).stdout(Stdio::null()).stderr(Stdio::null()).spawn().unwrap()
}

/// Whole lines of the journal.
fn lines(out: &Path) -> usize {
    fs::read(out.join("journal.jsonl")).unwrap_or_default().iter().filter(|b| **b == b'\n').count()
}

#[test]
fn killed_at_any_moment_and_resumed_a_run_gives_the_same_bytes() {
    let server = format!("serveur_{}.py", std::process::id());
    let dir = class(&server);
    let (class, whole, out) = (dir.path().join("class"), dir.path().join("whole"), dir.path().join("out"));
    grader(&arguments(&class, &whole)).args(["-j", "2"]).assert().code(0);
    let mut resumed = arguments(&class, &out);
    resumed.extend(["--resume".into(), "-j".into(), "1".into()]);
    // As soon as there is a header, then after one more submission each time.
    for finished in 1..=4 {
        let mut child = start(&resumed);
        let began = Instant::now();
        while lines(&out) < finished {
            assert!(began.elapsed() < Duration::from_secs(120), "nothing gets finished");
            assert!(child.try_wait().unwrap().is_none() || lines(&out) >= finished, "it ended by itself");
            std::thread::yield_now();
        }
        child.kill().unwrap();
        child.wait().unwrap();
        let killed = Instant::now();
        while !alive(&server).is_empty() {
            assert!(killed.elapsed() < Duration::from_secs(60), "still there: {:?}", alive(&server));
            std::thread::yield_now();
        }
    }
    // A line that a power cut tore.
    let journal = fs::OpenOptions::new().append(true).open(out.join("journal.jsonl"));
    journal.unwrap().write_all(b"{\"name\":\"b\",\"id\"").unwrap();
    grader(&resumed).assert().code(0);
    assert_eq!(lines(&out), 7, "each was graded once");
    assert_eq!(fs::read(out.join("results.json")).unwrap(), fs::read(whole.join("results.json")).unwrap());
}

#[test]
fn nothing_graded_is_ever_overwritten_by_mistake() {
    let dir = class("serveur.py");
    let (class, out) = (dir.path().join("class"), dir.path().join("out"));
    let mut one = arguments(&class, &out);
    one.extend(["--only".into(), "12".into()]);
    grader(&one).assert().code(0);
    let journal = fs::read(out.join("journal.jsonl")).unwrap();
    grader(&one).assert().code(2).stderr(predicate::str::contains("--resume"));
    grader(&one).args(["--resume", "--limit", "31"]).assert().code(2).stderr(predicate::str::contains("limit"));
    grader(&one)
        .args(["--resume", "--only", "Zoe MARTIN"])
        .assert()
        .code(2)
        .stderr(predicate::str::contains("Zoé MARTIN"));
    grader(&one).arg("--resume").assert().code(0);
    assert_eq!(fs::read(out.join("journal.jsonl")).unwrap(), journal, "what has not changed is not graded again");
    let folder = class.join("Zoé MARTIN_12_assignsubmission_file_");
    fs::write(folder.join("serveur.py"), "").unwrap();
    grader(&one).arg("--resume").assert().code(0);
    assert_eq!(read(&out)["students"][0]["mark"], 8.0, "handed in again, graded again");
}

#[test]
fn marks_follow_the_teacher_s_files_and_mistakes_in_them_stop_nothing_already_graded() {
    let dir = class("serveur.py");
    let (class, out) = (dir.path().join("class"), dir.path().join("out"));
    fs::write(dir.path().join("grading.kdl"), "scale 20 rund=1\n").unwrap();
    grader(&arguments(&class, &out))
        .assert()
        .code(2)
        .stderr(predicate::str::contains("grading.kdl:1").and(predicate::str::contains("round")));
    assert!(!out.exists(), "told before anything is played");
    fs::write(dir.path().join("grading.kdl"), "scale 10 round=0.5\nlate \"late.csv\" each=1 limit=2\n").unwrap();
    fs::write(dir.path().join("late.csv"), "nom;jours\ncc;1,5\n").unwrap();
    let unknown = predicate::str::contains("late.csv:2").and(predicate::str::contains("did you mean \"c\"?"));
    grader(&arguments(&class, &out)).assert().code(2).stderr(unknown);
    fs::write(dir.path().join("late.csv"), "nom;jours\nc;1,5\n").unwrap();
    let table = "\u{feff}name;step;points;reason\nf;;0,5;=clear code\nb;1;-1;copied\n";
    fs::write(class.join("adjustments.csv"), table).unwrap();
    grader(&arguments(&class, &out)).assert().code(0);
    let results = read(&out);
    let mark = |at: usize| results["students"][at]["mark"].as_f64().unwrap();
    assert_eq!([mark(0), mark(1), mark(2), mark(5)], [10.0, 8.0, 8.0, 4.5], "{:#}", results["students"]);
    let lines: Vec<&str> =
        results["students"][2]["arithmetic"].as_array().unwrap().iter().filter_map(Value::as_str).collect();
    assert_eq!(
        lines,
        ["5 of 5, that is 10 out of 10", "late by 2 days: −2", "rounded to the nearest multiple of 0.5: 8"]
    );
    assert_eq!(fs::read_to_string(class.join("adjustments.csv")).unwrap(), table);
}

#[test]
fn every_client_meets_every_server_and_the_reference() {
    let fixtures = Path::new(env!("CARGO_MANIFEST_DIR")).join("../fixtures/tp-a/2.2");
    let dir = tempfile::tempdir().unwrap();
    let (class, references) = (dir.path().join("class"), dir.path().join("references"));
    for (name, fixture) in [("a", "plain"), ("b", "client-aims-at-other-port")] {
        fs::create_dir_all(class.join(name)).unwrap();
        for file in fs::read_dir(fixtures.join(fixture)).unwrap().flatten().filter(|f| f.path().is_file()) {
            fs::copy(file.path(), class.join(name).join(file.file_name())).unwrap();
        }
    }
    // Someone who has a client only.
    fs::create_dir_all(class.join("c")).unwrap();
    fs::create_dir_all(&references).unwrap();
    for file in fs::read_dir(fixtures.join("plain")).unwrap().flatten() {
        let text = fs::read_to_string(file.path()).unwrap();
        let role = if text.contains("accept") { "server" } else { "client" };
        if role == "client" {
            fs::write(class.join("c/client.py"), &text).unwrap();
        }
        let binary = references.join(format!("tp-a-2-2-{role}"));
        fs::write(&binary, format!("#!/usr/bin/env python3\n{text}")).unwrap();
        fs::set_permissions(&binary, std::os::unix::fs::PermissionsExt::from_mode(0o755)).unwrap();
    }
    let path = |p: &Path| p.display().to_string();
    let arguments = ["interop", &path(&class), "--lab", "tp-a", "--step", "2.2", "--lang", "en", "--references"];
    let mut arguments = arguments.map(str::to_owned).to_vec();
    arguments.push(path(&references));
    let run = grader(&arguments).args(["--format", "json"]).assert().code(0);
    let matrix: Value = serde_json::from_slice(&run.get_output().stdout).unwrap();
    let signs: Vec<String> = matrix["cells"]
        .as_array()
        .unwrap()
        .iter()
        .map(|row| {
            let sign = |cell: &Value| match cell["verdict"].as_str() {
                None => '-',
                Some("passed") => 'v',
                Some("failed") => 'x',
                Some(_) => '?',
            };
            row.as_array().unwrap().iter().map(sign).collect()
        })
        .collect();
    // By client, then by server: b's client aims elsewhere, c has no server.
    assert_eq!(signs, ["vv-v", "xx-x", "vv-v", "vv-v"], "{matrix:#}");
    assert_eq!(matrix["cells"][1][0]["code"], "pair.address-mismatch");
    assert_eq!(matrix["entrants"][3]["reference"], true);
    let run = grader(&arguments).args(["--only", "a", "--only", "b"]).assert().code(0);
    run.stdout(predicate::str::contains("3 the reference").and(predicate::str::contains("pair.address-mismatch")));
}
