//! Two clients' messages against each other, at every point where one can come between the other.
//!
//! The single-preemption sweep (context bound 1; Musuvathi and Qadeer, *Iterative context bounding*,
//! 2007): two rounds one after the other teach what a message does; then, for each point, the first
//! client's thread is held there, the second client's message goes through as far as it can, the
//! first goes on, and what came of it is compared. Sans-IO like the walker it is a part of: each
//! stage waits for an event of the transcript and answers with acts.

mod accident;
mod asides;
mod comparing;
mod consulting;
mod first;
mod joining;
mod keyed;
mod learning;
mod leaving;
mod locks;
mod looping;
mod mark;
mod reading;
mod rounds;
mod sanitized;
mod stage;
mod telling;
mod welcoming;

pub(super) use first::Untried;

use stage::{Pass, Stage};

use super::interleaving::{Between, Interleaving, Probe};
use super::profile::{Look, Profile, Round};
use super::state::State;
use super::walker::Act;
use crate::lab::{Aside, Hold, SweepGoal};
use crate::text::Payload;
use crate::transcript::{Point, Stillness, Thread, Waiting};

/// What a script asks for.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Order {
    pub(super) program: String,
    pub(super) goal: SweepGoal,
    pub(super) peers: [String; 2],
    pub(super) victims: Vec<String>,
    /// Clients not yet connected, one for each time that somebody is to come in between.
    pub(super) joins: Vec<String>,
    /// What may be sent; the seed says which.
    pub(super) messages: Vec<Payload>,
    /// What is sent where two messages are to begin with the same new word.
    pub(super) keyed: Option<Payload>,
    /// What clients say besides messages.
    pub(super) asides: Vec<Aside>,
    pub(super) only: Option<Hold>,
    /// From what the marks are made, and the shape of what is sent is chosen.
    pub(super) seed: u64,
}

/// What is to happen next.
#[derive(Debug, Clone, PartialEq)]
pub(super) enum Turn {
    /// These acts, then the events that follow.
    Act(Vec<Act>),
    /// Nothing before the next event.
    Wait,
    /// Nothing wrong was found.
    Done,
    /// This was found. `failed` is false for what costs nothing.
    Found { code: &'static str, what: Box<Interleaving>, failed: bool },
    /// It cannot be examined this way.
    Unfit(&'static str),
}

/// See the module's page.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Sweep {
    order: Order,
    stage: Stage,
    /// Number of the round, which marks its messages.
    n: u32,
    rounds: Vec<Round>,
    profile: Option<Profile>,
    /// Index of the point to be held at.
    next: usize,
    /// What each thread waited in when all was well.
    calm: Vec<(i32, Waiting)>,
    /// Whether a thread other than the main one waited for a client's message then.
    serves_in_threads: bool,
    locks_at_rest: usize,
    /// Bytes of each client's stream, and of errors, before the round.
    before: ([usize; 2], usize),
    last_look: Look,
    looks: Vec<Look>,
    /// Event at which the round began.
    pub(super) since: u64,
    /// Only a full proof of stillness will do.
    in_doubt: bool,
    told_stale: bool,
    victims: usize,
    lines_cut: Vec<u32>,
    overlapped: bool,
    pass: Pass,
    /// The second client's thread had to wait for a lock: what follows the release is in no one's hand.
    blocked: bool,
    /// What was lost after such a round, the first of them, and the events of that round.
    by_chance: Option<(Interleaving, (u64, u64))>,
    /// Whether they do the same harm again, or one after the other does, is being found out.
    weighed: Option<comparing::Weighed>,
    /// The events of the finding, where it is not the last round's.
    pub(super) events: Option<(u64, u64)>,
    /// How many newcomers connected.
    joined: usize,
    asides: asides::Asides,
    keyed: keyed::Keyed,
    /// The words of the program's own were said, or are being said.
    has_commands: bool,
    /// Who said what when, by the number of points known before.
    said: Vec<(usize, looping::Trigger)>,
    loops: looping::Loops,
    consulting: consulting::Consulting,
    /// How many points were known once an aside had been answered.
    learnt_until: usize,
    telling: telling::Telling,
    /// Points at which the thread that answers one was held.
    told: usize,
    /// How many points were known once the first message had gone through; those of them that no later one
    /// met. In the pass of that name, the point to be held at.
    met_first: usize,
    met_once: Vec<Point>,
    /// What kept the first two messages of all.
    kept_first: Vec<String>,
    /// Newcomers who have left again.
    gone: Vec<String>,
    /// A variable that seems to have no lock, and those found to be guarded by something else.
    suspect: Option<locks::Suspect>,
    guarded: Vec<String>,
    /// How many changes of variables were known before clients began to leave.
    written_by_messages: usize,
    /// Those of them that a newcomer made.
    written_by_newcomer: std::ops::Range<usize>,
    /// What follows once the probe does what it was told.
    then: Option<Vec<Act>>,
}

/// What fails the scenario.
fn found(code: &'static str, what: Interleaving) -> Turn {
    Turn::Found { code, what: Box::new(what), failed: true }
}

impl Sweep {
    pub(super) fn new(order: Order) -> Sweep {
        Sweep {
            order,
            stage: Stage::Ready,
            n: 0,
            rounds: Vec::new(),
            profile: None,
            next: 0,
            calm: Vec::new(),
            serves_in_threads: false,
            locks_at_rest: 0,
            before: ([0; 2], 0),
            last_look: Vec::new(),
            looks: Vec::new(),
            since: 0,
            in_doubt: false,
            told_stale: false,
            victims: 0,
            lines_cut: Vec::new(),
            overlapped: false,
            pass: Pass::Messages,
            blocked: false,
            by_chance: None,
            weighed: None,
            events: None,
            joined: 0,
            asides: asides::Asides::default(),
            keyed: keyed::Keyed::default(),
            has_commands: false,
            said: Vec::new(),
            loops: looping::Loops::default(),
            consulting: consulting::Consulting::default(),
            learnt_until: 0,
            telling: telling::Telling::default(),
            told: 0,
            met_first: 0,
            met_once: Vec::new(),
            kept_first: Vec::new(),
            gone: Vec::new(),
            suspect: None,
            guarded: Vec::new(),
            written_by_messages: 0,
            written_by_newcomer: 0..0,
            then: None,
        }
    }

