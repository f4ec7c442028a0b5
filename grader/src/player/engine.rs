//! The event loop of a scenario: sources of events on one side, the walker's acts on the other.

mod acts;

use std::collections::VecDeque;
use std::io::Write;
use std::net::SocketAddr;
use std::os::fd::AsFd;
use std::time::Duration;

use nix::poll::{PollFd, PollFlags};

use super::around::Around;
use super::audit::Audit;
use super::census::Census;
use super::console::Console;
use super::job::{Part, WHOLE};
use super::peers::Peers;
use super::recorder::Recorder;
use super::shadow::Shadow;
use crate::judge::{Act, Walker};
use crate::sandbox::{Membership, PortableWorld, Status, World};
use crate::submission::Snapshot;
use crate::tap::{Capture, Finding, Process, Prover, SocketTable, stacks, starved, thread_by_inner_number};
use crate::text::Payload;
use crate::transcript::{Ending, Event, ProbeSaid, Stack, Stream};

/// Where programs run.
pub(super) enum Ground {
    /// A private world, with its capture.
    World(World, Box<Capture>),
    /// The machine itself; events of our own connections are made from our own sockets.
    Portable(PortableWorld, Shadow),
}

/// Shortest and longest time between two looks at the programs' threads.
const SHORTEST: Duration = Duration::from_millis(1);
const LONGEST: Duration = Duration::from_millis(12);
/// The shortest one after a program was started: an interpreter needs longer before it does anything.
const STARTING: Duration = Duration::from_millis(8);
/// Time after which they are looked at however much is going on.
const OVERDUE: Duration = Duration::from_millis(40);

/// Plays one scenario.
pub(super) struct Engine<W: Write> {
    ground: Ground,
    parts: std::collections::BTreeMap<String, Part>,
    snapshots: Vec<Snapshot>,
    port: u16,
    limit: Duration,
    walker: Walker,
    recorder: Recorder<W>,
    consoles: Vec<Console>,
    census: Census,
    peers: Peers,
    table: SocketTable,
    prover: Prover,
    audit: Audit,
    acts: VecDeque<Act>,
    /// Last known addresses, also of programs that ended.
    addresses: std::collections::HashMap<String, SocketAddr>,
    known_listeners: Vec<(String, u32)>,
    /// Programs that carry ThreadSanitizer.
    sanitized: Vec<String>,
    pause: Duration,
    /// Nothing has happened since a program was started.
    is_starting: bool,
    last_look: std::time::Instant,
    last_stimulus: std::time::Instant,
}

impl<W: Write> Engine<W> {
    pub(super) fn new(
        ground: Ground,
        scenario: &crate::lab::Scenario,
        parts: std::collections::BTreeMap<String, Part>,
        snapshots: Vec<Snapshot>,
        limit: Duration,
        group: Option<Membership>,
        out: W,
    ) -> std::io::Result<Engine<W>> {
        // On the machine itself somebody else may want the same ports.
        let peers = match ground {
            Ground::World(..) => Peers::from_seed(scenario.seed),
            Ground::Portable(..) => Peers::default(),
        };
        Ok(Engine {
            ground,
            parts,
            snapshots,
            port: scenario.port,
            limit,
            walker: Walker::new(scenario),
            recorder: Recorder::new(out),
            consoles: Vec::new(),
            census: Census::default(),
            peers,
            table: SocketTable::open()?,
            prover: Prover::default(),
            audit: Audit::new(group),
            acts: VecDeque::new(),
            addresses: std::collections::HashMap::new(),
            known_listeners: Vec::new(),
            sanitized: Vec::new(),
            pause: SHORTEST,
            is_starting: false,
            last_look: std::time::Instant::now(),
            last_stimulus: std::time::Instant::now(),
        })
    }

    /// Plays to the end. Returns early when the main process is gone.
    pub(super) fn run(&mut self) {
        self.acts = self.walker.begin().into();
        self.perform_all();
        self.pause = self.shortest();
        while !self.walker.is_done() {
            if self.is_out_of_time() {
                self.record(Event::Limit { seconds: self.limit.as_secs() }, None);
                break;
            }
            // A program that never stops showing something must not keep us from looking at it.
            let overdue = self.last_look.elapsed() > OVERDUE;
            if self.pump() {
                self.pause = self.shortest();
                if !overdue {
                    continue;
                }
            } else {
                match self.wait() {
                    Woken::Source if !overdue => continue,
                    Woken::Owner => break,
                    Woken::Source | Woken::Time => {}
                }
            }
            self.last_look = std::time::Instant::now();
            if self.audit() || self.look_for_listeners() || self.prove() {
                self.pause = self.shortest();
            } else {
                self.pause = (self.pause * 2).min(LONGEST);
            }
        }
        self.record_stacks();
        for console in &self.consoles {
            console.running.kill();
        }
    }

    /// The time to the first look after what happened last.
    fn shortest(&self) -> Duration {
        if self.is_starting { STARTING } else { SHORTEST }
    }

