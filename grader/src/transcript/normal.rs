//! The form without times, ports, process ids and temporary paths: what two runs of the same
//! scenario have in common.

use std::collections::BTreeMap;
use std::fmt::Write;
use std::net::SocketAddr;

use super::{Event, Side, Transcript, Waiting};
use crate::text::Payload;

/// One line an event; equal for two runs in which the same happened in the same order on each
/// stream. What concurrent sources interleave differently from run to run is put in a fixed order:
/// the wire first, then what the programs show, then how they end.
pub fn normalised(transcript: &Transcript) -> String {
    let mut names = Names::default();
    let mut out = String::new();
    let mut pending = Pending::default();
    for entry in &transcript.entries {
        names.learn(&entry.event);
        match &entry.event {
            Event::Output { program, data, .. } => {
                pending.shown.entry(program.clone()).or_default().extend_from_slice(&data.0)
            }
            Event::Data { conn, from, data } => {
                let flow = names.flow(*conn, *from);
                pending.wire(&flow, Item::Bytes(data.0.clone()));
            }
            Event::End { conn, from } => pending.wire(&names.flow(*conn, *from), Item::Mark("ends")),
            Event::Reset { conn, from } => pending.wire(&names.flow(*conn, *from), Item::Mark("resets")),
            Event::Established { conn } => pending.wire(&names.conn(*conn), Item::Mark("established")),
            Event::Refused { conn } => pending.wire(&names.conn(*conn), Item::Mark("refused")),
            Event::Syn { conn, .. } => pending.wire(&names.conn(*conn), Item::Mark("attempt")),
            Event::Exited { program, ending } => pending.ended.push(format!("{program} ended {ending:?}")),
            Event::Taken { .. } | Event::Lost { .. } | Event::Capped { .. } => {}
            event => {
                pending.write(&mut out);
                out.push_str(&names.line(event));
                out.push('\n');
            }
        }
    }
    pending.write(&mut out);
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

/// What happened since the last act or proof, by stream.
#[derive(Debug, Default)]
struct Pending {
    wire: Vec<(String, Vec<Item>)>,
    shown: BTreeMap<String, Vec<u8>>,
    ended: Vec<String>,
}

impl Pending {
    fn wire(&mut self, flow: &str, item: Item) {
        let index = match self.wire.iter().position(|(name, _)| name == flow) {
            Some(index) => index,
            None => {
                self.wire.push((flow.to_owned(), Vec::new()));
                self.wire.len() - 1
            }
        };
        let items = &mut self.wire[index].1;
        match (items.last_mut(), item) {
            // Segment boundaries are not part of a stream.
            (Some(Item::Bytes(bytes)), Item::Bytes(more)) => bytes.extend(more),
            (_, item) => items.push(item),
        }
    }

    fn write(&mut self, out: &mut String) {
        self.wire.sort_by(|a, b| a.0.cmp(&b.0));
        for (flow, items) in self.wire.drain(..) {
            for item in items {
                let _ = match item {
                    Item::Bytes(bytes) => writeln!(out, "wire {flow} {:?}", Payload(bytes)),
                    Item::Mark(mark) => writeln!(out, "wire {flow} {mark}"),
                };
            }
        }
        for (program, bytes) in std::mem::take(&mut self.shown) {
            let _ = writeln!(out, "{program} shows {:?}", Payload(bytes));
        }
        self.ended.sort();
        for line in self.ended.drain(..) {
            let _ = writeln!(out, "{line}");
        }
    }
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
