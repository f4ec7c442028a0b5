//! Who answers what a client asks reads what all share: under the lock under which it is changed?
//!
//! The thread that answers an aside is held at each point that only this answer meets, while a message goes
//! through. If the answer shows that message, the list was read after the point; if nobody took the lock after it
//! either, it was read without. Held later on, the answer must not show the message: else it comes some other way.
//! What is read is not looked at: nothing of this depends on how a program reads, by a loop, a copy or `join`.
//!
//! Only for what is changed within itself: who binds a name to something new leaves what others read alone.

use std::collections::BTreeSet;

use super::looping::{Trigger, is_there};
use super::{Pass, Stage, Sweep, Turn, found};
use crate::judge::interleaving::{Interleaving, Probe};
use crate::judge::lockset;
use crate::judge::state::State;
use crate::lab::Aside;
use crate::transcript::{Access, Lock, Taking};

/// Points tried for each aside: the first ones that only it meets.
const POINTS: usize = 24;

/// Other points tried, to have one at which the list is read already: the last ones, as what is said is answered there.
const ENDS: usize = 4;

/// What is being found out.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
enum Step {
    /// A message is sent.
    #[default]
    Sent,
    /// The aside shows it,
    Shown,
    /// and shows it again.
    Again,
    /// A message comes while the answer is held.
    Held,
    /// The same once more where the answer showed it for the last time, with a look at the locks.
    Sure,
}

/// How far one aside is known.
#[derive(Debug, Clone, Default, PartialEq)]
pub(super) struct Consulting {
    step: Step,
    /// By what the last message is found again that was answered: an answer that shows the list shows it.
    mark: String,
    /// Indices of the points to be tried, the first last.
    left: Vec<usize>,
    /// The same for points that others meet as well.
    ends: Vec<usize>,
    /// The last of the former after which the list was read without the lock.
    unlocked: Option<usize>,
    /// At another it was read already.
    is_past: bool,
    /// The message of this round was answered while the thread was held.
    passed: bool,
    /// How many takings of locks were known when it went on, sure ones and others.
    took: (usize, usize),
    /// The locks taken while the thread was held.
    taken: Vec<Lock>,
}

impl Sweep {
    /// The next aside that is due, from this one on.
    pub(super) fn consult(&mut self, state: &State, probe: &Probe, from: usize) -> Turn {
        let due = |aside: &Aside| aside.is_command() == self.has_commands && is_there(state, &aside.peer);
        let next = self.order.asides.iter().enumerate().skip(from).find(|(_, aside)| due(aside)).map(|(i, _)| i);
        let answers = self.profile.as_ref().is_some_and(|profile| profile.answered[1]);
        let Some(aside) = next.filter(|_| answers && self.guards(probe).is_some()) else {
            return self.after_consulting(state, probe);
        };
        self.pass = Pass::Consulting(aside);
        self.consulting = Consulting::default();
        self.start_round(state);
        self.consulting.mark = self.marks()[1].clone();
        self.stage = Stage::Learning;
        self.send(1)
    }

