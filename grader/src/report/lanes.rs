//! Two threads beside each other: who was held where, who went through, what came of it.
//!
//! It must not know how that was found out: it draws the events of one round.

use super::columns::width;
use super::phrase::{Phrases, QUOTED};
use super::words::{Case, Words};
use crate::catalogue::Catalogue;
use crate::grading::{Finding, GradedScenario, error_line};
use crate::lab::Verb;
use crate::text::{Language, harmless};
use crate::transcript::{Event, ProbeSaid, Side, Stream, Transcript, Waiting};

/// Which column a line is in.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Lane {
    First,
    Second,
    /// What either of them may have done, or another thread.
    Between,
    /// What it came to for both.
    Both,
}

/// The last round of a sweep.
#[derive(Debug)]
pub(super) struct Schedule {
    /// The thread of the first client and that of the second.
    pub(super) threads: [String; 2],
    /// What happened, in order.
    pub(super) lines: Vec<(Lane, String)>,
}

/// The last round of a sweep; `None` for what is no sweep, or held nobody.
pub(super) fn schedule(words: Words<'_>, transcript: &Transcript, finding: &Finding) -> Option<Schedule> {
    let detail = finding.detail.as_ref()?;
    let Verb::Sweep { program, peers, .. } = &detail.step.verb else { return None };
    detail.interleaving.as_ref()?.held.as_ref()?;
    let phrases = Phrases::new(words, transcript);
    let line = finding.location.as_ref().map(|at| (at.line, at.text.as_str()));
    let peers = speakers(transcript, peers, detail.events);
    let round = Round { phrases: &phrases, transcript, program, peers: &peers, line };
    let name = |i: usize| words.say("lanes-thread", &[("client", &round.client(i, Case::Of))]);
    Some(Schedule { threads: [name(0), name(1)], lines: round.lines(detail.events) })
}

/// The client whose thread was held: the first to say something. And the next one who does something.
fn speakers(transcript: &Transcript, peers: &[String; 2], (since, at): (u64, u64)) -> [String; 2] {
    let round = || transcript.entries.iter().filter(|e| e.n > since && e.n <= at).map(|e| &e.event);
    let sent = round().find_map(|event| if let Event::Sent { peer, .. } = event { Some(peer) } else { None });
    let first = sent.unwrap_or(&peers[0]);
    let does = |event: &'_ Event| match event {
        Event::Sent { peer, .. } | Event::Connecting { peer, .. } | Event::Handled { peer, .. } => Some(peer.clone()),
        _ => None,
    };
    let second = round().filter_map(does).find(|peer| peer != first);
    [first.clone(), second.unwrap_or_else(|| peers[usize::from(*first == peers[0])].clone())]
}

/// The last round of a sweep as lines of at most `columns` columns: the thread of the first client on
/// the left, that of the second on the right, time going down. Empty for what is no sweep.
pub fn lanes(
    transcript: &Transcript,
    finding: &Finding,
    catalogue: &Catalogue,
    language: Language,
    columns: usize,
) -> Vec<String> {
    let Some(schedule) = schedule(Words::new(catalogue, language), transcript, finding) else { return Vec::new() };
    let half = columns.saturating_sub(7) / 2;
    let mut out = vec![row(&schedule.threads[0], &schedule.threads[1], half)];
    out.push(format!("├{}┼{}┤", "─".repeat(half + 2), "─".repeat(half + 2)));
    for (lane, text) in schedule.lines {
        let is_narrow = matches!(lane, Lane::First | Lane::Second);
        let wrapped = textwrap::wrap(&text, if is_narrow { half } else { columns.saturating_sub(4) });
        for line in wrapped {
            out.push(match lane {
                Lane::First => row(&line, "", half),
                Lane::Second => row("", &line, half),
                Lane::Between | Lane::Both => {
                    format!("│ {}{} │", line, " ".repeat(columns.saturating_sub(4 + width(&line))))
                }
            });
        }
    }
    out
}

fn row(left: &str, right: &str, half: usize) -> String {
    let cell = |text: &str| format!("{text}{}", " ".repeat(half.saturating_sub(width(text))));
    format!("│ {} │ {} │", cell(left), cell(right))
}

struct Round<'a> {
    phrases: &'a Phrases<'a>,
    transcript: &'a Transcript,
    program: &'a str,
    peers: &'a [String; 2],
    /// The line the finding points to, and its text.
    line: Option<(u32, &'a str)>,
}

