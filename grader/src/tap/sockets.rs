//! The kernel's table of TCP sockets (sock_diag(7)): who listens, what is queued, what arrived.

use std::net::{IpAddr, SocketAddr};

use netlink_packet_core::{NLM_F_DUMP, NLM_F_REQUEST, NetlinkHeader, NetlinkMessage, NetlinkPayload};
use netlink_packet_sock_diag::SockDiagMessage;
use netlink_packet_sock_diag::constants::{AF_INET, AF_INET6, IPPROTO_TCP};
use netlink_packet_sock_diag::inet::nlas::Nla;
use netlink_packet_sock_diag::inet::{ExtensionFlags, InetRequest, InetResponse, SocketId, StateFlags, Timer};
use netlink_sys::{Socket, SocketAddr as NetlinkAddr, protocols::NETLINK_SOCK_DIAG};

/// Connections up to which asking for each takes less than walking the table.
const FEW: usize = 16;
/// `INET_DIAG_NOCOOKIE`: whichever socket has these addresses.
const ANY_COOKIE: [u8; 8] = [0xff; 8];

/// States of RFC 9293 as the kernel numbers them.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[expect(missing_docs, reason = "the names are the RFC's")]
pub enum TcpState {
    Established,
    SynSent,
    SynReceived,
    FinWait1,
    FinWait2,
    TimeWait,
    Closed,
    CloseWait,
    LastAck,
    Listen,
    Closing,
    Other,
}

impl TcpState {
    fn from_number(number: u8) -> TcpState {
        match number {
            1 => TcpState::Established,
            2 => TcpState::SynSent,
            3 | 12 => TcpState::SynReceived,
            4 => TcpState::FinWait1,
            5 => TcpState::FinWait2,
            6 => TcpState::TimeWait,
            7 => TcpState::Closed,
            8 => TcpState::CloseWait,
            9 => TcpState::LastAck,
            10 => TcpState::Listen,
            11 => TcpState::Closing,
            _ => TcpState::Other,
        }
    }

    /// Our FIN was sent and is not known to have arrived.
    pub(super) fn ends(self) -> bool {
        matches!(self, TcpState::FinWait1 | TcpState::LastAck | TcpState::Closing)
    }

    /// The peer's FIN has been taken in.
    pub(super) fn knows_fin(self) -> bool {
        matches!(
            self,
            TcpState::CloseWait | TcpState::LastAck | TcpState::Closing | TcpState::TimeWait | TcpState::Closed
        )
    }
}

/// One socket.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Row {
    /// Own address.
    pub local: SocketAddr,
    /// The other end's, `0.0.0.0:0` for a listener.
    pub remote: SocketAddr,
    /// State.
    pub state: TcpState,
    /// Bytes not read; for a listener, connections not accepted.
    pub unread: u32,
    /// Bytes not acknowledged.
    pub unacknowledged: u32,
    /// Bytes not even sent.
    pub unsent: u32,
    /// Payload bytes sent in all, retransmissions not counted again.
    pub sent: u64,
    /// Payload bytes received in all.
    pub received: u64,
    /// Waits for the other end to make room.
    pub probing: bool,
    /// No socket any more: the kernel remembers the addresses, in TIME_WAIT or on the way there.
    pub remembered: bool,
    /// Inode of the socket, as in `/proc/PID/fd`; 0 when no process holds it.
    pub inode: u32,
}

/// Asks the kernel.
#[derive(Debug)]
pub struct SocketTable {
    socket: Socket,
    buffer: Vec<u8>,
}

impl SocketTable {
    /// Opens a channel to the kernel in the current network namespace.
    pub fn open() -> std::io::Result<SocketTable> {
        let mut socket = Socket::new(NETLINK_SOCK_DIAG)?;
        socket.bind_auto()?;
        socket.connect(&NetlinkAddr::new(0, 0))?;
        Ok(SocketTable { socket, buffer: vec![0; 1 << 16] })
    }

    /// Listening sockets only.
    pub fn listeners(&mut self) -> Vec<Row> {
        self.dump(StateFlags::LISTEN, ExtensionFlags::empty())
    }

