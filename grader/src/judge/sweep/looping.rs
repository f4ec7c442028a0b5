//! A message goes through while a thread is held in the middle of a loop: what the loop goes through
//! may be changed meanwhile, the lock held by the one being another than that of the other.
//!
//! Nothing shows from outside when a list grows while it is read. What a loop is in the middle of is
//! asked of the probe, before the message and after it.

use super::{Pass, Stage, Sweep, Turn, found};
use crate::judge::interleaving::{Interleaving, Probe};
use crate::judge::state::State;
use crate::transcript::{Access, Lock, Loop};

/// Loops tried: the first ones met.
const LOOPS: usize = 12;

/// What makes a server run a loop.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Trigger {
    /// A message.
    Message,
    /// An aside, by its index.
    Aside(usize),
}

/// What loops are in the middle of, and the locks that are taken then.
#[derive(Debug, Clone, Default, PartialEq)]
struct Amid {
    over: Vec<String>,
    locks: Vec<Lock>,
}

/// What the probe said of loops.
#[derive(Debug, Clone, Default, PartialEq)]
pub(super) struct Loops {
    /// When all is at rest.
    resting: Amid,
    /// When a thread is held in a loop, without what is so at rest.
    entered: Amid,
    /// How many changes were known then.
    written: usize,
    tried: usize,
    /// Clients who had said nothing before they came in between.
    spoken: Vec<String>,
}

impl Sweep {
    /// What makes the server meet a point for the first time; `None` for what it meets before anything is said.
    pub(super) fn trigger(&self, point: usize) -> Option<Trigger> {
        self.said.iter().rev().find(|(known, _)| *known <= point).map(|(_, trigger)| *trigger)
    }

    /// The rounds of a pass begin, if there is any loop: first, what loops are in the middle of when all is at rest.
    pub(super) fn begin_loops(&mut self, pass: Pass) -> Turn {
        self.pass = pass;
        self.loops = Loops::default();
        self.stage = Stage::Resting;
        Turn::Act(vec![self.tell("loops".into())])
    }

    pub(super) fn begin_looping(&mut self, state: &State, probe: &Probe) -> Turn {
        let begin = self.next;
        let is_any = self.next_loop(probe).is_some();
        self.next = begin;
        if is_any { self.begin_loops(Pass::Looping(Trigger::Message)) } else { self.after_looping(state, probe) }
    }

    fn after_looping(&mut self, state: &State, probe: &Probe) -> Turn {
        self.consult(state, probe, 0)
    }

    pub(super) fn after_consulting(&mut self, state: &State, probe: &Probe) -> Turn {
        if self.has_commands { Turn::Done } else { self.begin_cutting(state, probe) }
    }

    /// Goes on to the next loop that something said makes the server run.
    pub(super) fn next_looping(&mut self, state: &State, probe: &Probe) -> Turn {
        while self.loops.tried < LOOPS
            && let Some(number) = self.next_loop(probe)
        {
            let Some(trigger) = self.trigger(self.next - 1) else { continue };
            self.pass = Pass::Looping(trigger);
            self.loops.tried += 1;
            match trigger {
                Trigger::Message => return self.hold(state, number, &self.first_peer()),
                Trigger::Aside(i) => {
                    if let Some(aside) = self.saying(i).filter(|_| is_there(state, self.speakers()[0])) {
                        return self.hold_saying(state, number, aside);
                    }
                }
            }
        }
        self.after_looping(state, probe)
    }

