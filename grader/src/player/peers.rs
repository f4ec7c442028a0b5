//! The grader's own sockets: clients that talk to a student's server, servers that a student's
//! client talks to. All non-blocking.

use std::collections::{BTreeMap, HashMap};
use std::io::{self, Read, Write};
use std::net::{IpAddr, Ipv4Addr, Ipv6Addr, Shutdown, SocketAddr, TcpListener, TcpStream};
use std::ops::RangeInclusive;
use std::os::fd::{AsFd, AsRawFd, OwnedFd};

use nix::errno::Errno;
use nix::poll::{PollFd, PollFlags};
use nix::sys::socket::{
    AddressFamily, Backlog, SockFlag, SockType, SockaddrStorage, bind, connect, getsockopt, listen, setsockopt, socket,
    sockopt,
};

/// Ports from which our clients connect: the dynamic ones (RFC 6335 §6) that Linux gives out, too.
const CLIENT_PORTS: RangeInclusive<u16> = 49152..=60999;
/// How many of them can be the first client's: more are left than a scenario has clients.
const FIRST_PORTS: u64 = 8192;

/// Pieces taken from one connection before others have their turn.
const AT_ONCE: usize = 32;

/// One connection of ours.
#[derive(Debug)]
pub(super) struct Stream {
    socket: TcpStream,
    outgoing: Vec<u8>,
    paused: bool,
    /// The other end's stream is over.
    finished: bool,
    half_close: bool,
    /// The handshake is not known to be over (portable backend only).
    pub(super) connecting: bool,
}

/// What a readable connection gave.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum Arrival {
    Bytes(Vec<u8>),
    End,
    Reset,
}

/// All of them.
#[derive(Debug, Default)]
pub(super) struct Peers {
    pub(super) streams: BTreeMap<String, Stream>,
    /// Taken but not yet named.
    unnamed: HashMap<SocketAddr, Stream>,
    listeners: BTreeMap<String, Vec<TcpListener>>,
    /// The port from which the next client connects; `None` where the kernel is to choose.
    next_port: Option<u16>,
}

impl Stream {
    fn new(socket: TcpStream, connecting: bool) -> Stream {
        let _ = socket.set_nonblocking(true);
        let _ = socket.set_nodelay(true);
        Stream { socket, outgoing: Vec::new(), paused: false, finished: false, half_close: false, connecting }
    }

    /// What was received since the last call.
    pub(super) fn receive(&mut self) -> Vec<Arrival> {
        let mut got = Vec::new();
        let mut buffer = [0; 1 << 16];
        // Who sends faster than we read must not keep us here.
        while !self.paused && !self.finished && !self.connecting && got.len() < AT_ONCE {
            match self.socket.read(&mut buffer) {
                Ok(0) => {
                    self.finished = true;
                    got.push(Arrival::End);
                }
                Ok(count) => got.push(Arrival::Bytes(buffer[..count].to_vec())),
                Err(e) if e.kind() == io::ErrorKind::Interrupted => {}
                Err(e) if e.kind() == io::ErrorKind::WouldBlock => break,
                Err(_) => {
                    self.finished = true;
                    got.push(Arrival::Reset);
                }
            }
        }
        got
    }

    /// Sends, as far as there is room now.
    pub(super) fn send(&mut self, bytes: &[u8]) {
        self.outgoing.extend_from_slice(bytes);
        self.flush();
    }

    pub(super) fn flush(&mut self) {
        while !self.outgoing.is_empty() && !self.connecting {
            match self.socket.write(&self.outgoing) {
                Ok(count) => drop(self.outgoing.drain(..count)),
                Err(e) if e.kind() == io::ErrorKind::Interrupted => {}
                Err(e) if e.kind() == io::ErrorKind::WouldBlock => return,
                // The connection is gone; the wire tells how.
                Err(_) => self.outgoing.clear(),
            }
        }
        if self.outgoing.is_empty() && self.half_close {
            let _ = self.socket.shutdown(Shutdown::Write);
            self.half_close = false;
        }
    }

    pub(super) fn half_close(&mut self) {
        self.half_close = true;
        self.flush();
    }

    pub(super) fn pause(&mut self, paused: bool) {
        self.paused = paused;
    }

    /// How a pending connection attempt ended, if it has.
    pub(super) fn attempt(&mut self) -> Option<Result<(), Errno>> {
        let mut fds = [PollFd::new(self.socket.as_fd(), PollFlags::POLLOUT)];
        if !self.connecting || nix::poll::poll(&mut fds, nix::poll::PollTimeout::ZERO).unwrap_or(0) == 0 {
            return None;
        }
        self.connecting = false;
        let error = getsockopt(&self.socket, sockopt::SocketError).unwrap_or(0);
        if error == 0 { Some(Ok(())) } else { Some(Err(Errno::from_raw(error))) }
    }

    fn poll_fd(&self) -> Option<PollFd<'_>> {
        let mut flags = PollFlags::empty();
        flags.set(PollFlags::POLLIN, !self.paused && !self.finished);
        flags.set(PollFlags::POLLOUT, !self.outgoing.is_empty() || self.connecting);
        // An empty set would still be woken by errors, for ever.
        (!flags.is_empty()).then(|| PollFd::new(self.socket.as_fd(), flags))
    }
}

impl Peers {
    /// The clients' ports are the same each time that a scenario with this seed is played, each the one after
    /// the last: what a server makes of its client's port must not change from one run to the next.
    pub(super) fn from_seed(seed: u64) -> Peers {
        let offset = u16::try_from(seed % FIRST_PORTS).unwrap_or(0);
        Peers { next_port: Some(CLIENT_PORTS.start() + offset), ..Peers::default() }
    }

