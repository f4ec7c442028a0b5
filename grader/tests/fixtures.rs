//! Every fixture gets exactly the findings it declares, through the real binary.

#![allow(clippy::unwrap_used, clippy::panic, reason = "a test that cannot go on must fail")]

use std::collections::BTreeSet;
use std::fmt::Write;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{LazyLock, Mutex};

use grader::judge::judge;
use grader::lab::{Library, Outcome, Verb};
use grader::transcript::{Event, Stream, Thread, Transcript, Waiting};
use serde::Deserialize;
use serde_json::Value;
use support::stable;

mod support;

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Declared {
    about: String,
    kind: String,
    step: Option<String>,
    /// Of a whole submission that stops early, the steps that it has: the others must be found missing.
    steps: Option<Vec<String>>,
    findings: BTreeSet<String>,
    line: Option<Line>,
    /// More of them.
    #[serde(default)]
    lines: Vec<Line>,
}

#[derive(Debug, Deserialize)]
struct Line {
    code: String,
    file: String,
    line: u64,
}

/// A fixture, and what checking it gave.
#[derive(Debug)]
struct Checked {
    /// `tp-a/2.2/ignores-fin`.
    name: String,
    lab: String,
    declared: Declared,
    /// Step, scenario (none for the step as a whole) and code of each finding.
    findings: Vec<(String, Option<String>, String)>,
    complaint: Option<String>,
    /// Each scenario that failed (`2.2 fin`) and what happened in it, normalised.
    failures: Vec<(String, String)>,
}

fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../fixtures")
}

/// Manifests of all fixtures, sorted.
fn manifests() -> Vec<PathBuf> {
    let found = walkdir::WalkDir::new(root()).min_depth(3).max_depth(3).into_iter().flatten();
    let found = found.map(walkdir::DirEntry::into_path);
    let mut found: Vec<PathBuf> = found.filter(|p| p.extension().is_some_and(|e| e == "toml")).collect();
    found.sort();
    found
}

/// Compilers and interpreters that a fixture's name says it needs.
const TOOLS: &[(&str, &str)] = &[
    ("-in-rust", "rustc"),
    ("-in-c", "gcc"),
    ("-in-cpp", "g++"),
    ("-in-java", "javac"),
    ("-in-node", "node"),
    ("with-socat", "socat"),
];

/// Checks one fixture; `None` where this machine lacks its language.
fn check(manifest: &Path) -> Option<Checked> {
    let declared: Declared = toml::from_str(&std::fs::read_to_string(manifest).unwrap())
        .unwrap_or_else(|error| panic!("{}: {error}", manifest.display()));
    assert!(!declared.about.is_empty() && ["good", "unusual", "bad"].contains(&declared.kind.as_str()));
    let folder = manifest.with_extension("");
    let name = folder.strip_prefix(root()).unwrap().to_string_lossy().into_owned();
    for (suffix, tool) in TOOLS {
        if name.ends_with(suffix) && grader::sandbox::find_in_path(tool).is_none() {
            println!("left out, no {tool} here: {name}");
            return None;
        }
    }
    let lab = name.split('/').next().unwrap().to_owned();
    let mut command = Command::new(env!("CARGO_BIN_EXE_grader"));
    command.arg("check").arg(&folder).args(["--lab", &lab, "--format", "json", "--lang", "en"]);
    command.args(["--isolation", "namespaces", "--jobs", "1"]);
    if let Some(step) = &declared.step {
        command.args(["--step", step]);
    }
    let transcripts = tempfile::tempdir().unwrap();
    let output = command.arg("--transcripts").arg(transcripts.path()).output().unwrap();
    let mut checked = Checked { name, lab, declared, findings: vec![], complaint: None, failures: Vec::new() };
    match serde_json::from_slice::<Value>(&output.stdout) {
        Ok(report) => {
            checked.read(&report);
            checked.keep_failures(&report, transcripts.path());
        }
        Err(_) => checked.complaint = Some(format!("no report: {}", String::from_utf8_lossy(&output.stderr))),
    }
    Some(checked)
}

