//! What the walker wants done: to programs, terminals and connections.

use std::io::Write;
use std::net::{IpAddr, Ipv4Addr, Ipv6Addr, SocketAddr};

use nix::poll::{PollTimeout, poll};
use nix::sys::signal::{Signal, kill};
use nix::unistd::Pid;

use super::{Engine, Ground};
use crate::judge::Act;
use crate::player::console::{Console, KEPT, KEPT_WITH_REPORTS};
use crate::player::job::Examined;
use crate::sandbox::Launch;
use crate::submission::Snapshot;
use crate::tap::is_stopped;
use crate::text::Payload;
use crate::transcript::{Event, ProbeSaid, Sanitizer, Side};

/// Milliseconds a program may take to stop; one that takes longer is inconclusive.
const PATIENCE: u32 = 10_000;

impl<W: Write> Engine<W> {
    pub(super) fn perform(&mut self, act: Act) {
        match act {
            Act::Start { program, probe } => self.start(&program, probe),
            Act::Tell { program, order } => {
                let told = self.consoles.iter().any(|c| c.name == program && c.tell(&order));
                if !told {
                    return self.fault(format!("the probe in `{program}` cannot be reached"));
                }
                self.record(Event::Told { program, order }, None);
            }
            Act::Interrupt { program } => {
                self.type_at(&program, b"\x03");
                self.record(Event::Interrupted { program }, None);
            }
            Act::Kill { program } => {
                if let Some(console) = self.consoles.iter_mut().find(|c| c.name == program) {
                    console.kill();
                }
                self.record(Event::Killed { program }, None);
            }
            Act::Type { program, data } => {
                self.type_at(&program, &data.0);
                self.record(Event::Typed { program, data }, None);
            }
            Act::EndInput { program } => {
                self.type_at(&program, b"\x04");
                self.record(Event::InputEnded { program }, None);
            }
            Act::Listen { peer } => {
                let everywhere = matches!(self.ground, Ground::World(..));
                match self.peers.listen(&peer, self.port, everywhere) {
                    Ok(()) => self.record(Event::Serving { peer, port: self.port }, None),
                    Err(error) => self.fault(format!("cannot listen on port {}: {error}", self.port)),
                }
            }
            Act::Connect { peer, program } => self.connect(peer, &program),
            Act::Name { remote, name } => {
                self.peers.name(remote, &name);
                if let Ground::Portable(_, shadow) = &mut self.ground
                    && let Some(conn) = shadow.by_remote.get(&remote)
                {
                    shadow.by_name.insert(name, (*conn, Side::Server));
                }
            }
            Act::Send { peer, data } => {
                if let Some(stream) = self.peers.streams.get_mut(&peer) {
                    stream.send(&data.0);
                }
                self.record(Event::Sent { peer: peer.clone(), data: data.clone() }, None);
                self.shadow(&peer, |conn, from| Event::Data { conn, from, data });
            }
            Act::Handle { peer, how } => self.handle(peer, how),
            Act::Halt { program, halted } => self.halt(program, halted),
            Act::Look { program, path } => {
                let console = self.consoles.iter().find(|c| c.name == program);
                match console.map_or(Ok(None), |c| c.running.folder.read_file(&path)) {
                    Ok(data) => self.record(Event::File { program, path, data: data.map(Payload) }, None),
                    Err(error) => self.fault(error.to_string()),
                }
            }
        }
    }

    /// Stops every process of a program where it is, or lets all of them go on.
    fn halt(&mut self, program: String, halted: bool) {
        let order = if halted {
            if !self.is_halted(&program) {
                return self.fault(format!("`{program}` does not stop"));
            }
            "halt"
        } else {
            for pid in self.pids(&program) {
                // One that has just ended cannot go on.
                let _ = kill(Pid::from_raw(pid), Signal::SIGCONT);
            }
            "continue"
        };
        self.record(Event::Told { program, order: order.to_owned() }, None);
    }

    /// Stops them and waits until they are: what is sent to them from then on finds nobody at work.
    fn is_halted(&self, program: &str) -> bool {
        (0..PATIENCE).any(|_| {
            let running: Vec<i32> = self.pids(program).into_iter().filter(|pid| !is_stopped(*pid)).collect();
            for pid in &running {
                let _ = kill(Pid::from_raw(*pid), Signal::SIGSTOP);
            }
            if !running.is_empty() {
                let _ = poll(&mut [], PollTimeout::from(1u8));
            }
            running.is_empty()
        })
    }

