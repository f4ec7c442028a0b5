//! Submissions that mean harm: contained, reported, and nobody else's loss. Each attack says when it
//! begins (`ATTEMPT`) and when something worked that must not (`BREACH`).

#![allow(clippy::unwrap_used, clippy::panic, reason = "a test that cannot go on must fail")]

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::hash::{BuildHasher, Hasher, RandomState};
use std::net::TcpListener;
use std::os::unix::fs::symlink;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::sync::{Mutex, MutexGuard, PoisonError};
use std::time::{Duration, Instant};

use grader::judge::{Verdict, judge};
use grader::lab::Library;
use grader::sandbox::Toolbox;
use grader::text::is_treacherous;
use grader::transcript::{Entry, Event, Excess, Header, Isolation, SCHEMA, Stream, Transcript};
use nix::sys::prctl;
use nix::sys::wait::{WaitPidFlag, WaitStatus, waitpid};
use serde::Deserialize;
use serde_json::Value;

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Declared {
    about: String,
    kind: String,
    step: String,
    findings: BTreeSet<String>,
}

fn fixtures() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../fixtures")
}

/// The hostile fixtures by name, with what they declare.
fn attacks() -> BTreeMap<String, Declared> {
    let manifests = fs::read_dir(fixtures().join("hostile")).unwrap().flatten().map(|e| e.path());
    let manifests = manifests.filter(|p| p.extension().is_some_and(|e| e == "toml"));
    let read = |path: PathBuf| {
        let declared: Declared = toml::from_str(&fs::read_to_string(&path).unwrap()).unwrap();
        assert!(!declared.about.is_empty() && declared.kind == "hostile" && declared.step == "2.2", "{path:?}");
        (path.file_stem().unwrap().to_str().unwrap().to_owned(), declared)
    };
    manifests.map(read).collect()
}

fn copy(from: &Path, to: &Path) {
    fs::create_dir_all(to).unwrap();
    for file in fs::read_dir(from).unwrap().flatten() {
        fs::copy(file.path(), to.join(file.file_name())).unwrap();
    }
}

/// Everything below a folder: paths, what links point to, what files hold.
fn tree(folder: &Path) -> BTreeMap<PathBuf, Vec<u8>> {
    let entries = walkdir::WalkDir::new(folder).into_iter().map(|e| e.unwrap());
    let content = |path: &Path| match fs::read_link(path) {
        Ok(target) => target.into_os_string().into_encoded_bytes(),
        Err(_) => fs::read(path).unwrap_or_default(),
    };
    entries.map(|e| (e.path().strip_prefix(folder).unwrap().to_path_buf(), content(e.path()))).collect()
}

/// One run at a time, as the tests count what is left of their own.
fn alone() -> MutexGuard<'static, ()> {
    static TURN: Mutex<()> = Mutex::new(());
    // Whatever outlives its parent becomes a child of this process, whatever it did to hide.
    prctl::set_child_subreaper(true).unwrap();
    TURN.lock().unwrap_or_else(PoisonError::into_inner)
}

/// Waits until no descendant of this process is left; what ends only with a signal of ours never does.
fn nothing_is_left() {
    let began = Instant::now();
    loop {
        match waitpid(None, Some(WaitPidFlag::WNOHANG)) {
            Err(nix::errno::Errno::ECHILD) => return,
            Ok(WaitStatus::StillAlive) => {
                assert!(began.elapsed() < Duration::from_secs(60), "something outlived its run: {:?}", children());
                std::thread::yield_now();
            }
            _ => {}
        }
    }
}

fn children() -> Vec<String> {
    let own = std::process::id().to_string();
    let stats = fs::read_dir("/proc").unwrap().flatten().filter_map(|e| fs::read_to_string(e.path().join("stat")).ok());
    stats.filter(|s| s.rsplit(')').next().unwrap().split_whitespace().nth(1) == Some(&own)).collect()
}

/// A class, and things beside it that nobody in it may read or change.
struct Evening {
    dir: tempfile::TempDir,
    listener: TcpListener,
}

impl Evening {
    fn new() -> Evening {
        Evening::within(&std::env::temp_dir())
    }

    fn within(folder: &Path) -> Evening {
        let dir = tempfile::tempdir_in(folder).unwrap();
        let evening = Evening { dir, listener: TcpListener::bind("127.0.0.1:0").unwrap() };
        for folder in ["home", "class", "tmp"] {
            fs::create_dir(evening.path(folder)).unwrap();
        }
        for canary in evening.canaries() {
            fs::create_dir_all(canary.parent().unwrap()).unwrap();
            fs::write(canary, "canary").unwrap();
        }
        evening
    }

