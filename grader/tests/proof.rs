//! Races and locks: what the probe shows, that it cannot be seen, that a finding comes again.

#![allow(clippy::unwrap_used, clippy::panic, reason = "a test that cannot go on must fail")]

use std::path::{Path, PathBuf};
use std::process::Command;

use grader::judge::judge;
use grader::transcript::{Event, ProbeSaid, Transcript, normalised};
use serde_json::Value;

fn fixture(name: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../fixtures/tp-a/2.8").join(name)
}

/// A lab of one step whose two scenarios differ in the probe alone.
fn twin_lab(folder: &Path) {
    let play = r#"
        expect-listening "server"
        repeat 3 as="c" {
            connect "C{c}"
            expect "C{c}" regex="(?s-u)^.*$"
        }
        repeat 3 as="m" {
            repeat 3 as="c" {
                send "C{c}" "message {m} du client {c}."
                settle
            }
        }
        send "C1" "/list"
        settle
        reset "C2"
        settle
        send "C3" "fin"
        settle
    "#;
    let scenario = |id: &str, start: &str| {
        let title = "title fr=\"un\" en=\"one\"";
        format!("scenario \"{id}\" role=\"server\" level=\"info\" {{\n{title}\nplay {{\n{start}\n{play}\n}}\n}}\n")
    };
    let script = scenario("plain", "start \"server\"") + &scenario("probed", "start \"server\" probe=#true");
    let lab = "lab \"twin\" {\n    title fr=\"jumeaux\" en=\"twins\"\n    dialect \"raw\"\n    port 63000\n    step \"1\" {\n        title fr=\"un\" en=\"one\"\n    }\n}\n";
    std::fs::create_dir_all(folder.join("twin/1")).unwrap();
    std::fs::write(folder.join("twin/lab.kdl"), lab).unwrap();
    std::fs::write(folder.join("twin/1/scenarios.kdl"), script).unwrap();
}

fn grader() -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_grader"));
    command.env("LC_ALL", "C.UTF-8");
    command
}

/// The same server with the probe and without: byte for byte the same record.
#[test]
fn the_probe_cannot_be_seen() {
    let (labs, out) = (tempfile::tempdir().unwrap(), tempfile::tempdir().unwrap());
    twin_lab(labs.path());
    for name in ["totals", "broadcast", "queue-and-writer", "lock-kept-after-reset", "asyncio", "file"] {
        let folder = tempfile::tempdir().unwrap();
        std::fs::copy(fixture(name).join("server.py"), folder.path().join("server.py")).unwrap();
        let mut command = grader();
        command.arg("check").arg(folder.path()).arg("--labs").arg(labs.path()).args(["--lab", "twin", "--step", "1"]);
        let output = command.args(["--isolation", "namespaces", "--transcripts"]).arg(out.path()).output().unwrap();
        let read = |id: &str| Transcript::read(&out.path().join("1").join(format!("{id}.jsonl"))).unwrap();
        let (plain, probed) = (read("plain"), read("probed"));
        let heard = |t: &Transcript| t.entries.iter().any(|e| matches!(e.event, Event::Probe { .. }));
        assert!(heard(&probed) && !heard(&plain), "{name}: {}", String::from_utf8_lossy(&output.stderr));
        assert_eq!(normalised(&plain), normalised(&probed), "{name}");
    }
}

fn report(name: &str, more: &[&str]) -> (Value, tempfile::TempDir) {
    let out = tempfile::tempdir().unwrap();
    let mut command = grader();
    command.arg("check").arg(fixture(name)).args(["--lab", "tp-a", "--step", "2.8", "--format", "json"]).args(more);
    let output = command.arg("--transcripts").arg(out.path()).output().unwrap();
    (serde_json::from_slice(&output.stdout).unwrap(), out)
}

fn scenario<'r>(report: &'r Value, id: &str) -> &'r Value {
    report["steps"][0]["scenarios"].as_array().unwrap().iter().find(|s| s["id"] == id).unwrap()
}

/// What cannot be followed is neither failed nor passed.
#[test]
fn a_server_that_switches_tracing_off_is_not_examined() {
    let (report, _) = report("switches-tracing-off", &["--lang", "en"]);
    for id in ["common-lock", "two-at-once"] {
        let scenario = scenario(&report, id);
        assert_eq!(scenario["verdict"], "skipped", "{scenario}");
        assert!(scenario["reason"].as_str().unwrap().contains("sys.settrace"), "{scenario}");
    }
}