    pub(super) fn pids(&self, program: &str) -> Vec<i32> {
        self.processes().iter().filter(|process| process.program == program).map(|process| process.pid).collect()
    }

    fn handle(&mut self, peer: String, how: &str) {
        match (how, self.peers.streams.get_mut(&peer)) {
            ("half-close", Some(stream)) => stream.half_close(),
            ("pause", Some(stream)) => stream.pause(true),
            ("resume", Some(stream)) => stream.pause(false),
            ("close", _) => self.peers.close(&peer),
            ("reset", _) => self.peers.abort(&peer),
            _ => {}
        }
        self.record(Event::Handled { peer: peer.clone(), how: how.to_owned() }, None);
        match how {
            "half-close" | "close" => self.shadow(&peer, |conn, from| Event::End { conn, from }),
            "reset" => self.shadow(&peer, |conn, from| Event::Reset { conn, from }),
            _ => {}
        }
    }

    /// Without a capture, what we do on a connection is told by ourselves.
    fn shadow(&mut self, peer: &str, event: impl FnOnce(u32, Side) -> Event) {
        let known = match &self.ground {
            Ground::Portable(_, shadow) => shadow.by_name.get(peer).copied(),
            Ground::World(..) => None,
        };
        if let Some((conn, side)) = known {
            self.record(event(conn, side), None);
        }
    }

    fn start(&mut self, name: &str, probe: bool) {
        if let Some(i) = self.consoles.iter().position(|c| c.name == name) {
            self.consoles.remove(i).kill();
            self.sanitized.retain(|n| n != name);
        }
        let Some(part) = self.parts.get(name).cloned() else {
            return self.fault(format!("no program is known as `{name}`"));
        };
        let examined = Some(part.examined).filter(|_| probe);
        let (launch, snapshot) = match &examined {
            Some(Examined::Probe) => (Launch { probe, ..part.launch }, part.snapshot),
            Some(Examined::Sanitizer { snapshot, .. }) => (part.launch.sanitized(), *snapshot),
            Some(Examined::Not(_)) | None => (part.launch, part.snapshot),
        };
        let empty = Snapshot::default();
        let files = self.snapshots.get(snapshot).unwrap_or(&empty);
        let launched = match &self.ground {
            Ground::World(world, _) => world.launch(&launch, files),
            Ground::Portable(world, _) => world.launch(&launch, files),
        };
        match launched {
            Ok(running) => {
                let place = format!("{}/", running.place.display());
                let reports = matches!(examined, Some(Examined::Sanitizer { .. }));
                self.consoles.push(Console::new(name, running, if reports { KEPT_WITH_REPORTS } else { KEPT }));
                self.record(Event::Started { program: name.to_owned() }, None);
                let said = match examined {
                    Some(Examined::Sanitizer { hands_over, .. }) => {
                        self.sanitized.push(name.to_owned());
                        ProbeSaid::Sanitizer(Sanitizer { place, hands_over })
                    }
                    Some(Examined::Not(why)) => ProbeSaid::Unexamined(why),
                    Some(Examined::Probe) | None => return,
                };
                self.record(Event::Probe { program: name.to_owned(), said }, None);
            }
            Err(error) => self.fault(format!("cannot start `{name}`: {error}")),
        }
    }

    fn connect(&mut self, peer: String, program: &str) {
        let Some(at) = self.addresses.get(program).copied() else {
            return self.fault(format!("`{program}` never listened; add `expect-listening` before `connect`"));
        };
        let ip = match at.ip() {
            IpAddr::V4(ip) if ip.is_unspecified() => Ipv4Addr::LOCALHOST.into(),
            IpAddr::V6(ip) if ip.is_unspecified() => Ipv6Addr::LOCALHOST.into(),
            ip => ip,
        };
        let to = SocketAddr::new(ip, at.port());
        let portable = matches!(self.ground, Ground::Portable(..));
        match self.peers.connect(&peer, to, portable) {
            Ok(local) => {
                self.record(Event::Connecting { peer: peer.clone(), local, to }, None);
                if let Ground::Portable(_, shadow) = &mut self.ground {
                    let conn = shadow.next();
                    shadow.by_name.insert(peer, (conn, Side::Client));
                    self.record(Event::Syn { conn, from: local, to }, None);
                }
            }
            Err(error) => self.fault(format!("cannot connect to {to}: {error}")),
        }
    }

    fn type_at(&mut self, program: &str, bytes: &[u8]) {
        if let Some(console) = self.consoles.iter_mut().find(|c| c.name == program) {
            console.type_bytes(bytes);
        }
    }
}
