//! What is known after some events: a fold over the transcript.

use std::collections::BTreeMap;
use std::net::SocketAddr;

use super::interleaving::Probe;
use crate::transcript::{Ending, Event, Excess, Side, Stillness, Stream, Thread};

/// One direction of a connection.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Flow {
    /// All bytes so far.
    pub bytes: Vec<u8>,
    /// FIN seen.
    pub ended: bool,
    /// RST seen.
    pub reset: bool,
}

/// One TCP connection seen on the wire.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Conn {
    /// Number in the transcript.
    pub id: u32,
    /// Who connected.
    pub from: SocketAddr,
    /// Where to.
    pub to: SocketAddr,
    /// Handshake complete.
    pub established: bool,
    /// SYN answered by RST.
    pub refused: bool,
    /// Bytes sent by the connecting end.
    pub by_client: Flow,
    /// Bytes sent by the listening end.
    pub by_server: Flow,
    /// Already given a name by an `accept` or `expect-connected`.
    pub named: bool,
    /// The student's program that listened at `to` when the SYN passed.
    pub server: Option<String>,
}

impl Conn {
    /// The stream sent by one side.
    pub fn flow(&self, side: Side) -> &Flow {
        match side {
            Side::Client => &self.by_client,
            Side::Server => &self.by_server,
        }
    }

    fn flow_mut(&mut self, side: Side) -> &mut Flow {
        match side {
            Side::Client => &mut self.by_client,
            Side::Server => &mut self.by_server,
        }
    }
}

/// A named end of a connection: one of the grader's own sockets, or a connection that it watches.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Peer {
    /// Our address while the connection is not on the wire yet.
    pub local: Option<SocketAddr>,
    /// The connection.
    pub conn: Option<u32>,
    /// Whose bytes we read by default: the end that is not ours.
    pub reads: Side,
    /// The student's program at the other end.
    pub program: Option<String>,
    /// For each side, how much was taken by expectations.
    pub taken: [usize; 2],
    /// The constant prefix of replies, once learnt.
    pub prefix: Option<Vec<u8>>,
    /// The last reply taken.
    pub last: Vec<u8>,
}

/// A student's program.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Program {
    /// How many times it was started.
    pub starts: u32,
    /// Where it listens.
    pub listening: Vec<SocketAddr>,
    /// How it ended.
    pub ended: Option<Ending>,
    /// All that it showed since it was started: output and errors, as they came.
    pub shown: Vec<u8>,
    /// Only its errors.
    pub errors: Vec<u8>,
    /// How much of `shown` was taken by expectations.
    pub taken: usize,
    /// Whether it says something before its client does, once seen.
    pub greets: Option<bool>,
    /// What an unexpected prompt was answered with, so far.
    pub answered: usize,
}

/// The fold.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct State {
    /// By name.
    pub programs: BTreeMap<String, Program>,
    /// By name.
    pub peers: BTreeMap<String, Peer>,
    /// In order of their SYN.
    pub conns: Vec<Conn>,
    /// The grader's listening sockets.
    pub serving: BTreeMap<String, u16>,
    /// Connections our server sockets took, by remote address.
    pub taken: Vec<(String, SocketAddr)>,
    /// The proof of stillness, while it holds.
    pub still: Option<(Stillness, Vec<Thread>)>,
    /// The capture lost packets.
    pub lossy: bool,
    /// The program that took too much of something, and of what.
    pub excess: Option<(String, Excess)>,
    /// Files looked at, by program and path.
    pub files: BTreeMap<(String, String), Look>,
    /// Numbers collected from replies, by name.
    pub bags: BTreeMap<String, Vec<u64>>,
    /// What the probes said, by program.
    pub probes: BTreeMap<String, Probe>,
    /// The last proof of stillness, whether it still holds or not.
    pub last_still: Option<Stillness>,
    /// How many events there were.
    pub seen_events: u64,
}

/// A look at a file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Look {
    /// Asked for, not answered yet.
    Asked,
    /// What was there; `None`: no such file.
    Seen(Option<Vec<u8>>),
}

