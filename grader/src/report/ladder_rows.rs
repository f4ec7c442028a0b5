//! A transcript as the rows of a ladder diagram, in no width yet.
//!
//! Clients stand on the left, servers on the right, whoever plays them. It must not know how a row is
//! drawn.

use std::collections::BTreeMap;

use super::cast::{Actor, Cast, Link};
use super::phrase::Phrases;
use super::stillness;
use crate::grading::Detail;
use crate::lab::{Matcher, Outcome, Role, Verb};
use crate::text::{Payload, harmless};
use crate::transcript::{Ending, Entry, Event, Side, Waiting};

/// A side of the diagram.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Lane {
    Left,
    Right,
}

/// What stands in a row.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Content {
    /// Words.
    Text(String),
    /// Bytes, after these words (which may be empty).
    Bytes(String, Vec<u8>),
}

/// One row.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Row {
    /// Something that crosses from the lane to the other one.
    Arrow {
        from: Lane,
        what: Content,
        /// It was expected and never came.
        missing: bool,
    },
    /// Something that a program does by itself.
    Note { at: Lane, what: Content },
    /// Something that concerns all.
    Middle(String),
}

/// A row and the name of its connection.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Tagged {
    pub(super) tag: String,
    pub(super) row: Row,
}

/// Lines of a program's output shown one by one.
const OUTPUT_LINES: usize = 3;

