//! What every round is made of: its marks, what is sent and told, what came back.

use super::looping::Trigger;
use super::mark;
use super::reading::Reading;
use super::{Pass, Stage, Sweep, Turn};
use crate::judge::interleaving::Probe;
use crate::judge::profile::Marks;
use crate::judge::state::State;
use crate::judge::walker::Act;
use crate::lab::Aside;
use crate::text::Payload;
use crate::transcript::{Point, Side, Thread};

/// Numbers of the words with which two messages begin, far from those of the marks.
const KEYS: u32 = 1_000_000;

impl Sweep {
    pub(super) fn start_round(&mut self, state: &State) {
        self.n += 1;
        self.since = state.seen_events;
        self.in_doubt = false;
        self.looks.clear();
        self.before = (self.lengths(state), self.errors(state));
    }

    pub(super) fn marks(&self) -> Marks {
        [2 * self.n, 2 * self.n + 1].map(|number| mark::word(self.order.seed, number))
    }

    /// Whether more is under way than two messages, so that only what is certain then counts.
    pub(super) fn is_crowded(&self) -> bool {
        !matches!(self.pass, Pass::Messages | Pass::Cutting)
    }

    /// Whose streams are read in this round: who is held, and who comes in between.
    pub(super) fn speakers(&self) -> [&str; 2] {
        let [first, second] = self.order.peers.each_ref().map(String::as_str);
        match self.answered() {
            Some(aside) if matches!(self.pass, Pass::Telling(_)) => [&aside.peer, self.sender().unwrap_or(first)],
            Some(aside) => [&aside.peer, if aside.peer == second { first } else { second }],
            None => [first, second],
        }
    }

    /// What the thread that is held answers, where that is no message.
    pub(super) fn answered(&self) -> Option<&Aside> {
        match self.pass {
            Pass::Reading(Reading { aside, .. })
            | Pass::Looping(Trigger::Aside(aside))
            | Pass::Telling(aside)
            | Pass::Consulting(aside) => self.order.asides.get(aside),
            _ => None,
        }
    }

    /// The program's own, of all that were looked at.
    pub(super) fn own_threads<'t>(&self, threads: &'t [Thread]) -> impl Iterator<Item = &'t Thread> + use<'_, 't> {
        threads.iter().filter(|t| t.program == self.order.program)
    }

    /// A new round: the thread of a client is to be held at a point once it was sent a message.
    pub(super) fn hold(&mut self, state: &State, number: u32, peer: &str) -> Turn {
        self.start_round(state);
        let first = self.sending(0, peer);
        self.arm(format!("hold {number}"), first)
    }

    /// The same, with an aside.
    pub(super) fn hold_saying(&mut self, state: &State, number: u32, aside: Act) -> Turn {
        self.start_round(state);
        self.arm(format!("hold {number}"), aside)
    }

    /// The probe is told where to hold a thread, before what makes that thread run.
    pub(super) fn arm(&mut self, order: String, first: Act) -> Turn {
        self.stage = Stage::Armed;
        self.tell_then(order, vec![first])
    }

    /// Who is held where messages are sent against each other.
    pub(super) fn first_peer(&self) -> String {
        self.order.peers[0].clone()
    }

    pub(super) fn send(&self, who: usize) -> Turn {
        Turn::Act(vec![self.sending(who, self.speakers()[who])])
    }

    pub(super) fn sending(&self, who: usize, peer: &str) -> Act {
        let mark = &self.marks()[who];
        let (shape, number) = match (&self.order.keyed, self.pass) {
            (Some(keyed), Pass::Keyed) => (String::from_utf8_lossy(&keyed.0).into_owned(), KEYS + self.n),
            _ => (mark::one_of(&self.order.messages, self.order.seed), 0),
        };
        let text = shape.replace("{mark}", mark).replace("{word}", &mark::word(self.order.seed, number));
        Act::Send { peer: peer.to_owned(), data: Payload(text.into_bytes()) }
    }

    pub(super) fn tell(&self, order: String) -> Act {
        Act::Tell { program: self.order.program.clone(), order }
    }

    /// Tells the probe something; these acts follow once it does that.
    pub(super) fn tell_then(&mut self, order: String, acts: Vec<Act>) -> Turn {
        self.then = Some(acts);
        Turn::Act(vec![self.tell(order)])
    }

    /// The thread that is held goes on.
    pub(super) fn let_go(&mut self) -> Turn {
        self.stage = Stage::Released;
        self.tell_then("go".into(), vec![])
    }

    pub(super) fn look(&self) -> Act {
        let [a, b] = self.marks();
        self.tell(format!("look {a} {b}"))
    }

    pub(super) fn stream<'s>(&self, state: &'s State, peer: &str) -> &'s [u8] {
        state.conn_of(peer).map(|c| c.flow(Side::Server).bytes.as_slice()).unwrap_or_default()
    }

    pub(super) fn lengths(&self, state: &State) -> [usize; 2] {
        [0, 1].map(|i| self.stream(state, self.speakers()[i]).len())
    }

    pub(super) fn errors(&self, state: &State) -> usize {
        state.programs.get(&self.order.program).map_or(0, |p| p.errors.len())
    }

    /// What it wrote to its standard error in this round.
    pub(super) fn new_errors(&self, state: &State) -> String {
        let errors = state.programs.get(&self.order.program).and_then(|p| p.errors.get(self.before.1..));
        String::from_utf8_lossy(errors.unwrap_or_default()).into_owned()
    }

    pub(super) fn replies(&self, state: &State) -> [String; 2] {
        [0, 1].map(|i| {
            let stream = self.stream(state, self.speakers()[i]);
            String::from_utf8_lossy(stream.get(self.before.0[i]..).unwrap_or_default()).into_owned()
        })
    }

    /// The point of this round.
    pub(super) fn held(&self, probe: &Probe) -> Option<Point> {
        self.next.checked_sub(1).and_then(|i| probe.points.get(i)).cloned()
    }
}