impl State {
    /// Takes one more event into account.
    pub fn apply(&mut self, event: &Event) {
        // A look changes nothing; anything else makes a file worth another look.
        if !matches!(event, Event::Still { .. } | Event::File { .. }) {
            self.still = None;
            self.files.clear();
        }
        self.seen_events += 1;
        match event {
            Event::Started { program } => {
                self.probes.remove(program);
                let entry = self.programs.entry(program.clone()).or_default();
                *entry = Program { starts: entry.starts + 1, ..Program::default() };
            }
            Event::Listening { program, at } => self.program(program).listening.push(*at),
            Event::Exited { program, ending } => {
                let entry = self.program(program);
                entry.ended = Some(*ending);
                entry.listening.clear();
            }
            Event::Killed { program } => {
                let entry = self.program(program);
                entry.ended = Some(Ending::Status(0));
                entry.listening.clear();
            }
            Event::Output { program, stream, data } => {
                let entry = self.program(program);
                entry.shown.extend_from_slice(&data.0);
                if *stream == Stream::Errors {
                    entry.errors.extend_from_slice(&data.0);
                }
            }
            Event::Serving { peer, port } => {
                self.serving.insert(peer.clone(), *port);
            }
            Event::Connecting { peer, local, to } => {
                let program = self.owner_of(*to);
                self.peers.insert(peer.clone(), Peer::new(Some(*local), Side::Server, program));
            }
            Event::Taken { peer, remote } => self.taken.push((peer.clone(), *remote)),
            Event::Syn { conn, from, to } => {
                let server = self.owner_of(*to);
                self.conns.push(Conn {
                    id: *conn,
                    from: *from,
                    to: *to,
                    established: false,
                    refused: false,
                    by_client: Flow::default(),
                    by_server: Flow::default(),
                    named: false,
                    server,
                });
                for peer in self.peers.values_mut() {
                    if peer.conn.is_none() && peer.local == Some(*from) {
                        peer.conn = Some(*conn);
                    }
                }
            }
            Event::Established { conn } => self.with(*conn, |c| c.established = true),
            Event::Refused { conn } => self.with(*conn, |c| c.refused = true),
            Event::Data { conn, from, data } => {
                self.with(*conn, |c| c.flow_mut(*from).bytes.extend_from_slice(&data.0));
            }
            Event::End { conn, from } => self.with(*conn, |c| c.flow_mut(*from).ended = true),
            Event::Reset { conn, from } => self.with(*conn, |c| c.flow_mut(*from).reset = true),
            Event::Lost { .. } => self.lossy = true,
            Event::Exceeded { program, what } => self.excess = Some((program.clone(), *what)),
            Event::File { program, path, data } => {
                let seen = Look::Seen(data.as_ref().map(|d| d.0.clone()));
                self.files.insert((program.clone(), path.clone()), seen);
            }
            Event::Still { kind, threads } => {
                self.still = Some((*kind, threads.clone()));
                self.last_still = Some(*kind);
            }
            Event::Probe { program, said } => self.probes.entry(program.clone()).or_default().hear(said),
            Event::Told { program, order } => self.probes.entry(program.clone()).or_default().obey(order),
            Event::Capped { .. }
            | Event::Stacks { .. }
            | Event::Typed { .. }
            | Event::InputEnded { .. }
            | Event::Interrupted { .. }
            | Event::Sent { .. }
            | Event::Handled { .. }
            | Event::Limit { .. }
            | Event::Stopped
            | Event::Fault { .. } => {}
        }
    }

    fn with(&mut self, id: u32, f: impl FnOnce(&mut Conn)) {
        // Of very many connections, it is mostly the last one that something happens to.
        if let Some(conn) = self.conns.iter_mut().rev().find(|c| c.id == id) {
            f(conn);
        }
    }

    /// What was last seen in a file: `None` when it was not looked at, `Some(None)` when it is not there.
    pub fn seen(&self, program: &str, path: &str) -> Option<Option<Vec<u8>>> {
        match self.files.get(&(program.to_owned(), path.to_owned()))? {
            Look::Asked => None,
            Look::Seen(data) => Some(data.clone()),
        }
    }

    /// The numbers collected under a name.
    pub fn bag(&self, name: &str) -> &[u64] {
        self.bags.get(name).map(Vec::as_slice).unwrap_or_default()
    }

    /// The program of that name, created when first met.
    pub fn program(&mut self, name: &str) -> &mut Program {
        self.programs.entry(name.to_owned()).or_default()
    }

    /// A connection by number.
    pub fn conn(&self, id: u32) -> Option<&Conn> {
        self.conns.iter().find(|c| c.id == id)
    }

    /// The connection of a peer.
    pub fn conn_of(&self, peer: &str) -> Option<&Conn> {
        self.conn(self.peers.get(peer)?.conn?)
    }

    /// The student's program listening at an address.
    pub fn owner_of(&self, to: SocketAddr) -> Option<String> {
        self.programs.iter().find(|(_, p)| p.listening.iter().any(|at| covers(*at, to))).map(|(name, _)| name.clone())
    }

    /// True when the connection's first SYN came from one of the grader's own sockets.
    pub fn is_ours(&self, conn: &Conn) -> bool {
        self.peers.values().any(|p| p.local == Some(conn.from))
    }

    /// Connections that a student's program tried to open, in order.
    pub fn attempts(&self) -> impl Iterator<Item = &Conn> {
        self.conns.iter().filter(|c| !self.is_ours(c))
    }

    /// True when no program is running.
    pub fn all_ended(&self) -> bool {
        self.programs.values().all(|p| p.ended.is_some())
    }
}

impl Program {
    /// True when it has ended, and not well.
    pub fn has_crashed(&self) -> bool {
        self.ended.is_some_and(|ending| !ending.is_clean())
    }

    /// True when its errors hold the report of an uncaught error: Python, Rust, Java, Node.
    pub fn shows_uncaught_error(&self) -> bool {
        const MARKS: [&str; 4] =
            ["Traceback (most recent call last)", "panicked at ", "Exception in thread \"", "\n    at "];
        let text = String::from_utf8_lossy(&self.errors);
        MARKS.iter().any(|mark| text.contains(mark))
    }
}

impl Peer {
    /// A peer with nothing read yet.
    pub fn new(local: Option<SocketAddr>, reads: Side, program: Option<String>) -> Peer {
        Peer { local, conn: None, reads, program, taken: [0, 0], prefix: None, last: Vec::new() }
    }

    /// Index of a side in `taken`.
    pub fn slot(side: Side) -> usize {
        match side {
            Side::Client => 0,
            Side::Server => 1,
        }
    }
}

/// True when a socket listening at `at` takes connections to `to`.
fn covers(at: SocketAddr, to: SocketAddr) -> bool {
    at.port() == to.port() && (at.ip() == to.ip() || at.ip().is_unspecified())
}
