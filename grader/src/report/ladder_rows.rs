//! A transcript as the rows of a ladder diagram, in no width yet.
//!
//! Clients stand on the left, servers on the right, whoever plays them. It must not know how a row is
//! drawn.

use std::collections::BTreeMap;

use super::cast::{Actor, Cast, Link};
use super::ladder_row::{Content, Lane, Moment, Nature, Row, Tagged};
use super::phrase::Phrases;
use super::stillness;
use crate::grading::Detail;
use crate::lab::{Matcher, Outcome, Role, Verb};
use crate::text::{Payload, harmless};
use crate::transcript::{Ending, Entry, Event, Side, Waiting};

/// Lines of a program's output shown one by one.
const OUTPUT_LINES: usize = 3;

/// The rows of a transcript, up to the event that settled the finding.
pub(super) fn rows(phrases: &Phrases<'_>, detail: Option<&Detail>) -> Vec<Tagged> {
    let last = detail.map_or(u64::MAX, |d| d.events.1);
    let entries: Vec<&Entry> = phrases.transcript.entries.iter().filter(|e| e.n <= last).collect();
    let end = entries.iter().rposition(|e| !matches!(e.event, Event::Still { .. })).map_or(0, |i| i + 1);
    let mut drawing = Drawing { phrases, rows: Vec::new(), starts: BTreeMap::new(), output: None, now: None };
    for entry in &entries[..end] {
        drawing.now = Some((entry.n, entry.t));
        drawing.event(&entry.event);
    }
    drawing.flush();
    drawing.now = None;
    if let Some(detail) = detail {
        drawing.missing(detail);
    }
    if let Some(entry) = entries.get(end) {
        drawing.now = Some((entry.n, entry.t));
        drawing.stillness(entry.n);
    }
    drawing.rows
}

/// The side on which a program stands.
fn lane_of(cast: &Cast, program: &str) -> Lane {
    match cast.role {
        Role::Server => Lane::Right,
        Role::Client => Lane::Left,
        Role::Pair if program.starts_with("client") => Lane::Left,
        Role::Pair => Lane::Right,
    }
}

struct Drawing<'p, 'a> {
    phrases: &'p Phrases<'a>,
    rows: Vec<Tagged>,
    starts: BTreeMap<String, u32>,
    /// Text of a program that may go on in the next event.
    output: Option<Output>,
    /// The event that is being drawn.
    now: Option<Moment>,
}

struct Output {
    program: String,
    bytes: Vec<u8>,
    since: Option<Moment>,
}

/// Who does something, and to whom.
type Ends = (Option<Actor>, Option<Actor>);

impl Drawing<'_, '_> {
    fn push(&mut self, tag: &str, row: Row, nature: Nature, (from, to): Ends) {
        // What one program sends in several segments is one message to whoever reads it.
        if let (
            Some(Tagged {
                tag: before,
                row: Row::Arrow { from: side, what: Content::Bytes(head, bytes), missing: false },
                ..
            }),
            Row::Arrow { from: again, what: Content::Bytes(_, more), missing: false },
        ) = (self.rows.last_mut(), &row)
            && before == tag
            && side == again
            && head.is_empty()
        {
            bytes.extend(more);
            return;
        }
        self.rows.push(Tagged { tag: tag.to_owned(), row, nature, from, to, at: self.now });
    }

    fn note(&mut self, program: &str, nature: Nature, what: Content) {
        let at = lane_of(&self.phrases.cast, program);
        self.push("", Row::Note { at, what }, nature, (Some(Actor::Program(program.to_owned())), None));
    }

    fn act(&mut self, program: &str, nature: Nature, text: String) {
        self.note(program, nature, Content::Text(text));
    }

    fn say(&self, id: &'static str, args: &[(&str, &str)]) -> String {
        self.phrases.words.say(id, args)
    }

    fn event(&mut self, event: &Event) {
        if let Event::Output { program, data, .. } = event {
            match &mut self.output {
                Some(output) if output.program == *program => output.bytes.extend(&data.0),
                _ => {
                    self.flush();
                    self.output = Some(Output { program: program.clone(), bytes: data.0.clone(), since: self.now });
                }
            }
            return;
        }
        // These draw nothing and part no text.
        if matches!(event, Event::Still { .. } | Event::Sent { .. } | Event::Taken { .. } | Event::Connecting { .. }) {
            return;
        }
        self.flush();
        match event {
            Event::Syn { .. }
            | Event::Established { .. }
            | Event::Refused { .. }
            | Event::Data { .. }
            | Event::End { .. }
            | Event::Reset { .. } => {
                self.on_the_wire(event);
            }
            Event::Lost { .. } | Event::Limit { .. } | Event::Stopped | Event::Fault { .. } => self.trouble(event),
            _ => self.by_itself(event),
        }
    }

