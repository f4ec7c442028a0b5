//! What checking costs, as ratios within one run (`cargo bench -p grader`):
//!
//! 1. the CPU time of checking a good Python submission, steps 2.1–2.3 and all of TP A, against that
//!    of just starting its interpreter as many times (`python3 -c "import socket"`, what the first
//!    line of every program does, as many at once as a check plays scenarios; one at a time, and
//!    `python3 -c pass`, beside it);
//! 2. the wall time of all of TP A against that CPU time spread over the cores;
//! 3. how long a server that ignores `fin` takes to be proven stuck: from the last event to the proof.
//!
//! CPU time is the whole machine's (`/proc/stat`): the kernel does not charge a program killed with its
//! PID namespace to anyone, nor the making and unmaking of namespaces. The machine must be idle
//! besides; the first line says how idle it was.

#![allow(clippy::panic, clippy::expect_used, reason = "a benchmark that cannot go on must fail")]

use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::{Duration, Instant};

use grader::grading::scenarios_at_once;
use grader::transcript::{Event, Isolation, Transcript};
use nix::unistd::{SysconfVar, sysconf};

/// Counted rounds of each figure.
const ROUNDS: usize = 7;

fn fixture(name: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../fixtures/tp-a").join(name)
}

/// CPU time that all processors have spent since the machine started, in ms (proc_stat(5): user, nice,
/// system, irq and softirq).
fn machine_cpu() -> f64 {
    let stat = std::fs::read_to_string("/proc/stat").expect("/proc/stat");
    let fields: Vec<f64> =
        stat.lines().next().expect("a line").split_whitespace().skip(1).flat_map(str::parse).collect();
    let ticks = [0, 1, 2, 5, 6].iter().map(|i| fields[*i]).sum::<f64>();
    let rate = sysconf(SysconfVar::CLK_TCK).ok().flatten().expect("a clock");
    #[expect(clippy::cast_precision_loss, reason = "a hundred")]
    let rate = rate as f64;
    ticks * 1000.0 / rate
}

fn cpu_of(run: impl FnOnce()) -> f64 {
    let before = machine_cpu();
    run();
    machine_cpu() - before
}

fn median(mut values: Vec<f64>) -> f64 {
    values.sort_by(f64::total_cmp);
    values[values.len() / 2]
}

fn check(folder: &Path, more: &[&str]) {
    let status = Command::new(env!("CARGO_BIN_EXE_grader"))
        .arg("check")
        .arg(folder)
        .args(["--lab", "tp-a", "--isolation", "namespaces"])
        .args(more)
        .stdout(Stdio::null())
        .status();
    assert!(status.is_ok_and(|s| s.code().is_some_and(|c| c < 2)), "the check ran");
}

/// How many programs all scenarios start, read off their transcripts; one more for the compile check.
fn interpreters(folder: &Path) -> usize {
    let out = tempfile::tempdir().expect("a folder");
    check(folder, &["--transcripts", &out.path().display().to_string()]);
    let mut count = 1;
    for step in std::fs::read_dir(out.path()).expect("transcripts").flatten() {
        for file in std::fs::read_dir(step.path()).expect("transcripts").flatten() {
            let transcript = Transcript::read(&file.path()).expect("a transcript");
            count += transcript.entries.iter().filter(|e| matches!(e.event, Event::Started { .. })).count();
        }
    }
    count
}

fn cost(steps: &str, submission: &str) {
    let python = grader::sandbox::Toolbox::default().path("python3").expect("python3");
    let good = fixture(submission);
    let count = interpreters(&good);
    let cores = std::thread::available_parallelism().map_or(1, usize::from);
    // So many at once: processors that share a memory take longer for the same work together.
    let start = |code: &str, at_once: usize| {
        let left = AtomicUsize::new(count);
        let take = || left.fetch_update(Ordering::Relaxed, Ordering::Relaxed, |n| n.checked_sub(1)).is_ok();
        std::thread::scope(|scope| {
            for _ in 0..at_once {
                scope.spawn(|| {
                    while take() {
                        let _ = Command::new(&python).args(["-c", code]).stdout(Stdio::null()).status();
                    }
                });
            }
        });
    };
    let at_once = scenarios_at_once(None, Isolation::Namespaces);
    let (mut checks, mut walls, mut sockets, mut alone, mut bare) = (vec![], vec![], vec![], vec![], vec![]);
    for _ in 0..ROUNDS {
        let began = Instant::now();
        checks.push(cpu_of(|| check(&good, &["--jobs", &cores.to_string()])));
        walls.push(began.elapsed().as_secs_f64() * 1000.0);
        sockets.push(cpu_of(|| start("import socket", at_once)));
        alone.push(cpu_of(|| start("import socket", 1)));
        bare.push(cpu_of(|| start("pass", at_once)));
    }
    let (check_ms, wall_ms, socket_ms, bare_ms) = (median(checks), median(walls), median(sockets), median(bare));
    let alone_ms = median(alone);
    #[expect(clippy::cast_precision_loss, reason = "a number of cores")]
    let shared_ms = check_ms / cores as f64;
    println!("{steps}: {count} interpreters started, median of {ROUNDS} rounds, in ms");
    println!("  check, CPU                       {check_ms:8.0}");
    println!("  start, import socket, CPU        {socket_ms:8.0}   check / this = {:.2}", check_ms / socket_ms);
    println!("  the same, one at a time, CPU     {alone_ms:8.0}   check / this = {:.2}", check_ms / alone_ms);
    println!("  start only, CPU                  {bare_ms:8.0}   check / this = {:.2}", check_ms / bare_ms);
    println!("  check, CPU over {cores} cores          {shared_ms:8.0}");
    println!(
        "  check, wall, -j {cores}                {wall_ms:8.0}   this / CPU over cores = {:.2}",
        wall_ms / shared_ms
    );
}

fn proof() {
    let mut times = Vec::new();
    for _ in 0..ROUNDS * 3 {
        let out = tempfile::tempdir().expect("a folder");
        check(
            &fixture("2.2/ignores-fin"),
            &["--step", "2.2", "--jobs", "1", "--transcripts", &out.path().display().to_string()],
        );
        let transcript = Transcript::read(&out.path().join("2.2/fin.jsonl")).expect("a transcript");
        // What follows the proof is read for the report: where each thread stands.
        let proof = transcript.entries.iter().rposition(|entry| matches!(entry.event, Event::Still { .. }));
        let [.., last, still] = &transcript.entries[..=proof.expect("failed by proof")] else { panic!("too short") };
        #[expect(clippy::cast_precision_loss, reason = "microseconds of a short run")]
        times.push((still.t - last.t) as f64 / 1000.0);
    }
    let worst = times.iter().copied().fold(0.0, f64::max);
    println!(
        "ignored `fin`: from the last event to the proof, {} runs: median {:.1} ms, worst {worst:.1} ms",
        times.len(),
        median(times)
    );
}

fn main() {
    let rest = cpu_of(|| std::thread::sleep(Duration::from_secs(3)));
    println!("others use {:.1} % of one processor", rest / 30.0);
    proof();
    cost("TP A, steps 2.1–2.3", "whole/binome-01");
    cost("TP A, all steps", "whole/binome-09");
}
