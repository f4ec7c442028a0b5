//! Who runs: the processes of all programs of a scenario.

use std::cell::RefCell;
use std::collections::BTreeMap;
use std::fs;
use std::os::unix::fs::MetadataExt;

use super::console::Console;
use crate::sandbox::processes_below;
use crate::tap::{Process, inner_number};

/// Number of a program's main process in its own PID namespace, where its keeper is the first.
const MAIN: i32 = 2;

/// Remembers the last count: as long as no process is born in the world, nobody has to be looked for.
/// One that is just being born may be missed for a while: a program of which nobody was found is looked
/// for again, and so is everybody before a proof ([`Census::afresh`]).
#[derive(Debug, Default)]
pub(super) struct Census {
    last: RefCell<Option<Count>>,
    /// Outside of worlds: the first process seen below each keeper.
    firsts: RefCell<BTreeMap<i32, i32>>,
}

#[derive(Debug)]
struct Count {
    /// The process id that had been given last.
    youngest: String,
    found: Vec<Inhabitant>,
}

/// A process in sight.
#[derive(Debug, Clone)]
struct Inhabitant {
    pid: i32,
    /// Inode of its PID namespace.
    namespace: u64,
    /// Its number there.
    number: Option<i32>,
}

impl Census {
    /// The students' processes: all but the keepers. Everybody is looked for.
    pub(super) fn afresh(&self, consoles: &[Console]) -> Vec<Process> {
        self.last.take();
        self.take(consoles)
    }

    /// The students' processes: all but the keepers.
    pub(super) fn take(&self, consoles: &[Console]) -> Vec<Process> {
        let worlds = consoles.iter().filter(|c| c.running.pid_namespace.is_some());
        let mut found = if worlds.clone().next().is_some() { self.of_worlds(consoles) } else { Vec::new() };
        if worlds.filter(|c| !c.ended).any(|c| found.iter().all(|p| p.program != c.name)) {
            self.last.take();
            found = self.of_worlds(consoles);
        }
        let outside = consoles.iter().filter(|c| c.running.pid_namespace.is_none()).flat_map(|console| {
            let keeper = console.running.keeper;
            let pids = processes_below(keeper);
            let first = pids.first().map(|pid| *self.firsts.borrow_mut().entry(keeper.as_raw()).or_insert(*pid));
            pids.into_iter().map(move |pid| Process { pid, program: console.name.clone(), is_main: first == Some(pid) })
        });
        found.into_iter().chain(outside).collect()
    }

    fn of_worlds(&self, consoles: &[Console]) -> Vec<Process> {
        let of = |found: Inhabitant| {
            let owner = consoles.iter().find(|c| c.running.pid_namespace == Some(found.namespace));
            let console = owner.filter(|c| c.running.keeper.as_raw() != found.pid)?;
            Some(Process { pid: found.pid, program: console.name.clone(), is_main: found.number == Some(MAIN) })
        };
        let keepers: Vec<i32> = consoles.iter().map(|c| c.running.keeper.as_raw()).collect();
        self.inhabitants(&keepers).into_iter().filter_map(of).collect()
    }

    /// Every console with its processes.
    pub(super) fn households<'c>(&self, consoles: &'c [Console]) -> Vec<(&'c Console, Vec<i32>)> {
        let all = self.take(consoles);
        let of = |name: &str| all.iter().filter(|p| p.program == name).map(|p| p.pid).collect();
        consoles.iter().map(|console| (console, of(&console.name))).collect()
    }

    /// The processes in sight that live. The keepers, who hide their namespaces, may be left out.
    fn inhabitants(&self, keepers: &[i32]) -> Vec<Inhabitant> {
        let mut last = self.last.borrow_mut();
        // Asked before the look, so that whoever is born meanwhile is looked for the next time.
        let youngest = youngest();
        if let Some(count) = last.as_mut().filter(|count| Some(&count.youngest) == youngest.as_ref()) {
            // A namespace cannot be left: who still has one has this one.
            count.found.retain(|one| namespace_of(one.pid).is_some());
            return count.found.clone();
        }
        let (mut found, mut all) = (Vec::new(), true);
        for entry in fs::read_dir("/proc").into_iter().flatten().flatten() {
            let Some(pid) = entry.file_name().to_str().and_then(|n| n.parse::<i32>().ok()) else { continue };
            match namespace_of(pid) {
                Some(namespace) => found.push(Inhabitant { pid, namespace, number: inner_number(pid, pid) }),
                None if keepers.contains(&pid) => {}
                // It has ended, or may not be looked at just now, on its way to becoming another user.
                None => all = false,
            }
        }
        *last = youngest.filter(|_| all).map(|youngest| Count { youngest, found: found.clone() });
        found
    }
}

/// The process id given last in our PID namespace or below (proc_loadavg(5), the fifth field).
fn youngest() -> Option<String> {
    fs::read_to_string("/proc/loadavg").ok()?.split_whitespace().nth(4).map(str::to_owned)
}

/// Inode of a living process's PID namespace.
fn namespace_of(pid: i32) -> Option<u64> {
    fs::metadata(format!("/proc/{pid}/ns/pid")).ok().map(|meta| meta.ino())
}
