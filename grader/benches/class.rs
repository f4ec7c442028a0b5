//! What grading a class costs (`cargo bench -p grader --bench class`): a class made from the fixtures, in
//! mixed layouts, graded with one job and with two. Prints submissions a minute, CPU time a submission,
//! the peak memory of the grader itself (not of the students' programs), and how much faster two jobs
//! are; and that both gave the same results.
//!
//! `CLASS_SIZE` submissions (200), of the step `CLASS_STEP` (all of TP A when not set).

#![allow(clippy::panic, clippy::expect_used, reason = "a benchmark that cannot go on must fail")]

use std::fs;
use std::io::Cursor;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::time::{Duration, Instant};

use nix::sys::resource::{UsageWho, getrusage};

/// How often the grader's memory is looked at; its high-water mark hides nothing between two looks.
const LOOK: Duration = Duration::from_millis(20);

/// Folders of submissions: of one step, or whole.
fn fixtures(step: Option<&str>) -> Vec<PathBuf> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("../fixtures/tp-a").join(step.unwrap_or("whole"));
    let entries = fs::read_dir(&root).expect("fixtures").flatten();
    let mut found: Vec<PathBuf> = entries.map(|e| e.path()).filter(|p| p.is_dir()).collect();
    found.sort();
    found
}

fn files(folder: &Path) -> Vec<(String, Vec<u8>)> {
    let entries = walkdir::WalkDir::new(folder).sort_by_file_name().into_iter().flatten();
    let files = entries.filter(|e| e.file_type().is_file());
    files
        .map(|e| {
            let path = e.path().strip_prefix(folder).expect("below it").to_string_lossy().into_owned();
            (path, fs::read(e.path()).expect("a file"))
        })
        .collect()
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

/// A class of `size` submissions: every fixture in turn, every layout in turn.
fn generate(class: &Path, size: usize, step: Option<&str>) {
    let all = fixtures(step);
    for number in 0..size {
        let submission = files(&all[number % all.len()]);
        let name = format!("étudiant-{number:03}");
        match number % 5 {
            0 => submission.iter().for_each(|(path, bytes)| write(&class.join(&name).join(path), bytes)),
            1 => write(&class.join(format!("{name}.zip")), &zip_of(&submission, "rendu\\")),
            2 => write(&class.join(format!("{name}.tar.gz")), &tar_gz_of(&submission)),
            3 => {
                let folder = class.join(format!("{name}_{}_assignsubmission_file_", 1000 + number));
                write(&folder.join("TP.zip"), &zip_of(&submission, ""));
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

fn grade(class: &Path, out: &Path, jobs: &str, step: Option<&str>) -> Cost {
    let (before, began, mut peak) = (children_cpu(), Instant::now(), 0);
    let mut command = Command::new(env!("CARGO_BIN_EXE_grader"));
    command.arg("grade").arg(class).arg("-o").arg(out).args(["-j", jobs, "--lab", "tp-a"]);
    command.args(["--isolation", "namespaces", "--lang", "en"]).stdout(Stdio::null());
    if let Some(step) = step {
        command.args(["--step", step]);
    }
    let mut child = command.spawn().expect("grader");
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

fn main() {
    let size = std::env::var("CLASS_SIZE").ok().and_then(|s| s.parse().ok()).unwrap_or(200);
    let step = std::env::var("CLASS_STEP").ok();
    let dir = tempfile::tempdir().expect("a folder");
    let class = dir.path().join("class");
    generate(&class, size, step.as_deref());
    println!("{size} submissions, {}", step.as_deref().map_or("all of TP A".into(), |s| format!("step {s}")));
    let mut walls = Vec::new();
    for jobs in ["1", "2"] {
        let cost = grade(&class, &dir.path().join(jobs), jobs, step.as_deref());
        #[expect(clippy::cast_precision_loss, reason = "a number of students")]
        let count = size as f64;
        println!(
            "  -j {jobs}: {:6.1} submissions a minute, {:6.0} ms of CPU a submission, peak {:4} MiB",
            count * 60.0 / cost.wall.as_secs_f64(),
            cost.cpu.as_secs_f64() * 1000.0 / count,
            cost.peak / 1024
        );
        walls.push(cost.wall.as_secs_f64());
    }
    println!("  two jobs are {:.2} times as fast as one", walls[0] / walls[1]);
    let results = |jobs: &str| fs::read(dir.path().join(jobs).join("results.json")).expect("results");
    assert!(results("1") == results("2"), "the same results with one job and with two");
    println!("  the same results, byte for byte");
}