    fn path(&self, name: &str) -> PathBuf {
        self.dir.path().join(name)
    }

    fn canaries(&self) -> [PathBuf; 3] {
        ["home/secret.txt", "beside.txt", "class/daemon good/secret.txt"].map(|name| self.path(name))
    }

    /// Adds a hostile fixture, told where the canaries are.
    fn add(&self, attack: &str) {
        let to = self.path("class").join(attack);
        copy(&fixtures().join("hostile").join(attack), &to);
        let mut known: Vec<String> = self.canaries().iter().map(|p| p.display().to_string()).collect();
        known.push(self.path("out/journal.jsonl").display().to_string());
        fs::write(to.join("where.txt"), known.join("\n")).unwrap();
        fs::write(to.join("address.txt"), self.listener.local_addr().unwrap().to_string().replace(':', " ")).unwrap();
    }

    fn grader(&self, out: &str, jobs: &str) -> Command {
        let mut command = Command::new(env!("CARGO_BIN_EXE_grader"));
        command.arg("grade").arg(self.path("class")).arg("-o").arg(self.path(out)).args(["-j", jobs, "--resume"]);
        command.args(["--lab", "tp-a", "--step", "2.2", "--lang", "en", "--isolation", "namespaces"]);
        command.env("HOME", self.path("home")).env("TMPDIR", self.path("tmp")).env("LC_ALL", "C.UTF-8");
        command.stdin(Stdio::null());
        command
    }
}

/// All that the programs of a submission showed, start by start.
fn shown(transcripts: &Path) -> String {
    let files = walkdir::WalkDir::new(transcripts).into_iter().flatten().filter(|e| e.file_type().is_file());
    let mut text = Vec::new();
    for file in files {
        let transcript = Transcript::read(file.path()).unwrap();
        for stream in [Stream::Screen, Stream::Errors] {
            for entry in &transcript.entries {
                match &entry.event {
                    Event::Output { stream: of, data, .. } if *of == stream => text.extend_from_slice(&data.0),
                    _ => {}
                }
            }
            text.push(b'\n');
        }
    }
    String::from_utf8_lossy(&text).into_owned()
}

/// What the test adds to the fixtures: what git or some file systems cannot carry.
fn add_uncarried(evening: &Evening) -> BTreeMap<String, BTreeSet<String>> {
    let server = "import os\nprint('ATTEMPT', flush=True)\nfor name in ('secret', 'all', 'loop', 'all/etc/hostname'):\n    if os.path.lexists(name):\n        print('BREACH:', name, flush=True)\n";
    let plain = ["server.never-listens", "step.no-program"].map(str::to_owned);
    let links = evening.path("class/links");
    fs::create_dir(&links).unwrap();
    fs::write(links.join("server.py"), server).unwrap();
    symlink(&evening.canaries()[0], links.join("secret")).unwrap();
    symlink("/", links.join("all")).unwrap();
    symlink(".", links.join("loop")).unwrap();
    let strange = "new\nline\u{1b}[31m\u{202e}::error::=1+1";
    let folder = evening.path("class").join(strange);
    fs::create_dir(&folder).unwrap();
    fs::write(folder.join("server\n\u{1b}[31m::error::.py"), server).unwrap();
    let mut expected: BTreeMap<String, BTreeSet<String>> = BTreeMap::new();
    expected.insert(strange.into(), plain.clone().into());
    expected.insert("links".into(), plain.into_iter().chain(["hostile.link-refused".into()]).collect());
    expected
}