    /// True while the probe owes an answer: nothing can be proven then.
    pub(super) fn awaits_probe(&self) -> bool {
        self.stage.awaits_probe() || self.then.is_some()
    }

    /// True when threads known to poll need not be proven to poll again.
    pub(super) fn is_in_haste(&self) -> bool {
        !self.in_doubt && self.stage != Stage::Ready
    }

    /// Takes the state after an event into account.
    pub(super) fn advance(&mut self, state: &State) -> Turn {
        let mut turn = self.follow(state);
        if let Turn::Found { what, .. } = &mut turn
            && what.held.is_some()
        {
            what.between = self.between();
            what.said = what.said.take().or_else(|| self.answered().map(|aside| aside.data.clone()));
        }
        turn
    }

    /// What comes in between in this pass.
    fn between(&self) -> Between {
        match self.pass {
            Pass::Joining => Between::Newcomer,
            Pass::Leaving => Between::Leaver,
            Pass::Cutting => Between::Reset,
            _ => Between::Message,
        }
    }

    fn follow(&mut self, state: &State) -> Turn {
        let Some(probe) = state.probes.get(&self.order.program) else { return Turn::Unfit("unprobed") };
        if let Some(why) = probe.unexamined {
            return Turn::Unfit(why.reason());
        }
        if let Some(sanitizer) = &probe.sanitizer {
            return self.advance_sanitized(state, sanitizer);
        }
        if probe.forked {
            return Turn::Unfit("processes");
        }
        if probe.untraced {
            return Turn::Unfit("untraced");
        }
        if probe.failed.is_some() {
            return Turn::Unfit("probe-failed");
        }
        if let Some(acts) = self.then.take_if(|_| probe.done) {
            if !acts.is_empty() {
                return Turn::Act(acts);
            }
            // What is still was so before the probe acted.
            return Turn::Wait;
        }
        if self.then.is_some() {
            return Turn::Wait;
        }
        if self.has_commands && self.has_ended(state) {
            return Turn::Done;
        }
        let still = state.still.as_ref();
        if still.is_some_and(|(kind, _)| *kind == Stillness::Spin) {
            // That a client cut off makes it spin is another scenario's finding.
            let held = self.held(probe).filter(|_| self.stage.holds());
            let what = Interleaving { held, ..Interleaving::default() };
            return if self.pass == Pass::Cutting || self.has_commands {
                Turn::Done
            } else {
                found("server.spins", what)
            };
        }
        match self.stage {
            Stage::Ready => match still {
                Some((_, threads)) => self.begin(state, probe, threads),
                None => Turn::Wait,
            },
            Stage::Armed if probe.held.is_some() => self.on_held(probe),
            Stage::Sent(..)
            | Stage::Prepared(_)
            | Stage::Aside(_)
            | Stage::Learning
            | Stage::Armed
            | Stage::Joining
            | Stage::Joined { .. }
            | Stage::Welcomed(_)
            | Stage::Leaving
            | Stage::Holding
            | Stage::Passing
            | Stage::Released
            | Stage::Turned(_)
            | Stage::Alike(_)
            | Stage::Missed
            | Stage::Cut => match still {
                Some((kind, threads)) => self.on_still(state, probe, *kind, threads),
                None => Turn::Wait,
            },
            Stage::Watched if probe.watching => {
                self.stage = Stage::Sent(2, 0);
                self.send(0)
            }
            Stage::Listening if probe.watching => {
                self.stage = Stage::Calm;
                Turn::Act(vec![self.look()])
            }
            Stage::Listening | Stage::Watched => Turn::Wait,
            Stage::Resting | Stage::Entered | Stage::Disturbed => match &probe.loops {
                Some((over, taken)) => self.on_loops(state, probe, &over.clone(), &taken.clone()),
                None => Turn::Wait,
            },
            _ => match &probe.inside {
                Some((look, locks)) => {
                    let (look, taken) = (look.clone(), locks.len());
                    self.on_look(state, probe, look, taken)
                }
                None => Turn::Wait,
            },
        }
    }

