//! Where a sweep stands.

use super::asides::Moment;
use super::looping::Trigger;
use super::reading::Reading;

/// Why a thread is held, and what comes in between. A sweep of messages goes from `Messages` to `Keyed` and `Joining`,
/// for each aside `Reading` and `Telling`, and `Leaving`; a look at locks from `Messages` to `Welcoming`, `Looping`,
/// `Consulting` and `Cutting`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Pass {
    /// Two messages against each other.
    Messages,
    /// Two messages that begin with the same new word.
    Keyed,
    /// Somebody connects.
    Joining,
    /// Nobody is held: somebody new speaks.
    Welcoming,
    /// A message comes between what answers an aside.
    Reading(Reading),
    /// A message comes between any two instructions that answer an aside, by its index.
    Telling(usize),
    /// Somebody leaves.
    Leaving,
    /// The first two messages of a server.
    First,
    /// A message comes between what a loop goes through.
    Looping(Trigger),
    /// A message comes while an aside, by its index, is answered: under which lock is the answer read?
    Consulting(usize),
    /// The client of the held thread is cut off.
    Cutting,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Stage {
    /// Everything comes to rest before a round.
    Ready,
    /// `watch` was asked for before the first aside.
    Listening,
    /// A look at the locks was asked for before the first aside.
    Calm,
    /// A message was sent by who says a word of the program's own next.
    Prepared(Moment),
    /// A client says something that is no message.
    Aside(Moment),
    /// A look at the locks was asked for after it.
    Overheard(Moment),
    /// An aside was sent to see what it runs, or what it is answered; or a message that may change that.
    Learning,
    /// The message of client 0 or 1 was sent in sequential round 0, 1 or 2.
    Sent(usize, usize),
    /// A look was asked for after it.
    Looked(usize, usize),
    /// `watch` was asked for.
    Watched,
    /// The first message was sent towards the point at which it is to be held.
    Armed,
    /// A look at the locks was asked for while a thread is held.
    Peeked,
    /// The same while the answer to an aside is held.
    Glanced,
    /// A newcomer connects while a thread is held.
    Joining,
    /// It has said something, after it had been sent so many bytes.
    Joined { heard: usize },
    /// A newcomer has said this many messages, with nobody held.
    Welcomed(usize),
    /// What loops go through was asked for, with nobody held.
    Resting,
    /// A thread is held in a loop.
    Holding,
    /// What loops go through was asked for then.
    Entered,
    /// The same again, once somebody has come in between.
    Disturbed,
    /// A client leaves while a thread is held.
    Leaving,
    /// The second message is going through.
    Passing,
    /// The first thread goes on.
    Released,
    /// A look was asked for after both.
    Checked,
    /// A round showed harm: the message of client 1, then that of client 0, is sent with nobody coming between.
    Turned(usize),
    /// A look was asked for after both.
    Weighed,
    /// The message of client 0 or 1 was sent, both beginning with the same new word.
    Alike(usize),
    /// A look was asked for after both.
    Compared,
    /// The point was not met: the second message goes its way.
    Missed,
    /// A look was asked for after a round that shows nothing.
    Ignored,
    /// The held client was cut off and its thread goes on.
    Cut,
    /// A look at the locks was asked for after that.
    Counted,
    /// Where no look can be had: a message was sent after a client had left.
    Asked,
}

impl Stage {
    /// True while a thread is held, or was just let go.
    pub(super) fn holds(self) -> bool {
        use Stage::{Joined, Joining, Leaving, Passing, Released};
        matches!(self, Joining | Joined { .. } | Leaving | Passing | Released)
    }

    /// True while an answer of the probe is what it waits for.
    pub(super) fn awaits_probe(self) -> bool {
        matches!(
            self,
            Stage::Listening
                | Stage::Calm
                | Stage::Overheard(_)
                | Stage::Looked(..)
                | Stage::Watched
                | Stage::Peeked
                | Stage::Glanced
                | Stage::Checked
                | Stage::Weighed
                | Stage::Compared
                | Stage::Ignored
                | Stage::Counted
                | Stage::Resting
                | Stage::Entered
                | Stage::Disturbed
        )
    }
}
