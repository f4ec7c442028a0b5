//! What a play of two clients' messages against each other has shown: data for reports.

use serde::{Deserialize, Serialize};

use crate::text::Payload;
use crate::transcript::{Access, Lock, Loop, Place, Point, ProbeSaid, Sanitizer, Taking, Unexamined, Variable};

/// How two threads came into each other's way.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Interleaving {
    /// Where the first client's thread was held while the second client's went through.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub held: Option<Point>,
    /// What came in between meanwhile.
    #[serde(default, skip_serializing_if = "Between::is_message")]
    pub between: Between,
    /// The line concerned.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub place: Option<Place>,
    /// The other line, of two that do not go together.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub other: Option<Place>,
    /// The shared variable.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub variable: Option<String>,
    /// The locks concerned, by name.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub locks: Vec<String>,
    /// What the variable or the replies should have come to.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub wanted: Option<String>,
    /// What they came to.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub found: Option<String>,
    /// What a client had just said, where that was no message.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub said: Option<Payload>,
    /// The thread was held in the middle of a loop over the variable, which changed meanwhile.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub amid_loop: bool,
    /// The line concerned only reads the variable.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub reads: bool,
    /// The lock is another one since somebody new has come.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub renewed: bool,
    /// Two accesses that nothing orders, as ThreadSanitizer saw them: the one at `place`, that at `other`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub unordered: Option<[Touch; 2]>,
}

/// What came in between while a thread was held.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Between {
    /// Another client's message.
    #[default]
    Message,
    /// A client connected and spoke.
    Newcomer,
    /// A client left.
    Leaver,
    /// The client of the held thread broke its connection off.
    Reset,
}

impl Between {
    fn is_message(&self) -> bool {
        *self == Between::Message
    }
}

/// What an access does, and whether its thread held a lock.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Touch {
    /// It changes what it touches.
    pub writes: bool,
    /// Some lock was held, not necessarily the other's.
    pub locked: bool,
}

/// Whether texts that a program was sent are kept in one place.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum Keeping {
    /// Nobody has asked.
    #[default]
    Unasked,
    /// It was asked.
    Asked,
    /// It was answered.
    Found {
        /// One container or file holds all of them.
        together: bool,
        /// Each is somewhere.
        all: bool,
    },
}

/// What the probe of a program has said so far.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Probe {
    /// The interpreter's version, once the probe is loaded.
    pub version: Option<String>,
    /// Points met, in order.
    pub points: Vec<Point>,
    /// The point at which a thread is held now.
    pub held: Option<u32>,
    /// The last look, until the next is asked for.
    pub inside: Option<(Vec<Variable>, Vec<Lock>)>,
    /// What loops are in the middle of, until it is asked again; and the locks taken then.
    pub loops: Option<(Vec<Loop>, Vec<Lock>)>,
    /// Changes of watched variables.
    pub wrote: Vec<Access>,
    /// Locks taken.
    pub took: Vec<Taking>,
    /// Locks taken, by that thread or by another: good for nothing but to show a line.
    pub perhaps_took: Vec<Taking>,
    /// How many changes of watched variables were some thread's, nobody knows which.
    pub perhaps_wrote: usize,
    /// Whether it answered the last `watch`.
    pub watching: bool,
    /// Whether it does what it was last told.
    pub done: bool,
    /// Whether threads besides the main one run the program.
    pub threaded: bool,
    /// Whether the program made another process.
    pub forked: bool,
    /// Whether it has means to keep something outside of its own memory that nobody looks into.
    pub elsewhere: bool,
    /// Whether some texts are kept in one place.
    pub keeping: Keeping,
    /// Whether the program put its own tracing in the place of the probe's.
    pub untraced: bool,
    /// What it could not do.
    pub failed: Option<String>,
    /// ThreadSanitizer stands in its place.
    pub sanitizer: Option<Sanitizer>,
    /// There is none, nor anything in its place.
    pub unexamined: Option<Unexamined>,
}

impl Probe {
    /// How often some thread, nobody knows which, took a lock or changed a watched variable.
    pub(super) fn unsure(&self) -> usize {
        self.perhaps_took.len() + self.perhaps_wrote
    }

    /// Takes a message into account.
    pub(super) fn hear(&mut self, said: &ProbeSaid) {
        match said {
            ProbeSaid::Hello { version, .. } => self.version = Some(version.clone()),
            ProbeSaid::Thread(_) => self.threaded = true,
            ProbeSaid::Point(point) => self.points.push(point.clone()),
            ProbeSaid::Held { number, .. } => self.held = Some(*number),
            ProbeSaid::Watching(_) => self.watching = true,
            ProbeSaid::Done(_) => self.done = true,
            ProbeSaid::Wrote(access) if access.unsure => self.perhaps_wrote += 1,
            ProbeSaid::Wrote(access) => self.wrote.push(access.clone()),
            ProbeSaid::Took(taking) if taking.unsure => self.perhaps_took.push(taking.clone()),
            ProbeSaid::Took(taking) => self.took.push(taking.clone()),
            ProbeSaid::Inside { variables, taken } => self.inside = Some((variables.clone(), taken.clone())),
            ProbeSaid::Loops { over, taken } => self.loops = Some((over.clone(), taken.clone())),
            ProbeSaid::Forked(_) => self.forked = true,
            ProbeSaid::Elsewhere(has) => self.elsewhere |= has,
            ProbeSaid::Kept { together, all } => self.keeping = Keeping::Found { together: *together, all: *all },
            ProbeSaid::Untraced(_) => self.untraced = true,
            ProbeSaid::Failed(what) => self.failed = Some(what.clone()),
            ProbeSaid::Sanitizer(sanitizer) => self.sanitizer = Some(sanitizer.clone()),
            ProbeSaid::Unexamined(why) => self.unexamined = Some(*why),
        }
    }

    /// Takes into account what it was told.
    pub(super) fn obey(&mut self, order: &str) {
        self.done = false;
        match order.split([' ', '\t']).next() {
            Some("kept") => self.keeping = Keeping::Asked,
            Some("look") => self.inside = None,
            Some("loops") => self.loops = None,
            Some("watch") => {
                self.watching = false;
                // Its objects are numbered anew.
                self.wrote.clear();
            }
            Some("go" | "hold" | "first") => self.held = None,
            _ => {}
        }
    }
}
