//! The world's network: one loopback on which every IPv4 address is local (rtnetlink(7)).

use netlink_packet_core::{
    NLM_F_ACK, NLM_F_CREATE, NLM_F_EXCL, NLM_F_REQUEST, NetlinkHeader, NetlinkMessage, NetlinkPayload,
};
use netlink_packet_route::link::{LinkFlags, LinkMessage};
use netlink_packet_route::route::{RouteAttribute, RouteMessage, RouteProtocol, RouteScope, RouteType};
use netlink_packet_route::{AddressFamily, RouteNetlinkMessage};
use netlink_sys::{Socket, SocketAddr, protocols::NETLINK_ROUTE};
use nix::errno::Errno;

use super::error::{Context, SandboxError};

/// Index of `lo` in every network namespace.
const LO: u32 = 1;
/// RT_TABLE_LOCAL of rtnetlink(7).
const LOCAL_TABLE: u8 = 255;

/// Brings `lo` up and makes 0.0.0.0/0 local on it; opens all ports to unprivileged programs.
pub(super) fn bring_up() -> Result<(), SandboxError> {
    let mut socket = Socket::new(NETLINK_ROUTE).during("netlink socket")?;
    socket.bind_auto().during("netlink bind")?;
    socket.connect(&SocketAddr::new(0, 0)).during("netlink connect")?;

    let mut link = LinkMessage::default();
    link.header.index = LO;
    link.header.flags = LinkFlags::Up;
    link.header.change_mask = LinkFlags::Up;
    request(&socket, RouteNetlinkMessage::SetLink(link), 0, "bring lo up")?;

    let mut route = RouteMessage::default();
    route.header.address_family = AddressFamily::Inet;
    route.header.table = LOCAL_TABLE;
    route.header.protocol = RouteProtocol::Static;
    route.header.scope = RouteScope::Host;
    route.header.kind = RouteType::Local;
    route.attributes.push(RouteAttribute::Oif(LO));
    request(&socket, RouteNetlinkMessage::NewRoute(route), NLM_F_CREATE | NLM_F_EXCL, "make every address local")?;

    std::fs::write("/proc/sys/net/ipv4/ip_unprivileged_port_start", "0").during("open the low ports")
}

fn request(socket: &Socket, message: RouteNetlinkMessage, flags: u16, action: &str) -> Result<(), SandboxError> {
    let mut header = NetlinkHeader::default();
    header.flags = NLM_F_REQUEST | NLM_F_ACK | flags;
    let mut packet = NetlinkMessage::new(header, NetlinkPayload::from(message));
    packet.finalize();
    let mut buffer = vec![0; packet.header.length as usize];
    packet.serialize(&mut buffer);
    socket.send(&buffer, 0).during(action)?;
    let (reply, _) = socket.recv_from_full().during(action)?;
    let bad = || SandboxError { action: action.into(), errno: Errno::EPROTO };
    match NetlinkMessage::<RouteNetlinkMessage>::deserialize(&reply).map_err(|_| bad())?.payload {
        NetlinkPayload::Error(error) if error.raw_code() != 0 => {
            Err(SandboxError { action: action.into(), errno: Errno::from_raw(-error.raw_code()) })
        }
        NetlinkPayload::Error(_) => Ok(()),
        _ => Err(bad()),
    }
}