    /// The outer net: nothing was exchanged for too long, time left out in which the machine was too busy to
    /// let us or the programs run.
    fn is_out_of_time(&self) -> bool {
        let pids = || self.processes().iter().map(|process| process.pid).collect::<Vec<_>>();
        let silent = self.last_stimulus.elapsed();
        let too_long = silent > self.limit && silent > self.limit + starved(&pids());
        too_long || self.recorder.elapsed() > self.limit * WHOLE
    }

    /// Where the programs are when something failed, or when the outer net fired: for the line to show.
    fn record_stacks(&mut self) {
        // One that takes too much is anywhere by chance, in very many processes perhaps.
        if self.walker.is_met() || self.walker.unfit().is_some() || self.walker.state().excess.is_some() {
            return;
        }
        let mut found: Vec<(String, Vec<Stack>)> = Vec::new();
        for process in self.processes() {
            let Some(console) = self.consoles.iter().find(|c| c.name == process.program) else { continue };
            let mut stacks = stacks(process.pid, &console.running.place);
            stacks.retain(|s| s.tid != console.probe_thread || s.tid.is_none());
            match found.iter_mut().find(|(name, _)| *name == process.program) {
                Some((_, known)) => known.extend(stacks),
                None => found.push((process.program, stacks)),
            }
        }
        for (program, stacks) in found.into_iter().filter(|(_, stacks)| !stacks.is_empty()) {
            self.recorder.record(&Event::Stacks { program, stacks }, None);
        }
    }

    fn record(&mut self, event: Event, wall: Option<Duration>) {
        if self.walker.is_done() {
            return;
        }
        if let Event::Probe { program, said: ProbeSaid::Thread(number) } = &event {
            self.on_probe_thread(program, *number);
        }
        self.is_starting = matches!(event, Event::Started { .. });
        if event.is_stimulus() {
            self.last_stimulus = std::time::Instant::now();
            self.prover.on_stimulus();
        }
        self.audit.note(&event);
        let n = self.recorder.record(&event, wall);
        self.acts.extend(self.walker.on_event(n, &event));
    }

    fn perform_all(&mut self) {
        while let Some(act) = self.acts.pop_front() {
            self.perform(act);
        }
    }

    /// Takes in everything that has happened; false when that was nothing.
    fn pump(&mut self) -> bool {
        let mut events: Vec<(Option<Duration>, Event)> = Vec::new();
        for (name, remote, local) in self.peers.accept() {
            if let Ground::Portable(_, shadow) = &mut self.ground {
                shadow.taken(remote, local, &mut events);
            }
            events.push((None, Event::Taken { peer: name, remote }));
        }
        self.pump_streams(&mut events);
        // Screens first, then the wire, told the other way round: the packet that made a program show
        // something has passed by the time the text is there.
        let mut shown: Vec<(Option<Duration>, Event)> = Vec::new();
        for i in 0..self.consoles.len() {
            self.consoles[i].go_on_typing();
            let status = self.consoles[i].status();
            if status.is_some() {
                // Everything that came before the end is taken in before it.
                self.consoles[i].running.terminal.flush();
            }
            shown.extend(self.consoles[i].drain().into_iter().map(|e| (None, e)));
            if let Some(status) = status {
                self.on_status(i, status, &mut shown);
            }
        }
        self.pump_capture(&mut events);
        events.extend(shown);
        let any = !events.is_empty();
        for (wall, event) in events {
            self.record(event, wall);
            // At once: what follows in the batch must not come before what this event calls for.
            self.perform_all();
        }
        any
    }

    fn pump_capture(&mut self, events: &mut Vec<(Option<Duration>, Event)>) {
        if let Ground::World(_, capture) = &mut self.ground {
            events
                .extend(capture.drain().into_iter().map(|(wall, event)| (Some(wall).filter(|w| !w.is_zero()), event)));
        }
    }

    fn pump_streams(&mut self, events: &mut Vec<(Option<Duration>, Event)>) {
        for (name, remote, stream) in self.peers.all() {
            stream.flush();
            let attempt = stream.attempt();
            let arrivals = stream.receive();
            // In a world the wire has told already.
            if let Ground::Portable(_, shadow) = &mut self.ground {
                shadow.arrivals(name, remote, attempt, arrivals, events);
            }
        }
    }

    fn on_status(&mut self, index: usize, status: Status, events: &mut Vec<(Option<Duration>, Event)>) {
        let console = &mut self.consoles[index];
        console.ended = true;
        let program = console.name.clone();
        match status {
            Status::Ended(ending) => events.push((None, Event::Exited { program, ending })),
            Status::NotExecuted(errno) => {
                let data = Payload(format!("{}: {}\n", program, errno.desc()).into_bytes());
                events.push((None, Event::Output { program: program.clone(), stream: Stream::Errors, data }));
                events.push((None, Event::Exited { program, ending: Ending::Status(127) }));
            }
            Status::Failed(step, errno) => {
                let message = format!("the sandbox of `{program}` failed at `{}`: {errno}", step as char);
                events.push((None, Event::Fault { message }));
            }
        }
    }

