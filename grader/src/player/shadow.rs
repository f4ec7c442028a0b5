//! Without a capture the grader knows only its own connections: this makes the wire's events of
//! them, from what its own sockets did and saw.

use std::collections::HashMap;
use std::net::SocketAddr;
use std::time::Duration;

use nix::errno::Errno;

use super::peers::Arrival;
use crate::text::Payload;
use crate::transcript::{Event, Side};

/// The portable backend's stand-in for the wire: numbers for our own connections.
#[derive(Debug, Default)]
pub(super) struct Shadow {
    last: u32,
    pub(super) by_name: HashMap<String, (u32, Side)>,
    pub(super) by_remote: HashMap<SocketAddr, u32>,
}

impl Shadow {
    pub(super) fn next(&mut self) -> u32 {
        self.last += 1;
        self.last
    }

    pub(super) fn taken(&mut self, remote: SocketAddr, local: SocketAddr, events: &mut Vec<(Option<Duration>, Event)>) {
        let conn = self.next();
        self.by_remote.insert(remote, conn);
        events.push((None, Event::Syn { conn, from: remote, to: local }));
        events.push((None, Event::Established { conn }));
    }

    pub(super) fn arrivals(
        &mut self,
        name: Option<&str>,
        remote: Option<SocketAddr>,
        attempt: Option<Result<(), Errno>>,
        arrivals: Vec<Arrival>,
        events: &mut Vec<(Option<Duration>, Event)>,
    ) {
        let known = name
            .and_then(|n| self.by_name.get(n).copied())
            .or_else(|| remote.and_then(|r| self.by_remote.get(&r)).map(|c| (*c, Side::Server)));
        let Some((conn, ours)) = known else { return };
        match attempt {
            Some(Ok(())) => events.push((None, Event::Established { conn })),
            Some(Err(_)) => events.push((None, Event::Refused { conn })),
            None => {}
        }
        let from = ours.other();
        for arrival in arrivals {
            events.push((
                None,
                match arrival {
                    Arrival::Bytes(bytes) => Event::Data { conn, from, data: Payload(bytes) },
                    Arrival::End => Event::End { conn, from },
                    Arrival::Reset => Event::Reset { conn, from },
                },
            ));
        }
    }
}
