//! Events as lines of text, and which of them prove a finding.
//!
//! It must not know verdicts: it only tells what was recorded.

use super::cast::Actor;
use super::json::JsonEvidence;
use super::phrase::{Phrases, ended, excess_message};
use super::stillness;
use super::words::Case;
use crate::grading::Detail;
use crate::lab::Role;
use crate::transcript::{Entry, Event, ProbeSaid, Side};

/// Events cited for one finding.
const CITED: usize = 8;
/// Cited before the events that the finding names, when it names very few.
const CONTEXT: usize = 3;
/// Characters of a message quoted in a line.
const QUOTED: usize = 60;

/// The last events that prove a finding, in the order they happened.
pub(super) fn proofs(phrases: &Phrases<'_>, detail: &Detail) -> Vec<JsonEvidence> {
    let (since, at) = detail.events;
    // From the end: there may be very many events, and each takes time to say.
    let until = phrases.transcript.entries.iter().rev().filter(|e| e.n <= at);
    let mut last: Vec<JsonEvidence> = until.filter_map(|e| proof(phrases, e, at)).take(CITED).collect();
    let inside = last.iter().filter(|p| p.event >= since).count();
    last.truncate(inside.max(CONTEXT));
    last.reverse();
    last
}

fn proof(phrases: &Phrases<'_>, entry: &Entry, at: u64) -> Option<JsonEvidence> {
    // Stillness before the last only says that the grader went on.
    if matches!(entry.event, Event::Still { .. }) && entry.n != at {
        return None;
    }
    let text = line(phrases, &entry.event)?;
    Some(JsonEvidence { event: entry.n, t_us: entry.t, text: phrases.words.capital(&text) })
}

/// An event as a line; `None` for those that another event tells better.
fn line(phrases: &Phrases<'_>, event: &Event) -> Option<String> {
    let words = &phrases.words;
    let name = |program: &str| words.program(program, Case::Plain);
    Some(match event {
        Event::Started { program } => words.say("event-started", &[("program", &name(program))]),
        Event::Listening { program, at } => {
            words.say("event-listening", &[("program", &name(program)), ("address", &words.address(*at))])
        }
        Event::Exited { program, ending } => ended(words, &name(program), *ending),
        Event::Killed { program } => words.say("event-killed", &[("program", &name(program))]),
        Event::Exceeded { program, what } => words.say(excess_message(*what), &[("program", &name(program))]),
        Event::Output { program, data, .. } => words.say(
            "event-output",
            &[("program", &name(program)), ("bytes", &words.quote(last_lines(&data.0), 2 * QUOTED))],
        ),
        Event::Capped { program, after } => {
            words.say("event-capped", &[("program", &name(program)), ("count", &after.to_string())])
        }
        Event::Typed { program, data } => {
            let line = data.0.strip_suffix(b"\n").unwrap_or(&data.0);
            words.say(
                "event-typed",
                &[("program", &words.program(program, Case::Of)), ("bytes", &words.quote(line, QUOTED))],
            )
        }
        Event::InputEnded { program } => {
            words.say("event-input-ended", &[("program", &words.program(program, Case::Of))])
        }
        Event::Interrupted { program } => {
            words.say("event-interrupted", &[("program", &words.program(program, Case::Of))])
        }
        Event::Serving { peer, port } => {
            let peer = words.actor(&Actor::Peer { name: peer.clone(), serves: true }, Case::Plain);
            words.say("event-serving", &[("peer", &peer), ("port", &port.to_string())])
        }
        Event::Handled { peer, how } => handled(phrases, peer, how)?,
        Event::Syn { .. }
        | Event::Established { .. }
        | Event::Refused { .. }
        | Event::Data { .. }
        | Event::End { .. }
        | Event::Reset { .. } => on_the_wire(phrases, event)?,
        Event::File { program, path, data } => {
            let id = if data.is_some() { "event-file" } else { "event-no-file" };
            words.say(id, &[("program", &words.program(program, Case::Of)), ("path", &crate::text::harmless(path))])
        }
        Event::Still { threads, .. } => still(phrases, threads),
        Event::Lost { packets } => words.say("event-lost", &[("count", &packets.to_string())]),
        Event::Limit { seconds } => words.say("event-limit", &[("seconds", &seconds.to_string())]),
        Event::Stopped => words.say("event-stopped", &[]),
        Event::Fault { message } => words.say("event-fault", &[("message", &crate::text::harmless(message))]),
        Event::Probe { program, said } => probed(phrases, program, said)?,
        Event::Told { program, order } if order == "go" => {
            words.say("event-released", &[("program", &words.program(program, Case::Of))])
        }
        // What the grader asks for shows in the answer; the wire tells the rest.
        Event::Told { .. } | Event::Stacks { .. } => return None,
        Event::Connecting { .. } | Event::Taken { .. } | Event::Sent { .. } => return None,
    })
}

