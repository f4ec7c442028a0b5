//! Numbers and times events, and writes each line at once.

use std::io::Write;
use std::time::{Duration, Instant, SystemTime};

use crate::transcript::{Entry, Event};

/// Writes events to the main process.
#[derive(Debug)]
pub(super) struct Recorder<W: Write> {
    out: W,
    began: Instant,
    began_wall: Duration,
    last: Entry,
}

impl<W: Write> Recorder<W> {
    pub(super) fn new(out: W) -> Recorder<W> {
        let wall = SystemTime::now().duration_since(SystemTime::UNIX_EPOCH).unwrap_or_default();
        Recorder { out, began: Instant::now(), began_wall: wall, last: Entry { n: 0, t: 0, event: Event::Stopped } }
    }

    pub(super) fn elapsed(&self) -> Duration {
        self.began.elapsed()
    }

    /// Records an event that happens now, or whose packet passed at a wall-clock time; its number.
    pub(super) fn record(&mut self, event: &Event, wall: Option<Duration>) -> u64 {
        let now = self.began.elapsed();
        let at = wall.and_then(|w| w.checked_sub(self.began_wall)).map_or(now, |since| since.min(now));
        let t = u64::try_from(at.as_micros()).unwrap_or(u64::MAX).max(self.last.t);
        self.last = Entry { n: self.last.n + 1, t, event: event.clone() };
        // A main process that is gone cannot be told anything; the loop notices by itself.
        if let Ok(mut line) = serde_json::to_vec(&self.last) {
            line.push(b'\n');
            let _ = self.out.write_all(&line).and_then(|()| self.out.flush());
        }
        self.last.n
    }
}