    /// The probe said what loops are in the middle of.
    pub(super) fn on_loops(&mut self, state: &State, probe: &Probe, over: &[Loop], taken: &[Lock]) -> Turn {
        let fresh = || over.iter().filter(|l| !self.loops.resting.over.contains(&l.variable));
        match self.stage {
            Stage::Resting => {
                let over = over.iter().map(|l| l.variable.clone()).collect();
                self.loops.resting = Amid { over, locks: taken.to_vec() };
                self.next_point(state, probe)
            }
            Stage::Entered => {
                let over: Vec<String> = fresh().map(|l| l.variable.clone()).collect();
                if over.is_empty() {
                    return self.let_go();
                }
                let always = |lock: &&Lock| self.loops.resting.locks.iter().any(|known| known.number == lock.number);
                let locks = taken.iter().filter(|lock| !always(lock)).cloned().collect();
                self.loops.entered = Amid { over, locks };
                self.loops.written = probe.wrote.len();
                if self.pass == Pass::Leaving {
                    return self.leave_amid(state);
                }
                self.stage = Stage::Passing;
                self.send_newest()
            }
            _ => {
                let changed: Vec<&Loop> =
                    fresh().filter(|l| l.changed && self.loops.entered.over.contains(&l.variable)).collect();
                let fault = match self.pass {
                    Pass::Leaving => changed.into_iter().find(|l| l.lost && !l.fails).map(|l| self.shortened(probe, l)),
                    _ => changed.into_iter().find_map(|l| self.apart(probe, l)),
                };
                if let Some(Turn::Found { failed: false, .. }) = &fault {
                    self.told_stale = true;
                }
                fault.unwrap_or_else(|| self.let_go())
            }
        }
    }

    /// Somebody comes in between with a message.
    pub(super) fn send_newest(&mut self) -> Turn {
        let peer = self.newest();
        let second = self.sending(1, &peer);
        self.loops.spoken.push(peer);
        Turn::Act(vec![second])
    }

    /// Who comes in between: somebody new as long as there is one, whose first message may add more than a
    /// message to what is shared.
    fn newest(&self) -> String {
        let known = |peer: &String| {
            self.loops.spoken.contains(peer) || self.order.asides.iter().any(|aside| aside.peer == *peer)
        };
        let fresh = self.order.victims.iter().find(|peer| !known(peer));
        fresh.cloned().unwrap_or_else(|| self.speakers()[1].to_owned())
    }

    /// Somebody has come in between, as far as it goes: what became of that which the loop goes through?
    pub(super) fn ask_again(&mut self) -> Turn {
        self.stage = Stage::Disturbed;
        Turn::Act(vec![self.tell("loops".into())])
    }

    /// A loop over what has changed meanwhile, by who knows of another lock, or of one at all.
    fn apart(&self, probe: &Probe, changed: &Loop) -> Option<Turn> {
        let held = self.held(probe)?;
        let locks = &self.loops.entered.locks;
        // While a thread is held, its locks are taken whoever writes.
        let own = |access: &Access| -> Vec<Lock> {
            access.locks.iter().filter(|lock| !locks.contains(lock)).cloned().collect()
        };
        let (before, since) = probe.wrote.split_at(self.loops.written.min(probe.wrote.len()));
        let about = |access: &&Access| access.variable == changed.variable;
        // Who writes without a lock may be the only one who does.
        if before.iter().filter(about).any(|access| access.locks.is_empty()) {
            return None;
        }
        let write = since.iter().chain(before.iter().rev()).find(about)?;
        let theirs = Some(own(write)).filter(|locks| !locks.is_empty())?;
        let what = Interleaving {
            place: Some(held.place.clone()),
            held: Some(held),
            other: Some(write.place.clone()),
            variable: Some(changed.variable.clone()),
            locks: locks.iter().chain(&theirs).map(|lock| lock.name.clone()).collect(),
            amid_loop: true,
            ..Interleaving::default()
        };
        if locks.is_empty() {
            if changed.fails {
                // What comes of it is the sweep's finding.
                return None;
            }
            let untold = Turn::Found { code: "race.stale-read", what: Box::new(what), failed: false };
            return (!self.told_stale).then_some(untold);
        }
        Some(found("lock.not-common", what))
    }

    /// A loop over what has lost an element meanwhile.
    fn shortened(&self, probe: &Probe, changed: &Loop) -> Turn {
        let held = self.held(probe);
        let what = Interleaving {
            place: held.clone().map(|point| point.place),
            held,
            variable: Some(changed.variable.clone()),
            amid_loop: true,
            ..Interleaving::default()
        };
        found("race.iteration-broken", what)
    }
}

/// Whether a client is connected and can be answered.
pub(super) fn is_there(state: &State, peer: &str) -> bool {
    let conn = state.conn_of(peer).filter(|c| c.established);
    conn.is_some_and(|c| !c.by_server.ended && !c.by_server.reset)
}