impl Checked {
    fn read(&mut self, report: &Value) {
        let mut lines = Vec::new();
        let text = |value: &Value| value.as_str().unwrap().to_owned();
        for step in report["steps"].as_array().unwrap() {
            let id = text(&step["id"]);
            if self.declared.steps.as_ref().is_some_and(|has| !has.contains(&id)) {
                let codes: Vec<&Value> = step["findings"].as_array().unwrap().iter().map(|f| &f["code"]).collect();
                assert!(
                    codes.iter().all(|c| **c == "step.no-program") && !codes.is_empty(),
                    "{}: {codes:?}",
                    self.name
                );
                continue;
            }
            for finding in step["findings"].as_array().unwrap() {
                self.findings.push((id.clone(), None, text(&finding["code"])));
                lines.push((text(&finding["code"]), finding["location"].clone()));
            }
            for scenario in step["scenarios"].as_array().unwrap() {
                let name = text(&scenario["id"]);
                if scenario["verdict"] == "inconclusive" {
                    self.complaint = Some(format!("{id} {name} is inconclusive: {}", scenario["reason"]));
                    return;
                }
                for finding in scenario["findings"].as_array().unwrap() {
                    self.findings.push((id.clone(), Some(name.clone()), text(&finding["code"])));
                    lines.push((text(&finding["code"]), finding["location"].clone()));
                }
            }
        }
        self.complaint = self.difference().or_else(|| {
            self.declared.line.iter().chain(&self.declared.lines).find_map(|wanted| {
                let right = |(code, at): &(String, Value)| {
                    *code == wanted.code && at["file"] == wanted.file && at["line"] == wanted.line
                };
                (!lines.iter().any(right)).then(|| format!("wrong line for {wanted:?}: {lines:?}"))
            })
        });
    }

    /// What a program shows is left out: tracebacks are worded differently from one version of a
    /// language to the next, and how much a spinning program prints is chance.
    fn keep_failures(&mut self, report: &Value, transcripts: &Path) {
        for step in report["steps"].as_array().unwrap() {
            for scenario in step["scenarios"].as_array().unwrap().iter().filter(|s| s["verdict"] == "failed") {
                let (step, id) = (step["id"].as_str().unwrap(), scenario["id"].as_str().unwrap());
                let path = transcripts.join(step).join(format!("{id}.jsonl"));
                // Not played: there is no program for it.
                let Ok(transcript) = Transcript::read(&path) else { continue };
                let at = &scenario["findings"][0]["location"];
                if let Some(wrong) = misplaced(&transcript, at) {
                    self.complaint.get_or_insert(format!("{step} {id}: {wrong}: {at}"));
                }
                let told = stable(&transcript);
                let lines: Vec<&str> = told.lines().filter(|line| !line.contains(" shows ")).collect();
                // How many points a sweep meets is the interpreter's own: another version has others.
                let swept = transcript.header.scenario.steps().iter().any(|s| matches!(s.verb, Verb::Sweep { .. }));
                if !swept {
                    self.failures.push((format!("{step} {id}"), lines.join("\n")));
                }
            }
        }
    }

    fn difference(&self) -> Option<String> {
        let named = |(step, _, code): &(String, Option<String>, String)| match self.declared.step {
            Some(_) => code.clone(),
            None => format!("{step} {code}"),
        };
        let got: BTreeSet<String> = self.findings.iter().map(named).collect();
        let declared = &self.declared.findings;
        (got != *declared).then(|| format!("declared {declared:?}, got {got:?}"))
    }
}

/// What a line may do that a thread waits in.
const WAITS: &[(Waiting, &[&str])] = &[
    (Waiting::Accept, &["accept", "handle_request", "serve_forever", "get_request"]),
    (Waiting::Connect, &["connect"]),
    (Waiting::Receive, &["rec", "read", "for ", "lire", "next", "while"]),
    (Waiting::Send, &["send", "write"]),
    (Waiting::Keyboard, &["input", "stdin", "saisi", "lire", "demander", "question"]),
    (Waiting::Lock, &["join", "acquire", "with ", "wait", "get", "put", "result", "shutdown", "map", "lock", "verrou"]),
    (Waiting::Child, &["wait", "run", "join"]),
];

