//! A message goes through while the thread that answers something else is held at each of its points: the
//! answer must be what it is before the message, or what it is after.
//!
//! What an answer means is not known. It must be the same twice in a row, change with a message, and
//! come alone: only then is there anything to compare. Where one fits neither, all of it is asked for
//! once more at the same point, each answer twice and with stillness fully proven: a clock in it, or a thread
//! that looks from time to time, is not taken for a torn read.

use super::looping::is_there;
use super::{Pass, Stage, Sweep, Turn};
use crate::judge::interleaving::{Interleaving, Probe};
use crate::judge::state::State;

/// Points tried for one aside: the first ones met.
const POINTS: usize = 24;
/// And for all asides together.
const POINTS_IN_ALL: usize = 48;

/// What was asked for last.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
enum Step {
    /// The answer, with nobody coming between.
    #[default]
    First,
    /// The same again.
    Again,
    /// A message, with nobody asking.
    Message,
    /// The answer after it.
    After,
    /// The same again.
    AfterAgain,
    /// The answer of a thread that was held while a message went through.
    Held,
    /// The answer after that.
    Checked,
    /// The same again, in doubt.
    CheckedAgain,
}

/// How far the answers to one aside are known.
#[derive(Debug, Clone, Default, PartialEq)]
pub(super) struct Telling {
    step: Step,
    /// Indices of the points that it met and nothing before it did.
    points: (usize, usize),
    tried: usize,
    /// How many messages came in between.
    messages: usize,
    /// Who comes in between, in turn.
    senders: Vec<String>,
    /// The last answer with nobody coming between.
    last: String,
    /// That of the held thread, and the events of its round.
    held: (String, (u64, u64)),
    /// The held thread's answer fitted neither; all is asked again at the same point.
    doubted: bool,
}

impl Sweep {
    /// The points that an aside met first, from `known` on, are to be tried.
    pub(super) fn begin_telling(&mut self, state: &State, probe: &Probe, aside: usize, known: usize) -> Turn {
        let points = (known, self.learnt_until.min(probe.points.len()));
        let asker = self.order.asides.get(aside).map(|aside| aside.peer.as_str());
        let clients = self.order.peers.iter().chain(self.order.asides.iter().map(|aside| &aside.peer));
        let mut senders: Vec<String> = Vec::new();
        for peer in clients.filter(|peer| Some(peer.as_str()) != asker && is_there(state, peer)) {
            if !senders.contains(peer) && senders.len() < 2 {
                senders.push(peer.clone());
            }
        }
        if self.told_stale || points.0 >= points.1 || senders.is_empty() {
            return self.learn_reading(state, probe, aside + 1);
        }
        self.next = known;
        self.telling = Telling { points, senders, ..Telling::default() };
        self.pass = Pass::Telling(aside);
        self.ask(state, aside)
    }

    /// Who comes in between in this round: not always the same, so that what is told of them differs.
    pub(super) fn sender(&self) -> Option<&str> {
        self.telling.senders.iter().cycle().nth(self.telling.messages).map(String::as_str)
    }

    fn ask(&mut self, state: &State, aside: usize) -> Turn {
        let Some(act) = self.saying(aside) else { return Turn::Done };
        self.start_round(state);
        self.in_doubt = self.telling.doubted;
        self.stage = Stage::Learning;
        Turn::Act(vec![act])
    }

    /// A round has ended: what follows from the answer.
    pub(super) fn next_telling(&mut self, state: &State, probe: &Probe, aside: usize) -> Turn {
        let answer = self.replies(state)[0].clone();
        let same = answer == self.telling.last;
        let asker = self.order.asides.get(aside).is_some_and(|aside| is_there(state, &aside.peer));
        let fits = match self.telling.step {
            Step::First => !answer.is_empty(),
            Step::Again | Step::AfterAgain | Step::CheckedAgain => same,
            Step::Message => answer.is_empty(),
            Step::After => !same,
            Step::Held | Step::Checked => true,
        };
        if self.told_stale || !asker || !fits {
            return self.learn_reading(state, probe, aside + 1);
        }
        let next = match self.telling.step {
            Step::First => Step::Again,
            Step::Again if self.telling.doubted => return self.hold_telling(state, probe, aside),
            Step::Again => {
                self.telling.step = Step::Message;
                self.telling.messages += 1;
                self.start_round(state);
                self.stage = Stage::Learning;
                return self.send(1);
            }
            Step::Message => Step::After,
            Step::After => Step::AfterAgain,
            Step::AfterAgain => return self.hold_telling(state, probe, aside),
            Step::Held => Step::Checked,
            Step::Checked => {
                let before = std::mem::replace(&mut self.telling.last, answer.clone());
                let held = &self.telling.held.0;
                match (*held != before && *held != answer, self.telling.doubted) {
                    (true, true) => Step::CheckedAgain,
                    (true, false) => {
                        self.telling.doubted = true;
                        Step::First
                    }
                    (false, _) => {
                        self.telling.doubted = false;
                        return self.hold_telling(state, probe, aside);
                    }
                }
            }
            Step::CheckedAgain => return self.torn(probe, aside),
        };
        match self.telling.step {
            Step::Message => {}
            Step::Held => self.telling.held = (answer, (self.since, state.seen_events)),
            _ => self.telling.last = answer,
        }
        self.telling.step = next;
        self.ask(state, aside)
    }

    /// The answer of the held thread is that of no moment.
    fn torn(&mut self, probe: &Probe, aside: usize) -> Turn {
        self.told_stale = true;
        let (answer, events) = self.telling.held.clone();
        self.events = Some(events);
        let held = self.held(probe);
        let what = Interleaving {
            place: held.clone().map(|point| point.place),
            held,
            said: self.order.asides.get(aside).map(|aside| aside.data.clone()),
            found: Some(answer),
            wanted: Some(self.telling.last.clone()),
            ..Interleaving::default()
        };
        Turn::Found { code: "race.stale-read", what: Box::new(what), failed: false }
    }

    /// Holds the thread at the next point, or at the same again in doubt.
    fn hold_telling(&mut self, state: &State, probe: &Probe, aside: usize) -> Turn {
        let again = self.held(probe).filter(|_| self.telling.doubted).map(|point| point.number);
        let fresh = |sweep: &mut Sweep| {
            let number = sweep.next_wanted(probe).filter(|_| sweep.next <= sweep.telling.points.1)?;
            sweep.told += 1;
            sweep.telling.tried += 1;
            (sweep.telling.tried <= POINTS && sweep.told <= POINTS_IN_ALL).then_some(number)
        };
        match (again.or_else(|| fresh(self)), self.saying(aside)) {
            (Some(number), Some(act)) => {
                self.telling.step = Step::Held;
                self.telling.messages += 1;
                let turn = self.hold_saying(state, number, act);
                self.in_doubt = self.telling.doubted;
                turn
            }
            _ => self.learn_reading(state, probe, aside + 1),
        }
    }
}
