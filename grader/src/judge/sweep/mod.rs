//! Two clients' messages against each other, at every point where one can come between the other.
//!
//! The single-preemption sweep (context bound 1; Musuvathi and Qadeer, *Iterative context bounding*,
//! 2007): two rounds one after the other teach what a message does; then, for each point, the first
//! client's thread is held there, the second client's message goes through as far as it can, the
//! first goes on, and what came of it is compared. Sans-IO like the walker it is a part of: each
//! stage waits for an event of the transcript and answers with acts.

mod accident;
mod asides;
mod joining;
mod locks;
mod mark;
mod reading;
mod sanitized;

use super::interleaving::{Interleaving, Probe};
use super::profile::{Harm, Look, Marks, Profile, Round};
use super::state::State;
use super::walker::Act;
use crate::lab::{Aside, Hold, SweepGoal};
use crate::text::Payload;
use crate::transcript::{Point, Side, Stillness, Thread, Waiting};

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

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Stage {
    /// Everything comes to rest before a round.
    Ready,
    /// `watch` was asked for before the first aside.
    Listening,
    /// A look at the locks was asked for before the first aside.
    Calm,
    /// A client says something that is no message, in the first or second pass.
    Aside(usize),
    /// A look at the locks was asked for after it.
    Overheard(usize),
    /// An aside was sent to see what it runs.
    Learning,
    /// The message of client 0 or 1 was sent in sequential round 0, 1 or 2.
    Sent(usize, usize),
    /// A look was asked for after it.
    Looked(usize, usize),
    /// `watch` was asked for.
    Watched,
    /// The first message was sent towards the point at which it is to be held.
    Armed,
    /// A look at the locks was asked for while a thread is held.
    Peeked,
    /// A newcomer connects while a thread is held.
    Joining,
    /// The second message is going through.
    Passing,
    /// The first thread goes on.
    Released,
    /// A look was asked for after both.
    Checked,
    /// The point was not met: the second message goes its way.
    Missed,
    /// A look was asked for after a round that shows nothing.
    Ignored,
    /// The held client was cut off and its thread goes on.
    Cut,
    /// A look at the locks was asked for after that.
    Counted,
    /// Where no look can be had: a message was sent after a client had left.
    Asked,
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
    cutting: bool,
    /// The second client's thread had to wait for a lock: what follows the release is in no one's hand.
    blocked: bool,
    /// What was lost after such a round, the first of them, and the events of that round.
    by_chance: Option<(Interleaving, (u64, u64))>,
    /// The events of the finding, where it is not the last round's.
    pub(super) events: Option<(u64, u64)>,
    /// The rounds in which somebody connects, and how many did.
    joining: bool,
    joined: usize,
    /// The next aside of this pass.
    aside: usize,
    /// The rounds in which a message comes between what answers an aside.
    reading: Option<reading::Reading>,
    /// A variable that seems to have no lock, and those found to be guarded by something else.
    suspect: Option<locks::Suspect>,
    guarded: Vec<String>,
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
            cutting: false,
            blocked: false,
            by_chance: None,
            events: None,
            joining: false,
            joined: 0,
            aside: 0,
            reading: None,
            suspect: None,
            guarded: Vec::new(),
            then: None,
        }
    }

    /// True while the probe owes an answer: nothing can be proven then.
    pub(super) fn awaits_probe(&self) -> bool {
        let looks = matches!(
            self.stage,
            Stage::Listening
                | Stage::Calm
                | Stage::Overheard(_)
                | Stage::Looked(..)
                | Stage::Watched
                | Stage::Peeked
                | Stage::Checked
                | Stage::Ignored
                | Stage::Counted
        );
        looks || self.then.is_some()
    }

    /// True when threads known to poll need not be proven to poll again.
    pub(super) fn is_in_haste(&self) -> bool {
        !self.in_doubt && self.stage != Stage::Ready
    }

    /// Takes the state after an event into account.
    pub(super) fn advance(&mut self, state: &State) -> Turn {
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
        let still = state.still.as_ref();
        if still.is_some_and(|(kind, _)| *kind == Stillness::Spin) {
            // That a client cut off makes it spin is another scenario's finding.
            let what = Interleaving { held: self.held(probe), ..Interleaving::default() };
            return if self.cutting { Turn::Done } else { found("server.spins", what) };
        }
        match self.stage {
            Stage::Ready => match still {
                Some((_, threads)) => self.begin(state, probe, threads),
                None => Turn::Wait,
            },
            Stage::Armed if probe.held.is_some() => self.on_held(probe),
            Stage::Sent(..)
            | Stage::Aside(_)
            | Stage::Learning
            | Stage::Armed
            | Stage::Joining
            | Stage::Passing
            | Stage::Released
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
            _ => match &probe.inside {
                Some((look, locks)) => {
                    let (look, taken) = (look.clone(), locks.len());
                    self.on_look(state, probe, look, taken)
                }
                None => Turn::Wait,
            },
        }
    }

    /// The first acts after everything came to rest with both clients connected.
    fn begin(&mut self, state: &State, probe: &Probe, threads: &[Thread]) -> Turn {
        if probe.version.is_none() {
            return Turn::Unfit("unprobed");
        }
        self.keep_calm(threads);
        let mut own = threads.iter().filter(|t| t.program == self.order.program);
        self.serves_in_threads = own.any(|t| t.tid != t.pid && t.waiting == Waiting::Receive);
        if self.order.goal == SweepGoal::CommonLock && self.has_asides(probe) {
            return self.begin_asides();
        }
        self.start_round(state);
        self.stage = Stage::Sent(0, 0);
        self.send(0)
    }

    /// What each thread waits in now is what it waits in when all is well.
    fn keep_calm(&mut self, threads: &[Thread]) {
        let own = threads.iter().filter(|t| t.program == self.order.program);
        self.calm = own.map(|t| (t.tid, t.waiting)).collect();
    }

    fn start_round(&mut self, state: &State) {
        self.n += 1;
        self.since = state.seen_events;
        self.in_doubt = false;
        self.looks.clear();
        self.before = (self.lengths(state), self.errors(state));
    }

    fn marks(&self) -> Marks {
        [2 * self.n, 2 * self.n + 1].map(|number| mark::word(self.order.seed, number))
    }

    fn send(&self, who: usize) -> Turn {
        Turn::Act(vec![self.sending(who, &self.order.peers[who])])
    }

    fn sending(&self, who: usize, peer: &str) -> Act {
        let mark = &self.marks()[who];
        let text = mark::one_of(&self.order.messages, self.order.seed).replace("{mark}", mark);
        let text = text.replace("{word}", &mark::word(self.order.seed, 0));
        Act::Send { peer: peer.to_owned(), data: Payload(text.into_bytes()) }
    }

    fn tell(&self, order: String) -> Act {
        Act::Tell { program: self.order.program.clone(), order }
    }

    /// Tells the probe something; these acts follow once it does that.
    fn tell_then(&mut self, order: String, acts: Vec<Act>) -> Turn {
        self.then = Some(acts);
        Turn::Act(vec![self.tell(order)])
    }

    fn look(&self) -> Act {
        let [a, b] = self.marks();
        self.tell(format!("look {a} {b}"))
    }

    fn stream<'s>(&self, state: &'s State, peer: &str) -> &'s [u8] {
        state.conn_of(peer).map(|c| c.flow(Side::Server).bytes.as_slice()).unwrap_or_default()
    }

    fn lengths(&self, state: &State) -> [usize; 2] {
        [0, 1].map(|i| self.stream(state, &self.order.peers[i]).len())
    }

    fn errors(&self, state: &State) -> usize {
        state.programs.get(&self.order.program).map_or(0, |p| p.errors.len())
    }

    fn replies(&self, state: &State) -> [String; 2] {
        [0, 1].map(|i| {
            let stream = self.stream(state, &self.order.peers[i]);
            String::from_utf8_lossy(stream.get(self.before.0[i]..).unwrap_or_default()).into_owned()
        })
    }

    fn on_held(&mut self, probe: &Probe) -> Turn {
        if self.cutting {
            self.stage = Stage::Peeked;
            return Turn::Act(vec![self.look()]);
        }
        if self.joining && self.reading.is_none() {
            return self.join();
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
            Stage::Aside(_) if state.programs.get(&self.order.program).is_some_and(|p| p.ended.is_some()) => Turn::Done,
            Stage::Aside(pass) => {
                // Whose client said what ended it waits for work now, if it is one of a pool.
                self.keep_calm(threads);
                self.stage = Stage::Overheard(pass);
                Turn::Act(vec![self.look()])
            }
            Stage::Learning => self.after_learning(state, probe),
            Stage::Armed if self.joining => {
                self.stage = Stage::Missed;
                self.tell_then("drop".into(), vec![])
            }
            Stage::Joining => self.after_joining(state),
            Stage::Armed => {
                self.stage = Stage::Missed;
                let second = self.sending(1, &self.order.peers[1]);
                self.tell_then("drop".into(), vec![second])
            }
            Stage::Passing => {
                self.blocked = self.stuck(threads) > 0;
                self.confirm_guard(probe, threads);
                self.stage = Stage::Released;
                self.tell_then("go".into(), vec![])
            }
            Stage::Released => match self.accident(state, probe, threads) {
                Some(_) if kind == Stillness::Lull => {
                    self.in_doubt = true;
                    Turn::Wait
                }
                Some(found) => found,
                None if self.reading.is_some() => self.next_reading(state, probe),
                None if self.joining => self.next_join(state, probe),
                None => {
                    self.stage = Stage::Checked;
                    Turn::Act(vec![self.look()])
                }
            },
            Stage::Missed => {
                self.stage = Stage::Ignored;
                Turn::Act(vec![self.look()])
            }
            _ => {
                self.stage = Stage::Counted;
                Turn::Act(vec![self.look()])
            }
        }
    }

    fn on_look(&mut self, state: &State, probe: &Probe, look: Look, taken: usize) -> Turn {
        match self.stage {
            Stage::Looked(round, who) => self.after_message(state, probe, look, taken, round, who),
            Stage::Checked => self.after_both(state, probe, look),
            Stage::Peeked => self.after_peek(probe, taken),
            Stage::Counted => self.after_cut(state, probe, look, taken),
            Stage::Calm => {
                self.locks_at_rest = taken;
                self.next_aside(state, probe, 0)
            }
            Stage::Overheard(pass) => self.after_aside(state, probe, look, taken, pass),
            _ => {
                self.last_look = look;
                self.next_point(state, probe)
            }
        }
    }

    /// A message of a sequential round was looked at.
    fn after_message(
        &mut self,
        state: &State,
        probe: &Probe,
        look: Look,
        taken: usize,
        round: usize,
        who: usize,
    ) -> Turn {
        if round > 0 && who == 0 {
            self.rounds.push(Round { marks: self.marks(), looks: vec![self.last_look.clone()], ..Round::default() });
        }
        self.last_look = look.clone();
        let replies = self.replies(state);
        if let Some(current) = self.rounds.last_mut().filter(|_| round > 0) {
            current.looks.push(look);
            current.replies = replies;
        }
        if who == 0 {
            self.stage = Stage::Sent(round, 1);
            return self.send(1);
        }
        self.locks_at_rest = taken;
        if round == 0 && probe.points.is_empty() {
            // Either nobody but the main thread runs the program's own code, and nothing can come
            // between; or that code could not be followed.
            return if self.serves_in_threads { Turn::Unfit("untraced") } else { Turn::Done };
        }
        match round {
            0 => {
                self.start_round(state);
                self.stage = Stage::Sent(1, 0);
                self.send(0)
            }
            1 => {
                let [a, b] = self.marks();
                self.start_round(state);
                if self.order.goal == SweepGoal::CommonLock {
                    self.stage = Stage::Watched;
                    return Turn::Act(vec![self.tell(format!("watch {a} {b}"))]);
                }
                self.stage = Stage::Sent(2, 0);
                self.send(0)
            }
            _ => {
                if let [.., one, two] = self.rounds.as_slice() {
                    self.profile = Some(Profile::of(&[one.clone(), two.clone()]));
                }
                if self.order.goal == SweepGoal::CommonLock && self.has_asides(probe) {
                    return self.next_aside(state, probe, 1);
                }
                self.next_point(state, probe)
            }
        }
    }

    /// Goes on to the next point, or to the end.
    fn next_point(&mut self, state: &State, probe: &Probe) -> Turn {
        if self.order.goal == SweepGoal::CommonLock && !self.cutting {
            return self.next_of_locks(state, probe);
        }
        if self.reading.is_some() {
            return self.next_reading(state, probe);
        }
        if self.joining {
            return self.next_join(state, probe);
        }
        if let Some(hold) = &self.order.only {
            let rest = probe.points.iter().skip(self.next);
            self.next += rest.take_while(|point| point.hold() != *hold).count();
        }
        let Some(point) = probe.points.get(self.next) else {
            return match self.by_chance.take() {
                Some((what, events)) => {
                    self.events = Some(events);
                    found("race.lost-update", what)
                }
                None if self.order.goal == SweepGoal::NoRace => {
                    self.joining = true;
                    self.next = 0;
                    self.next_join(state, probe)
                }
                None => Turn::Done,
            };
        };
        if self.cutting && (self.victims >= self.order.victims.len() || self.lines_cut.contains(&point.place.line)) {
            if self.victims >= self.order.victims.len() {
                return Turn::Done;
            }
            self.next += 1;
            return self.next_point(state, probe);
        }
        self.start_round(state);
        self.stage = Stage::Armed;
        let who = if self.cutting { self.order.victims[self.victims].clone() } else { self.order.peers[0].clone() };
        let first = self.sending(0, &who);
        self.next += 1;
        self.tell_then(format!("hold {}", point.number), vec![first])
    }

    /// Both messages went through.
    fn after_both(&mut self, state: &State, probe: &Probe, look: Look) -> Turn {
        self.looks.push(look.clone());
        if self.order.goal == SweepGoal::CommonLock {
            self.overlapped = true;
            self.last_look = look;
            return self.next_point(state, probe);
        }
        let judged = self.profile.as_ref();
        let mut harm = judged.and_then(|p| p.harm(&self.last_look, &self.looks, &self.marks(), &self.replies(state)));
        let hasty = state.last_still == Some(Stillness::Lull);
        if harm.is_some() && hasty && !self.in_doubt {
            self.in_doubt = true;
            self.stage = Stage::Released;
            return Turn::Wait;
        }
        self.last_look = look;
        let held = self.held(probe);
        let about =
            |what: Interleaving| Interleaving { place: held.clone().map(|p| p.place), held: held.clone(), ..what };
        if self.blocked {
            // Both ran on side by side: what was lost is lost, but another point may show it for certain.
            if let Some(Harm::Lost(what)) = harm.take() {
                let what = about(what);
                self.by_chance.get_or_insert((what, (self.since, state.seen_events)));
            }
        }
        match harm {
            Some(Harm::Astray) => found("race.reply-astray", about(Interleaving::default())),
            Some(Harm::Lost(what)) => found("race.lost-update", about(what)),
            Some(Harm::Torn(what)) => found("race.torn", about(what)),
            Some(Harm::Stale(what)) if !self.told_stale => {
                self.told_stale = true;
                self.stage = Stage::Ignored;
                Turn::Found { code: "race.stale-read", what: Box::new(about(what)), failed: false }
            }
            _ => self.next_point(state, probe),
        }
    }

    /// The point of this round.
    fn held(&self, probe: &Probe) -> Option<Point> {
        self.next.checked_sub(1).and_then(|i| probe.points.get(i)).cloned()
    }
}