/// Why the line given for a Python program that stands still or ended by an exception is not right.
fn misplaced(transcript: &Transcript, at: &Value) -> Option<String> {
    let failure = judge(transcript).failure?;
    let program = failure.program.as_ref()?;
    if !transcript.header.programs.get(program).is_some_and(|path| path.ends_with(".py")) {
        return None;
    }
    let text = at["text"].as_str().unwrap_or_default();
    let threads: Vec<&Thread> = transcript
        .entries
        .iter()
        .rev()
        .find_map(|e| match &e.event {
            Event::Still { threads, .. } if e.n <= failure.at => Some(threads),
            _ => None,
        })
        .into_iter()
        .flatten()
        .filter(|t| t.program == *program)
        .collect();
    match failure.outcome {
        Outcome::Silent | Outcome::Ignored | Outcome::Spins if !threads.is_empty() => {
            let fits = |t: &&Thread| {
                let words = WAITS.iter().find(|(kind, _)| *kind == t.waiting).map(|(_, words)| *words);
                words.is_none_or(|words| words.iter().any(|word| text.contains(word)))
            };
            // The call that gives nothing, or the beginning of the loop.
            let turns = ["recv", "read", "accept", "connect", "send", "getpeername", "while ", "for "];
            if failure.outcome == Outcome::Spins && !turns.iter().any(|word| text.contains(word)) {
                return Some("no line of a loop".into());
            }
            if text.is_empty() {
                return Some(format!("no line for {threads:?}"));
            }
            // A thread that died leaves its last line in a traceback.
            let stands = threads.iter().any(fits) || has_traceback(transcript, program);
            (!stands).then(|| format!("no line to wait at for {threads:?}"))
        }
        Outcome::Crashed if has_traceback(transcript, program) && text.is_empty() => Some("no line of a crash".into()),
        _ => None,
    }
}

/// Whether the program's own files are in a traceback of its.
fn has_traceback(transcript: &Transcript, program: &str) -> bool {
    let errors: Vec<u8> = transcript
        .entries
        .iter()
        .filter_map(|e| match &e.event {
            Event::Output { program: name, stream: Stream::Errors, data } if name == program => Some(data.0.clone()),
            _ => None,
        })
        .flatten()
        .collect();
    String::from_utf8_lossy(&errors).contains("Traceback (most recent call last)")
}

/// False where how far things went depends on how fast a program ended, or on who came first.
fn is_certain(line: &str) -> bool {
    let races = [" ended ", " resets", " refused", " …"];
    !line.starts_with("still Spin") && !races.iter().any(|race| line.contains(race))
}

/// The failures that are held by their findings alone, as `tp-a/2.2/spins 2.2 eof`: once seen to be decided by
/// chance, they are so for good, whatever a later run looks like. `UPDATE_MATRIX` adds what it sees.
static BY_CHANCE: LazyLock<BTreeSet<String>> = LazyLock::new(|| {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/by-chance.txt");
    let mut known: BTreeSet<String> =
        std::fs::read_to_string(&path).unwrap_or_default().lines().map(str::to_owned).collect();
    if std::env::var_os("UPDATE_MATRIX").is_some() {
        for fixture in CHECKED.iter() {
            let named =
                |(of, told): &(String, String)| (format!("{} {of}", fixture.name), told.lines().all(is_certain));
            let failed: Vec<(String, bool)> = fixture.failures.iter().map(named).collect();
            let own = format!("{} ", fixture.name);
            known.retain(|one| !one.starts_with(&own) || failed.iter().any(|(name, _)| name == one));
            known.extend(failed.into_iter().filter(|(_, certain)| !certain).map(|(name, _)| name));
        }
        std::fs::write(&path, known.iter().map(|one| format!("{one}\n")).collect::<String>()).unwrap();
    }
    known
});