impl Round<'_> {
    fn client(&self, i: usize, case: Case) -> String {
        self.phrases.words.actor(&self.phrases.cast.peer(&self.peers[i]), case)
    }

    fn lane_of(&self, peer: &str) -> Lane {
        match self.peers.iter().position(|p| p == peer) {
            Some(1) => Lane::Second,
            // The first client, or one that takes its place to be cut off.
            _ => Lane::First,
        }
    }

    fn lines(&self, (since, at): (u64, u64)) -> Vec<(Lane, String)> {
        let words = &self.phrases.words;
        let mut out: Vec<(Lane, String)> = Vec::new();
        let mut others = Others::default();
        let mut is_held = false;
        for entry in self.transcript.entries.iter().filter(|e| e.n > since && e.n <= at) {
            match &entry.event {
                Event::Sent { peer, data } => {
                    let bytes = words.quote(&data.0, QUOTED);
                    out.push((self.lane_of(peer), words.say("lanes-receives", &[("bytes", &bytes)])));
                }
                Event::Probe { said: ProbeSaid::Held { number, .. }, .. } => {
                    is_held = true;
                    out.extend(self.held(*number).map(|text| (Lane::First, text)));
                }
                Event::Told { order, .. } if order == "go" => {
                    is_held = false;
                    out.push((Lane::First, words.say("lanes-goes-on", &[])));
                }
                Event::Connecting { peer, .. } => {
                    out.push((self.lane_of(peer), words.say("lanes-connects", &[])));
                }
                Event::Handled { peer, .. } => {
                    out.push((self.lane_of(peer), words.say("lanes-cut", &[])));
                }
                Event::Data { conn, from: Side::Server, data } => {
                    let Some(link) = self.phrases.cast.link(*conn) else { continue };
                    let bytes = words.quote(&data.0, QUOTED);
                    let is_to = |peer: &String| *link.actor(Side::Client) == self.phrases.cast.peer(peer);
                    let lane = match self.peers.iter().position(is_to) {
                        Some(1) => Lane::Second,
                        // A thread that is held sends nothing.
                        Some(_) if !is_held => Lane::First,
                        _ => {
                            others.add(&mut out, words, &bytes);
                            continue;
                        }
                    };
                    out.push((lane, words.say("lanes-answers", &[("bytes", &bytes)])));
                    continue;
                }
                Event::Output { program, stream: Stream::Errors, data } if contains_traceback(&data.0) => {
                    let error = error(self.transcript, program, (entry.n, at));
                    let bytes = words.quote(error.as_bytes(), QUOTED);
                    out.push((Lane::Both, words.say("lanes-dies", &[("bytes", &bytes)])));
                }
                Event::Still { threads, .. } => {
                    let waiting = threads.iter().filter(|t| t.program == self.program && t.waiting == Waiting::Lock);
                    // One of them may be the thread that is held here.
                    if entry.n == at && waiting.count() > 0 {
                        out.push((Lane::Both, words.say("lanes-stuck", &[])));
                    }
                }
                _ => continue,
            }
            others = Others::default();
        }
        out
    }

    /// « retenu ligne 10, juste avant d’agir : message = copie ».
    fn held(&self, number: u32) -> Option<String> {
        let point = self.transcript.entries.iter().find_map(|e| match &e.event {
            Event::Probe { program, said: ProbeSaid::Point(point) }
                if program == self.program && point.number == number =>
            {
                Some(point)
            }
            _ => None,
        })?;
        let line = point.place.line.to_string();
        let source = self.line.filter(|(number, _)| *number == point.place.line).map(|(_, text)| harmless(text));
        // The text of another line is not known here, and the name of an instruction says nothing.
        let key = if source.is_some() { "lanes-held" } else { "lanes-held-there" };
        let place = [("file", harmless(&point.place.file)), ("line", line), ("what", source.unwrap_or_default())];
        let args: Vec<(&str, &str)> = place.iter().map(|(k, v)| (*k, v.as_str())).collect();
        Some(self.phrases.words.say(key, &args))
    }
}

/// The same data to clients whose own threads did not send it: one line, as long as nothing else happens.
#[derive(Debug, Default)]
struct Others {
    /// The line, and what they are sent.
    line: Option<(usize, String)>,
    count: usize,
}

impl Others {
    fn add(&mut self, out: &mut Vec<(Lane, String)>, words: &Words<'_>, bytes: &str) {
        let known = self.line.as_ref().filter(|(_, sent)| sent == bytes).map(|(line, _)| *line);
        self.count = if known.is_some() { self.count + 1 } else { 1 };
        let line = known.unwrap_or(out.len());
        let args = [("bytes", bytes), ("form", words.form(self.count)), ("count", &self.count.to_string())];
        let text = (Lane::Between, words.say("lanes-others", &args));
        match out.get_mut(line) {
            Some(told) => *told = text,
            None => out.push(text),
        }
        self.line = Some((line, bytes.to_owned()));
    }
}

/// What the traceback that begins in an entry ends with: a program may write it piece by piece.
fn error(transcript: &Transcript, of: &str, (first, last): (u64, u64)) -> String {
    let mut report = Vec::new();
    for entry in transcript.entries.iter().filter(|e| (first..=last).contains(&e.n)) {
        match &entry.event {
            Event::Output { program, stream: Stream::Errors, data } if program == of => {
                if entry.n > first && contains_traceback(&data.0) {
                    break;
                }
                report.extend_from_slice(&data.0);
            }
            _ => {}
        }
    }
    error_line(&report).unwrap_or_default()
}