    /// Waits for a source, the owner's end, or time to look again.
    fn wait(&self) -> Woken {
        let stdin = std::io::stdin();
        let mut fds = vec![PollFd::new(stdin.as_fd(), PollFlags::POLLIN)];
        if let Ground::World(_, capture) = &self.ground {
            fds.push(PollFd::new(capture.fd(), PollFlags::POLLIN));
        }
        for console in &self.consoles {
            if !console.ended || console.running.pid_namespace.is_some() {
                fds.extend(console.fds().into_iter().map(|fd| PollFd::new(fd, PollFlags::POLLIN)));
            }
            if console.is_typing() {
                fds.push(PollFd::new(console.running.terminal.master(), PollFlags::POLLOUT));
            }
        }
        fds.extend(self.peers.poll_fds());
        let timeout = nix::sys::time::TimeSpec::from_duration(self.pause);
        match nix::poll::ppoll(&mut fds, Some(timeout), None) {
            Ok(0) => Woken::Time,
            Ok(_) if fds[0].any().unwrap_or(false) => Woken::Owner,
            Ok(_) => Woken::Source,
            Err(_) => Woken::Time,
        }
    }

    /// The student's processes.
    fn processes(&self) -> Vec<Process> {
        self.census.take(&self.consoles)
    }

    /// Looks for a program that takes too much; true when that was recorded.
    fn audit(&mut self) -> bool {
        if !self.audit.is_due() {
            return false;
        }
        let packets = match &self.ground {
            Ground::World(_, capture) => Some(capture.packets()),
            Ground::Portable(..) => None,
        };
        let limits = |name: &str| self.parts.get(name).map(|part| part.launch.limits.clone()).unwrap_or_default();
        let found = self.audit.find(&self.census.households(&self.consoles), limits, packets, self.last_stimulus);
        let Some((program, what)) = found else { return false };
        self.record(Event::Exceeded { program, what }, None);
        true
    }

    /// Finds the thread that the probe in a program answers with: its number there and here differ.
    fn on_probe_thread(&mut self, program: &str, number: i32) {
        let found = self.pids(program).into_iter().find_map(|pid| thread_by_inner_number(pid, number));
        if let Some(console) = self.consoles.iter_mut().find(|c| c.name == program) {
            console.probe_thread = found;
        }
    }

    /// Records sockets that have begun to listen; true when there were any.
    fn look_for_listeners(&mut self) -> bool {
        if self.consoles.iter().all(|c| c.ended) || !self.walker.awaits_listener() && !self.walker_may_need_listeners()
        {
            return false;
        }
        let ours: Vec<u16> = self.walker.state().serving.values().copied().collect();
        let mut fresh = Vec::new();
        let mut processes = None;
        for row in self.table.listeners() {
            if ours.contains(&row.local.port()) || self.known_listeners.iter().any(|(_, inode)| *inode == row.inode) {
                continue;
            }
            let running: Vec<&Console> = self.consoles.iter().filter(|c| !c.ended).collect();
            let in_world = matches!(self.ground, Ground::World(..));
            let holder = if in_world && running.len() == 1 {
                Some(running[0].name.clone())
            } else {
                Process::holder(processes.get_or_insert_with(|| self.processes()), row.inode)
            };
            if let Some(program) = holder {
                fresh.push((program, row));
            }
        }
        let any = !fresh.is_empty();
        for (program, row) in fresh {
            self.known_listeners.push((program.clone(), row.inode));
            self.addresses.insert(program.clone(), row.local);
            self.record(Event::Listening { program, at: row.local }, None);
        }
        self.perform_all();
        any
    }

    /// Pairs: who listens where must be known before the client's first SYN is judged.
    fn walker_may_need_listeners(&self) -> bool {
        self.consoles.len() > 1
    }

    /// Tries to prove stillness; true when that was recorded.
    fn prove(&mut self) -> bool {
        if self.walker.awaits_probe() {
            return false;
        }
        let processes = self.processes();
        let names: Vec<String> = self.consoles.iter().filter(|c| !c.ended).map(|c| c.name.clone()).collect();
        let running: Vec<&str> = names.iter().map(String::as_str).collect();
        let strangers = self.consoles.iter().filter_map(|c| c.probe_thread).collect();
        let mut around = Around {
            ground: &self.ground,
            consoles: &mut self.consoles,
            peers: &self.peers,
            table: &mut self.table,
            shown: Vec::new(),
            strangers,
            in_haste: self.walker.is_in_haste(),
            listeners: &self.known_listeners,
            sanitized: &self.sanitized,
        };
        let found = self.prover.check(&running, &processes, &mut around);
        for event in std::mem::take(&mut around.shown) {
            self.record(event, None);
        }
        let Finding::Still(kind, threads) = found else { return false };
        // A process born while the others were looked at was not looked at.
        if self.census.afresh(&self.consoles) != processes {
            return false;
        }
        // A socket that began to listen meanwhile comes first.
        if self.look_for_listeners() {
            return true;
        }
        self.record(Event::Still { kind, threads }, None);
        self.prover.on_still(kind);
        self.perform_all();
        true
    }

    fn fault(&mut self, message: String) {
        self.record(Event::Fault { message }, None);
    }
}

enum Woken {
    Source,
    Time,
    Owner,
}
