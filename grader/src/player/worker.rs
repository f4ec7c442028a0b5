//! The worker process: takes its order from standard input, enters a world, does it, ends.

use std::fs::File;
use std::io::{Write, stdin, stdout};
use std::os::fd::AsFd;
use std::path::Path;
use std::time::{Duration, Instant};

use nix::poll::{PollFd, PollFlags, PollTimeout, poll};

use super::audit::Audit;
use super::census::Census;
use super::console::{Console, KEPT};
use super::engine::{Engine, Ground};
use super::job::{ErrandEnd, Job, Task};
use super::shadow::Shadow;
use crate::sandbox::{Launch, Membership, PortableWorld, Status, World, close_inherited};
use crate::submission::Snapshot;
use crate::tap::Capture;
use crate::text::Payload;
use crate::transcript::{Ending, Event, Isolation};

/// Hidden subcommand of the worker.
pub const WORKER_ARGUMENT: &str = "__world";
/// Hidden subcommand that only tries to enter a world.
pub const PROBE_ARGUMENT: &str = "__probe";
/// How a command ended that took too much: by SIGKILL.
const KILLED: Ending = Ending::Signal(9);
/// Most bytes a build may leave.
const COLLECTED: u64 = 64 << 20;

/// Does one job. Called in a process that has one thread; an error is the grader's own.
pub fn work() -> Result<(), Box<dyn std::error::Error>> {
    close_inherited();
    // The folder of a control group, where there is one.
    let group = std::env::args_os().nth(2).map(|folder| Membership::enter(Path::new(&folder))).transpose()?;
    let (job, snapshots) = Job::receive(stdin().lock())?;
    let pcap = job.pcap.as_ref().map(File::create).transpose()?;
    // More sockets than the usual soft limit, for scenarios with many peers.
    if let Ok((_, hard)) = nix::sys::resource::getrlimit(nix::sys::resource::Resource::RLIMIT_NOFILE) {
        let _ = nix::sys::resource::setrlimit(nix::sys::resource::Resource::RLIMIT_NOFILE, hard, hard);
    }
    match job.isolation {
        Isolation::Namespaces => {
            let world = World::enter(&job.view)?;
            match job.task {
                Task::Play { header, parts, limit_s } => {
                    let ground = Ground::World(world, Box::new(Capture::start(pcap)?));
                    Engine::new(
                        ground,
                        &header.scenario,
                        parts,
                        snapshots,
                        Duration::from_secs(limit_s),
                        group,
                        stdout().lock(),
                    )?
                    .run();
                }
                Task::Errand { launch, collect, limit_s } => {
                    let errand = |launch: &Launch, files: &Snapshot| world.launch(launch, files);
                    let keep = |console: &Console| {
                        if collect { world.collect(&console.running, COLLECTED) } else { Ok(Snapshot::default()) }
                    };
                    run(&launch, &snapshots, limit_s, group, errand, keep)?;
                }
            }
        }
        Isolation::Portable => {
            let world = PortableWorld::enter()?;
            match job.task {
                Task::Play { header, parts, limit_s } => {
                    let ground = Ground::Portable(world, Shadow::default());
                    Engine::new(
                        ground,
                        &header.scenario,
                        parts,
                        snapshots,
                        Duration::from_secs(limit_s),
                        group,
                        stdout().lock(),
                    )?
                    .run();
                }
                Task::Errand { launch, collect, limit_s } => {
                    let errand = |launch: &Launch, files: &Snapshot| world.launch(launch, files);
                    let keep = |console: &Console| {
                        if collect { world.collect(&console.running, COLLECTED) } else { Ok(Snapshot::default()) }
                    };
                    run(&launch, &snapshots, limit_s, group, errand, keep)?;
                }
            }
        }
    }
    Ok(())
}

/// True when a command takes too much; it may work for as long as it likes.
fn takes_too_much(audit: &mut Audit, console: &Console, launch: &Launch) -> bool {
    let limits = |_: &str| launch.limits.clone();
    audit.is_due()
        && audit
            .find(&Census::default().households(std::slice::from_ref(console)), limits, None, Instant::now())
            .is_some()
}

/// Runs one command to its end and reports it on standard output.
fn run<L, K, E>(
    launch: &Launch,
    snapshots: &[Snapshot],
    limit_s: u64,
    group: Option<Membership>,
    start: L,
    keep: K,
) -> Result<(), Box<dyn std::error::Error>>
where
    L: Fn(&Launch, &Snapshot) -> Result<crate::sandbox::Running, E>,
    K: Fn(&Console) -> Result<Snapshot, E>,
    E: std::error::Error + 'static,
{
    let empty = Snapshot::default();
    let mut console = Console::new("errand", start(launch, snapshots.first().unwrap_or(&empty))?, KEPT);
    let began = Instant::now();
    let mut audit = Audit::new(group);
    let mut output = Vec::new();
    let mut take = |console: &mut Console| {
        for event in console.drain() {
            if let Event::Output { data, .. } = event {
                output.extend_from_slice(&data.0);
            }
        }
    };
    let ending = loop {
        let status = console.status();
        if status.is_some() {
            console.running.terminal.flush();
        }
        take(&mut console);
        match status {
            Some(Status::Ended(ending)) => break Some(ending),
            Some(Status::NotExecuted(_)) => break Some(Ending::Status(127)),
            Some(Status::Failed(step, errno)) => return Err(format!("sandbox step `{}`: {errno}", step as char).into()),
            None if began.elapsed() > Duration::from_secs(limit_s) => break None,
            None if takes_too_much(&mut audit, &console, launch) => {
                console.kill();
                break Some(KILLED);
            }
            None => {}
        }
        let stdin = stdin();
        let mut fds = vec![PollFd::new(stdin.as_fd(), PollFlags::POLLIN)];
        fds.extend(console.fds().into_iter().map(|fd| PollFd::new(fd, PollFlags::POLLIN)));
        // Wakes now and then for the audit and the outer net.
        let _ = poll(&mut fds, PollTimeout::from(25u8));
        if fds[0].any().unwrap_or(false) {
            return Err("the main process is gone".into());
        }
    };
    let files = keep(&console)?;
    console.running.kill();
    let list = files
        .files
        .iter()
        .map(|f| (crate::submission::SnapshotFile { bytes: vec![], ..f.clone() }, f.bytes.len()))
        .collect();
    let end = ErrandEnd { ending, output: Payload(output), files: list };
    let mut out = stdout().lock();
    out.write_all(serde_json::to_string(&end)?.as_bytes())?;
    out.write_all(b"\n")?;
    for file in &files.files {
        out.write_all(&file.bytes)?;
    }
    out.flush()?;
    Ok(())
}