#[test]
fn a_finding_is_played_again_and_judged_again() {
    let (report, out) = report("copy-put-back", &[]);
    let finding = &scenario(&report, "two-at-once")["findings"][0];
    assert_eq!(finding["code"], "race.lost-update");
    let name = finding["replay"].as_str().unwrap();
    for _ in 0..3 {
        let output =
            grader().args(["replay", "--lang", "en"]).arg(fixture("copy-put-back")).arg(name).output().unwrap();
        let text = String::from_utf8_lossy(&output.stdout).into_owned();
        assert!(
            output.status.success() && text.contains("race.lost-update") && text.contains("held at line"),
            "{text}"
        );
    }
    // Judging reads the record only.
    let transcript = Transcript::read(&out.path().join("2.8/two-at-once.jsonl")).unwrap();
    let failure = judge(&transcript).failure.unwrap();
    assert_eq!(failure.code, "race.lost-update");
    let held = failure.interleaving.unwrap().held.unwrap();
    assert!(name.ends_with(&held.hold().to_string()));
    // What was found is what two clients' messages left behind, not a mark of the judge's own.
    let looked =
        transcript.entries.iter().filter(|e| matches!(&e.event, Event::Probe { said: ProbeSaid::Inside { .. }, .. }));
    assert!(looked.count() > 5);
}

/// Who is held elsewhere than between two messages is held there again: in a loop that answers something
/// else, in one that somebody leaves, in what only the first message runs, in an answer put together.
#[test]
fn what_is_found_in_other_rounds_is_played_again() {
    let cases = [
        ("listed-under-another-lock", "common-lock", "lock.not-common"),
        ("leaves-during-broadcast", "two-at-once", "race.iteration-broken"),
        ("made-twice-at-first", "two-at-once", "race.lost-update"),
        ("answer-read-in-two-goes", "two-at-once", "race.stale-read"),
    ];
    for (name, id, code) in cases {
        let (report, _out) = report(name, &[]);
        let finding = &scenario(&report, id)["findings"][0];
        assert_eq!(finding["code"], code, "{name}");
        let again = finding["replay"].as_str().unwrap();
        let output = grader().args(["replay", "--lang", "en"]).arg(fixture(name)).arg(again).output().unwrap();
        let text = String::from_utf8_lossy(&output.stdout).into_owned();
        assert!(output.status.success() && text.contains(code) && text.contains("held at line"), "{text}");
    }
}

/// What a server makes of its client's port does not change from one run to the next.
#[test]
fn the_clients_connect_from_the_same_ports_each_time() {
    let ports = || {
        let (_, out) = report("totals", &["--scenario", "two-at-once"]);
        let transcript = Transcript::read(&out.path().join("2.8/two-at-once.jsonl")).unwrap();
        let connecting = transcript.entries.iter().filter_map(|entry| match &entry.event {
            Event::Connecting { peer, local, .. } => Some((peer.clone(), local.port())),
            _ => None,
        });
        connecting.collect::<Vec<_>>()
    };
    let first = ports();
    assert!(first.len() > 4 && first.windows(2).all(|two| two[1].1 == two[0].1 + 1), "{first:?}");
    assert_eq!(first, ports());
}

/// Stable Rust has no ThreadSanitizer.
#[test]
fn what_cannot_be_examined_is_said_and_costs_nothing() {
    if grader::sandbox::find_in_path("rustc").is_none() {
        println!("left out: no rustc here");
        return;
    }
    let (report, _out) = report("server-in-rust", &["--lang", "en"]);
    for id in ["common-lock", "two-at-once"] {
        let scenario = scenario(&report, id);
        assert_eq!(scenario["verdict"], "skipped");
        assert!(scenario["reason"].as_str().unwrap().contains("ThreadSanitizer"), "{scenario:#}");
    }
    assert_eq!(report["steps"][0]["score"], report["steps"][0]["max"]);
}

/// The reports are in the record: judging it again finds the same, without the program.
#[test]
fn what_thread_sanitizer_saw_is_judged_again_from_the_record() {
    if grader::sandbox::find_in_path("gcc").is_none() {
        println!("left out: no gcc here");
        return;
    }
    let (report, out) = report("counter-unlocked-in-c", &["--lang", "en"]);
    for (id, code) in [("common-lock", "lock.missing"), ("two-at-once", "race.lost-update")] {
        let finding = &scenario(&report, id)["findings"][0];
        assert_eq!((&finding["code"], &finding["location"]["line"]), (&code.into(), &23.into()), "{finding:#}");
        assert!(finding["happened"].as_str().unwrap().contains("two threads run line 23"), "{finding:#}");
        let transcript = Transcript::read(&out.path().join("2.8").join(format!("{id}.jsonl"))).unwrap();
        assert_eq!(judge(&transcript).failure.unwrap().code, code);
    }
}

#[test]
fn a_name_of_no_finding_is_refused() {
    let output = grader().args(["replay", "."]).arg("nothing").output().unwrap();
    assert_eq!(output.status.code(), Some(2));
    assert!(String::from_utf8_lossy(&output.stderr).contains("names no finding"));
}