/// Only that a thread is held is an event of the story.
fn probed(phrases: &Phrases<'_>, program: &str, said: &ProbeSaid) -> Option<String> {
    let ProbeSaid::Held { number, .. } = said else { return None };
    let point = phrases.transcript.entries.iter().find_map(|e| match &e.event {
        Event::Probe { program: name, said: ProbeSaid::Point(point) } if name == program && point.number == *number => {
            Some(point)
        }
        _ => None,
    })?;
    let words = &phrases.words;
    Some(words.say(
        "event-held",
        &[
            ("program", &words.program(program, Case::Of)),
            ("file", &crate::text::harmless(&point.place.file)),
            ("line", &point.place.line.to_string()),
        ],
    ))
}

fn handled(phrases: &Phrases<'_>, peer: &str, how: &str) -> Option<String> {
    let serves = phrases.cast.role == Role::Client;
    let peer = phrases.words.actor(&Actor::Peer { name: peer.to_owned(), serves }, Case::Plain);
    match how {
        "pause" => Some(phrases.words.say("event-paused", &[("peer", &peer)])),
        "resume" => Some(phrases.words.say("event-resumed", &[("peer", &peer)])),
        // The wire shows what the others do.
        _ => None,
    }
}

fn on_the_wire(phrases: &Phrases<'_>, event: &Event) -> Option<String> {
    let words = &phrases.words;
    let ends = |conn: u32, from: Side| {
        let link = phrases.cast.link(conn)?;
        Some((words.actor(link.actor(from), Case::Plain), words.actor(link.actor(from.other()), Case::To)))
    };
    let between = |conn: u32, id| {
        let link = phrases.cast.link(conn)?;
        let (from, to) = ends(conn, Side::Client)?;
        Some(words.say(id, &[("from", &from), ("to", &to), ("address", &words.address(link.to))]))
    };
    let act = |conn: u32, side, id| {
        let (from, to) = ends(conn, side)?;
        Some(words.say(id, &[("from", &from), ("to", &to)]))
    };
    match event {
        Event::Syn { conn, .. } => between(*conn, "event-syn"),
        Event::Established { conn } => between(*conn, "event-established"),
        Event::Refused { conn } => between(*conn, "event-refused"),
        Event::End { conn, from } => act(*conn, *from, "event-end"),
        Event::Reset { conn, from } => act(*conn, *from, "event-reset"),
        Event::Data { conn, from, data } => {
            let (from, to) = ends(*conn, *from)?;
            Some(words.say("event-data", &[("from", &from), ("to", &to), ("bytes", &words.quote(&data.0, QUOTED))]))
        }
        _ => None,
    }
}

/// What each program waits in.
pub(super) fn still(phrases: &Phrases<'_>, threads: &[crate::transcript::Thread]) -> String {
    let words = &phrases.words;
    let mut programs: Vec<&str> = threads.iter().map(|t| t.program.as_str()).collect();
    programs.sort_unstable();
    programs.dedup();
    let waits: Vec<String> =
        programs.iter().filter_map(|name| stillness::sentence(words, &phrases.cast, name, threads)).collect();
    if waits.is_empty() {
        return words.say("event-still-ended", &[]);
    }
    words.say("event-still", &[("waits", &waits.join(&words.say("word-semicolon", &[])))])
}

/// Of several lines the last: the one that names the error.
fn last_lines(bytes: &[u8]) -> &[u8] {
    let text = bytes.strip_suffix(b"\n").unwrap_or(bytes);
    let several = text.iter().filter(|b| **b == b'\n').count() > 2;
    let start = text.iter().rposition(|b| *b == b'\n').filter(|_| several).map_or(0, |i| i + 1);
    &text[start..]
}
