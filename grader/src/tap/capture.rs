//! The packet capture: every packet of the world's loopback, as events and, when wanted, as a pcapng
//! file that Wireshark opens.

use std::borrow::Cow;
use std::fs::File;
use std::io::{BufWriter, IoSliceMut};
use std::os::fd::{AsFd, AsRawFd, BorrowedFd, OwnedFd};
use std::time::Duration;

use nix::errno::Errno;
use nix::sys::socket::{ControlMessageOwned, MsgFlags, recvmsg};
use pcap_file::DataLink;
use pcap_file::pcapng::PcapNgWriter;
use pcap_file::pcapng::blocks::enhanced_packet::EnhancedPacketBlock;
use pcap_file::pcapng::blocks::interface_description::{InterfaceDescriptionBlock, InterfaceDescriptionOption};

use super::wire::Wire;
use crate::sandbox::{SandboxError, lost_packets, open_packet_socket};
use crate::transcript::Event;

/// Largest packet on `lo`, with room to spare (segments are not cut there).
const LARGEST: usize = 1 << 18;

/// Packets taken in before others have their turn.
const AT_ONCE: u64 = 4096;

/// Why packets cannot be captured.
#[derive(Debug, thiserror::Error)]
pub enum CaptureError {
    /// The socket.
    #[error(transparent)]
    Socket(#[from] SandboxError),
    /// The pcapng file.
    #[error("pcapng file: {0}")]
    File(#[from] pcap_file::PcapError),
}

/// A running capture.
pub struct Capture {
    socket: OwnedFd,
    wire: Wire,
    buffer: Vec<u8>,
    file: Option<PcapNgWriter<BufWriter<File>>>,
    packets: u64,
}

impl Capture {
    /// Starts capturing; `file` gets the packets as pcapng.
    pub fn start(file: Option<File>) -> Result<Capture, CaptureError> {
        let socket = open_packet_socket()?;
        let file = file
            .map(|file| {
                let mut writer = PcapNgWriter::new(BufWriter::new(file))?;
                let mut interface = InterfaceDescriptionBlock::new(DataLink::ETHERNET, 0);
                interface.options.push(InterfaceDescriptionOption::IfName(Cow::Borrowed("lo")));
                interface.options.push(InterfaceDescriptionOption::IfTsResol(9));
                writer.write_pcapng_block(interface)?;
                Ok::<_, pcap_file::PcapError>(writer)
            })
            .transpose()?;
        Ok(Capture { socket, wire: Wire::default(), buffer: vec![0; LARGEST], file, packets: 0 })
    }

    /// To be polled for reading.
    pub fn fd(&self) -> BorrowedFd<'_> {
        self.socket.as_fd()
    }

    /// Connections seen so far.
    pub fn wire(&self) -> &Wire {
        &self.wire
    }

    /// Packets seen so far.
    pub fn packets(&self) -> u64 {
        self.packets
    }

    /// The events of all packets captured since the last call, with the wall-clock time of each.
    pub fn drain(&mut self) -> Vec<(Duration, Event)> {
        let mut events = Vec::new();
        let before = self.packets;
        while self.packets - before < AT_ONCE
            && let Some((time, size)) = self.receive()
        {
            self.packets += 1;
            let frame = &self.buffer[..size];
            if let Some(writer) = &mut self.file {
                let block = EnhancedPacketBlock {
                    interface_id: 0,
                    timestamp: time,
                    original_len: u32::try_from(size).unwrap_or(u32::MAX),
                    data: Cow::Borrowed(frame),
                    options: vec![],
                };
                // A full disk must not change a verdict; the file is then short.
                if writer.write_pcapng_block(block).is_err() {
                    self.file = None;
                }
            }
            events.extend(self.wire.on_frame(&self.buffer[..size]).into_iter().map(|event| (time, event)));
        }
        if self.packets > before {
            let packets = lost_packets(&self.socket);
            if packets > 0 {
                events.push((Duration::ZERO, Event::Lost { packets }));
            }
        }
        events
    }

    fn receive(&mut self) -> Option<(Duration, usize)> {
        let mut control = nix::cmsg_space!(nix::sys::time::TimeSpec);
        loop {
            let mut parts = [IoSliceMut::new(&mut self.buffer)];
            match recvmsg::<()>(self.socket.as_raw_fd(), &mut parts, Some(&mut control), MsgFlags::MSG_DONTWAIT) {
                Ok(message) => {
                    let stamp = message.cmsgs().ok().and_then(|mut list| {
                        list.find_map(|c| match c {
                            ControlMessageOwned::ScmTimestampns(time) => Some(Duration::from(time)),
                            _ => None,
                        })
                    });
                    return Some((stamp.unwrap_or_default(), message.bytes));
                }
                Err(Errno::EINTR) => {}
                Err(_) => return None,
            }
        }
    }
}
