//! From segments to what happened to connections (RFC 9293): attempts, refusals, bytes in order,
//! ends and resets. Sans-IO.

use std::collections::{BTreeMap, HashMap};
use std::net::SocketAddr;

use super::segment::Segment;
use crate::text::Payload;
use crate::transcript::{Event, Side};

/// Bytes of one direction of one connection that are kept.
const KEPT: u64 = 4 << 20;

#[derive(Debug, Default)]
struct Direction {
    /// Sequence number of the next new byte.
    next: Option<u32>,
    /// Payload bytes seen.
    bytes: u64,
    /// Segments that came too early, by distance.
    early: BTreeMap<u32, (Vec<u8>, bool)>,
    fin: bool,
}

#[derive(Debug)]
struct Tracked {
    id: u32,
    client: SocketAddr,
    isn: u32,
    syn_ack: bool,
    established: bool,
    over: bool,
    /// From the client, from the server.
    directions: [Direction; 2],
    reset_by: Option<Side>,
}

/// All connections of a world.
#[derive(Debug, Default)]
pub struct Wire {
    last_id: u32,
    /// By (client, server).
    connections: HashMap<(SocketAddr, SocketAddr), Tracked>,
}

/// How far one direction of a connection is, for the check that nothing is in flight.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Passed {
    pub(super) bytes: u64,
    pub(super) fin: bool,
    pub(super) reset: bool,
}

impl Wire {
    /// The events of one captured Ethernet frame.
    pub fn on_frame(&mut self, frame: &[u8]) -> Vec<Event> {
        Segment::parse(frame).map(|segment| self.on_segment(&segment)).unwrap_or_default()
    }

    /// What passed from `from` to `to`, when the connection was seen.
    pub(super) fn passed(&self, from: SocketAddr, to: SocketAddr) -> Option<Passed> {
        let (tracked, side) = match self.connections.get(&(from, to)) {
            Some(tracked) => (tracked, Side::Client),
            None => (self.connections.get(&(to, from))?, Side::Server),
        };
        let direction = &tracked.directions[slot(side)];
        Some(Passed { bytes: direction.bytes, fin: direction.fin, reset: tracked.reset_by == Some(side) })
    }

    /// Both ends of every connection that is not over, the client's first.
    pub fn unfinished(&self) -> Vec<(SocketAddr, SocketAddr)> {
        self.connections.iter().filter(|(_, conn)| !conn.is_over()).map(|(ends, _)| *ends).collect()
    }

    fn on_segment(&mut self, segment: &Segment<'_>) -> Vec<Event> {
        let mut events = Vec::new();
        if segment.syn && !segment.ack {
            self.on_syn(segment, &mut events);
            return events;
        }
        let (key, side) = if self.connections.contains_key(&(segment.from, segment.to)) {
            ((segment.from, segment.to), Side::Client)
        } else {
            ((segment.to, segment.from), Side::Server)
        };
        let Some(conn) = self.connections.get_mut(&key) else { return events };
        if segment.rst {
            conn.on_reset(side, &mut events);
            return events;
        }
        if segment.syn {
            conn.syn_ack = true;
            conn.directions[1].next = Some(segment.seq.wrapping_add(1));
            return events;
        }
        if side == Side::Client && conn.syn_ack && !conn.established {
            conn.established = true;
            events.push(Event::Established { conn: conn.id });
        }
        conn.on_bytes(side, segment, &mut events);
        events
    }

    fn on_syn(&mut self, segment: &Segment<'_>, events: &mut Vec<Event>) {
        let key = (segment.from, segment.to);
        if self.connections.get(&key).is_some_and(|c| c.isn == segment.seq && !c.over) {
            return;
        }
        self.last_id += 1;
        let mut conn = Tracked {
            id: self.last_id,
            client: segment.from,
            isn: segment.seq,
            syn_ack: false,
            established: false,
            over: false,
            directions: [Direction::default(), Direction::default()],
            reset_by: None,
        };
        conn.directions[0].next = Some(segment.seq.wrapping_add(1));
        events.push(Event::Syn { conn: conn.id, from: conn.client, to: segment.to });
        self.connections.insert(key, conn);
    }
}

impl Tracked {
    /// Refused, reset, or ended by both sides.
    fn is_over(&self) -> bool {
        self.over || self.directions.iter().all(|direction| direction.fin)
    }

    fn on_reset(&mut self, side: Side, events: &mut Vec<Event>) {
        if self.over || self.reset_by.is_some() {
            return;
        }
        self.reset_by = Some(side);
        self.over = true;
        if self.established || self.syn_ack {
            events.push(Event::Reset { conn: self.id, from: side });
        } else {
            events.push(Event::Refused { conn: self.id });
        }
    }