    /// Every TCP socket of the namespace that a program may still have. `connections`: the ends of those that are
    /// not over, where they are known; they are then asked for one by one, for the kernel walks the whole
    /// machine's table of connections otherwise, which can have hundreds of thousands of rows.
    pub fn all(&mut self, connections: Option<&[(SocketAddr, SocketAddr)]>) -> Vec<Row> {
        if let Some(connections) = connections.filter(|all| all.len() <= FEW)
            && let Some(rows) = self.look_up(connections)
        {
            return rows;
        }
        self.dump(StateFlags::all(), ExtensionFlags::INFO)
    }

    /// The listeners and both ends of these connections; `None` when there are more.
    fn look_up(&mut self, connections: &[(SocketAddr, SocketAddr)]) -> Option<Vec<Row>> {
        if Usage::of(AF_INET6)?.in_use > 0 {
            return None;
        }
        let ends: Vec<_> = connections.iter().flat_map(|(one, other)| [(*one, *other), (*other, *one)]).collect();
        let mut rows = self.listeners();
        rows.extend(self.ask(&ends)?);
        // The kernel counts neither an attempt to connect that is not established nor what is only remembered.
        let held = rows.iter().filter(|row| row.state != TcpState::SynReceived && !row.remembered).count();
        (held == Usage::of(AF_INET)?.in_use).then_some(rows)
    }

    /// The sockets that have these addresses, their own and the other end's; `None` when the kernel did not answer.
    fn ask(&mut self, ends: &[(SocketAddr, SocketAddr)]) -> Option<Vec<Row>> {
        let mut requests = Vec::new();
        for (local, remote) in ends {
            let socket_id = SocketId {
                source_port: local.port(),
                destination_port: remote.port(),
                source_address: local.ip(),
                destination_address: remote.ip(),
                interface_id: 0,
                cookie: ANY_COOKIE,
            };
            requests.extend(request(AF_INET, StateFlags::all(), ExtensionFlags::INFO, socket_id, NLM_F_REQUEST));
        }
        if !ends.is_empty() {
            self.socket.send(&requests, 0).ok()?;
        }
        let mut rows = Vec::new();
        // Where there is no such socket, the answer is a listener that would take it, or an error.
        let mut take = |row: Row, end| rows.extend(((row.local, row.remote) == end).then_some(row));
        if !ends.iter().all(|end| self.read(|row| take(row, *end)).is_some()) {
            // What is still to come would be taken for answers to the next question.
            *self = SocketTable::open().ok()?;
            return None;
        }
        Some(rows)
    }

    fn dump(&mut self, states: StateFlags, extensions: ExtensionFlags) -> Vec<Row> {
        let mut rows = Vec::new();
        for family in [AF_INET, AF_INET6] {
            // The kernel walks the machine's whole table for each family.
            if Usage::of(family).is_some_and(|usage| usage.whole() == 0) {
                continue;
            }
            let socket_id = if family == AF_INET { SocketId::new_v4() } else { SocketId::new_v6() };
            let bytes = request(family, states.clone(), extensions.clone(), socket_id, NLM_F_REQUEST | NLM_F_DUMP);
            if self.socket.send(&bytes, 0).is_ok() {
                while self.read(|row| rows.push(row)) == Some(More::Follows) {}
            }
        }
        rows
    }

    /// Takes in one packet of answers; `None` when there is none.
    fn read(&mut self, mut take: impl FnMut(Row)) -> Option<More> {
        let size = self.socket.recv(&mut &mut self.buffer[..], 0).ok()?;
        let mut rest = &self.buffer[..size];
        while !rest.is_empty() {
            let message = NetlinkMessage::<SockDiagMessage>::deserialize(rest).ok()?;
            match message.payload {
                NetlinkPayload::InnerMessage(SockDiagMessage::InetResponse(response)) => take(row(&response)),
                NetlinkPayload::Noop => {}
                _ => return Some(More::IsOver),
            }
            let length = (message.header.length as usize).next_multiple_of(4);
            if length == 0 {
                return None;
            }
            rest = rest.get(length..).unwrap_or_default();
        }
        Some(More::Follows)
    }
}

/// Whether the kernel has more to say.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum More {
    Follows,
    IsOver,
}

