//! The form without times, ports, process ids and temporary paths: what two runs of the same
//! scenario have in common.

use std::collections::BTreeMap;
use std::fmt::Write;
use std::net::SocketAddr;

use super::{Event, Side, Stillness, Transcript, Waiting};
use crate::text::Payload;

/// Equal for two runs in which the same happened: what the grader did and proved, in order; then each
/// stream of each connection, what each program showed and how it ended. Sources that a machine
/// interleaves differently from run to run never share a section.
pub fn normalised(transcript: &Transcript) -> String {
    let mut names = Names::default();
    let mut out = String::new();
    let mut streams = Streams::default();
    for entry in &transcript.entries {
        names.learn(&entry.event);
        match &entry.event {
            Event::Output { program, data, .. } => streams.shows(program, &data.0),
            Event::Exited { program, ending } => streams.ends(program, &format!("{ending:?}")),
            Event::Data { conn, from, data } => streams.carries(&names.flow(*conn, *from), Item::Bytes(data.0.clone())),
            Event::End { conn, from } => streams.carries(&names.flow(*conn, *from), Item::Mark("ends")),
            Event::Reset { conn, from } => streams.carries(&names.flow(*conn, *from), Item::Mark("resets")),
            Event::Established { conn } => streams.carries(&names.conn(*conn), Item::Mark("established")),
            Event::Refused { conn } => streams.carries(&names.conn(*conn), Item::Mark("refused")),
            Event::Syn { conn, .. } => streams.carries(&names.conn(*conn), Item::Mark("attempt")),
            Event::Taken { .. } | Event::Lost { .. } | Event::Capped { .. } => {}
            // Whether all is proven or only enough to go on depends on who is faster.
            Event::Still { kind: Stillness::Lull, .. } => {}
            // Which thread is where differs from run to run.
            Event::Probe { .. } | Event::Told { .. } | Event::Stacks { .. } => {}
            event => {
                if let Event::Started { program } = event {
                    streams.starts(program);
                }
                let _ = writeln!(out, "{}", names.line(event));
            }
        }
    }
    streams.write(&mut out);
    out
}

/// Two normalised transcripts beside each other, changed lines marked, each column `width` wide.
pub fn side_by_side(left: &str, right: &str, width: usize) -> String {
    let mut out = String::new();
    let cell = |text: &str| {
        let short = crate::text::shown(text.trim_end_matches('\n').as_bytes(), width.saturating_sub(1));
        let used = unicode_width::UnicodeWidthStr::width(short.as_str());
        format!("{short}{}", " ".repeat(width.saturating_sub(used)))
    };
    let diff = similar::TextDiff::from_lines(left, right);
    for change in diff.iter_all_changes() {
        let line = change.value();
        let _ = match change.tag() {
            similar::ChangeTag::Equal => writeln!(out, "  {}│ {}", cell(line), cell(line).trim_end()),
            similar::ChangeTag::Delete => writeln!(out, "- {}│", cell(line)),
            similar::ChangeTag::Insert => writeln!(out, "+ {}│ {}", cell(""), cell(line).trim_end()),
        };
    }
    out
}

#[derive(Debug)]
enum Item {
    Bytes(Vec<u8>),
    Mark(&'static str),
}

/// What each source gave, whole.
#[derive(Debug, Default)]
struct Streams {
    wire: BTreeMap<String, Vec<Item>>,
    /// By program and start.
    shown: BTreeMap<(String, u32), (Vec<u8>, Option<String>)>,
    starts: BTreeMap<String, u32>,
}

impl Streams {
    fn carries(&mut self, flow: &str, item: Item) {
        let items = self.wire.entry(flow.to_owned()).or_default();
        match (items.last_mut(), item) {
            // Segment boundaries are not part of a stream.
            (Some(Item::Bytes(bytes)), Item::Bytes(more)) => bytes.extend(more),
            (_, item) => items.push(item),
        }
    }

    fn starts(&mut self, program: &str) {
        *self.starts.entry(program.to_owned()).or_default() += 1;
    }

    fn of(&mut self, program: &str) -> &mut (Vec<u8>, Option<String>) {
        let start = self.starts.get(program).copied().unwrap_or(0);
        self.shown.entry((program.to_owned(), start)).or_default()
    }