    fn on_bytes(&mut self, side: Side, segment: &Segment<'_>, events: &mut Vec<Event>) {
        if segment.data.is_empty() && !segment.fin {
            return;
        }
        let id = self.id;
        let direction = &mut self.directions[slot(side)];
        let Some(next) = direction.next else { return };
        let distance = segment.seq.wrapping_sub(next);
        if distance != 0 && distance < u32::MAX / 2 {
            direction.early.insert(segment.seq, (segment.data.to_vec(), segment.fin));
            return;
        }
        direction.take(id, side, segment.seq, segment.data, segment.fin, events);
        while let Some(seq) = direction.next
            && let Some((data, fin)) = direction.early.remove(&seq)
        {
            direction.take(id, side, seq, &data, fin, events);
        }
    }
}

impl Direction {
    fn take(&mut self, conn: u32, side: Side, seq: u32, data: &[u8], fin: bool, events: &mut Vec<Event>) {
        let Some(next) = self.next else { return };
        let known = next.wrapping_sub(seq) as usize;
        let new = data.get(known..).unwrap_or_default();
        if !new.is_empty() {
            let room = usize::try_from(KEPT.saturating_sub(self.bytes)).unwrap_or(0);
            self.bytes += new.len() as u64;
            self.next = Some(next.wrapping_add(u32::try_from(new.len()).unwrap_or(0)));
            let kept = &new[..new.len().min(room)];
            if !kept.is_empty() {
                events.push(Event::Data { conn, from: side, data: Payload(kept.to_vec()) });
            }
        }
        let end = seq.wrapping_add(u32::try_from(data.len()).unwrap_or(0));
        if fin && !self.fin && self.next == Some(end) {
            self.fin = true;
            self.next = Some(end.wrapping_add(1));
            events.push(Event::End { conn, from: side });
        }
    }
}

fn slot(side: Side) -> usize {
    match side {
        Side::Client => 0,
        Side::Server => 1,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn segment(from: u16, seq: u32, flags: &str, data: &'static [u8]) -> Segment<'static> {
        let at = |port| SocketAddr::from(([127, 0, 0, 1], port));
        let to = if from == 1 { 2 } else { 1 };
        Segment {
            from: at(from),
            to: at(to),
            seq,
            syn: flags.contains('S'),
            ack: flags.contains('A'),
            fin: flags.contains('F'),
            rst: flags.contains('R'),
            data,
        }
    }

    fn play(segments: &[Segment<'_>]) -> String {
        let mut wire = Wire::default();
        let names = segments.iter().flat_map(|s| wire.on_segment(s)).map(|event| match event {
            Event::Syn { .. } => "syn".to_owned(),
            Event::Established { .. } => "est".into(),
            Event::Refused { .. } => "refused".into(),
            Event::Data { from, data, .. } => format!("{from:?}:{}", String::from_utf8_lossy(&data.0)),
            Event::End { from, .. } => format!("{from:?}-end"),
            Event::Reset { from, .. } => format!("{from:?}-rst"),
            other => format!("{other:?}"),
        });
        names.collect::<Vec<_>>().join(" ")
    }

    fn handshake() -> Vec<Segment<'static>> {
        vec![segment(1, 99, "S", b""), segment(2, 499, "SA", b""), segment(1, 100, "A", b"")]
    }

    #[test]
    fn a_connection_with_bytes_both_ways_and_ends() {
        let mut all = handshake();
        all.extend([
            segment(1, 100, "A", b"fi"),
            segment(1, 102, "A", b"n"),
            segment(2, 500, "A", b"ok"),
            segment(2, 502, "FA", b""),
            segment(1, 103, "FA", b""),
        ]);
        assert_eq!(play(&all), "syn est Client:fi Client:n Server:ok Server-end Client-end");
    }

    #[test]
    fn retransmitted_and_early_segments_are_put_in_order() {
        let mut all = handshake();
        all.extend([
            segment(1, 102, "A", b"cd"),
            segment(1, 100, "A", b"ab"),
            segment(1, 100, "A", b"ab"),
            segment(1, 103, "FA", b"de"),
        ]);
        assert_eq!(play(&all), "syn est Client:ab Client:cd Client:e Client-end");
    }

    #[test]
    fn sequence_numbers_may_wrap() {
        let all = [
            segment(1, u32::MAX - 1, "S", b""),
            segment(2, 0, "SA", b""),
            segment(1, u32::MAX, "A", b"ab"),
            segment(1, 1, "A", b"c"),
        ];
        assert_eq!(play(&all), "syn est Client:ab Client:c");
    }

    #[test]
    fn refused_and_reset_are_told_apart() {
        assert_eq!(play(&[segment(1, 99, "S", b""), segment(2, 0, "RA", b"")]), "syn refused");
        let mut all = handshake();
        all.push(segment(2, 500, "R", b""));
        assert_eq!(play(&all), "syn est Server-rst");
    }
}
