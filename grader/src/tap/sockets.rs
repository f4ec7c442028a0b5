//! The kernel's table of TCP sockets (sock_diag(7)): who listens, what is queued, what arrived.

use std::net::{IpAddr, SocketAddr};

use netlink_packet_core::{NLM_F_DUMP, NLM_F_REQUEST, NetlinkHeader, NetlinkMessage, NetlinkPayload};
use netlink_packet_sock_diag::SockDiagMessage;
use netlink_packet_sock_diag::constants::{AF_INET, AF_INET6, IPPROTO_TCP};
use netlink_packet_sock_diag::inet::nlas::Nla;
use netlink_packet_sock_diag::inet::{ExtensionFlags, InetRequest, InetResponse, SocketId, StateFlags, Timer};
use netlink_sys::{Socket, SocketAddr as NetlinkAddr, protocols::NETLINK_SOCK_DIAG};

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

    /// Every TCP socket of the namespace.
    pub fn all(&mut self) -> Vec<Row> {
        self.dump(StateFlags::all(), ExtensionFlags::INFO)
    }

    fn dump(&mut self, states: StateFlags, extensions: ExtensionFlags) -> Vec<Row> {
        let mut rows = Vec::new();
        for family in [AF_INET, AF_INET6] {
            // The kernel walks the machine's whole table for each family.
            if !is_used(family) {
                continue;
            }
            let socket_id = if family == AF_INET { SocketId::new_v4() } else { SocketId::new_v6() };
            let request = InetRequest {
                family,
                protocol: IPPROTO_TCP,
                extensions: extensions.clone(),
                states: states.clone(),
                socket_id,
            };
            let mut header = NetlinkHeader::default();
            header.flags = NLM_F_REQUEST | NLM_F_DUMP;
            let mut packet = NetlinkMessage::new(header, SockDiagMessage::InetRequest(request).into());
            packet.finalize();
            let mut bytes = vec![0; packet.header.length as usize];
            packet.serialize(&mut bytes);
            if self.socket.send(&bytes, 0).is_ok() {
                self.read_dump(&mut rows);
            }
        }
        rows
    }

    fn read_dump(&mut self, rows: &mut Vec<Row>) {
        loop {
            let Ok(size) = self.socket.recv(&mut &mut self.buffer[..], 0) else { return };
            let mut rest = &self.buffer[..size];
            while !rest.is_empty() {
                let Ok(message) = NetlinkMessage::<SockDiagMessage>::deserialize(rest) else { return };
                match message.payload {
                    NetlinkPayload::InnerMessage(SockDiagMessage::InetResponse(response)) => rows.push(row(&response)),
                    NetlinkPayload::Noop => {}
                    _ => return,
                }
                let length = (message.header.length as usize).next_multiple_of(4);
                if length == 0 {
                    return;
                }
                rest = rest.get(length..).unwrap_or_default();
            }
        }
    }
}

/// True unless the namespace is known to hold no TCP socket of a family that is bound, listens or is
/// connected (proc_net(5), `sockstat` and `sockstat6`); those in TIME_WAIT count too.
fn is_used(family: u8) -> bool {
    let (file, name) = if family == AF_INET { ("sockstat", "TCP:") } else { ("sockstat6", "TCP6:") };
    let counts = std::fs::read_to_string(format!("/proc/net/{file}")).unwrap_or_default();
    let line = counts.lines().find(|line| line.starts_with(name)).unwrap_or_default();
    // `TCP: inuse 2 orphan 0 tw 1 alloc 5 mem 0`
    let count = |key: &str| line.split_whitespace().skip_while(|word| *word != key).nth(1).unwrap_or("0");
    line.is_empty() || count("inuse") != "0" || count("tw") != "0"
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
        inode: header.inode,
    }
}
