//! What the sweep costs, beside naive stress on the same servers (`cargo bench -p grader --bench sweep`).
//!
//! For each faulty and correct threaded server of the fixtures: how long the scenario that holds a
//! thread at each instruction takes, and what it finds; how often 32 clients that send 50 messages
//! each, all at once, show any harm (a reply missing, a connection lost, a total told twice, a
//! message not read back), in as many attempts.

#![allow(clippy::panic, clippy::expect_used, reason = "a benchmark that cannot go on must fail")]

use std::collections::BTreeSet;
use std::io::{Read, Write};
use std::net::TcpStream;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

use serde_json::Value;

/// Attempts of naive stress for each server.
const ATTEMPTS: usize = 3;
const CLIENTS: usize = 32;
const MESSAGES: usize = 50;

/// Faulty servers whose fault does harm, and correct ones.
const FAULTY: &[&str] = &[
    "counter-unlocked",
    "class-attribute-unlocked",
    "nonlocal-added",
    "lock-per-client",
    "lock-on-the-spot",
    "lock-on-write-only",
    "file-rewritten-unlocked",
    "append-then-len",
    "text-concatenated",
    "history-joined-outside",
    "locks-in-opposite-orders",
    "socketserver-class-attribute",
    "pool-shared-dict",
    "author-then-text",
    "copy-put-back",
    "listed-while-changed",
    "leaves-during-broadcast",
    "made-twice-at-first",
];
const CORRECT: &[&str] = &[
    "totals",
    "condition-as-lock",
    "queue-and-writer",
    "selectors-one-thread",
    "socketserver-with-lock",
    "broadcast",
    "broadcast-over-a-copy",
    "made-under-lock-at-first",
];

fn fixture(name: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../fixtures/tp-a/2.8").join(name)
}

/// Milliseconds of the sweep's scenario, and the codes it gave.
fn sweep(name: &str) -> (u64, Vec<String>) {
    let mut command = Command::new(env!("CARGO_BIN_EXE_grader"));
    command.arg("check").arg(fixture(name)).args(["--lab", "tp-a", "--step", "2.8", "--format", "json", "--jobs", "1"]);
    let output = command.output().expect("the grader runs");
    let report: Value = serde_json::from_slice(&output.stdout).expect("a report");
    let scenarios = report["steps"][0]["scenarios"].as_array().expect("scenarios");
    let swept = scenarios.iter().find(|s| s["id"] == "two-at-once").expect("the sweep");
    let codes = swept["findings"].as_array().into_iter().flatten();
    let codes = codes.filter_map(|f| f["code"].as_str().map(str::to_owned)).collect();
    (swept["duration_ms"].as_u64().unwrap_or(0), codes)
}

struct Server(Child);

impl Drop for Server {
    fn drop(&mut self) {
        let _ = self.0.kill();
        let _ = self.0.wait();
    }
}

fn connect() -> Option<TcpStream> {
    let until = Instant::now() + Duration::from_secs(5);
    while Instant::now() < until {
        if let Ok(stream) = TcpStream::connect(("127.0.0.1", 63000)) {
            let _ = stream.set_read_timeout(Some(Duration::from_secs(5)));
            return Some(stream);
        }
    }
    None
}

/// One naive attempt; true when anything looked wrong.
fn stress(name: &str) -> bool {
    let scratch = tempfile::tempdir().expect("a folder");
    std::fs::copy(fixture(name).join("server.py"), scratch.path().join("server.py")).expect("the server");
    let mut command = Command::new("python3");
    command.arg("server.py").current_dir(scratch.path()).stdin(Stdio::null());
    let server = command.stdout(Stdio::null()).stderr(Stdio::null()).spawn().expect("Python starts");
    let _server = Server(server);
    let barrier = std::sync::Barrier::new(CLIENTS);
    let told: Vec<Option<Vec<String>>> = std::thread::scope(|scope| {
        let client = |c: usize| {
            let stream = connect();
            barrier.wait();
            let mut stream = stream?;
            (0..MESSAGES)
                .map(|m| {
                    stream.write_all(format!("note-{c}-{m}").as_bytes()).ok()?;
                    let mut buffer = [0; 4096];
                    let count = stream.read(&mut buffer).ok().filter(|n| *n > 0)?;
                    Some(String::from_utf8_lossy(&buffer[..count]).into_owned())
                })
                .collect()
        };
        let running: Vec<_> = (0..CLIENTS).map(|c| scope.spawn(move || client(c))).collect();
        running.into_iter().map(|thread| thread.join().expect("a client")).collect()
    });
    let Some(told) = told.into_iter().collect::<Option<Vec<_>>>() else { return true };
    let totals: Vec<&str> = told
        .iter()
        .flatten()
        .filter(|text| !text.contains("note-"))
        .filter_map(|text| text.split(|c: char| !c.is_ascii_digit()).rfind(|digits| !digits.is_empty()))
        .collect();
    let different: BTreeSet<&&str> = totals.iter().collect();
    if totals.len() == CLIENTS * MESSAGES && different.len() < totals.len() {
        return true;
    }
    // Read back, where the server offers it.
    let Some(mut reader) = connect() else { return true };
    let _ = reader.set_read_timeout(Some(Duration::from_millis(300)));
    let mut text = Vec::new();
    if reader.write_all(b"/list").is_err() {
        return true;
    }
    let mut buffer = [0; 65536];
    while let Ok(count) = reader.read(&mut buffer) {
        if count == 0 {
            break;
        }
        text.extend_from_slice(&buffer[..count]);
    }
    let text = String::from_utf8_lossy(&text).into_owned();
    let read_back = text.matches("note-").count();
    read_back > CLIENTS && read_back != CLIENTS * MESSAGES
}

fn main() {
    let mut durations = Vec::new();
    println!("{:<32} {:>8}  {:<44} naive stress shows harm", "server", "sweep", "finds");
    for (name, faulty) in FAULTY.iter().map(|n| (n, true)).chain(CORRECT.iter().map(|n| (n, false))) {
        let (ms, codes) = sweep(name);
        let seen = (0..ATTEMPTS).filter(|_| stress(name)).count();
        let found = if codes.is_empty() { "–".to_owned() } else { codes.join(", ") };
        let mark = if faulty { "" } else { "  (correct)" };
        println!("{name:<32} {ms:>5} ms  {found:<44} {seen} of {ATTEMPTS}{mark}");
        durations.push(ms);
    }
    durations.sort_unstable();
    println!(
        "median of the sweep: {} ms (worst {} ms)",
        durations[durations.len() / 2],
        durations[durations.len() - 1]
    );
}
