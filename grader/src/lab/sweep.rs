//! What a sweep is to find out, and what it is given besides messages.

use serde::{Deserialize, Serialize};

use crate::text::Payload;

/// What one client says in a sweep that is no message.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Aside {
    /// Who says it.
    pub peer: String,
    /// What it sends.
    pub data: Payload,
    /// That `data` begins with the command of this number, from 1, of those that the program's text knows and
    /// that no other aside says.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub command: Option<u32>,
}

impl Aside {
    /// Whether it is a word of the program's own.
    pub fn is_command(&self) -> bool {
        self.command.is_some()
    }
}

/// What a sweep is to find out.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum SweepGoal {
    /// That no message comes between another's reading and writing.
    NoRace,
    /// That what is shared is only changed under one common lock, which is always given back.
    CommonLock,
    /// The same as `NoRace`, for the first two messages of a program, which was swept before and started anew.
    FirstMessages,
    /// The same as `CommonLock`, for the words of the program's own, said before any message to a program that was
    /// looked at before and started anew.
    FirstCommands,
}

impl SweepGoal {
    /// Every code a sweep can give.
    pub fn codes(self) -> &'static [&'static str] {
        match self {
            SweepGoal::NoRace => &[
                "race.lost-update",
                "race.torn",
                "race.stale-read",
                "race.iteration-broken",
                "deadlock.locks",
                "lock.not-released",
                "server.thread-died",
                "race.reply-astray",
                "server.spins",
                "server.exits-with-error",
            ],
            SweepGoal::CommonLock => &[
                "lock.missing",
                "lock.per-thread",
                "lock.not-common",
                "lock.not-released",
                "lock.order",
                "race.stale-read",
            ],
            SweepGoal::FirstCommands => &["lock.not-released", "lock.order"],
            SweepGoal::FirstMessages => &["race.lost-update", "race.iteration-broken", "server.thread-died"],
        }
    }
}

/// A point by what stays the same from run to run, written `server.py:add+34`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Hold {
    /// Relative to the submission.
    pub file: String,
    /// The function around it.
    pub function: String,
    /// Where it is in the function's byte code.
    pub offset: u32,
}

impl std::fmt::Display for Hold {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{}:{}+{}", self.file, self.function, self.offset)
    }
}

impl std::str::FromStr for Hold {
    type Err = ();

    fn from_str(text: &str) -> Result<Hold, ()> {
        let (place, offset) = text.rsplit_once('+').ok_or(())?;
        let (file, function) = place.rsplit_once(':').ok_or(())?;
        Ok(Hold { file: file.to_owned(), function: function.to_owned(), offset: offset.parse().map_err(drop)? })
    }
}