#[test]
fn every_attack_is_contained_and_reported_and_costs_the_others_nothing() {
    let _turn = alone();
    let (evening, attacks) = (Evening::new(), attacks());
    assert!(attacks.len() >= 20, "the fixtures are there");
    attacks.keys().for_each(|attack| evening.add(attack));
    let mut expected = add_uncarried(&evening);
    expected.extend(attacks.into_iter().map(|(name, declared)| (name, declared.findings)));
    // Right after, and beside, what stays, what takes memory, and what takes the port.
    let good = ["daemon good", "memory-shared good", "waits-for-the-next good"];
    for name in good {
        copy(&fixtures().join("tp-a/2.2/plain"), &evening.path("class").join(name));
    }
    let before = (tree(&evening.path("class")), tree(&evening.path("home")), mounts());

    let run = evening.grader("out", "2").output().unwrap();
    let said = String::from_utf8_lossy(&[run.stdout, run.stderr].concat()).into_owned();
    assert_eq!(run.status.code(), Some(0), "{said}");
    nothing_is_left();
    assert!(before == (tree(&evening.path("class")), tree(&evening.path("home")), mounts()), "something was changed");
    assert_eq!(fs::read_dir(evening.path("tmp")).unwrap().count(), 0, "files are left");
    evening.listener.set_nonblocking(true).unwrap();
    assert!(evening.listener.accept().is_err(), "the machine's own network was reached");

    let out = evening.path("out");
    let results: Value = serde_json::from_slice(&fs::read(out.join("results.json")).unwrap()).unwrap();
    let students = results["students"].as_array().unwrap();
    let mut wrong = Vec::new();
    for record in records(&out) {
        let name = record["name"].as_str().unwrap();
        let text = shown(&out.join("transcripts").join(record["slug"].as_str().unwrap()));
        let got: BTreeSet<String> = codes(&record["outcome"]).into_iter().collect();
        let verdicts = verdicts(&record["outcome"]);
        if good.contains(&name) {
            let student = students.iter().find(|s| s["name"] == name).unwrap();
            if student["mark"] != 20.0 || !verdicts.iter().all(|v| v == "passed") || !got.is_empty() {
                wrong.push(format!("{name}: {} {verdicts:?} {got:?}", student["mark"]));
            }
            continue;
        }
        if got != expected[name] || verdicts.iter().any(|v| v == "inconclusive") {
            wrong.push(format!("{name}: declared {:?}, got {got:?}, {verdicts:?}", expected[name]));
        }
        if !text.contains("ATTEMPT") || text.contains("BREACH") {
            wrong.push(format!("{name}: {text:.2000}"));
        }
    }
    assert_eq!(students.len(), expected.len() + good.len());
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
    told_harmlessly(&out, &said);
}

/// What the run says and writes holds nothing that a terminal, a table, a page or CI would obey.
fn told_harmlessly(out: &Path, said: &str) {
    let obeyed = |line: &str| line.trim_start().starts_with("::") || line.chars().any(is_treacherous);
    let lines: Vec<&str> = said.lines().filter(|line| obeyed(line)).collect();
    assert!(lines.is_empty(), "{lines:?}");
    for name in ["results.json", "notes.csv", "junit.xml", "check50/links.json", "gradescope/injects/results.json"] {
        let text = fs::read_to_string(out.join(name)).unwrap();
        assert!(!text.chars().any(|c| !matches!(c, '\n' | '\r') && is_treacherous(c)), "{name}");
        assert!(!text.contains("\\u001b") && !text.contains("<testcase name='forged'"), "{name}");
    }
}

fn mounts() -> String {
    fs::read_to_string("/proc/self/mountinfo").unwrap()
}

fn records(out: &Path) -> Vec<Value> {
    let text = fs::read_to_string(out.join("journal.jsonl")).unwrap();
    text.lines().skip(1).map(|line| serde_json::from_str(line).unwrap()).collect()
}

/// The code of every finding in a record.
fn codes(outcome: &Value) -> Vec<String> {
    let graded = &outcome["graded"];
    let list = |value: &Value| value.as_array().cloned().unwrap_or_default();
    let mut findings = list(&graded["findings"]);
    for step in list(&graded["steps"]) {
        findings.extend(list(&step["findings"]));
        findings.extend(list(&step["scenarios"]).iter().flat_map(|s| list(&s["findings"])));
    }
    findings.iter().map(|f| f["code"].as_str().unwrap().to_owned()).collect()
}

fn verdicts(outcome: &Value) -> Vec<String> {
    let scenarios = outcome["graded"]["steps"].as_array().unwrap().iter().flat_map(|s| s["scenarios"].as_array());
    scenarios.flatten().map(|s| s["verdict"].as_str().unwrap().to_owned()).collect()
}

/// Some time up to `most`.
fn random(most: Duration) -> Duration {
    let part = RandomState::new().build_hasher().finish() % 1000;
    most.mul_f64(f64::from(u32::try_from(part).unwrap()) / 1000.0)
}

/// Everything in the reports that holds no times.
fn timeless(out: &Path) -> BTreeMap<PathBuf, Vec<u8>> {
    // A student's page draws the time at which each thing happened.
    let timed = ["journal.jsonl", "junit.xml", "transcripts", "html/student"];
    tree(out).into_iter().filter(|(path, _)| !timed.iter().any(|name| path.starts_with(name))).collect()
}