/// The rows of a transcript, up to the event that settled the finding.
pub(super) fn rows(phrases: &Phrases<'_>, detail: Option<&Detail>) -> Vec<Tagged> {
    let last = detail.map_or(u64::MAX, |d| d.events.1);
    let entries: Vec<&Entry> = phrases.transcript.entries.iter().filter(|e| e.n <= last).collect();
    let end = entries.iter().rposition(|e| !matches!(e.event, Event::Still { .. })).map_or(0, |i| i + 1);
    let mut drawing = Drawing { phrases, rows: Vec::new(), starts: BTreeMap::new(), output: None };
    for entry in &entries[..end] {
        drawing.event(&entry.event);
    }
    drawing.flush();
    if let Some(detail) = detail {
        drawing.missing(detail);
    }
    if let Some(entry) = entries.get(end) {
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
    output: Option<(String, Vec<u8>)>,
}

impl Drawing<'_, '_> {
    fn push(&mut self, tag: &str, row: Row) {
        // What one program sends in several segments is one message to whoever reads it.
        if let (
            Some(Tagged { tag: before, row: Row::Arrow { from, what: Content::Bytes(head, bytes), missing: false } }),
            Row::Arrow { from: again, what: Content::Bytes(_, more), missing: false },
        ) = (self.rows.last_mut(), &row)
            && before == tag
            && from == again
            && head.is_empty()
        {
            bytes.extend(more);
            return;
        }
        self.rows.push(Tagged { tag: tag.to_owned(), row });
    }

    fn note(&mut self, program: &str, text: String) {
        let at = lane_of(&self.phrases.cast, program);
        self.push("", Row::Note { at, what: Content::Text(text) });
    }

    fn say(&self, id: &'static str, args: &[(&str, &str)]) -> String {
        self.phrases.words.say(id, args)
    }

    fn event(&mut self, event: &Event) {
        if let Event::Output { program, data, .. } = event {
            match &mut self.output {
                Some((name, bytes)) if name == program => bytes.extend(&data.0),
                _ => {
                    self.flush();
                    self.output = Some((program.clone(), data.0.clone()));
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
                self.note(program, text);
            }
            Event::Listening { program, at } => {
                let address = self.phrases.words.address(*at);
                self.note(program, self.say("ladder-listens", &[("address", &address)]));
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
                self.note(program, text);
            }
            Event::Killed { program } => self.note(program, self.say("ladder-killed", &[])),
            Event::Capped { program, .. } => self.note(program, self.say("ladder-capped", &[])),
            Event::Exceeded { program, .. } => self.note(program, self.say("ladder-exceeded", &[])),
            Event::Typed { program, data } => self.typed(program, data),
            Event::InputEnded { program } => self.note(program, self.say("ladder-input-ended", &[])),
            Event::Interrupted { program } => self.note(program, self.say("ladder-interrupted", &[])),
            Event::Serving { port, .. } => {
                let text = self.say("ladder-serves", &[("port", &port.to_string())]);
                self.push("", Row::Note { at: Lane::Right, what: Content::Text(text) });
            }
            Event::Handled { peer, how } => {
                let at = if self.phrases.cast.role == Role::Client { Lane::Right } else { Lane::Left };
                let text = match how.as_str() {
                    "pause" => self.say("ladder-pauses", &[]),
                    "resume" => self.say("ladder-resumes", &[]),
                    _ => return,
                };
                self.push(peer, Row::Note { at, what: Content::Text(text) });
            }
            _ => {}
        }
    }

    fn typed(&mut self, program: &str, data: &Payload) {
        let at = lane_of(&self.phrases.cast, program);
        let line = data.0.strip_suffix(b"\n").unwrap_or(&data.0);
        let what = if line.is_empty() {
            Content::Text(self.say("ladder-typed-nothing", &[]))
        } else {
            Content::Bytes(self.say("ladder-typed", &[]), line.to_vec())
        };
        self.push("", Row::Note { at, what });
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
        let arrow = |side: Side, what: Content| {
            let from = if side == Side::Client { Lane::Left } else { Lane::Right };
            Row::Arrow { from, what, missing: false }
        };
        let row = match event {
            Event::Syn { .. } => arrow(Side::Client, Content::Text(self.syn(&link))),
            Event::Refused { .. } => arrow(Side::Server, Content::Text(self.say("ladder-refused", &[]))),
            Event::Data { from, data, .. } => arrow(*from, Content::Bytes(String::new(), data.0.clone())),
            Event::End { from, .. } => arrow(*from, Content::Text(self.say("ladder-fin", &[]))),
            Event::Reset { from, .. } => arrow(*from, Content::Text(self.say("ladder-rst", &[]))),
            _ => return,
        };
        self.push(&link.label, row);
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
        self.push("", Row::Middle(text));
    }

    /// Writes the text that a program showed since the last other event.
    fn flush(&mut self) {
        let Some((program, bytes)) = self.output.take() else { return };
        let at = lane_of(&self.phrases.cast, &program);
        let lines: Vec<&[u8]> = bytes.split(|b| *b == b'\n').filter(|line| !line.trim_ascii().is_empty()).collect();
        let note = |line: &[u8], words: String| Row::Note { at, what: Content::Bytes(words, line.to_vec()) };
        let shows = self.say("ladder-shows", &[]);
        if lines.len() <= OUTPUT_LINES {
            for line in lines {
                self.push("", note(line, shows.clone()));
            }
            return;
        }
        // The last line names the error; the first says that there is one.
        let left_out = (lines.len() - 2).to_string();
        self.push("", note(lines[0], shows.clone()));
        let more = self.say("ladder-more-lines", &[("count", &left_out)]);
        self.push("", Row::Note { at, what: Content::Text(more) });
        self.push("", note(lines[lines.len() - 1], shows));
    }

    /// What was expected and never came.
    fn missing(&mut self, detail: &Detail) {
        if !matches!(detail.outcome, Outcome::Silent | Outcome::Ignored | Outcome::Spins) {
            return;
        }
        let by_role = if self.phrases.cast.role == Role::Client { "client" } else { "server" };
        let at = lane_of(&self.phrases.cast, detail.subject.as_deref().unwrap_or(by_role));
        let tag = |peer: &str| self.phrases.cast.named(peer).map_or(String::new(), |link| link.label.clone());
        let arrow = |from, what| Row::Arrow { from, what, missing: true };
        let text = |id| Content::Text(self.say(id, &[]));
        let (tag, row) = match &detail.step.verb {
            Verb::Expect { peer, what, .. } => (tag(peer), arrow(at, self.wanted(what, "ladder-expected"))),
            Verb::ExpectEnd { peer } => (tag(peer), arrow(at, text("ladder-expected-fin"))),
            Verb::Accept { .. } | Verb::ExpectConnected { .. } | Verb::ExpectRefused { .. } => {
                (String::new(), arrow(Lane::Left, text("ladder-expected-syn")))
            }
            Verb::ExpectShown { what, .. } => {
                (String::new(), Row::Note { at, what: self.wanted(what, "ladder-expected-shown") })
            }
            Verb::ExpectListening { .. } => (String::new(), Row::Note { at, what: text("ladder-expected-listening") }),
            Verb::ExpectExit { .. } => (String::new(), Row::Note { at, what: text("ladder-expected-exit") }),
            _ => return,
        };
        self.push(&tag, row);
    }

    fn wanted(&self, what: &Matcher, id: &'static str) -> Content {
        match what {
            Matcher::Exact(bytes) | Matcher::Prefixed(bytes, _) | Matcher::Contains(bytes) => {
                Content::Bytes(self.say(id, &[]), bytes.0.clone())
            }
            Matcher::Regex(pattern) => {
                Content::Bytes(self.say("ladder-expected-like", &[]), pattern.clone().into_bytes())
            }
            Matcher::Anything => Content::Text(self.say("ladder-expected-anything", &[])),
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
        self.push("", Row::Middle(text));
        let mut programs: Vec<&str> = threads.iter().map(|t| t.program.as_str()).collect();
        programs.sort_unstable();
        programs.dedup();
        for name in programs {
            for line in stillness::lines(&self.phrases.words, &self.phrases.cast, name, threads) {
                self.note(name, line);
            }
        }
    }
}
