//! The script's interpreter: takes events, says what to do next, and knows how it ended.
//!
//! Sans-IO: it never acts itself. The player carries out the [`Act`]s it returns and feeds it the
//! events that follow; `judge` feeds it stored events and ignores the acts. An expectation is met
//! as soon as it can be; a failure is only ever concluded at a moment of stillness, so that what
//! came first on a busy machine never matters.

mod answering;
mod keeping;
mod sweeping;

use std::collections::{BTreeMap, HashMap};
use std::sync::Arc;

use regex::bytes::Regex;

use super::expectation::find;
use super::interleaving::Interleaving;
use super::outcome::{
    FORBIDDEN_CALL, as_python_writes, classify, default_code, excess_code, reading_side, shows_bytes_code, subject,
};
use super::state::{Peer, State};
use super::sweep::{Sweep, Untried};
use crate::lab::{Matcher, Outcome, Scenario, Step, Verb};
use crate::text::Payload;
use crate::transcript::{Event, Excess, Stillness};

/// Something for the player to do.
#[expect(missing_docs, reason = "the fields are named after the script's own words")]
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Act {
    /// Start a program.
    Start { program: String, probe: bool },
    /// Say something to the probe in a program.
    Tell { program: String, order: String },
    /// Press Ctrl-C.
    Interrupt { program: String },
    /// SIGKILL.
    Kill { program: String },
    /// Type bytes.
    Type { program: String, data: Payload },
    /// Press Ctrl-D.
    EndInput { program: String },
    /// Open a server socket.
    Listen { peer: String },
    /// Connect to where `program` listens.
    Connect { peer: String, program: String },
    /// The connection taken from `remote` is called `name` from now on.
    Name { remote: std::net::SocketAddr, name: String },
    /// Send bytes.
    Send { peer: String, data: Payload },
    /// `half-close`, `close`, `reset`, `pause` or `resume`.
    Handle { peer: String, how: &'static str },
    /// Look at a file of a program's folder.
    Look { program: String, path: String },
    /// Stop all of a program's processes where they are (SIGSTOP), or let them go on.
    Halt { program: String, halted: bool },
}

/// An expectation that failed.
#[derive(Debug, Clone, PartialEq)]
pub struct Failure {
    /// The step.
    pub step: Step,
    /// How.
    pub outcome: Outcome,
    /// Stable finding code.
    pub code: String,
    /// The program concerned, by its name in the script.
    pub program: Option<String>,
    /// Number of the event at which the step began to be pending (0: before the first).
    pub since: u64,
    /// Number of the event that settled it.
    pub at: u64,
    /// What came instead of what was expected, where bytes came.
    pub received: Option<Vec<u8>>,
    /// How two threads came into each other's way, where that is what failed.
    pub interleaving: Option<Interleaving>,
}

/// Where a lane of the script stands.
#[derive(Debug, Clone)]
struct Lane {
    steps: Arc<[Step]>,
    at: usize,
    entered: bool,
    since: u64,
    children: Vec<Lane>,
    asked: u32,
}

impl Lane {
    fn new(steps: Arc<[Step]>) -> Lane {
        Lane { steps, at: 0, entered: false, since: 0, children: Vec::new(), asked: 0 }
    }

    fn done(&self) -> bool {
        self.at >= self.steps.len()
    }
}

/// See the module's page.
#[derive(Debug, Clone)]
pub struct Walker {
    scenario: Scenario,
    root: Lane,
    pub(super) state: State,
    /// What regular expressions captured, by name.
    pub(super) variables: BTreeMap<String, Vec<u8>>,
    /// Compiled so far: they are tried again at each event.
    pub(super) patterns: HashMap<String, Regex>,
    failure: Option<Failure>,
    pub(super) notices: Vec<Failure>,
    trouble: Option<String>,
    /// Why the scenario says nothing about this program.
    unfit: Option<String>,
    /// The sweep under way.
    sweep: Option<Box<Sweep>>,
    /// What it has left to be tried on another process of the program.
    untried: Option<Box<Untried>>,
    /// What is played now can only fail by a sweep.
    is_extra: bool,
    /// There is nothing left to be tried that way.
    is_over: bool,
    /// Number of the last event.
    pub(super) n: u64,
    limit: bool,
}

impl Walker {
    /// At the first step of a scenario.
    pub fn new(scenario: &Scenario) -> Walker {
        Walker {
            scenario: scenario.clone(),
            root: Lane::new(scenario.play.clone()),
            state: State::default(),
            variables: BTreeMap::new(),
            patterns: HashMap::new(),
            failure: None,
            notices: Vec::new(),
            trouble: None,
            unfit: None,
            sweep: None,
            untried: None,
            is_extra: false,
            is_over: false,
            n: 0,
            limit: false,
        }
    }

    /// What is to be done before anything has happened.
    pub fn begin(&mut self) -> Vec<Act> {
        let mut acts = Vec::new();
        self.advance(&mut acts);
        acts
    }

    /// Takes event number `n` into account; what is to be done now.
    pub fn on_event(&mut self, n: u64, event: &Event) -> Vec<Act> {
        let mut acts = Vec::new();
        if self.is_done() {
            return acts;
        }
        self.n = n;
        self.state.apply(event);
        match event {
            // What was to be found out before is found out.
            Event::Fault { .. } | Event::Limit { .. } | Event::Exceeded { .. } if self.is_extra => self.is_over = true,
            Event::Fault { message } => self.trouble = Some(message.clone()),
            Event::Stopped => self.trouble = Some("stopped".into()),
            Event::Limit { .. } => self.on_limit(),
            Event::Exceeded { program, what } => self.on_excess(program, *what),
            _ => self.advance(&mut acts),
        }
        acts
    }

    /// True when there is nothing left to find out.
    pub fn is_done(&self) -> bool {
        let settled = self.failure.is_some() || self.trouble.is_some() || self.unfit.is_some();
        settled || self.limit || self.is_over || self.root.done()
    }

    /// The expectation that failed.
    pub fn failure(&self) -> Option<&Failure> {
        self.failure.as_ref()
    }

    /// What was noticed without failing.
    pub fn notices(&self) -> &[Failure] {
        &self.notices
    }

    /// Why no verdict can be had: the grader's own fault, or the outer net.
    pub fn trouble(&self) -> Option<&str> {
        self.trouble.as_deref()
    }

    /// Why the scenario says nothing about this program, if so.
    pub fn unfit(&self) -> Option<&str> {
        self.unfit.as_deref()
    }

    /// True while a probe owes an answer: nothing can be proven before it is there.
    pub fn awaits_probe(&self) -> bool {
        self.sweep.as_ref().is_some_and(|s| s.awaits_probe()) || self.awaits_kept()
    }

    /// True when threads known to poll need not be proven to poll again.
    pub fn is_in_haste(&self) -> bool {
        self.sweep.as_ref().is_some_and(|s| s.is_in_haste())
    }

    /// True when every step was met.
    pub fn is_met(&self) -> bool {
        (self.root.done() || self.is_over) && self.failure.is_none()
    }

    /// What is known.
    pub fn state(&self) -> &State {
        &self.state
    }

    /// True while some pending step asks where a program listens.
    pub fn awaits_listener(&self) -> bool {
        fn any(lane: &Lane) -> bool {
            if !lane.children.is_empty() {
                return lane.children.iter().any(any);
            }
            matches!(lane.steps.get(lane.at).map(|s| &s.verb), Some(Verb::ExpectListening { .. }))
        }
        any(&self.root)
    }

    /// The outer net fired: bytes that can no longer become what was expected are still a proof.
    fn on_limit(&mut self) {
        self.limit = true;
        if let Some((step, since)) = first_pending(&self.root)
            && let Verb::Expect { peer, what: Matcher::Exact(wanted), .. } = &step.verb
            && let Some(peer) = self.state.peers.get(peer)
        {
            let unread = self.unread(peer, &step);
            if !unread.is_empty() && !self.fill(wanted).starts_with(&unread) {
                self.conclude(step, since, Outcome::Differs);
            }
        }
    }

    /// A program took too much of something: that is the failure, whatever was pending.
    fn on_excess(&mut self, program: &str, what: Excess) {
        if self.is_sanitized() {
            self.unfit = Some("sanitizer-failed".into());
            return;
        }
        if let Some((step, since)) = first_pending(&self.root) {
            let step = self.filled(step);
            let (code, program) = (excess_code(what), Some(program.to_owned()));
            let (outcome, at) = (Outcome::Crashed, self.n);
            self.failure =
                Some(Failure { step, outcome, code, program, since, at, received: None, interleaving: None });
        }
    }

    fn advance(&mut self, acts: &mut Vec<Act>) {
        let mut root = std::mem::replace(&mut self.root, Lane::new(Arc::default()));
        self.walk(&mut root, acts);
        let concludes = self.state.still.as_ref().is_some_and(|(kind, _)| *kind != Stillness::Lull);
        if acts.is_empty() && concludes && self.sweep.is_none() && !root.done() {
            self.answer_or_fail(&mut root, acts);
        }
        self.root = root;
    }

    /// Moves a lane as far as it goes.
    fn walk(&mut self, lane: &mut Lane, acts: &mut Vec<Act>) {
        while let Some(step) = lane.steps.get(lane.at).cloned() {
            if let Verb::Together { lanes } = &step.verb {
                if !lane.entered {
                    lane.children = lanes.iter().map(|steps| Lane::new(steps.as_slice().into())).collect();
                    lane.entered = true;
                }
                let mut children = std::mem::take(&mut lane.children);
                children.iter_mut().for_each(|child| self.walk(child, acts));
                if !children.iter().all(Lane::done) {
                    lane.children = children;
                    return;
                }
            } else if let Some(act) = self.act(&step) {
                self.state.still = None;
                acts.push(act);
            } else if matches!(step.verb, Verb::Enough { .. }) {
                if self.untried.as_ref().is_none_or(|untried| untried.is_spent()) {
                    lane.at = lane.steps.len();
                    return;
                }
                self.is_extra = true;
            } else {
                if !lane.entered {
                    lane.entered = true;
                    lane.asked = 0;
                    lane.since = self.n;
                }
                let met = match &step.verb {
                    Verb::Sweep { .. } => self.sweep(&step, acts),
                    _ => self.is_step_met(&step, acts),
                };
                if !met {
                    return;
                }
            }
            lane.at += 1;
            lane.entered = false;
        }
    }

    /// At stillness, with nothing left to do: answer a program that asks, or conclude.
    fn answer_or_fail(&mut self, root: &mut Lane, acts: &mut Vec<Act>) {
        if self.answer(root, acts) {
            self.state.still = None;
            return;
        }
        if let Some((step, since)) = first_pending(root) {
            let outcome = self.whole_text_fault(&step).unwrap_or_else(|| classify(&self.state, &step));
            self.conclude(step, since, outcome);
        }
    }

    /// Built with ThreadSanitizer a program is another one: but for what that reports, it is judged without it.
    fn is_sanitized(&self) -> bool {
        self.state.probes.values().any(|probe| probe.sanitizer.is_some())
    }

    /// The code of a program that shows what it received as Python writes bytes.
    fn shows_bytes(&self, step: &Step, program: Option<&str>) -> Option<String> {
        let (Verb::ExpectShown { what: Matcher::Exact(wanted) | Matcher::Contains(wanted), .. }, Some(name)) =
            (&step.verb, program)
        else {
            return None;
        };
        let shown = self.state.programs.get(name).map(|p| &p.shown[p.taken..])?;
        let written = as_python_writes(wanted.0.trim_ascii());
        let is_shown = !wanted.0.is_ascii() && find(shown, written.as_bytes()).is_some();
        is_shown.then(|| shows_bytes_code(self.scenario.role, name))
    }

    fn conclude(&mut self, step: Step, since: u64, outcome: Outcome) {
        if self.is_sanitized() {
            self.unfit = Some("sanitizer-failed".into());
            return;
        }
        if self.is_extra {
            self.is_over = true;
            return;
        }
        let program = subject(&self.state, &step);
        let step = self.filled(step);
        let named =
            step.on.get(&outcome).or_else(|| step.on.get(&Outcome::Silent).filter(|_| outcome == Outcome::Ignored));
        let ended = program.as_ref().and_then(|name| self.state.programs.get(name)).and_then(|p| p.ended);
        let code = match ended {
            Some(ending) if ending.is_forbidden_call() => FORBIDDEN_CALL.to_owned(),
            _ => self
                .shows_bytes(&step, program.as_deref())
                .filter(|_| outcome == Outcome::Silent)
                .or_else(|| named.cloned())
                .unwrap_or_else(|| default_code(self.scenario.role, program.as_deref(), &step.verb, outcome)),
        };
        let received = match &step.verb {
            Verb::Tally { text, tally } => {
                self.text(text, &step).and_then(|t| super::tally::fault(tally, &t)).map(|f| f.1)
            }
            Verb::ExpectCount { bag, count } => {
                super::tally::count_fault(self.state.bag(bag), *count).map(|(_, example)| example)
            }
            Verb::ExpectFile { program, path, .. } => self.state.seen(program, path).flatten(),
            Verb::Expect { peer, .. } | Verb::Quiet { peer } => {
                self.state.peers.get(peer).map(|p| self.unread(p, &step)).filter(|b| !b.is_empty())
            }
            Verb::ExpectShown { program, .. } | Verb::NotShown { program, .. } => {
                self.state.programs.get(program).map(|p| p.shown[p.taken..].to_vec())
            }
            _ => None,
        };
        let at = self.n;
        self.failure = Some(Failure { step, outcome, code, program, since, at, received, interleaving: None });
    }

    /// The act of a step, if it is one.
    fn act(&mut self, step: &Step) -> Option<Act> {
        let act = match &step.verb {
            Verb::Start { program, probe } => Act::Start { program: program.clone(), probe: *probe },
            Verb::Interrupt { program } => Act::Interrupt { program: program.clone() },
            Verb::Kill { program } => Act::Kill { program: program.clone() },
            Verb::Listen { peer } => Act::Listen { peer: peer.clone() },
            Verb::Send { peer, data } => Act::Send { peer: peer.clone(), data: Payload(self.fill(data)) },
            Verb::Type { program, data } => {
                let mut line = self.fill(data);
                line.push(b'\n');
                Act::Type { program: program.clone(), data: Payload(line) }
            }
            Verb::EndInput { program } => Act::EndInput { program: program.clone() },
            Verb::HalfClose { peer } => Act::Handle { peer: peer.clone(), how: "half-close" },
            Verb::Close { peer } => Act::Handle { peer: peer.clone(), how: "close" },
            Verb::Abort { peer } => Act::Handle { peer: peer.clone(), how: "reset" },
            Verb::Pause { peer } => Act::Handle { peer: peer.clone(), how: "pause" },
            Verb::Resume { peer } => Act::Handle { peer: peer.clone(), how: "resume" },
            _ => return None,
        };
        Some(act)
    }

    /// The step with the variables in what it expects filled in, for people to read.
    fn filled(&self, mut step: Step) -> Step {
        let matcher = match &mut step.verb {
            Verb::Expect { what, .. } | Verb::ExpectShown { what, .. } | Verb::NotShown { what, .. } => Some(what),
            _ => None,
        };
        if let Some(Matcher::Exact(data) | Matcher::Prefixed(data, _) | Matcher::Contains(data)) = matcher {
            *data = Payload(self.fill(data));
        }
        step
    }

    /// Replaces `{name}` of known variables.
    pub(super) fn fill(&self, template: &Payload) -> Vec<u8> {
        let mut bytes = template.0.clone();
        for (name, value) in &self.variables {
            let needle = format!("{{{name}}}").into_bytes();
            let mut from = 0;
            while let Some(i) = find(&bytes[from..], &needle) {
                bytes.splice(from + i..from + i + needle.len(), value.iter().copied());
                from += i + value.len();
            }
        }
        bytes
    }

    /// Bytes of a peer's stream that no expectation took yet.
    pub(super) fn unread(&self, peer: &Peer, step: &Step) -> Vec<u8> {
        let side = reading_side(&self.state, peer, step);
        peer.conn
            .and_then(|id| self.state.conn(id))
            .map(|c| c.flow(side).bytes.get(peer.taken[Peer::slot(side)]..).unwrap_or_default().to_vec())
            .unwrap_or_default()
    }
}

/// The first step that is pending, and since which event.
fn first_pending(lane: &Lane) -> Option<(Step, u64)> {
    if lane.children.is_empty() {
        return lane.steps.get(lane.at).map(|step| (step.clone(), lane.since));
    }
    lane.children.iter().filter(|child| !child.done()).find_map(first_pending)
}