    fn by_itself(&mut self, event: &Event) {
        match event {
            Event::Started { program } => {
                let starts = self.starts.entry(program.clone()).or_default();
                *starts += 1;
                let text = if *starts > 1 { self.say("ladder-restarts", &[]) } else { self.say("ladder-starts", &[]) };
                self.act(program, Nature::Start, text);
            }
            Event::Listening { program, at } => {
                let address = self.phrases.words.address(*at);
                self.act(program, Nature::Act, self.say("ladder-listens", &[("address", &address)]));
            }
            Event::Exited { program, ending } => {
                let text = match ending {
                    Ending::Status(0) => self.say("ladder-exits", &[]),
                    Ending::Status(status) => self.say("ladder-exits-with", &[("status", &status.to_string())]),
                    Ending::Signal(number) => {
                        let name =
                            nix::sys::signal::Signal::try_from(*number).map_or("?", nix::sys::signal::Signal::as_str);
                        self.say("ladder-killed-by", &[("number", &number.to_string()), ("name", name)])
                    }
                };
                self.act(program, Nature::Exit, text);
            }
            Event::Killed { program } => self.act(program, Nature::Exit, self.say("ladder-killed", &[])),
            Event::Capped { program, .. } => self.act(program, Nature::Act, self.say("ladder-capped", &[])),
            Event::Exceeded { program, .. } => self.act(program, Nature::Act, self.say("ladder-exceeded", &[])),
            Event::Typed { program, data } => self.typed(program, data),
            Event::InputEnded { program } => self.act(program, Nature::Typed, self.say("ladder-input-ended", &[])),
            Event::Interrupted { program } => self.act(program, Nature::Typed, self.say("ladder-interrupted", &[])),
            Event::Serving { peer, port } => {
                let what = Content::Text(self.say("ladder-serves", &[("port", &port.to_string())]));
                let who = Actor::Peer { name: peer.clone(), serves: true };
                self.push("", Row::Note { at: Lane::Right, what }, Nature::Act, (Some(who), None));
            }
            Event::Handled { peer, how } => {
                let at = if self.phrases.cast.role == Role::Client { Lane::Right } else { Lane::Left };
                let text = match how.as_str() {
                    "pause" => self.say("ladder-pauses", &[]),
                    "resume" => self.say("ladder-resumes", &[]),
                    _ => return,
                };
                let ends = (Some(self.phrases.cast.peer(peer)), None);
                self.push(peer, Row::Note { at, what: Content::Text(text) }, Nature::Act, ends);
            }
            _ => {}
        }
    }

    fn typed(&mut self, program: &str, data: &Payload) {
        let line = data.0.strip_suffix(b"\n").unwrap_or(&data.0);
        let what = if line.is_empty() {
            Content::Text(self.say("ladder-typed-nothing", &[]))
        } else {
            Content::Bytes(self.say("ladder-typed", &[]), line.to_vec())
        };
        self.note(program, Nature::Typed, what);
    }

    fn on_the_wire(&mut self, event: &Event) {
        let (Event::Syn { conn, .. }
        | Event::Established { conn }
        | Event::Refused { conn }
        | Event::Data { conn, .. }
        | Event::End { conn, .. }
        | Event::Reset { conn, .. }) = event
        else {
            return;
        };
        let Some(link) = self.phrases.cast.link(*conn).cloned() else { return };
        let text = |id| Content::Text(self.say(id, &[]));
        let (side, nature, what) = match event {
            Event::Syn { .. } => (Side::Client, Nature::Syn, Content::Text(self.syn(&link))),
            Event::Refused { .. } => (Side::Server, Nature::Refused, text("ladder-refused")),
            Event::Data { from, data, .. } => (*from, Nature::Bytes, Content::Bytes(String::new(), data.0.clone())),
            Event::End { from, .. } => (*from, Nature::Fin, text("ladder-fin")),
            Event::Reset { from, .. } => (*from, Nature::Rst, text("ladder-rst")),
            _ => return,
        };
        let from = if side == Side::Client { Lane::Left } else { Lane::Right };
        let ends = (Some(link.actor(side).clone()), Some(link.actor(side.other()).clone()));
        self.push(&link.label, Row::Arrow { from, what, missing: false }, nature, ends);
    }

    fn syn(&self, link: &Link) -> String {
        let address = self.phrases.words.address(link.to);
        // Where a client of the student's aims matters; where the grader's own does is known.
        match (link.established, matches!(link.client, Actor::Program(_))) {
            (true, false) => self.say("ladder-connects", &[]),
            (true, true) => self.say("ladder-connects-to", &[("address", &address)]),
            (false, _) => self.say("ladder-syn", &[("address", &address)]),
        }
    }

    fn trouble(&mut self, event: &Event) {
        let text = match event {
            Event::Lost { .. } => self.say("ladder-lost", &[]),
            Event::Limit { seconds } => self.say("ladder-limit", &[("seconds", &seconds.to_string())]),
            Event::Stopped => self.say("ladder-stopped", &[]),
            Event::Fault { message } => harmless(message),
            _ => return,
        };
        self.rows.push(Tagged::about_all(text, self.now));
    }

