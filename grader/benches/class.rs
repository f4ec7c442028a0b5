//! What grading a class costs (`cargo bench -p grader --bench class`): a class made from the fixtures, in
//! mixed layouts, one in twenty of them hostile, graded with one job and with two. Prints submissions a
//! minute, CPU time a submission, the peak memory of the grader itself (not of the students' programs),
//! and how much faster two jobs are. Holds that both gave the same results; that each submission got the
//! verdicts and findings that it gets alone; and that a run killed at random moments, and resumed each
//! time, ends with the same bytes.
//!
//! `CLASS_SIZE` submissions (200), of the step `CLASS_STEP` (all of TP A when not set), killed
//! `CLASS_KILLS` times (10).

#![allow(clippy::panic, clippy::expect_used, reason = "a benchmark that cannot go on must fail")]

use std::collections::HashMap;
use std::fs;
use std::hash::{BuildHasher, Hasher, RandomState};
use std::io::Cursor;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::time::{Duration, Instant};

use nix::sys::resource::{UsageWho, getrusage};
use serde_json::Value;

/// How often the grader's memory is looked at; its high-water mark hides nothing between two looks.
const LOOK: Duration = Duration::from_millis(20);
/// Most memory of the grader itself, in MiB.
const MOST_MB: u64 = 150;

/// The files of a submission, by path.
type Files = Vec<(String, Vec<u8>)>;

/// The submissions of a folder of fixtures, each below `prefix`.
fn fixtures(folder: &str, prefix: &str) -> Vec<Files> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("../fixtures").join(folder);
    let entries = fs::read_dir(&root).expect("fixtures").flatten();
    let mut found: Vec<PathBuf> = entries.map(|e| e.path()).filter(|p| p.is_dir()).collect();
    found.sort();
    found.iter().map(|folder| files(folder, prefix)).collect()
}

fn files(folder: &Path, prefix: &str) -> Files {
    let entries = walkdir::WalkDir::new(folder).sort_by_file_name().into_iter().flatten();
    let files = entries.filter(|e| e.file_type().is_file());
    files
        .map(|e| {
            let path = e.path().strip_prefix(folder).expect("below it").to_string_lossy().into_owned();
            (format!("{prefix}{path}"), fs::read(e.path()).expect("a file"))
        })
        .collect()
}

/// What submissions of a class are made of.
struct Stock {
    usual: Vec<Files>,
    hostile: Vec<Files>,
}

impl Stock {
    fn new(step: Option<&str>) -> Stock {
        // Where all steps are graded, the path says which one is meant.
        let prefix = if step.is_some() { "" } else { "2.2/" };
        let usual = fixtures(&format!("tp-a/{}", step.unwrap_or("whole")), "");
        Stock { usual, hostile: fixtures("hostile", prefix) }
    }

    /// The files of a submission by its number: one in twenty is hostile.
    fn files(&self, number: usize) -> &Files {
        match number % 20 {
            19 => &self.hostile[number / 20 % self.hostile.len()],
            _ => &self.usual[number % self.usual.len()],
        }
    }
}

fn zip_of(files: &[(String, Vec<u8>)], top: &str) -> Vec<u8> {
    let mut zip = zip::ZipWriter::new(Cursor::new(Vec::new()));
    for (name, bytes) in files {
        zip.start_file(format!("{top}{name}"), zip::write::SimpleFileOptions::default()).expect("zip");
        std::io::Write::write_all(&mut zip, bytes).expect("zip");
    }
    zip.finish().expect("zip").into_inner()
}

fn tar_gz_of(files: &[(String, Vec<u8>)]) -> Vec<u8> {
    let mut tar = tar::Builder::new(flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::fast()));
    for (name, bytes) in files {
        let mut header = tar::Header::new_gnu();
        header.set_size(bytes.len() as u64);
        header.set_mode(0o644);
        tar.append_data(&mut header, name, bytes.as_slice()).expect("tar");
    }
    tar.into_inner().expect("tar").finish().expect("gzip")
}

fn write(path: &Path, bytes: &[u8]) {
    fs::create_dir_all(path.parent().expect("a folder")).expect("a folder");
    fs::write(path, bytes).expect("a file");
}

fn name_of(number: usize) -> String {
    format!("étudiant-{number:03}")
}