    /// What keeps messages, with the locks under which all change it; nothing where one of them is not changed
    /// within itself, or not under a lock that is known.
    fn guards<'p>(&self, probe: &'p Probe) -> Option<Vec<(&'p Access, BTreeSet<u32>)>> {
        let stores = self.profile.as_ref().filter(|_| self.guarded.is_empty())?.stores();
        let guards: Option<Vec<_>> = stores.map(|name| lockset::guard(probe, name)).collect();
        guards.filter(|guards| !guards.is_empty())
    }

    /// A message or an aside was answered, or not, with nobody held.
    pub(super) fn after_asking(&mut self, state: &State, probe: &Probe, aside: usize) -> Turn {
        let [answer, reply] = self.replies(state);
        let goes_on = match self.consulting.step {
            Step::Sent => !reply.is_empty(),
            _ => answer.contains(&self.consulting.mark),
        };
        if !goes_on {
            return self.consult(state, probe, aside + 1);
        }
        self.consulting.step = match self.consulting.step {
            Step::Sent => Step::Shown,
            Step::Shown => Step::Again,
            _ => {
                let met = |i: &usize| self.trigger(*i) == Some(Trigger::Aside(aside));
                let said = |i: &usize| self.trigger(*i).is_some();
                let all = 0..probe.points.len();
                let mut left: Vec<usize> = all.clone().filter(met).take(POINTS).collect();
                left.reverse();
                let mut ends: Vec<usize> = all.rev().filter(|i| said(i) && !met(i)).take(ENDS).collect();
                ends.reverse();
                self.consulting.left = left;
                self.consulting.ends = ends;
                self.consulting.step = Step::Held;
                return self.next_consulting(state, probe, aside);
            }
        };
        let Some(act) = self.saying(aside) else { return Turn::Done };
        self.start_round(state);
        self.stage = Stage::Learning;
        Turn::Act(vec![act])
    }

    /// Holds the thread at the next point, as long as the list is not read there; then once more at that after which
    /// it was read without the lock.
    pub(super) fn next_consulting(&mut self, state: &State, probe: &Probe, aside: usize) -> Turn {
        let next = match self.consulting.step {
            Step::Sure => None,
            _ if self.consulting.is_past => {
                self.consulting.step = Step::Sure;
                self.consulting.unlocked
            }
            _ => {
                let Consulting { left, ends, unlocked, .. } = &mut self.consulting;
                left.pop().or_else(|| unlocked.and_then(|_| ends.pop()))
            }
        };
        let point = next.and_then(|i| Some((i, probe.points.get(i)?)));
        let (Some((i, point)), Some(act)) = (point, self.saying(aside)) else {
            return self.consult(state, probe, aside + 1);
        };
        self.next = i + 1;
        self.consulting.passed = false;
        self.hold_saying(state, point.number, act)
    }

    /// The thread is held.
    pub(super) fn hold_reader(&mut self) -> Turn {
        if self.consulting.step == Step::Sure {
            self.stage = Stage::Glanced;
            return Turn::Act(vec![self.look()]);
        }
        self.stage = Stage::Passing;
        self.send(1)
    }

    /// A look was taken meanwhile.
    pub(super) fn after_glance(&mut self, probe: &Probe) -> Turn {
        self.consulting.taken = probe.inside.iter().flat_map(|(_, taken)| taken).cloned().collect();
        self.stage = Stage::Passing;
        self.send(1)
    }

    /// A message is as far as it comes while the thread is held.
    pub(super) fn after_passing_by(&mut self, state: &State, probe: &Probe) -> Turn {
        self.consulting.passed = !self.replies(state)[1].is_empty();
        self.consulting.took = (probe.took.len(), probe.perhaps_took.len());
        self.let_go()
    }

    /// The held thread has gone on.
    pub(super) fn after_consulted(&mut self, state: &State, probe: &Probe) -> Turn {
        let Pass::Consulting(aside) = self.pass else { return Turn::Done };
        let answer = &self.replies(state)[0];
        let guards = self.guards(probe).unwrap_or_default();
        let mark = self.marks()[1].clone();
        let shows = answer.contains(&mark);
        // What shows the last message only is kept somewhere else.
        if guards.is_empty() || !answer.contains(&self.consulting.mark) {
            return self.consult(state, probe, aside + 1);
        }
        let is_guard = |taking: &Taking| guards.iter().any(|(_, locks)| locks.contains(&taking.lock.number));
        let (sure, unsure) = self.consulting.took;
        let mut took = probe.took.iter().skip(sure).chain(probe.perhaps_took.iter().skip(unsure));
        // Whoever takes it: another thread may read for this one.
        let is_unlocked = self.consulting.passed && !took.any(is_guard);
        let is_own = self.next.checked_sub(1).and_then(|i| self.trigger(i)) == Some(Trigger::Aside(aside));
        self.consulting.mark = mark;
        match (shows, self.consulting.step) {
            (true, Step::Sure) if is_unlocked => return self.read_unlocked(probe, &guards),
            (true, _) if is_unlocked && is_own => self.consulting.unlocked = self.next.checked_sub(1),
            // It holds the lock here: what was seen before is not what is read.
            (_, Step::Held) if !self.consulting.passed && is_own => self.consulting.unlocked = None,
            (true, _) => {}
            (false, _) => self.consulting.is_past |= self.consulting.passed,
        }
        self.next_consulting(state, probe, aside)
    }

    fn read_unlocked(&self, probe: &Probe, guards: &[(&Access, BTreeSet<u32>)]) -> Turn {
        let held = self.held(probe);
        let Some((write, guard)) = guards.first() else { return Turn::Done };
        let names: Vec<&str> = guards.iter().map(|(write, _)| write.variable.as_str()).collect();
        let mine: Vec<String> = self.consulting.taken.iter().map(|lock| lock.name.clone()).collect();
        let theirs = write.locks.iter().filter(|lock| guard.contains(&lock.number)).map(|lock| lock.name.clone());
        let what = Interleaving {
            place: held.clone().map(|point| point.place),
            held,
            other: Some(write.place.clone()),
            variable: Some(names.join(", ")),
            locks: mine.iter().cloned().chain(theirs).collect(),
            reads: true,
            ..Interleaving::default()
        };
        found(if mine.is_empty() { "lock.missing" } else { "lock.not-common" }, what)
    }
}