    /// Writes the text that a program showed since the last other event.
    fn flush(&mut self) {
        let Some(Output { program, bytes, since }) = self.output.take() else { return };
        let now = std::mem::replace(&mut self.now, since);
        let lines: Vec<&[u8]> = bytes.split(|b| *b == b'\n').filter(|line| !line.trim_ascii().is_empty()).collect();
        let shows = self.say("ladder-shows", &[]);
        let shown = |line: &[u8]| Content::Bytes(shows.clone(), line.to_vec());
        if lines.len() <= OUTPUT_LINES {
            for line in lines {
                self.note(&program, Nature::Shown, shown(line));
            }
        } else {
            // The last line names the error; the first says that there is one.
            let left_out = (lines.len() - 2).to_string();
            self.note(&program, Nature::Shown, shown(lines[0]));
            let more = self.say("ladder-more-lines", &[("count", &left_out)]);
            self.act(&program, Nature::Shown, more);
            self.note(&program, Nature::Shown, shown(lines[lines.len() - 1]));
        }
        self.now = now;
    }

    /// What was expected and never came.
    fn missing(&mut self, detail: &Detail) {
        if !matches!(detail.outcome, Outcome::Silent | Outcome::Ignored | Outcome::Spins) {
            return;
        }
        let cast = &self.phrases.cast;
        let by_role = if cast.role == Role::Client { "client" } else { "server" };
        let subject = detail.subject.as_deref().unwrap_or(by_role);
        let at = lane_of(cast, subject);
        let me = || Some(Actor::Program(subject.to_owned()));
        let tag = |peer: &str| cast.named(peer).map_or(String::new(), |link| link.label.clone());
        // The other end of a connection that the script knows by name.
        let other = |peer: &str| match cast.named(peer) {
            Some(link) if Some(&link.client) == me().as_ref() => Some(link.server.clone()),
            Some(link) => Some(link.client.clone()),
            None => Some(cast.peer(peer)),
        };
        let arrow = |from, what| Row::Arrow { from, what, missing: true };
        let note = |what| Row::Note { at, what };
        let text = |id| Content::Text(self.say(id, &[]));
        let syn = || arrow(Lane::Left, text("ladder-expected-syn"));
        let (tag, row, to) = match &detail.step.verb {
            Verb::Expect { peer, what, .. } => {
                (tag(peer), arrow(at, self.wanted(what, "ladder-expected")), other(peer))
            }
            Verb::ExpectEnd { peer } => (tag(peer), arrow(at, text("ladder-expected-fin")), other(peer)),
            Verb::Accept { peer, .. } => (String::new(), syn(), Some(Actor::Peer { name: peer.clone(), serves: true })),
            Verb::ExpectConnected { to, .. } => (String::new(), syn(), Some(Actor::Program(to.clone()))),
            Verb::ExpectRefused { .. } => (String::new(), syn(), None),
            Verb::ExpectShown { what, .. } => (String::new(), note(self.wanted(what, "ladder-expected-shown")), None),
            Verb::ExpectListening { .. } => (String::new(), note(text("ladder-expected-listening")), None),
            Verb::ExpectExit { .. } => (String::new(), note(text("ladder-expected-exit")), None),
            _ => return,
        };
        let ends = (me(), to);
        self.push(&tag, row, Nature::Missing, ends);
    }

    fn wanted(&self, what: &Matcher, id: &'static str) -> Content {
        match what {
            Matcher::Exact(bytes) | Matcher::Prefixed(bytes, _) | Matcher::Contains(bytes) => {
                Content::Bytes(self.say(id, &[]), bytes.0.clone())
            }
            Matcher::Regex(pattern) => {
                Content::Bytes(self.say("ladder-expected-like", &[]), pattern.clone().into_bytes())
            }
            Matcher::Anything | Matcher::Usually(_) => Content::Text(self.say("ladder-expected-anything", &[])),
        }
    }

    /// What each program waits in at the end.
    fn stillness(&mut self, at: u64) {
        let threads = stillness::threads(self.phrases.transcript, at);
        if threads.is_empty() {
            return;
        }
        // A program that spins goes on, though not further.
        let spins = threads.iter().any(|t| t.waiting == Waiting::Nothing);
        let text = if spins { self.say("ladder-spins", &[]) } else { self.say("ladder-still", &[]) };
        self.rows.push(Tagged::about_all(text, self.now));
        let mut programs: Vec<&str> = threads.iter().map(|t| t.program.as_str()).collect();
        programs.sort_unstable();
        programs.dedup();
        for name in programs {
            for line in stillness::lines(&self.phrases.words, &self.phrases.cast, name, threads) {
                self.act(name, Nature::Wait, line);
            }
        }
    }
}