/// A class of `size` submissions: every fixture in turn, every layout in turn.
fn generate(class: &Path, size: usize, stock: &Stock) {
    for number in 0..size {
        let submission = stock.files(number);
        let name = name_of(number);
        match number % 5 {
            0 => submission.iter().for_each(|(path, bytes)| write(&class.join(&name).join(path), bytes)),
            1 => write(&class.join(format!("{name}.zip")), &zip_of(submission, "rendu\\")),
            2 => write(&class.join(format!("{name}.tar.gz")), &tar_gz_of(submission)),
            3 => {
                let folder = class.join(format!("{name}_{}_assignsubmission_file_", 1000 + number));
                write(&folder.join("TP.zip"), &zip_of(submission, ""));
            }
            _ => submission.iter().for_each(|(path, bytes)| write(&class.join(&name).join("a/b").join(path), bytes)),
        }
    }
}

/// What a run took.
struct Cost {
    wall: Duration,
    cpu: Duration,
    /// Peak memory of the grader's own process, in KiB.
    peak: u64,
}

fn children_cpu() -> Duration {
    let usage = getrusage(UsageWho::RUSAGE_CHILDREN).expect("getrusage");
    let of = |t: nix::sys::time::TimeVal| {
        Duration::new(t.tv_sec().unsigned_abs(), u32::try_from(t.tv_usec()).unwrap_or(0) * 1000)
    };
    of(usage.user_time()) + of(usage.system_time())
}

fn command(class: &Path, out: &Path, jobs: &str, step: Option<&str>) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_grader"));
    command.arg("grade").arg(class).arg("-o").arg(out).args(["-j", jobs, "--lab", "tp-a", "--resume"]);
    command.args(["--isolation", "namespaces", "--lang", "en"]).stdout(Stdio::null()).stderr(Stdio::null());
    if let Some(step) = step {
        command.args(["--step", step]);
    }
    command
}

fn grade(class: &Path, out: &Path, jobs: &str, step: Option<&str>) -> Cost {
    let (before, began, mut peak) = (children_cpu(), Instant::now(), 0);
    let mut child = command(class, out, jobs, step).spawn().expect("grader");
    let status = format!("/proc/{}/status", child.id());
    let ended = loop {
        let text = fs::read_to_string(&status).unwrap_or_default();
        let mark = text.lines().find_map(|l| l.strip_prefix("VmHWM:")?.trim().strip_suffix(" kB")?.parse().ok());
        peak = mark.unwrap_or(0).max(peak);
        if let Some(ended) = child.try_wait().expect("the grader's end") {
            break ended;
        }
        std::thread::sleep(LOOK);
    };
    assert!(ended.success(), "the class was graded");
    Cost { wall: began.elapsed(), cpu: children_cpu() - before, peak }
}

/// Scenario by scenario: the step, the scenario, the verdict, the codes of what was found.
type Verdicts = Vec<(String, String, String, Vec<String>)>;

/// From a report or a record: both name these things alike.
fn verdicts(graded: &Value) -> Verdicts {
    let list = |value: &Value| value.as_array().cloned().unwrap_or_default();
    let text = |value: &Value| value.as_str().unwrap_or_default().to_owned();
    let codes = |value: &Value| list(&value["findings"]).iter().map(|f| text(&f["code"])).collect::<Vec<_>>();
    let mut all = Verdicts::new();
    for step in list(&graded["steps"]) {
        all.push((text(&step["id"]), String::new(), String::new(), codes(&step)));
        let of = |s: &Value| (text(&step["id"]), text(&s["id"]), text(&s["verdict"]), codes(s));
        all.extend(list(&step["scenarios"]).iter().map(of));
    }
    all
}

/// What a submission gets when nobody else is graded.
fn alone(files: &Files, step: Option<&str>) -> Verdicts {
    let dir = tempfile::tempdir().expect("a folder");
    files.iter().for_each(|(path, bytes)| write(&dir.path().join(path), bytes));
    let mut command = Command::new(env!("CARGO_BIN_EXE_grader"));
    command.arg("check").arg(dir.path()).args(["--lab", "tp-a", "--format", "json", "--lang", "en"]);
    command.args(["--isolation", "namespaces", "-j", "1"]).args(step.map(|s| ["--step", s]).into_iter().flatten());
    let output = command.output().expect("grader");
    verdicts(&serde_json::from_slice(&output.stdout).expect("a report"))
}