    fn on_held(&mut self, probe: &Probe) -> Turn {
        match self.pass {
            Pass::Cutting => {
                self.stage = Stage::Peeked;
                return Turn::Act(vec![self.look()]);
            }
            Pass::Joining => return self.join(),
            Pass::Leaving | Pass::Looping(_) => {
                // Others may be at work still, and hold locks.
                self.stage = Stage::Holding;
                return Turn::Wait;
            }
            Pass::Reading(_) => {
                self.stage = Stage::Passing;
                return self.send_newest();
            }
            Pass::Consulting(_) => return self.hold_reader(),
            Pass::First => self.find_first(probe),
            Pass::Messages | Pass::Keyed | Pass::Telling(_) | Pass::Welcoming => {}
        }
        if let Some(suspect) = &mut self.suspect {
            suspect.written = probe.wrote.len();
        }
        self.stage = Stage::Passing;
        self.send(1)
    }

    fn on_still(&mut self, state: &State, probe: &Probe, kind: Stillness, threads: &[Thread]) -> Turn {
        if self.in_doubt && kind == Stillness::Lull {
            return Turn::Wait;
        }
        match self.stage {
            Stage::Sent(round, who) => {
                if let Some(found) = self.accident(state, probe, threads) {
                    return found;
                }
                if !probe.threaded && who == 1 {
                    // Nobody but the main thread runs: nothing can come between.
                    return Turn::Done;
                }
                if !probe.threaded {
                    self.stage = Stage::Sent(round, 1);
                    return self.send(1);
                }
                self.stage = Stage::Looked(round, who);
                Turn::Act(vec![self.look()])
            }
            // What a server does that ends at something that is no text is another scenario's matter.
            Stage::Prepared(_) | Stage::Aside(_) if self.has_ended(state) => Turn::Done,
            Stage::Prepared(moment) => self.say_aside(state, probe, moment),
            Stage::Aside(moment) => {
                // Whose client said what ended it waits for work now, if it is one of a pool.
                self.keep_calm(threads);
                self.stage = Stage::Overheard(moment);
                Turn::Act(vec![self.look()])
            }
            Stage::Learning => self.after_learning(state, probe),
            Stage::Armed if self.is_crowded() => {
                self.stage = Stage::Missed;
                self.tell_then("drop".into(), vec![])
            }
            Stage::Joining if self.pass == Pass::Welcoming => self.after_welcoming(state, probe, threads, 0),
            Stage::Joining => self.after_joining(state),
            Stage::Joined { heard } => self.after_first_word(state, probe, threads, heard),
            Stage::Welcomed(said) => self.after_welcoming(state, probe, threads, said),
            Stage::Armed => {
                self.stage = Stage::Missed;
                let second = self.sending(1, self.speakers()[1]);
                self.tell_then("drop".into(), vec![second])
            }
            Stage::Holding => {
                self.stage = Stage::Entered;
                Turn::Act(vec![self.tell("loops".into())])
            }
            Stage::Leaving => self.ask_again(),
            Stage::Passing if matches!(self.pass, Pass::Looping(_)) => self.ask_again(),
            Stage::Passing if matches!(self.pass, Pass::Consulting(_)) => self.after_passing_by(state, probe),
            Stage::Passing => self.passed(probe, threads),
            Stage::Released if matches!(self.pass, Pass::Looping(_)) => self.next_looping(state, probe),
            Stage::Released if matches!(self.pass, Pass::Leaving) => self.after_leaving(state, probe),
            Stage::Released if matches!(self.pass, Pass::Consulting(_)) => self.after_consulted(state, probe),
            Stage::Released => match self.accident(state, probe, threads) {
                Some(_) if kind == Stillness::Lull => {
                    self.in_doubt = true;
                    Turn::Wait
                }
                Some(found) => found,
                None if self.is_crowded() && !matches!(self.pass, Pass::First | Pass::Keyed) => {
                    self.next_point(state, probe)
                }
                None => {
                    self.stage = Stage::Checked;
                    Turn::Act(vec![self.look()])
                }
            },
            Stage::Alike(who) => self.after_alike(who),
            Stage::Turned(who) => self.after_turned(state, probe, threads, who),
            Stage::Missed => {
                if self.weighed.take().is_none() {
                    self.note_missed(probe);
                }
                self.stage = Stage::Ignored;
                Turn::Act(vec![self.look()])
            }
            _ => {
                self.stage = Stage::Counted;
                Turn::Act(vec![self.look()])
            }
        }
    }

