//! What the prover of stillness sees of a scenario besides threads: sockets, packets, terminals.

use nix::poll::{PollFd, PollFlags, PollTimeout, poll};

use super::console::Console;
use super::engine::Ground;
use super::peers::Peers;
use crate::tap::{Row, SocketTable, Surroundings, Wire};
use crate::transcript::Event;

/// See the module's page.
pub(super) struct Around<'a> {
    pub(super) ground: &'a Ground,
    pub(super) consoles: &'a mut [Console],
    pub(super) peers: &'a Peers,
    pub(super) table: &'a mut SocketTable,
    /// What programs showed while they were looked at.
    pub(super) shown: Vec<Event>,
    /// Threads that are the grader's own.
    pub(super) strangers: Vec<i32>,
    pub(super) in_haste: bool,
    /// Sockets that were seen to listen, and whose they are.
    pub(super) listeners: &'a [(String, u32)],
    /// Programs that carry ThreadSanitizer.
    pub(super) sanitized: &'a [String],
}

impl Surroundings for Around<'_> {
    fn sockets(&mut self) -> Vec<Row> {
        let connections = self.wire().map(Wire::unfinished);
        self.table.all(connections.as_deref())
    }

    fn has_news(&mut self) -> bool {
        self.has_arrivals() || self.consoles.iter().any(Console::has_news)
    }

    fn has_arrivals(&mut self) -> bool {
        // Also in a world, where the wire tells more: a connection whose packets were all seen may not be accepted yet.
        let mut fds = self.peers.poll_fds();
        if let Ground::World(_, capture) = self.ground {
            fds.push(PollFd::new(capture.fd(), PollFlags::POLLIN));
        }
        poll(&mut fds, PollTimeout::ZERO).is_ok_and(|n| n > 0)
    }

    fn strangers(&self) -> &[i32] {
        &self.strangers
    }

    fn in_haste(&self) -> bool {
        self.in_haste
    }

    fn has_listened(&self, program: &str) -> bool {
        self.listeners.iter().any(|(owner, _)| owner == program)
    }

    fn has_runtime(&self, program: &str) -> bool {
        self.sanitized.iter().any(|name| name == program)
    }

    fn relieve(&mut self) {
        for console in self.consoles.iter_mut() {
            self.shown.extend(console.drain());
        }
    }

    fn wire(&self) -> Option<&Wire> {
        match self.ground {
            Ground::World(_, capture) => Some(capture.wire()),
            Ground::Portable(..) => None,
        }
    }
}