/// How many submissions got in the class what they get alone; those that did not are printed.
fn compare(out: &Path, size: usize, stock: &Stock, step: Option<&str>) -> usize {
    let journal = fs::read_to_string(out.join("journal.jsonl")).expect("a journal");
    let records: Vec<Value> = journal.lines().skip(1).map(|l| serde_json::from_str(l).expect("a record")).collect();
    let mut known: HashMap<&Files, Verdicts> = HashMap::new();
    let mut same = 0;
    for number in 0..size {
        let files = stock.files(number);
        let expected = known.entry(files).or_insert_with(|| alone(files, step));
        let record = records.iter().find(|r| r["name"] == name_of(number)).expect("everyone is in the journal");
        let got = verdicts(&record["outcome"]["graded"]);
        if got == *expected {
            same += 1;
        } else {
            let differ = got.iter().zip(expected.iter()).find(|(a, b)| a != b);
            println!("  {}: {differ:?}", name_of(number));
        }
    }
    same
}

/// Kills a run at random moments of the time that a whole one takes, and resumes it each time.
fn kill_and_resume(class: &Path, out: &Path, step: Option<&str>, kills: u32, whole: Duration) {
    for _ in 0..kills {
        let mut child = command(class, out, "2", step).spawn().expect("grader");
        let part = RandomState::new().build_hasher().finish() % 1000;
        let part = u32::try_from(part).unwrap_or(0);
        std::thread::sleep(whole * part / 1000 * 2 / kills.max(2));
        child.kill().expect("kill");
        child.wait().expect("its end");
    }
    assert!(command(class, out, "2", step).status().expect("grader").success());
}

/// Whether two results are the same bytes; the first lines that differ are printed.
fn same_bytes(one: &[u8], other: &[u8]) -> &'static str {
    if one == other {
        return "the same bytes";
    }
    let (one, other) = (String::from_utf8_lossy(one), String::from_utf8_lossy(other));
    for (at, (one, other)) in one.lines().zip(other.lines()).enumerate().filter(|(_, (a, b))| a != b).take(5) {
        println!("  line {}: {one} / {other}", at + 1);
    }
    "NOT the same"
}

fn number(variable: &str, otherwise: usize) -> usize {
    std::env::var(variable).ok().and_then(|s| s.parse().ok()).unwrap_or(otherwise)
}

fn main() {
    let (size, kills) = (number("CLASS_SIZE", 200), number("CLASS_KILLS", 10));
    let step = std::env::var("CLASS_STEP").ok();
    let step = step.as_deref();
    let stock = Stock::new(step);
    let dir = tempfile::tempdir().expect("a folder");
    let class = dir.path().join("class");
    generate(&class, size, &stock);
    println!("{size} submissions, {}", step.map_or("all of TP A".into(), |s| format!("step {s}")));
    let mut walls = Vec::new();
    for jobs in ["1", "2"] {
        let cost = grade(&class, &dir.path().join(jobs), jobs, step);
        #[expect(clippy::cast_precision_loss, reason = "a number of students")]
        let count = size as f64;
        println!(
            "  -j {jobs}: {:6.1} submissions a minute, {:6.0} ms of CPU a submission, peak {:4} MiB",
            count * 60.0 / cost.wall.as_secs_f64(),
            cost.cpu.as_secs_f64() * 1000.0 / count,
            cost.peak / 1024
        );
        assert!(cost.peak < MOST_MB * 1024, "the grader itself stays small");
        walls.push(cost.wall);
    }
    println!("  two jobs are {:.2} times as fast as one", walls[0].as_secs_f64() / walls[1].as_secs_f64());
    let results = |out: &str| fs::read(dir.path().join(out).join("results.json")).expect("results");
    let same = compare(&dir.path().join("2"), size, &stock, step);
    println!("  {same} of {size} as they are alone");
    let equal = same_bytes(&results("1"), &results("2"));
    println!("  with one job and with two: {equal}");
    kill_and_resume(&class, &dir.path().join("killed"), step, u32::try_from(kills).unwrap_or(0), walls[1]);
    let resumed = same_bytes(&results("killed"), &results("2"));
    println!("  killed {kills} times and resumed: {resumed}");
    let unchanged = equal == resumed && equal == "the same bytes";
    assert!(unchanged && same == size, "order, jobs and interruptions change nothing");
}