/// With `FIXTURES_EVERY=5` only every fifth fixture is checked: CI does so for its second pass, as
/// another user.
static EVERY: LazyLock<usize> =
    LazyLock::new(|| std::env::var("FIXTURES_EVERY").ok().and_then(|n| n.parse().ok()).unwrap_or(1).max(1));

/// With `FIXTURES_ONLY=2.8/lock` only fixtures whose name contains that: to work on some of them.
static ONLY: LazyLock<Option<String>> = LazyLock::new(|| std::env::var("FIXTURES_ONLY").ok());

/// Whether all fixtures are checked.
fn all() -> bool {
    *EVERY == 1 && ONLY.is_none()
}

/// The fixtures, checked once for all tests.
static CHECKED: LazyLock<Vec<Checked>> = LazyLock::new(|| {
    let wanted = |path: &PathBuf| ONLY.as_ref().is_none_or(|text| path.to_string_lossy().contains(text));
    let manifests: Vec<PathBuf> = manifests().into_iter().filter(wanted).step_by(*EVERY).collect();
    let (next, checked) = (AtomicUsize::new(0), Mutex::new(Vec::new()));
    std::thread::scope(|scope| {
        // More than cores: some of them wait most of the time. Each plays one scenario at a time.
        for _ in 0..5 {
            scope.spawn(|| {
                while let Some(manifest) = manifests.get(next.fetch_add(1, Ordering::Relaxed)) {
                    if let Some(one) = check(manifest) {
                        checked.lock().unwrap().push(one);
                    }
                }
            });
        }
    });
    let mut checked = checked.into_inner().unwrap();
    checked.sort_by(|a, b| a.name.cmp(&b.name));
    checked
});

#[test]
fn every_fixture_gets_exactly_its_declared_findings() {
    assert!(CHECKED.len() * *EVERY > 400 || ONLY.is_some(), "the fixtures are there");
    let complaints: Vec<String> =
        CHECKED.iter().filter_map(|c| Some(format!("{}: {}", c.name, c.complaint.as_ref()?))).collect();
    assert!(complaints.is_empty(), "{}", complaints.join("\n"));
}

/// Which fixture kills which scenario (for those that cost nothing: gets its finding), and with what.
fn matrix(library: &Library) -> String {
    let mut out = String::from(
        "# Which fixture kills which scenario\n\n\
         Generated from the checks of all fixtures: `UPDATE_MATRIX=1 cargo test -p grader --test fixtures`.\n\
         A scenario that no fixture kills, or a bad fixture that kills none, fails the tests.\n",
    );
    for lab in &library.labs {
        for step in &lab.steps {
            let _ = write!(out, "\n## {} {}\n\n| scenario | killed by |\n|---|---|\n", lab.id, step.id);
            for scenario in &step.scenarios {
                let killers: Vec<String> = killers(&lab.id, &step.id, &scenario.id);
                let _ = writeln!(out, "| {} | {} |", scenario.id, killers.join("<br>"));
            }
        }
    }
    let _ = write!(out, "\n## Bad fixtures\n\n| fixture | findings |\n|---|---|\n");
    for bad in CHECKED.iter().filter(|c| c.declared.kind == "bad") {
        let codes: Vec<&str> = bad.declared.findings.iter().map(String::as_str).collect();
        let _ = writeln!(out, "| {} | {} |", bad.name, codes.join(", "));
    }
    out
}

fn killers(lab: &str, step: &str, scenario: &str) -> Vec<String> {
    let mut killers = Vec::new();
    for fixture in CHECKED.iter().filter(|c| c.lab == lab) {
        let here = |(s, id, _): &&(String, Option<String>, String)| s == step && id.as_deref() == Some(scenario);
        let codes: Vec<&str> = fixture.findings.iter().filter(here).map(|(_, _, code)| code.as_str()).collect();
        if !codes.is_empty() {
            killers.push(format!("{}: {}", fixture.name.trim_start_matches(lab).trim_matches('/'), codes.join(", ")));
        }
    }
    killers
}