    /// Opens a server socket on every address. In a world also on every IPv6 address.
    pub(super) fn listen(&mut self, name: &str, port: u16, everywhere: bool) -> io::Result<()> {
        let v4 = if everywhere { Ipv4Addr::UNSPECIFIED } else { Ipv4Addr::LOCALHOST };
        let mut sockets = vec![open_listener(SocketAddr::from((v4, port)))?];
        // A world without IPv6 has nothing more to listen on.
        sockets.extend(open_listener(SocketAddr::from((
            if everywhere { Ipv6Addr::UNSPECIFIED } else { Ipv6Addr::LOCALHOST },
            port,
        ))));
        self.listeners.insert(name.to_owned(), sockets);
        Ok(())
    }

    /// Starts to connect; our own address.
    pub(super) fn connect(&mut self, name: &str, to: SocketAddr, track: bool) -> io::Result<SocketAddr> {
        let family = if to.is_ipv4() { AddressFamily::Inet } else { AddressFamily::Inet6 };
        let fd = socket(family, SockType::Stream, SockFlag::SOCK_CLOEXEC | SockFlag::SOCK_NONBLOCK, None)?;
        self.bind_next(&fd, to)?;
        match connect(fd.as_raw_fd(), &SockaddrStorage::from(to)) {
            Ok(()) | Err(Errno::EINPROGRESS | Errno::ECONNREFUSED) => {}
            Err(errno) => return Err(errno.into()),
        }
        let socket = into_stream(fd);
        let local = socket.local_addr()?;
        self.streams.insert(name.to_owned(), Stream::new(socket, track));
        Ok(local)
    }

    /// Gives a socket the next port that nobody has; where there is none, the kernel chooses.
    fn bind_next(&mut self, fd: &OwnedFd, to: SocketAddr) -> io::Result<()> {
        let any: IpAddr = if to.is_ipv4() { Ipv4Addr::UNSPECIFIED.into() } else { Ipv6Addr::UNSPECIFIED.into() };
        while let Some(port) = self.next_port {
            self.next_port = port.checked_add(1).filter(|next| CLIENT_PORTS.contains(next));
            // A client that finds nobody there would be connected to itself.
            if port == to.port() {
                continue;
            }
            match bind(fd.as_raw_fd(), &SockaddrStorage::from(SocketAddr::new(any, port))) {
                Ok(()) => break,
                Err(Errno::EADDRINUSE) => {}
                Err(errno) => return Err(errno.into()),
            }
        }
        Ok(())
    }

    /// Takes waiting connections: listener's name, remote address.
    pub(super) fn accept(&mut self) -> Vec<(String, SocketAddr, SocketAddr)> {
        let mut taken = Vec::new();
        for (name, sockets) in &self.listeners {
            for listener in sockets {
                while let Ok((socket, remote)) = listener.accept() {
                    let remote = canonical(remote);
                    let local = socket.local_addr().map_or(remote, canonical);
                    self.unnamed.insert(remote, Stream::new(socket, false));
                    taken.push((name.clone(), remote, local));
                }
            }
        }
        taken
    }

    /// A connection gets its name.
    pub(super) fn name(&mut self, remote: SocketAddr, name: &str) {
        if let Some(stream) = self.unnamed.remove(&remote) {
            self.streams.insert(name.to_owned(), stream);
        }
    }

    /// Every open connection.
    pub(super) fn all(&mut self) -> impl Iterator<Item = (Option<&str>, Option<SocketAddr>, &mut Stream)> {
        let named = self.streams.iter_mut().map(|(name, s)| (Some(name.as_str()), None, s));
        named.chain(self.unnamed.iter_mut().map(|(remote, s)| (None, Some(*remote), s)))
    }

    /// Closes: what has arrived is read first, for unread bytes would turn the FIN into a RST.
    pub(super) fn close(&mut self, name: &str) {
        if let Some(mut stream) = self.streams.remove(name) {
            stream.flush();
            stream.paused = false;
            stream.receive();
        }
    }

    /// Aborts with RST.
    pub(super) fn abort(&mut self, name: &str) {
        if let Some(stream) = self.streams.remove(name) {
            let now = nix::libc::linger { l_onoff: 1, l_linger: 0 };
            let _ = setsockopt(&stream.socket, sockopt::Linger, &now);
        }
    }

    /// What to poll for.
    pub(super) fn poll_fds(&self) -> Vec<PollFd<'_>> {
        let listeners = self.listeners.values().flatten().map(|l| PollFd::new(l.as_fd(), PollFlags::POLLIN));
        listeners.chain(self.streams.values().chain(self.unnamed.values()).filter_map(Stream::poll_fd)).collect()
    }
}

fn canonical(address: SocketAddr) -> SocketAddr {
    SocketAddr::new(address.ip().to_canonical(), address.port())
}

fn open_listener(at: SocketAddr) -> io::Result<TcpListener> {
    let family = if at.is_ipv4() { AddressFamily::Inet } else { AddressFamily::Inet6 };
    let fd = socket(family, SockType::Stream, SockFlag::SOCK_CLOEXEC | SockFlag::SOCK_NONBLOCK, None)?;
    setsockopt(&fd, sockopt::ReuseAddr, &true)?;
    if at.is_ipv6() {
        setsockopt(&fd, sockopt::Ipv6V6Only, &true)?;
    }
    bind(fd.as_raw_fd(), &SockaddrStorage::from(at))?;
    listen(&fd, Backlog::new(128)?)?;
    Ok(TcpListener::from(fd))
}

fn into_stream(fd: OwnedFd) -> TcpStream {
    TcpStream::from(fd)
}
