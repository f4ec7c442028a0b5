//! Every fixture gets exactly the findings it declares, through the real binary.

#![allow(clippy::unwrap_used, clippy::panic, reason = "a test that cannot go on must fail")]

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::sync::Mutex;
use std::sync::atomic::{AtomicUsize, Ordering};

use serde::Deserialize;
use serde_json::Value;

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Declared {
    about: String,
    kind: String,
    step: Option<String>,
    #[expect(dead_code, reason = "documents the fixture; the check covers every step anyway")]
    steps: Option<Vec<String>>,
    findings: BTreeSet<String>,
    line: Option<Line>,
}

#[derive(Debug, Deserialize)]
struct Line {
    code: String,
    file: String,
    line: u64,
}

fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../fixtures/tp-a")
}

/// Manifests of all fixtures, sorted.
fn manifests() -> Vec<PathBuf> {
    let mut found = Vec::new();
    for folder in std::fs::read_dir(root()).unwrap().flatten() {
        for entry in std::fs::read_dir(folder.path()).unwrap().flatten() {
            if entry.path().extension().is_some_and(|e| e == "toml") {
                found.push(entry.path());
            }
        }
    }
    found.sort();
    found
}

/// What is wrong with one fixture, if anything.
fn complaint(manifest: &Path) -> Option<String> {
    let declared: Declared = toml::from_str(&std::fs::read_to_string(manifest).unwrap()).unwrap();
    assert!(!declared.about.is_empty() && ["good", "unusual", "bad"].contains(&declared.kind.as_str()));
    // A fixture in a compiled language says nothing on a machine without the compiler.
    let folder = manifest.with_extension("");
    for (suffix, tool) in [("-in-rust", "rustc"), ("-in-c", "gcc")] {
        if folder.to_string_lossy().ends_with(suffix) && grader::sandbox::find_in_path(tool).is_none() {
            println!("left out, no {tool} here: {}", folder.display());
            return None;
        }
    }
    let mut command = Command::new(env!("CARGO_BIN_EXE_grader"));
    command.arg("check").arg(manifest.with_extension("")).args(["--lab", "tp-a", "--format", "json", "--lang", "en"]);
    command.args(["--isolation", "namespaces", "--jobs", "2"]);
    if let Some(step) = &declared.step {
        command.args(["--step", step]);
    }
    let output = command.output().unwrap();
    let Ok(report) = serde_json::from_slice::<Value>(&output.stdout) else {
        return Some(format!("no report: {}", String::from_utf8_lossy(&output.stderr)));
    };
    let mut got = BTreeSet::new();
    let mut lines = Vec::new();
    for step in report["steps"].as_array().unwrap() {
        let scenarios = step["scenarios"].as_array().unwrap();
        if let Some(scenario) = scenarios.iter().find(|s| s["verdict"] == "inconclusive") {
            return Some(format!("{} {} is inconclusive: {}", step["id"], scenario["id"], scenario["reason"]));
        }
        let findings = step["findings"].as_array().unwrap().iter();
        for finding in findings.chain(scenarios.iter().flat_map(|s| s["findings"].as_array().unwrap())) {
            let code = finding["code"].as_str().unwrap();
            let prefix =
                if declared.step.is_some() { String::new() } else { format!("{} ", step["id"].as_str().unwrap()) };
            got.insert(format!("{prefix}{code}"));
            lines.push((code.to_owned(), finding["location"].clone()));
        }
    }
    if got != declared.findings {
        return Some(format!("declared {:?}, got {got:?}", declared.findings));
    }
    let wanted = declared.line?;
    let right =
        lines.iter().any(|(code, at)| *code == wanted.code && at["file"] == wanted.file && at["line"] == wanted.line);
    (!right).then(|| format!("wrong line for {wanted:?}: {lines:?}"))
}

#[test]
fn every_fixture_gets_exactly_its_declared_findings() {
    let manifests = manifests();
    assert!(manifests.len() > 100, "the fixtures are there");
    let (next, complaints) = (AtomicUsize::new(0), Mutex::new(Vec::new()));
    std::thread::scope(|scope| {
        // More than cores: some of them wait most of the time.
        for _ in 0..4 {
            scope.spawn(|| {
                while let Some(manifest) = manifests.get(next.fetch_add(1, Ordering::Relaxed)) {
                    if let Some(text) = complaint(manifest) {
                        complaints.lock().unwrap().push(format!("{}: {text}", manifest.display()));
                    }
                }
            });
        }
    });
    let complaints = complaints.into_inner().unwrap();
    assert!(complaints.is_empty(), "{}", complaints.join("\n"));
}

#[test]
fn every_finding_code_of_the_scenarios_has_a_fixture_that_gets_it() {
    let declared: BTreeSet<String> = manifests()
        .iter()
        .flat_map(|m| toml::from_str::<Declared>(&std::fs::read_to_string(m).unwrap()).unwrap().findings)
        .map(|code| code.rsplit(' ').next().unwrap().to_owned())
        .collect();
    // The codes that the foundation promises, each with a submission made for it.
    let promised = [
        "program.does-not-compile",
        "program.empty",
        "step.no-program",
        "server.never-listens",
        "server.no-reply",
        "server.wrong-echo",
        "server.reply-prefix",
        "server.ignores-fin",
        "server.stops-on-message-containing-fin",
        "server.stops-after-first-client",
        "server.first-client-ignored",
        "server.exits-with-error",
        "server.spins-on-eof",
        "server.crashes-on-eof",
        "server.stuck-on-eof",
        "server.port-not-reusable",
        "client.never-connects",
        "client.never-sends",
        "client.does-not-show-reply",
        "client.never-ends",
        "client.crashes-when-refused",
        "pair.address-mismatch",
    ];
    let missing: Vec<&str> = promised.into_iter().filter(|code| !declared.contains(*code)).collect();
    assert!(missing.is_empty(), "no fixture for {missing:?}");
}