fn contains_traceback(bytes: &[u8]) -> bool {
    bytes.windows(9).any(|w| w == b"Traceback")
}

/// What `grader replay` takes to play a finding of a scenario again; `None` for what is no collision.
pub(super) fn replay_of(transcript: &Transcript, finding: &Finding) -> Option<String> {
    let collision = finding.detail.as_ref()?.interleaving.as_ref()?;
    let (step, scenario) = (&transcript.header.step, &transcript.header.scenario.id);
    Some(match &collision.held {
        Some(point) => format!("{step}/{scenario}@{}", point.hold()),
        None => format!("{step}/{scenario}"),
    })
}

/// That a finding did not come again, and how its scenario went.
pub fn not_again(catalogue: &Catalogue, language: Language, scenario: &GradedScenario) -> String {
    let words = Words::new(catalogue, language);
    words.say("lanes-not-again", &[("title", scenario.title.get(language)), ("verdict", scenario.verdict.name())])
}

/// What happened, in one sentence.
pub fn happened(
    transcript: &Transcript,
    finding: &Finding,
    catalogue: &Catalogue,
    language: Language,
) -> Option<String> {
    let words = Words::new(catalogue, language);
    let text = Phrases::new(words, transcript).happened(finding)?;
    Some(super::block::sentence(&words.capital(&text)))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::grading::samples::{address, transcript};
    use crate::lab::Role;

    #[test]
    fn a_held_thread_sends_nothing_and_what_all_are_sent_is_one_line() {
        let names = ["A", "B", "C", "D"].map(String::from);
        let mut events = vec![
            Event::Started { program: "server".into() },
            Event::Listening { program: "server".into(), at: address("0.0.0.0:63000") },
        ];
        let to = address("127.0.0.1:63000");
        for (conn, peer) in (1..).zip(&names) {
            let from = address(&format!("127.0.0.1:4000{conn}"));
            events.push(Event::Connecting { peer: peer.clone(), local: from, to });
            events.extend([Event::Syn { conn, from, to }, Event::Established { conn }]);
        }
        let since = events.len() as u64;
        let sent = |peer: &str| Event::Sent { peer: peer.into(), data: peer.into() };
        let data = |conn, text: &str| Event::Data { conn, from: Side::Server, data: text.into() };
        let held = ProbeSaid::Held { number: 7, thread: 5 };
        let program = || String::from("server");
        events.extend([sent("A"), Event::Probe { program: program(), said: held }, sent("B")]);
        events.extend([data(3, "b"), data(1, "b"), data(2, "b"), data(4, "b")]);
        events.extend([Event::Told { program: program(), order: "go".into() }, data(1, "a"), data(3, "a")]);
        let until = events.len() as u64;
        let connect = |peer: &String| Verb::Connect { peer: peer.clone(), program: program() };
        let transcript = transcript(Role::Server, names.iter().map(connect).collect(), events);
        let catalogue = Catalogue::shipped();
        let phrases = Phrases::new(Words::new(&catalogue, Language::En), &transcript);
        let peers = [names[0].clone(), names[1].clone()];
        let round = Round { phrases: &phrases, transcript: &transcript, program: "server", peers: &peers, line: None };
        let told = round.lines((since, until));
        let told: Vec<(Lane, &str)> = told.iter().map(|(lane, text)| (*lane, text.as_str())).collect();
        let wanted = [
            (Lane::First, "receives “A”"),
            (Lane::Second, "receives “B”"),
            (Lane::Between, "sent to 3 clients: “b”"),
            (Lane::Second, "answers “b”"),
            (Lane::First, "▶ goes on"),
            (Lane::First, "answers “a”"),
            (Lane::Between, "sent to one client: “a”"),
        ];
        assert_eq!(told, wanted);
    }

    #[test]
    fn a_traceback_that_comes_in_pieces_is_quoted_whole() {
        let said = |stream, text: &str| Event::Output { program: "server".into(), stream, data: text.into() };
        let pieces = vec![
            said(
                Stream::Errors,
                "Exception in thread Thread-1:\nTraceback (most recent call last):\n  File \"x.py\", li",
            ),
            said(Stream::Screen, "KeyError: not an error\n"),
            said(Stream::Errors, "ne 3, in run\nKeyError: 4\n"),
            said(Stream::Errors, "Traceback (most recent call last):\n  File \"x.py\", line 5, in run\nOSError: 6\n"),
        ];
        let transcript = transcript(Role::Server, vec![], pieces);
        assert_eq!(error(&transcript, "server", (1, 4)), "KeyError: 4");
        assert_eq!(error(&transcript, "server", (4, 4)), "OSError: 6");
    }
}