    /// Who comes in between is as far as it comes: the held thread goes on.
    fn passed(&mut self, probe: &Probe, threads: &[Thread]) -> Turn {
        self.blocked = self.stuck(threads) > 0;
        self.confirm_guard(probe, threads);
        self.let_go()
    }

    fn on_look(&mut self, state: &State, probe: &Probe, look: Look, taken: usize) -> Turn {
        match self.stage {
            Stage::Looked(round, who) => self.after_message(state, probe, look, taken, round, who),
            Stage::Checked => self.after_both(state, probe, look),
            Stage::Compared => self.after_comparing(state, probe, look),
            Stage::Weighed => self.after_weighing(state, probe, look),
            Stage::Peeked => self.after_peek(probe, taken),
            Stage::Glanced => self.after_glance(probe),
            Stage::Counted => self.after_cut(state, probe, look, taken),
            Stage::Calm => self.first_asides(state, probe, taken),
            Stage::Overheard(moment) => self.after_aside(state, probe, look, taken, moment),
            _ => {
                self.last_look = look;
                self.next_point(state, probe)
            }
        }
    }

    fn has_ended(&self, state: &State) -> bool {
        state.programs.get(&self.order.program).is_some_and(|program| program.ended.is_some())
    }

    /// Goes on to the next point, or to the end.
    fn next_point(&mut self, state: &State, probe: &Probe) -> Turn {
        match self.pass {
            Pass::Messages if self.order.goal == SweepGoal::CommonLock => self.next_of_locks(state, probe),
            Pass::Messages | Pass::Welcoming => self.next_of_messages(state, probe),
            Pass::Keyed => self.next_keyed(state, probe),
            Pass::Joining => self.next_join(state, probe),
            Pass::Reading(reading) => self.next_reading(state, probe, reading),
            Pass::Telling(aside) => self.next_telling(state, probe, aside),
            Pass::Leaving => self.next_leaving(state, probe),
            Pass::Looping(_) => self.next_looping(state, probe),
            Pass::Consulting(aside) => self.next_consulting(state, probe, aside),
            Pass::Cutting => self.next_cut(state, probe),
            Pass::First => self.after_first(),
        }
    }

    /// The next point at which a message is held while another goes through.
    fn next_of_messages(&mut self, state: &State, probe: &Probe) -> Turn {
        if let Some(number) = self.next_wanted(probe) {
            return self.hold(state, number, &self.first_peer());
        }
        if let Some(turn) = self.lost_by_chance() {
            return turn;
        }
        self.begin_keyed(state, probe)
    }

    /// What was lost where both threads ran on side by side: said only where nothing surer was found.
    fn lost_by_chance(&mut self) -> Option<Turn> {
        let (what, events) = self.by_chance.take()?;
        self.events = Some(events);
        Some(found("race.lost-update", what))
    }

    /// The number of the next point, of those that are wanted.
    fn next_wanted(&mut self, probe: &Probe) -> Option<u32> {
        let only = self.order.only.as_ref();
        let mut rest = probe.points.iter().enumerate().skip(self.next);
        let (i, point) = rest.find(|(_, point)| only.is_none_or(|only| *only == point.hold()))?;
        self.next = i + 1;
        Some(point.number)
    }
}
