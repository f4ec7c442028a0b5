//! Who is who in a transcript: which program or peer stands at each end of each connection.
//!
//! It must not know any language.

use std::collections::BTreeMap;
use std::net::SocketAddr;

use crate::judge::{Conn, State, Walker};
use crate::lab::{Role, Scenario, Verb};
use crate::transcript::{Event, Side, Transcript};

/// One end of a connection.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Actor {
    /// A program of the student's, by its name in the script.
    Program(String),
    /// A peer that the grader plays.
    Peer {
        /// Its name in the script.
        name: String,
        /// It is a server.
        serves: bool,
    },
    /// Nothing of the scenario is at this address.
    Nobody(SocketAddr),
}

/// A connection, or an attempt at one.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Link {
    pub(super) conn: u32,
    pub(super) from: SocketAddr,
    pub(super) to: SocketAddr,
    pub(super) client: Actor,
    pub(super) server: Actor,
    pub(super) established: bool,
    pub(super) refused: bool,
    /// Short name where several must be told apart.
    pub(super) label: String,
}

/// All connections of a transcript.
#[derive(Debug, Clone)]
pub(super) struct Cast {
    pub(super) role: Role,
    pub(super) links: Vec<Link>,
    /// Connection of each name in the script.
    names: BTreeMap<String, u32>,
}

impl Cast {
    /// Reads the names off a transcript.
    pub(super) fn of(transcript: &Transcript) -> Cast {
        let scenario = &transcript.header.scenario;
        let mut walker = Walker::new(scenario);
        walker.begin();
        let mut state = State::default();
        let mut servers: BTreeMap<u32, Actor> = BTreeMap::new();
        for entry in &transcript.entries {
            walker.on_event(entry.n, &entry.event);
            state.apply(&entry.event);
            // Whoever listens there now: later it may have ended.
            if let Event::Syn { .. } = &entry.event
                && let Some(conn) = state.conns.last()
            {
                servers.insert(conn.id, server_of(&state, conn));
            }
        }
        let peers = &walker.state().peers;
        let names: BTreeMap<String, u32> =
            peers.iter().filter_map(|(name, peer)| Some((name.clone(), peer.conn?))).collect();
        let mut cast = Cast { role: scenario.role, links: Vec::new(), names };
        for conn in &state.conns {
            let name = cast.names.iter().find(|(_, id)| **id == conn.id).map(|(name, _)| name.clone());
            let server = match (servers.remove(&conn.id), &name) {
                (Some(Actor::Peer { serves: true, .. }), Some(name)) => {
                    Actor::Peer { name: name.clone(), serves: true }
                }
                (Some(server), _) => server,
                (None, _) => Actor::Nobody(conn.to),
            };
            let client = client_of(&state, conn, transcript, name.as_deref());
            let label = match (&client, &server) {
                (Actor::Peer { name, .. }, _) | (_, Actor::Peer { name, .. }) => name.clone(),
                _ => (cast.links.len() + 1).to_string(),
            };
            let (established, refused) = (conn.established, conn.refused);
            cast.links.push(Link {
                conn: conn.id,
                from: conn.from,
                to: conn.to,
                client,
                server,
                established,
                refused,
                label,
            });
        }
        cast
    }

    /// A connection by number.
    pub(super) fn link(&self, conn: u32) -> Option<&Link> {
        // In order of their first SYN, which is that of their numbers.
        self.links.binary_search_by_key(&conn, |link| link.conn).ok().map(|at| &self.links[at])
    }

    /// A connection by its name in the script.
    pub(super) fn named(&self, name: &str) -> Option<&Link> {
        self.names.get(name).and_then(|conn| self.link(*conn))
    }

    /// The connection of a socket, and the side that the socket is.
    pub(super) fn socket(&self, local: SocketAddr, remote: SocketAddr) -> Option<(&Link, Side)> {
        self.links.iter().rev().find_map(|link| match (link.from, link.to) {
            (from, to) if from == local && to == remote => Some((link, Side::Client)),
            (from, to) if to == local && from == remote => Some((link, Side::Server)),
            _ => None,
        })
    }

    /// The peer of that name as an actor, also before it is connected.
    pub(super) fn peer(&self, name: &str) -> Actor {
        Actor::Peer { name: name.to_owned(), serves: self.role == Role::Client }
    }
}

impl Link {
    /// Who stands at a side.
    pub(super) fn actor(&self, side: Side) -> &Actor {
        match side {
            Side::Client => &self.client,
            Side::Server => &self.server,
        }
    }
}

fn server_of(state: &State, conn: &Conn) -> Actor {
    if let Some(program) = state.owner_of(conn.to) {
        return Actor::Program(program);
    }
    // The grader's servers listen at every address.
    let serving = state.serving.iter().find(|(_, port)| **port == conn.to.port());
    serving.map_or(Actor::Nobody(conn.to), |(name, _)| Actor::Peer { name: name.clone(), serves: true })
}

fn client_of(state: &State, conn: &Conn, transcript: &Transcript, name: Option<&str>) -> Actor {
    if let Some((name, _)) = state.peers.iter().find(|(_, peer)| peer.local == Some(conn.from)) {
        return Actor::Peer { name: name.clone(), serves: false };
    }
    let programs = &transcript.header.programs;
    let program = name
        .and_then(|name| connecting(&transcript.header.scenario, name))
        .or_else(|| programs.keys().find(|p| p.starts_with("client")).cloned())
        .or_else(|| programs.keys().next().cloned());
    program.map_or(Actor::Nobody(conn.from), Actor::Program)
}

/// The program whose connection the script calls `name`.
fn connecting(scenario: &Scenario, name: &str) -> Option<String> {
    scenario.steps().into_iter().find_map(|step| match &step.verb {
        Verb::Accept { name: given, program, .. } | Verb::ExpectConnected { name: given, program, .. } => {
            (given == name).then(|| program.clone())
        }
        _ => None,
    })
}
