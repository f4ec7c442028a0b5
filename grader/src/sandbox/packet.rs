//! Small system calls on sockets that have no safe wrapper: the packet socket on `lo`, and a look at
//! another process's socket.

#![expect(unsafe_code, reason = "setsockopt, pidfd_open and pidfd_getfd without safe wrappers")]

use std::os::fd::{AsFd, AsRawFd, FromRawFd, OwnedFd};
use std::time::Duration;

use nix::errno::Errno;
use nix::libc;
use nix::sys::socket::{AddressFamily, SockFlag, SockProtocol, SockType, setsockopt, socket, sockopt};

use super::error::{Context, SandboxError};

/// Room for packets that were captured but not read yet, in bytes.
const ROOM: usize = 32 << 20;

/// A packet socket (packet(7)) that gets every packet of the world once, with the time it passed.
pub fn open_packet_socket() -> Result<OwnedFd, SandboxError> {
    let flags = SockFlag::SOCK_CLOEXEC | SockFlag::SOCK_NONBLOCK;
    let fd = socket(AddressFamily::Packet, SockType::Raw, flags, SockProtocol::EthAll).during("packet socket")?;
    // A packet on `lo` passes twice, going out and coming in; the second time is enough.
    let one: libc::c_int = 1;
    // SAFETY: the value is an int, and its size is given.
    let result = unsafe {
        libc::setsockopt(fd.as_raw_fd(), libc::SOL_PACKET, libc::PACKET_IGNORE_OUTGOING, (&raw const one).cast(), 4)
    };
    Errno::result(result).during("ignore outgoing packets")?;
    setsockopt(&fd, sockopt::ReceiveTimestampns, &true).during("packet times")?;
    if setsockopt(&fd, sockopt::RcvBufForce, &ROOM).is_err() {
        let _ = setsockopt(&fd, sockopt::RcvBuf, &ROOM);
    }
    Ok(fd)
}

/// Packets lost since the last call (packet(7), PACKET_STATISTICS).
pub fn lost_packets(fd: &OwnedFd) -> u64 {
    let mut stats = libc::tpacket_stats { tp_packets: 0, tp_drops: 0 };
    let mut size = libc::socklen_t::try_from(size_of::<libc::tpacket_stats>()).unwrap_or(8);
    // SAFETY: the buffer is of the size given.
    let result = unsafe {
        libc::getsockopt(
            fd.as_raw_fd(),
            libc::SOL_PACKET,
            libc::PACKET_STATISTICS,
            (&raw mut stats).cast(),
            &raw mut size,
        )
    };
    if result < 0 { 0 } else { u64::from(stats.tp_drops) }
}

/// The receive timeout of another process's socket (SO_RCVTIMEO), which no argument of a system call
/// shows; `None` when it has none.
pub fn receive_timeout(pid: i32, fd: i32) -> Option<Duration> {
    let look = || -> nix::Result<Duration> {
        // SAFETY: plain numbers; the results are new descriptors that we own.
        let theirs = unsafe {
            let pidfd = OwnedFd::from_raw_fd(descriptor(libc::syscall(libc::SYS_pidfd_open, pid, 0))?);
            OwnedFd::from_raw_fd(descriptor(libc::syscall(libc::SYS_pidfd_getfd, pidfd.as_raw_fd(), fd, 0))?)
        };
        let timeout = nix::sys::socket::getsockopt(&theirs.as_fd(), sockopt::ReceiveTimeout)?;
        let of = |n: i64| u64::try_from(n).unwrap_or(0);
        Ok(Duration::from_secs(of(timeout.tv_sec())) + Duration::from_micros(of(timeout.tv_usec())))
    };
    look().ok().filter(|timeout| !timeout.is_zero())
}

fn descriptor(result: libc::c_long) -> nix::Result<i32> {
    Errno::result(result).map(|n| i32::try_from(n).unwrap_or(-1))
}
