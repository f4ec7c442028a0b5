//! Which line a program stands at when nothing more happens.

use super::looping::line_to_show;
use super::model::Location;
use super::traceback::{file_seen_as, line_of, located};
use crate::judge::Failure;
use crate::lab::{Outcome, Verb};
use crate::submission::Snapshot;
use crate::transcript::{Event, Place, Stack, Thread, Transcript, Waiting};

/// Where a thread stands.
#[derive(Debug, Clone, Copy)]
pub(super) struct Standing<'t> {
    /// Innermost first, in the submission's own files; never empty.
    pub(super) frames: &'t [Place],
    /// The system call that it was seen to make again and again for nothing.
    pub(super) fruitless: Option<&'t str>,
}

impl Standing<'_> {
    /// The line to show: where it waits, or of one that spins the line that says why.
    pub(super) fn line(self, outcome: Outcome, files: &Snapshot, folder: &str) -> Option<Location> {
        if outcome != Outcome::Spins {
            return self.frames.first().and_then(|place| located(&place.file, place.line, files, folder));
        }
        let seen = |place: &Place| {
            let file = file_seen_as(&place.file, files, folder)?;
            Some((file, String::from_utf8_lossy(&file.bytes), place.line))
        };
        let known: Vec<_> = self.frames.iter().filter_map(seen).collect();
        let frames: Vec<(&str, u32)> = known.iter().map(|(_, text, line)| (&**text, *line)).collect();
        let (frame, line) = line_to_show(&frames, self.fruitless)?;
        let (file, text, _) = known.get(frame)?;
        Some(Location { file: file.path.clone(), line, text: line_of(text, line) })
    }
}

/// Where the thread stands that a failure is about; `None` when the failure is no standstill or the
/// stacks are not known.
pub(super) fn standing_at<'t>(failure: &Failure, transcript: &'t Transcript) -> Option<Standing<'t>> {
    let stands = matches!(failure.outcome, Outcome::Silent | Outcome::Ignored | Outcome::Spins | Outcome::Collided);
    let program = failure.program.as_ref().filter(|_| stands)?;
    let stacks = stacks_of(program, transcript)?;
    let mut mine: Vec<&Thread> = threads_of(program, failure, transcript).collect();
    let wanted = connection_of(failure, transcript);
    mine.sort_by_key(|thread| {
        let concerned = thread.remote.is_some_and(|remote| Some(remote) == wanted);
        let rank = match thread.waiting {
            Waiting::Nothing => 0,
            Waiting::Lock if failure.outcome == Outcome::Collided => 1,
            _ if concerned => 2,
            Waiting::Accept => 4,
            _ => 3,
        };
        (rank, thread.tid)
    });
    let standing = |thread: &'t Thread| {
        let stack = stacks.iter().find(|s| s.tid == Some(thread.tid) && !s.frames.is_empty())?;
        Some(Standing { frames: &stack.frames, fruitless: fruitless(thread) })
    };
    // Of the only thread it need not be known which it is.
    let only = || match stacks {
        [stack] if !stack.frames.is_empty() => {
            Some(Standing { frames: &stack.frames, fruitless: mine.first().copied().and_then(fruitless) })
        }
        _ => None,
    };
    mine.iter().copied().find_map(standing).or_else(only)
}

/// The stacks of a program, which are read once, after the verdict.
fn stacks_of<'t>(program: &str, transcript: &'t Transcript) -> Option<&'t [Stack]> {
    transcript.entries.iter().find_map(|e| match &e.event {
        Event::Stacks { program: name, stacks } if name == program => Some(stacks.as_slice()),
        _ => None,
    })
}

/// The threads of a program when a failure was certain.
fn threads_of<'t>(
    program: &str,
    failure: &Failure,
    transcript: &'t Transcript,
) -> impl Iterator<Item = &'t Thread> + use<'t> {
    let threads = transcript.entries.iter().rev().filter(|e| e.n <= failure.at).find_map(|e| match &e.event {
        Event::Still { threads, .. } => Some(threads.as_slice()),
        _ => None,
    });
    let program = program.to_owned();
    threads.unwrap_or_default().iter().filter(move |t| t.program == program)
}

/// The line at which the only thread besides the main one waits for a lock that the program's own code asks for:
/// nobody is left who could give it back. `None` when the failure is no standstill, or there are several: one of
/// them may hold the lock, and how far each has come is chance. To wait for a queue or another thread's end looks
/// alike, and is told apart by the line.
pub(super) fn locked_at(
    failure: &Failure,
    transcript: &Transcript,
    files: &Snapshot,
    folder: &str,
) -> Option<Location> {
    let program = failure.program.as_ref().filter(|_| matches!(failure.outcome, Outcome::Silent | Outcome::Ignored))?;
    let stacks = stacks_of(program, transcript)?;
    let asks = |line: &Location| line.text.starts_with("with ") || line.text.contains("acquire(");
    let mut others = threads_of(program, failure, transcript).filter(|t| t.tid != t.pid);
    let only = others.next().filter(|t| t.waiting == Waiting::Lock && others.next().is_none())?;
    let stack = stacks.iter().find(|s| s.tid == Some(only.tid) && !s.outside)?;
    let place = stack.frames.first().filter(|place| place.file.ends_with(".py"))?;
    located(&place.file, place.line, files, folder).filter(asks)
}

/// The call named first in what was seen of a spinning thread.
fn fruitless(thread: &Thread) -> Option<&str> {
    thread.seen.as_deref().and_then(|seen| seen.split('(').next())
}

/// The address of the grader's end of the connection that a step is about.
fn connection_of(failure: &Failure, transcript: &Transcript) -> Option<std::net::SocketAddr> {
    let peer = match &failure.step.verb {
        Verb::Expect { peer, .. } | Verb::ExpectEnd { peer } | Verb::Quiet { peer } | Verb::Connect { peer, .. } => {
            peer
        }
        _ => return None,
    };
    transcript.entries.iter().rev().find_map(|e| match &e.event {
        Event::Connecting { peer: name, local, .. } if name == peer => Some(*local),
        _ => None,
    })
}
