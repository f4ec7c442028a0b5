//! One row of a ladder diagram: what it tells, who does it, when, to whom.
//!
//! It must not know what it was read from, nor how it is drawn.

use super::cast::Actor;

/// A side of the diagram.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Lane {
    Left,
    Right,
}

/// What stands in a row.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Content {
    /// Words.
    Text(String),
    /// Bytes, after these words (which may be empty).
    Bytes(String, Vec<u8>),
}

/// One row.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Row {
    /// Something that crosses from the lane to the other one.
    Arrow {
        from: Lane,
        what: Content,
        /// It was expected and never came.
        missing: bool,
    },
    /// Something that a program does by itself.
    Note { at: Lane, what: Content },
    /// Something that concerns all.
    Middle(String),
}

/// What kind of thing a row tells, for those who draw more than text.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Nature {
    /// The first SYN of a connection.
    Syn,
    /// RST in answer to it.
    Refused,
    /// Bytes of a stream.
    Bytes,
    /// The end of a stream.
    Fin,
    /// The end of a connection by force.
    Rst,
    /// A program starts.
    Start,
    /// A program is no more.
    Exit,
    /// Typed at a terminal.
    Typed,
    /// Shown on a terminal.
    Shown,
    /// What a program waits in when nothing moves any more.
    Wait,
    /// Expected, and it never came.
    Missing,
    /// Anything else.
    Act,
}

/// Number of an event, and microseconds since the scenario began.
pub(super) type Moment = (u64, u64);

/// A row, the name of its connection, and who does it when to whom.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Tagged {
    pub(super) tag: String,
    pub(super) row: Row,
    pub(super) nature: Nature,
    pub(super) from: Option<Actor>,
    pub(super) to: Option<Actor>,
    pub(super) at: Option<Moment>,
}

impl Tagged {
    /// A row about nobody in particular.
    pub(super) fn about_all(text: String, at: Option<Moment>) -> Tagged {
        let row = Row::Middle(text);
        Tagged { tag: String::new(), row, nature: Nature::Act, from: None, to: None, at }
    }
}
