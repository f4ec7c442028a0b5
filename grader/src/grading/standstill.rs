//! Which line a program stands at when nothing more happens.

use crate::judge::Failure;
use crate::lab::{Outcome, Verb};
use crate::transcript::{Event, Place, Stack, Thread, Transcript, Waiting};

/// The innermost frame, in the submission's own files, of the thread that a failure is about; `None`
/// when the failure is no standstill or the stacks are not known.
pub(super) fn standing_at<'t>(failure: &Failure, transcript: &'t Transcript) -> Option<&'t Place> {
    let runs_wild = failure.code.starts_with("hostile.");
    let stands =
        runs_wild || matches!(failure.outcome, Outcome::Silent | Outcome::Ignored | Outcome::Spins | Outcome::Collided);
    let program = failure.program.as_ref().filter(|_| stands)?;
    let events = || transcript.entries.iter().map(|e| &e.event);
    let stacks = events().find_map(|e| match e {
        Event::Stacks { program: name, stacks } if name == program => Some(stacks),
        _ => None,
    })?;
    let threads = transcript.entries.iter().rev().filter(|e| e.n <= failure.at).find_map(|e| match &e.event {
        Event::Still { threads, .. } => Some(threads.as_slice()),
        _ => None,
    });
    let mut mine: Vec<&Thread> = threads.unwrap_or_default().iter().filter(|t| t.program == *program).collect();
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
    let frame_of = |thread: &Thread| {
        let stack = stacks.iter().find(|s| s.tid == Some(thread.tid))?;
        stack.frames.first()
    };
    mine.into_iter().find_map(frame_of).or_else(|| only(stacks))
}

/// The only thread's innermost frame.
fn only(stacks: &[Stack]) -> Option<&Place> {
    match stacks {
        [stack] => stack.frames.first(),
        _ => None,
    }
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