#[test]
fn every_scenario_is_killed_and_every_bad_fixture_kills() {
    let library = Library::shipped().unwrap().whole().unwrap();
    let mut wrong: Vec<String> = Vec::new();
    for lab in library.labs.iter().filter(|_| all()) {
        for (step, scenario) in lab.steps.iter().flat_map(|s| s.scenarios.iter().map(move |c| (s, c))) {
            let mut tools = scenario.tools.values().filter_map(|command| command.first());
            let is_played = tools.all(|tool| grader::sandbox::find_in_path(tool).is_some());
            if is_played && killers(&lab.id, &step.id, &scenario.id).is_empty() {
                wrong.push(format!("nothing kills {} {} {}", lab.id, step.id, scenario.id));
            }
        }
    }
    for fixture in CHECKED.iter() {
        if (fixture.declared.kind == "bad") == fixture.declared.findings.is_empty()
            && fixture.declared.kind != "unusual"
        {
            wrong.push(format!("{} is {} with {:?}", fixture.name, fixture.declared.kind, fixture.declared.findings));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn the_matrix_in_the_repository_is_the_one_the_fixtures_give() {
    // Where a compiler is missing, its fixtures are not in the table.
    if !all() || TOOLS.iter().any(|(_, tool)| grader::sandbox::find_in_path(tool).is_none()) {
        println!("not compared: not all fixtures were checked, or some of {TOOLS:?} are missing here");
        return;
    }
    let (path, fresh) = (root().join("MATRIX.md"), matrix(&Library::shipped().unwrap().whole().unwrap()));
    if std::env::var_os("UPDATE_MATRIX").is_some() {
        std::fs::write(&path, &fresh).unwrap();
    }
    let kept = std::fs::read_to_string(&path).unwrap_or_default();
    let differing = kept.lines().zip(fresh.lines()).find(|(kept, fresh)| kept != fresh);
    assert!(kept == fresh, "fixtures/MATRIX.md is not up to date (UPDATE_MATRIX=1): {differing:?}");
}

#[test]
fn the_failures_of_each_fixture_happen_as_they_are_kept() {
    for fixture in CHECKED.iter() {
        let mut kept = String::new();
        for (of, told) in &fixture.failures {
            if !BY_CHANCE.contains(&format!("{} {of}", fixture.name)) {
                let _ = writeln!(kept, "== {of}\n{told}");
            }
        }
        if !kept.is_empty() {
            insta::assert_snapshot!(fixture.name.replace('/', "-"), kept);
        }
    }
}

#[test]
fn every_finding_code_of_the_scenarios_has_a_fixture_that_gets_it() {
    let declared: BTreeSet<String> = manifests()
        .iter()
        .flat_map(|m| toml::from_str::<Declared>(&std::fs::read_to_string(m).unwrap()).unwrap().findings)
        .map(|code| code.rsplit(' ').next().unwrap().to_owned())
        .collect();
    // The codes that are promised to teachers, each with a submission made for it.
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
        "server.misses-operator-fin",
        "client.ignores-server-fin",
        "chat.turns-broken",
        "deadlock.turns",
        "lock.missing",
        "lock.per-thread",
        "lock.not-common",
        "lock.not-released",
        "race.lost-update",
        "race.torn",
        "race.stale-read",
        "race.iteration-broken",
        "deadlock.locks",
        "calc.wrong-result",
        "calc.one-shot",
        "calc.error-not-reported",
        "calc.dies-on-error",
        "calc.runs-arbitrary-code",
        "calc.never-returns",
        "protocol.me",
        "protocol.all",
        "protocol.bye",
        "protocol.help-missing",
        "protocol.unknown-command-silent",
        "protocol.no-pseudo",
        "server.serves-one-at-a-time",
        "server.client-kills-others",
        "list.message-lost",
        "list.message-torn",
        "list.order-broken",
        "line.shown-before-newline",
        "line.split-wrongly",
        "line.newline-missing",
        "chat.not-full-duplex",
        "chat.orphan-holds-port",
    ];
    let missing: Vec<&str> = promised.into_iter().filter(|code| !declared.contains(*code)).collect();
    assert!(missing.is_empty(), "no fixture for {missing:?}");
}