#[test]
fn killed_at_ten_random_moments_among_attackers_a_run_leaves_nothing_and_gives_the_same_bytes() {
    let _turn = alone();
    let evening = Evening::new();
    for attack in ["daemon", "forges-results", "kill-everyone", "reads-others", "waits-for-the-next", "writes-outside"]
    {
        evening.add(attack);
    }
    let began = Instant::now();
    assert!(evening.grader("whole", "1").output().unwrap().status.success());
    let (whole, most) = (timeless(&evening.path("whole")), began.elapsed() / 4);
    assert!(whole.len() > 20, "{:?}", whole.keys());
    let before = mounts();
    let mut kills = 0;
    while kills < 10 {
        let mut run = evening.grader("out", "1").stdout(Stdio::null()).stderr(Stdio::null()).spawn().unwrap();
        // The moment is the point of it, not something to wait for.
        std::thread::sleep(random(most));
        if run.try_wait().unwrap().is_some() {
            // It was done before its moment came: from the beginning.
            assert_eq!(timeless(&evening.path("out")), whole);
            fs::remove_dir_all(evening.path("out")).unwrap();
            continue;
        }
        run.kill().unwrap();
        run.wait().unwrap();
        kills += 1;
        nothing_is_left();
    }
    assert!(evening.grader("out", "2").output().unwrap().status.success());
    assert_eq!(timeless(&evening.path("out")), whole);
    assert_eq!(mounts(), before);
}

#[test]
fn a_class_below_the_folder_of_an_interpreter_is_not_seen() {
    let _turn = alone();
    // Programs have places of their own in these folders, so no interpreter of theirs can lie there.
    let places = [Some(env!("CARGO_TARGET_TMPDIR").into()), std::env::var_os("HOME").map(PathBuf::from)];
    let fits = |place: &PathBuf| {
        let covered = ["/tmp", "/var/tmp", "/dev/shm"].iter().any(|covered| place.starts_with(covered));
        !covered && tempfile::tempdir_in(place).is_ok()
    };
    let Some(place) = places.into_iter().flatten().find(fits) else {
        println!("left out: no folder outside /tmp can be written to");
        return;
    };
    let evening = Evening::within(&place);
    // A virtual environment, made by hand, with the class inside.
    let python = Toolbox::default().path("python3").unwrap();
    let home = python.canonicalize().unwrap().parent().unwrap().display().to_string();
    fs::create_dir(evening.path("bin")).unwrap();
    fs::write(evening.path("pyvenv.cfg"), format!("home = {home}\n")).unwrap();
    symlink(&python, evening.path("bin/python3")).unwrap();
    evening.add("reads-others");
    let path = format!("{}:{}", evening.path("bin").display(), std::env::var("PATH").unwrap());
    let mut run = evening.grader("out", "1");
    run.env("HOME", "/nonexistent");
    assert!(run.env("PATH", path).args(["--only", "reads-others"]).output().unwrap().status.success());
    let text = shown(&evening.path("out/transcripts/reads-others"));
    let class = evening.path("class").display().to_string();
    let out = evening.path("out").display().to_string();
    assert!(text.contains("ATTEMPT"), "{text}");
    assert!(
        !text.contains(&format!("BREACH: read {class}")) && !text.contains(&format!("BREACH: read {out}")),
        "{text}"
    );
}

#[test]
fn who_floods_the_capture_gets_no_benefit_of_the_doubt() {
    let library = Library::shipped().unwrap().whole().unwrap();
    let step = library.lab("tp-a").unwrap().step("2.2").unwrap();
    let scenario = step.scenarios.iter().find(|s| s.id == "echo").unwrap().clone();
    let programs = BTreeMap::from([("server".to_owned(), "server.py".to_owned())]);
    let header = Header {
        schema: SCHEMA.into(),
        lab: "tp-a".into(),
        step: "2.2".into(),
        scenario,
        programs,
        isolation: Isolation::Namespaces,
    };
    let started = Event::Started { program: "server".into() };
    let exceeded = Event::Exceeded { program: "server".into(), what: Excess::Traffic };
    let judged = |events: &[Event]| {
        let entries = (1..).zip(events).map(|(n, event)| Entry { n, t: n, event: event.clone() }).collect();
        judge(&Transcript { header: header.clone(), entries })
    };
    let lost = Event::Lost { packets: 7 };
    let flooded = judged(&[started.clone(), lost.clone(), exceeded]);
    assert_eq!(flooded.verdict, Verdict::Failed);
    assert_eq!(flooded.failure.unwrap().code, "hostile.too-much-traffic");
    assert_eq!(judged(&[started, lost, Event::Limit { seconds: 30 }]).verdict, Verdict::Inconclusive);
}

#[test]
fn doctor_says_what_bounds_memory() {
    let _turn = alone();
    for (language, word) in [("en", "Memory: bounded for each"), ("fr", "Mémoire : bornée pour chaque")] {
        let output = Command::new(env!("CARGO_BIN_EXE_grader")).args(["doctor", "--lang", language]).output().unwrap();
        let text = String::from_utf8(output.stdout).unwrap().replace(['\u{a0}', '\u{202f}'], " ");
        assert!(text.contains(word), "{text}");
    }
}
