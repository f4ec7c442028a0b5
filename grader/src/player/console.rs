//! A program that was started, as its user sees it: a screen, a keyboard, an end.

use std::os::fd::{AsFd, BorrowedFd};

use nix::errno::Errno;
use nix::unistd::{read, write};

use crate::sandbox::{Running, Status};
use crate::text::Payload;
use crate::transcript::{Event, Stream};

/// Bytes of output of one program that are recorded.
pub(super) const KEPT: u64 = 256 << 10;
/// Of one that carries ThreadSanitizer, whose reports are long.
pub(super) const KEPT_WITH_REPORTS: u64 = 2 << 20;

/// One started program.
#[derive(Debug)]
pub(super) struct Console {
    pub(super) name: String,
    pub(super) running: Running,
    pub(super) ended: bool,
    errors_open: bool,
    reports_open: bool,
    /// Bytes shown, kept or not.
    pub(super) shown: u64,
    /// Bytes of them that are recorded.
    kept: u64,
    /// Typed but not yet taken by the terminal, whose buffer is full.
    typing: Vec<u8>,
    /// What the probe has said of a line that is not whole yet.
    whispered: Vec<u8>,
    /// The probe's own thread, in the world's PID namespace.
    pub(super) probe_thread: Option<i32>,
}

/// Longest line of a probe; a longer one is not its own.
const LONGEST_LINE: usize = 4 << 20;

impl Console {
    /// `kept`: bytes of output that are recorded.
    pub(super) fn new(name: &str, running: Running, kept: u64) -> Console {
        Console {
            name: name.to_owned(),
            running,
            ended: false,
            errors_open: true,
            reports_open: true,
            shown: 0,
            kept,
            typing: Vec::new(),
            whispered: Vec::new(),
            probe_thread: None,
        }
    }

    /// Ends the program and everything it started; returns when nothing of it is left.
    pub(super) fn kill(&mut self) {
        self.ended = true;
        self.running.kill();
        // The keeper is our child, by birth or as an orphan of this world.
        let _ = nix::sys::wait::waitpid(self.running.keeper, None);
    }

    /// Descriptors to be polled for reading.
    pub(super) fn fds(&self) -> Vec<BorrowedFd<'_>> {
        let mut fds = vec![self.running.terminal.master()];
        if self.errors_open {
            fds.push(self.running.errors.as_fd());
        }
        if self.reports_open {
            fds.push(self.running.reports.as_fd());
        }
        fds.extend(self.running.probe.as_ref().map(AsFd::as_fd));
        fds
    }

    /// True while text typed earlier waits for room.
    pub(super) fn is_typing(&self) -> bool {
        !self.typing.is_empty()
    }

    /// Types bytes; what the terminal has no room for is typed later.
    pub(super) fn type_bytes(&mut self, bytes: &[u8]) {
        self.typing.extend_from_slice(bytes);
        self.go_on_typing();
    }

    pub(super) fn go_on_typing(&mut self) {
        while !self.typing.is_empty() {
            match write(self.running.terminal.master(), &self.typing) {
                Ok(count) => drop(self.typing.drain(..count)),
                Err(Errno::EINTR) => {}
                Err(Errno::EAGAIN) => return,
                Err(_) => self.typing.clear(),
            }
        }
    }

    /// What was shown since the last call.
    pub(super) fn drain(&mut self) -> Vec<Event> {
        let mut events = Vec::new();
        let (bytes, _) = read_all(self.running.terminal.master());
        self.keep(Stream::Screen, bytes, &mut events);
        if self.errors_open {
            let (bytes, open) = read_all(self.running.errors.as_fd());
            self.errors_open = open;
            self.keep(Stream::Errors, bytes, &mut events);
        }
        self.listen(&mut events);
        events
    }

    /// What the probe has said; a program that took the channel over is not listened to any more.
    fn listen(&mut self, events: &mut Vec<Event>) {
        let Some(channel) = &self.running.probe else { return };
        let (bytes, open) = read_all(channel.as_fd());
        self.whispered.extend(bytes);
        let mut sound = open && self.whispered.len() < LONGEST_LINE;
        while let Some(end) = self.whispered.iter().position(|b| *b == b'\n') {
            let line: Vec<u8> = self.whispered.drain(..=end).collect();
            match serde_json::from_slice(&line) {
                Ok(said) => events.push(Event::Probe { program: self.name.clone(), said }),
                Err(_) => sound = false,
            }
        }
        if !sound {
            self.running.probe = None;
        }
    }

    /// Tells the probe something; false when it is not there.
    pub(super) fn tell(&self, order: &str) -> bool {
        let line = format!("{order}\n");
        self.running.probe.as_ref().is_some_and(|channel| write(channel, line.as_bytes()) == Ok(line.len()))
    }

    /// What the keeper reports.
    pub(super) fn status(&mut self) -> Option<Status> {
        if self.ended || !self.reports_open {
            return None;
        }
        let status = self.running.status();
        if status.is_some() {
            // The first report is the main process's end; nothing of interest follows.
            self.reports_open = false;
        }
        status
    }

    /// True when output waits to be read, once everything on its way was pushed on.
    pub(super) fn has_news(&self) -> bool {
        let mut fds = vec![];
        if self.errors_open {
            fds.push(nix::poll::PollFd::new(self.running.errors.as_fd(), nix::poll::PollFlags::POLLIN));
        }
        if self.reports_open {
            fds.push(nix::poll::PollFd::new(self.running.reports.as_fd(), nix::poll::PollFlags::POLLIN));
        }
        if let Some(channel) = &self.running.probe {
            fds.push(nix::poll::PollFd::new(channel.as_fd(), nix::poll::PollFlags::POLLIN));
        }
        let piped = nix::poll::poll(&mut fds, nix::poll::PollTimeout::ZERO).is_ok_and(|n| n > 0);
        self.running.terminal.flush() || piped || self.is_typing()
    }

    fn keep(&mut self, stream: Stream, mut bytes: Vec<u8>, events: &mut Vec<Event>) {
        if bytes.is_empty() {
            return;
        }
        let room = usize::try_from(self.kept.saturating_sub(self.shown)).unwrap_or(0);
        let was_full = room == 0;
        self.shown += bytes.len() as u64;
        let cut = bytes.len() > room;
        bytes.truncate(room);
        if !bytes.is_empty() {
            events.push(Event::Output { program: self.name.clone(), stream, data: Payload(bytes) });
        }
        if cut && !was_full {
            events.push(Event::Capped { program: self.name.clone(), after: self.kept });
        }
    }
}

/// Everything that can be read now, at most 4 MiB, and whether more may come.
fn read_all(fd: BorrowedFd<'_>) -> (Vec<u8>, bool) {
    let mut bytes = Vec::new();
    let mut buffer = [0; 1 << 14];
    while bytes.len() < 4 << 20 {
        match read(fd, &mut buffer) {
            Ok(0) => return (bytes, false),
            Ok(count) => bytes.extend_from_slice(&buffer[..count]),
            Err(Errno::EINTR) => {}
            Err(Errno::EAGAIN) => break,
            Err(_) => return (bytes, false),
        }
    }
    (bytes, true)
}
