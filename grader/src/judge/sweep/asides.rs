//! What clients say besides messages, one after the other: no lock may stay behind, and the locks that
//! are taken on the way are seen.
//!
//! Said twice: before any message, when there is nothing yet to be read, and once there is. The words of the
//! program's own come after everything else, as one of them may end it or change how it answers; and, before
//! any message again, on a server started anew.

use super::looping::{Trigger, is_there};
use super::{Stage, Sweep, Turn, found};
use crate::judge::interleaving::{Interleaving, Probe};
use crate::judge::lockset;
use crate::judge::profile::{Look, Profile};
use crate::judge::state::State;
use crate::lab::{Aside, SweepGoal};

/// Times an aside is said again because the lock that it took, or who changed something, is not known for certain.
const AGAIN: u32 = 3;

/// When asides are said.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Moment {
    /// Before any message.
    First,
    /// Once messages are kept.
    Later,
    /// The words of the program's own, each after a message of who says it.
    Commands,
    /// The words of the program's own, before any message.
    FirstCommands,
}

impl Moment {
    fn is_of_commands(self) -> bool {
        matches!(self, Moment::Commands | Moment::FirstCommands)
    }
}

/// How far the asides of a moment are said.
#[derive(Debug, Clone, Default, PartialEq)]
pub(super) struct Asides {
    /// Index of the next.
    next: usize,
    /// Of the one that is being said.
    current: Option<usize>,
    /// How often it was said again.
    again: u32,
    /// How many changes, and takings of a lock, were nobody's for certain before it.
    unsure: usize,
}

impl Sweep {
    /// Whether something is to be said before the first message. A server of one thread has nobody to
    /// keep a lock from.
    pub(super) fn has_asides(&self, probe: &Probe) -> bool {
        !self.order.asides.is_empty() && probe.threaded
    }

    /// Locks are watched first: where one was taken that stays behind is only known by that.
    pub(super) fn begin_asides(&mut self) -> Turn {
        self.stage = Stage::Listening;
        Turn::Act(vec![self.tell("watch".into())])
    }

    /// What is said before any message.
    pub(super) fn first_asides(&mut self, state: &State, probe: &Probe, taken: usize) -> Turn {
        self.locks_at_rest = taken;
        self.has_commands = self.order.goal == SweepGoal::FirstCommands;
        let moment = if self.has_commands { Moment::FirstCommands } else { Moment::First };
        self.next_aside(state, probe, moment)
    }

    /// The next aside of a client that is still there; after the last, what comes after the moment.
    pub(super) fn next_aside(&mut self, state: &State, probe: &Probe, moment: Moment) -> Turn {
        let mut left = self.order.asides.iter().enumerate().skip(self.asides.next);
        // A word of the program's own may do anything: those come last.
        let is_due = |aside: &Aside| aside.is_command() == moment.is_of_commands();
        let next = left.find(|(_, aside)| is_there(state, &aside.peer) && is_due(aside)).map(|(i, _)| i);
        let Some(i) = next else {
            self.asides = Asides::default();
            return match moment {
                Moment::First => self.first_message(state, probe),
                Moment::Later => self.next_point(state, probe),
                Moment::Commands => self.begin_looping(state, probe),
                Moment::FirstCommands => Turn::Done,
            };
        };
        self.asides = Asides { next: i + 1, current: Some(i), ..Asides::default() };
        self.prepare_aside(state, probe, moment)
    }

    /// Who says a word of the program's own may have to have something of its own there.
    fn prepare_aside(&mut self, state: &State, probe: &Probe, moment: Moment) -> Turn {
        let speaker = self.aside().map(|aside| aside.peer.clone());
        let Some(peer) = speaker.filter(|_| moment == Moment::Commands) else {
            return self.say_aside(state, probe, moment);
        };
        self.said.push((probe.points.len(), Trigger::Message));
        self.start_round(state);
        self.in_doubt = true;
        self.stage = Stage::Prepared(moment);
        Turn::Act(vec![self.sending(0, &peer)])
    }

    pub(super) fn say_aside(&mut self, state: &State, probe: &Probe, moment: Moment) -> Turn {
        let current =
            self.asides.current.filter(|i| self.order.asides.get(*i).is_some_and(|a| is_there(state, &a.peer)));
        let Some((i, act)) = current.and_then(|i| Some((i, self.saying(i)?))) else {
            return self.next_aside(state, probe, moment);
        };
        self.asides.unsure = probe.unsure();
        self.said.push((probe.points.len(), Trigger::Aside(i)));
        self.start_round(state);
        self.in_doubt = moment.is_of_commands();
        self.stage = Stage::Aside(moment);
        Turn::Act(vec![act])
    }

    /// The aside that is being said.
    pub(super) fn aside(&self) -> Option<&Aside> {
        self.asides.current.and_then(|i| self.order.asides.get(i))
    }

    /// The words of the program's own: no lock may stay behind, what they change is under the lock that all have
    /// in common, the loops that they run are looked at.
    pub(super) fn begin_commands(&mut self, state: &State, probe: &Probe) -> Turn {
        if self.has_commands || !self.order.asides.iter().any(Aside::is_command) {
            return Turn::Done;
        }
        self.has_commands = true;
        self.next = probe.points.len();
        self.next_aside(state, probe, Moment::Commands)
    }

    /// An aside was answered, or not, and a look taken at the locks.
    pub(super) fn after_aside(
        &mut self,
        state: &State,
        probe: &Probe,
        look: Look,
        taken: usize,
        moment: Moment,
    ) -> Turn {
        self.last_look = look;
        if let Some(turn) = self.kept(state, probe, taken, Stage::Aside(moment)) {
            return turn;
        }
        if moment.is_of_commands()
            && let Some((code, what)) = lockset::fault(probe, self.locked_by_messages())
        {
            let said = self.aside().map(|aside| aside.data.clone());
            return found(code, Interleaving { said, ..what });
        }
        // On a busy machine a thread may be put aside just there: nobody knows then that it was this one.
        if probe.unsure() > self.asides.unsure && self.asides.again < AGAIN {
            self.asides.again += 1;
            return self.prepare_aside(state, probe, moment);
        }
        self.next_aside(state, probe, moment)
    }

    /// What messages only change under locks; where something guards that is not known as a lock, nobody knows.
    fn locked_by_messages(&self) -> impl Iterator<Item = &str> {
        self.profile.iter().filter(|_| self.guarded.is_empty()).flat_map(Profile::shared)
    }
}