    fn shows(&mut self, program: &str, bytes: &[u8]) {
        self.of(program).0.extend_from_slice(bytes);
    }

    fn ends(&mut self, program: &str, how: &str) {
        self.of(program).1 = Some(how.to_owned());
    }

    fn write(self, out: &mut String) {
        for (flow, items) in self.wire {
            for item in items {
                let _ = match item {
                    Item::Bytes(bytes) => writeln!(out, "wire {flow} {:?}", Payload(bytes)),
                    Item::Mark(mark) => writeln!(out, "wire {flow} {mark}"),
                };
            }
        }
        for ((program, _), (bytes, ending)) in self.shown {
            let text = String::from_utf8_lossy(&bytes).into_owned();
            for line in text.lines() {
                let _ = writeln!(out, "{program} shows {:?}", Payload(without_ports(line).into_bytes()));
            }
            if let Some(how) = ending {
                let _ = writeln!(out, "{program} ended {how}");
            }
        }
    }
}

/// Ephemeral ports that a program shows are not part of what happened.
fn without_ports(line: &str) -> String {
    let mut out = String::new();
    let mut digits = String::new();
    for c in line.chars().chain(['\n']) {
        if c.is_ascii_digit() {
            digits.push(c);
            continue;
        }
        let ephemeral = digits.len() == 5 && digits.parse::<u32>().is_ok_and(|p| (32768..=60999).contains(&p));
        out.push_str(if ephemeral { "PORT" } else { &digits });
        digits.clear();
        out.push(c);
    }
    out.pop();
    out
}

/// Names in place of addresses.
#[derive(Debug, Default)]
struct Names {
    by_port: BTreeMap<u16, String>,
    conns: BTreeMap<u32, (String, String)>,
}

impl Names {
    fn learn(&mut self, event: &Event) {
        match event {
            Event::Listening { program, at } => {
                self.by_port.insert(at.port(), program.clone());
            }
            Event::Serving { peer, port } => {
                self.by_port.insert(*port, peer.clone());
            }
            Event::Connecting { peer, local, .. } => {
                self.by_port.insert(local.port(), peer.clone());
            }
            Event::Syn { conn, from, to } => {
                let number = self.conns.len() + 1;
                let name = |a: &SocketAddr| self.by_port.get(&a.port()).cloned();
                let from = name(from).unwrap_or_else(|| format!("client#{number}"));
                let to = name(to).unwrap_or_else(|| format!("{}:{}", to.ip(), to.port()));
                self.conns.insert(*conn, (from, to));
            }
            _ => {}
        }
    }

    fn conn(&self, conn: u32) -> String {
        self.conns.get(&conn).map(|(from, to)| format!("{from}→{to}")).unwrap_or_default()
    }

    fn flow(&self, conn: u32, side: Side) -> String {
        let Some((from, to)) = self.conns.get(&conn) else { return String::new() };
        match side {
            Side::Client => format!("{from}→{to}"),
            Side::Server => format!("{to}→{from}"),
        }
    }

    fn line(&self, event: &Event) -> String {
        match event {
            Event::Started { program } => format!("start {program}"),
            Event::Listening { program, at } => format!("{program} listens on {}", at.port()),
            Event::Killed { program } => format!("kill {program}"),
            Event::Typed { program, data } => format!("type {program} {data:?}"),
            Event::InputEnded { program } => format!("end-input {program}"),
            Event::Interrupted { program } => format!("interrupt {program}"),
            Event::Serving { peer, port } => format!("listen {peer} {port}"),
            Event::Connecting { peer, to, .. } => {
                format!("connect {peer} to {}", self.by_port.get(&to.port()).cloned().unwrap_or_default())
            }
            Event::Sent { peer, data } => format!("send {peer} {data:?}"),
            Event::Handled { peer, how } => format!("{how} {peer}"),
            Event::Still { kind, threads } => {
                let mut waits: Vec<String> = threads.iter().map(|t| format!("{} {:?}", t.program, t.waiting)).collect();
                waits.sort();
                waits.dedup();
                let spins = threads.iter().any(|t| t.waiting == Waiting::Nothing);
                format!("still {kind:?}{} [{}]", if spins { "!" } else { "" }, waits.join(", "))
            }
            other => format!("{other:?}"),
        }
    }
}
