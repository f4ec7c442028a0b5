//! What the probe in a Python program says (`sandbox/probe.py`), word for word; and what stands in
//! its place in a compiled one.

use serde::{Deserialize, Serialize};

use crate::lab::Hold;

/// One message of the probe.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum ProbeSaid {
    /// It is loaded.
    Hello {
        /// The interpreter's (`3.11`).
        version: String,
        /// The process, in the program's own PID namespace.
        pid: i32,
    },
    /// The thread that answers the grader, in the program's own PID namespace.
    Thread(i32),
    /// A point of the program's own code at which a thread can be held was met for the first time.
    Point(Point),
    /// A thread is held.
    Held {
        /// The point.
        number: u32,
        /// Which one, in the program's own PID namespace.
        thread: i32,
    },
    /// What it was told (`hold`, `go`, `drop`) is in force.
    Done(String),
    /// So many variables are being watched.
    Watching(u32),
    /// A watched variable changed.
    Wrote(Access),
    /// A lock was taken.
    Took(Taking),
    /// What the variables hold.
    Inside {
        /// Those that are numbers, or hold one of the words looked for.
        variables: Vec<Variable>,
        /// The locks that are taken.
        taken: Vec<Lock>,
    },
    /// What loops are in the middle of.
    Loops {
        /// The shared containers that some loop goes through.
        over: Vec<Loop>,
        /// The locks that are taken.
        taken: Vec<Lock>,
    },
    /// Where texts are kept.
    Kept {
        /// One container or file holds all of them.
        together: bool,
        /// Each is somewhere.
        all: bool,
    },
    /// Whether the program has loaded what keeps things outside of its memory (a database, another process's
    /// objects, memory in common): nobody looks into those.
    Elsewhere(bool),
    /// The program made another process, which is not followed.
    Forked(i32),
    /// The program traces itself in this thread, or switched tracing off: it cannot be held.
    Untraced(i32),
    /// The probe could not do what it was asked.
    Failed(String),
    /// Said by the grader: the program was built with ThreadSanitizer, which reports on its standard
    /// error. It cannot be held or asked.
    Sanitizer(Sanitizer),
    /// Said by the grader: this compiled program has nothing in it that can be asked.
    Unexamined(Unexamined),
}

/// A program built with ThreadSanitizer.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Sanitizer {
    /// Where the submission's files lie for the program, a slash at its end: its own files are told by it.
    pub place: String,
    /// Its threads may hand things over through the kernel (pipes, `epoll`), which orders what they do
    /// and is not taken into account.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub hands_over: bool,
}

/// Why the threads of a compiled program are not examined.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Unexamined {
    /// Its compiler has no ThreadSanitizer in its stable form (Rust).
    Language,
    /// It does not build with ThreadSanitizer: the compiler lacks it, or its options exclude it.
    Build,
    /// It builds, but no C or C++ compiler that is known here was asked.
    Compiler,
    /// It uses locks or barriers that ThreadSanitizer does not know: it would see races where there are none.
    Locks,
}

impl Unexamined {
    /// Key of the reason in reports.
    pub fn reason(self) -> &'static str {
        match self {
            Unexamined::Language => "sanitizer-language",
            Unexamined::Build => "sanitizer-build",
            Unexamined::Compiler => "sanitizer-compiler",
            Unexamined::Locks => "sanitizer-locks",
        }
    }
}

/// A place in a submission's file.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct Place {
    /// Relative to the submission.
    pub file: String,
    /// From 1; 0 where only the function is known.
    pub line: u32,
    /// The function around it.
    pub function: String,
}

/// An instruction at which a thread can be held, just before it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Point {
    /// Counted from 0 in the order in which the points are met.
    pub number: u32,
    /// CPython's name of the instruction.
    pub operation: String,
    /// Where it is in the function's byte code.
    pub offset: u32,
    /// Where.
    #[serde(flatten)]
    pub place: Place,
}

impl Point {
    /// What finds it again.
    pub fn hold(&self) -> Hold {
        Hold { file: self.place.file.clone(), function: self.place.function.clone(), offset: self.offset }
    }
}

/// A lock, known by its identity.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub struct Lock {
    /// The same for the same lock.
    pub number: u32,
    /// One of the names that lead to it.
    pub name: String,
}

/// How a variable changed.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Change {
    /// What it holds changed: a list grew, a file was written.
    #[default]
    Within,
    /// Its name was bound to another object.
    Bound,
    /// It is another number.
    Number,
}

impl Change {
    fn is_within(&self) -> bool {
        *self == Change::Within
    }
}

/// A change of a variable.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Access {
    /// Its name.
    pub variable: String,
    /// Which of the variables of that name: the attributes of two objects have the same one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub instance: Option<u32>,
    /// Who changed it.
    pub thread: i32,
    /// The locks taken at that moment.
    pub locks: Vec<Lock>,
    /// Whether the statement takes a lock that it makes itself.
    pub on_the_spot: bool,
    /// Whether somebody else may have changed it: another thread was, or may have been, at work.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub unsure: bool,
    /// How.
    #[serde(default, skip_serializing_if = "Change::is_within")]
    pub change: Change,
    /// Where.
    #[serde(flatten)]
    pub place: Place,
}

/// A lock being taken.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Taking {
    /// Which.
    pub lock: Lock,
    /// By whom.
    pub thread: i32,
    /// The locks taken already.
    pub locks: Vec<Lock>,
    /// Whether somebody else may have taken it: another thread was, or may have been, at work.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub unsure: bool,
    /// Where.
    #[serde(flatten)]
    pub place: Place,
}

/// A shared container that a loop is in the middle of.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Loop {
    /// Its name.
    pub variable: String,
    /// Whether it has changed since it was asked about last, the same loop being in it already.
    pub changed: bool,
    /// Whether it has fewer elements than then.
    pub lost: bool,
    /// Whether the loop ends with an error for it.
    pub fails: bool,
}

/// What a variable holds.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Variable {
    /// Its name.
    pub name: String,
    /// Its value, when it is a number.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub number: Option<String>,
    /// Of a number: which place it is, as several objects can have one of the same name.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub instance: Option<u32>,
    /// What was added since the last look, or else what holds one of the words.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub items: Vec<String>,
    /// How often each of the words looked for is in it.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub counts: Vec<u32>,
    /// Whether `items` are all that was added since the last look, and nothing else changed.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub grown: bool,
}