fn request(family: u8, states: StateFlags, extensions: ExtensionFlags, socket_id: SocketId, flags: u16) -> Vec<u8> {
    let request = InetRequest { family, protocol: IPPROTO_TCP, extensions, states, socket_id };
    let mut header = NetlinkHeader::default();
    header.flags = flags;
    let mut packet = NetlinkMessage::new(header, SockDiagMessage::InetRequest(request).into());
    packet.finalize();
    let mut bytes = vec![0; packet.header.length as usize];
    packet.serialize(&mut bytes);
    bytes
}

/// How many TCP sockets of a family the namespace holds that listen or are connected.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct Usage {
    in_use: usize,
    /// Those whose program is done with them: in TIME_WAIT, or in FIN_WAIT_2 on the way there.
    waiting: usize,
}

impl Usage {
    /// See proc_net(5), `sockstat` and `sockstat6`; `None` when that cannot be read.
    fn of(family: u8) -> Option<Usage> {
        let (file, name) = if family == AF_INET { ("sockstat", "TCP:") } else { ("sockstat6", "TCP6:") };
        let counts = std::fs::read_to_string(format!("/proc/net/{file}")).ok()?;
        // `TCP: inuse 2 orphan 0 tw 1 alloc 5 mem 0`
        let line = counts.lines().find(|line| line.starts_with(name))?;
        let count = |key: &str| line.split_whitespace().skip_while(|word| *word != key).nth(1)?.parse().ok();
        Some(Usage { in_use: count("inuse")?, waiting: count("tw").unwrap_or(0) })
    }

    fn whole(self) -> usize {
        self.in_use + self.waiting
    }
}

fn row(response: &InetResponse) -> Row {
    let header = &response.header;
    let id = &header.socket_id;
    let info = response.nlas.iter().find_map(|nla| match nla {
        Nla::TcpInfo(info) => Some(info),
        _ => None,
    });
    let address = |ip: IpAddr, port| SocketAddr::new(ip.to_canonical(), port);
    Row {
        local: address(id.source_address, id.source_port),
        remote: address(id.destination_address, id.destination_port),
        state: TcpState::from_number(header.state),
        unread: header.recv_queue,
        unacknowledged: header.send_queue,
        unsent: info.map_or(0, |i| i.notsent_bytes),
        sent: info.map_or(0, |i| i.bytes_sent.saturating_sub(i.bytes_retrans)),
        received: info.map_or(0, |i| i.bytes_received),
        probing: matches!(header.timer, Some(Timer::Probe(_))),
        remembered: matches!(header.timer, Some(Timer::TimeWait)),
        inode: header.inode,
    }
}

#[cfg(test)]
mod tests {
    use std::io::Write;
    use std::net::{TcpListener, TcpStream};

    use super::*;

    #[test]
    fn sockets_asked_for_are_those_of_the_whole_table() {
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let at = listener.local_addr().unwrap();
        let mut client = TcpStream::connect(at).unwrap();
        let (server, from) = listener.accept().unwrap();
        client.write_all(b"bonjour").unwrap();
        let mut table = SocketTable::open().unwrap();
        // The listener would take this one; nobody has it.
        let nobody = (at, SocketAddr::from(([127, 0, 0, 1], 1)));
        let asked = table.ask(&[(from, at), nobody, (at, from)]).unwrap();
        assert_eq!(asked.iter().map(|row| (row.local, row.remote)).collect::<Vec<_>>(), [(from, at), (at, from)]);
        assert_eq!((asked[0].sent, asked[1].received, asked[1].unread), (7, 7, 7));
        let mut whole = table.dump(StateFlags::all(), ExtensionFlags::INFO);
        // A port can belong to an older connection, to somebody else, as well.
        whole.retain(|row| [(from, at), (at, from)].contains(&(row.local, row.remote)));
        whole.sort_by_key(|row| row.local != from);
        assert_eq!(asked, whole);
        drop((client, server));
    }

    #[test]
    fn an_incomplete_list_of_connections_is_not_believed() {
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let at = listener.local_addr().unwrap();
        let client = TcpStream::connect(at).unwrap();
        let mut table = SocketTable::open().unwrap();
        let rows = table.all(Some(&[]));
        let ours = client.local_addr().unwrap();
        let is_end = |row: &&Row| [(ours, at), (at, ours)].contains(&(row.local, row.remote));
        assert_eq!(rows.iter().filter(is_end).count(), 2);
    }
}
