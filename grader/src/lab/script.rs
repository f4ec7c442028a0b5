//! What a scenario is: a script of steps, each an act of the grader or an expectation.
//!
//! Pure data. It knows nothing of files (see [`super::reader`]), of processes or of verdicts.

use std::collections::BTreeMap;
use std::sync::Arc;

use serde::{Deserialize, Serialize};

use super::sweep::{Aside, Hold, SweepGoal};
use crate::text::{Localised, Payload};

/// Which program of the submission a scenario is about.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, schemars::JsonSchema)]
#[serde(rename_all = "lowercase")]
pub enum Role {
    /// The student's server against peers played by the grader.
    Server,
    /// The student's client against a server played by the grader.
    Client,
    /// The student's own client against the student's own server.
    Pair,
}

impl Role {
    /// Stable lower-case name, as written in scenario files and JSON.
    pub fn name(self) -> &'static str {
        match self {
            Role::Server => "server",
            Role::Client => "client",
            Role::Pair => "pair",
        }
    }
}

/// What a scenario is worth.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, schemars::JsonSchema)]
#[serde(rename_all = "lowercase")]
pub enum Level {
    /// Counts for the mark.
    Required,
    /// Extra credit, always explained.
    Robustness,
    /// Never costs a point.
    Info,
}

impl Level {
    /// Stable lower-case name, as written in scenario files and JSON.
    pub fn name(self) -> &'static str {
        match self {
            Level::Required => "required",
            Level::Robustness => "robustness",
            Level::Info => "info",
        }
    }
}

/// One scenario of a step of a lab.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Scenario {
    /// Unique inside its step, kebab-case.
    pub id: String,
    /// Whose program is examined.
    pub role: Role,
    /// What it is worth.
    pub level: Level,
    /// Points when passed.
    pub points: u32,
    /// Shown to people.
    pub title: Localised,
    /// Scenarios of the same step that must have passed; otherwise this one is skipped.
    pub needs: Vec<String>,
    /// The written question the scenario gives evidence for, if any (`2.1.4-2`).
    pub question: Option<String>,
    /// TCP port on which our own servers listen, unless the submission is known to aim elsewhere.
    pub port: u16,
    /// Programs that are nobody's submission (`socat`), by their names in the script: the command.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub tools: BTreeMap<String, Vec<String>>,
    /// What to type when a program asks something nobody expected, tried in order.
    pub prompts: Vec<Prompt>,
    /// From what the words are made that stand for `{mark}`; 0 in a lab, set when it is played.
    #[serde(default, skip_serializing_if = "is_zero")]
    pub seed: u64,
    /// The script, shared by all who hold the scenario.
    pub play: Arc<[Step]>,
}

#[expect(clippy::trivially_copy_pass_by_ref, reason = "serde calls it so")]
fn is_zero(seed: &u64) -> bool {
    *seed == 0
}

/// An answer for a question a program asks at its terminal before it goes on.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Prompt {
    /// Regular expression looked for in the last line shown.
    pub pattern: String,
    /// What to type (without the newline).
    pub answer: String,
}

/// One line of a script.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Step {
    /// Line in the scenario file, from 1.
    pub line: u32,
    /// What is done or expected.
    pub verb: Verb,
    /// Finding code for each way the expectation can fail.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub on: BTreeMap<Outcome, String>,
    /// Typed, at most three times, when the program waits at its keyboard while this step is pending.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub asked: Option<String>,
}

/// How an expectation can fail.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, schemars::JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum Outcome {
    /// Everything came to rest and it had not come.
    Silent,
    /// As silent, and no thread even reads that connection: the program waits for others. Has the
    /// code of `silent` where the scenario gives it none.
    Ignored,
    /// Something else came.
    Differs,
    /// More came than expected.
    Extra,
    /// The stream ended first.
    Ended,
    /// The connection was reset first.
    Reset,
    /// The connection was refused.
    Refused,
    /// The program ended with status 0 first.
    Exited,
    /// The program ended with an error status or by a signal first.
    Crashed,
    /// The program burns CPU without progress.
    Spins,
    /// Of many messages, some are missing.
    Lost,
    /// Of many messages, some are there more than once.
    Doubled,
    /// Of many messages, pieces of some are there.
    Torn,
    /// The messages of one sender are not in the order in which they were sent.
    Disordered,
    /// Two threads came into each other's way.
    Collided,
}

impl Outcome {
    /// All of them, with the property name used in scenario files.
    pub const ALL: [(Outcome, &'static str); 15] = [
        (Outcome::Silent, "silent"),
        (Outcome::Ignored, "ignored"),
        (Outcome::Differs, "differs"),
        (Outcome::Extra, "extra"),
        (Outcome::Ended, "ended"),
        (Outcome::Reset, "reset"),
        (Outcome::Refused, "refused"),
        (Outcome::Exited, "exited"),
        (Outcome::Crashed, "crashed"),
        (Outcome::Spins, "spins"),
        (Outcome::Lost, "lost"),
        (Outcome::Doubled, "doubled"),
        (Outcome::Torn, "torn"),
        (Outcome::Disordered, "disordered"),
        (Outcome::Collided, "collided"),
    ];

    /// Stable kebab-case name.
    pub fn name(self) -> &'static str {
        Self::ALL.iter().find(|(o, _)| *o == self).map_or("?", |(_, n)| n)
    }
}

/// What must be found in a stream of bytes.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Matcher {
    /// Exactly these bytes, wherever segments begin and end.
    Exact(Payload),
    /// These bytes, after a prefix that stays the same for the whole connection; the code is the
    /// info finding given when the prefix is not empty.
    Prefixed(Payload, String),
    /// These bytes somewhere.
    Contains(Payload),
    /// A regular expression; named groups become variables.
    Regex(String),
    /// Anything but nothing, taken whole.
    Anything,
    /// These bytes somewhere; or, where they do not come, what is there once nothing more does.
    Usually(Payload),
}

/// The vocabulary of scripts. `String`s name programs (`server`, `client`) or peers (`A`).
#[expect(missing_docs, reason = "the fields are named after the script's own words")]
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case", tag = "do")]
pub enum Verb {
    /// Start a program of the submission; with `probe`, one in Python loads the grader's probe, and one
    /// in C or C++ that is built here carries ThreadSanitizer.
    Start {
        program: String,
        #[serde(default, skip_serializing_if = "std::ops::Not::not")]
        probe: bool,
    },
    /// Press Ctrl-C at its terminal.
    Interrupt { program: String },
    /// End a program and everything it started, at once (SIGKILL).
    Kill { program: String },
    /// Open our own server socket.
    Listen { peer: String },
    /// Connect to where the program listens, and expect to be connected.
    Connect { peer: String, program: String },
    /// Send bytes on a connection.
    Send { peer: String, data: Payload },
    /// Type a line at a keyboard.
    Type { program: String, data: Payload },
    /// Press Ctrl-D at a keyboard.
    EndInput { program: String },
    /// Close our sending half.
    HalfClose { peer: String },
    /// Close the connection (FIN) without another word.
    Close { peer: String },
    /// Abort the connection (RST).
    Abort { peer: String },
    /// Stop reading on a connection.
    Pause { peer: String },
    /// Read again.
    Resume { peer: String },
    /// Run these scripts side by side; all must end.
    Together { lanes: Vec<Vec<Step>> },

    /// The program holds a socket in LISTEN.
    ExpectListening { program: String },
    /// The program connects to our server `peer`; the connection is then called `name`.
    Accept { peer: String, name: String, program: String },
    /// Bytes arrive on a connection. `from` names the sending program where we only watch.
    Expect { peer: String, from: Option<String>, what: Matcher },
    /// The last reply taken from `peer` is compared; a difference is only noticed.
    Notice { peer: String, what: Matcher, code: String },
    /// Text appears on a terminal.
    ExpectShown { program: String, what: Matcher },
    /// The program ends the stream (FIN).
    ExpectEnd { peer: String },
    /// The program's attempt to connect is refused.
    ExpectRefused { program: String },
    /// The program ends; with status 0 unless `any_status` (then only an uncaught error or a signal
    /// is wrong); a program that went back to `accept` is fine when `or_accepting`.
    ExpectExit { program: String, any_status: bool, or_accepting: bool },
    /// `program` connects to `to`, both being the student's; the connection is then called `name`.
    ExpectConnected { program: String, to: String, name: String },
    /// Nothing more arrives on this connection, proven by rest.
    Quiet { peer: String },
    /// Everything comes to rest; what arrived on `peer` until then is a greeting and is passed over.
    Greeting { peer: String },
    /// Everything comes to rest; a program that waits for this connection to speak first, and not for
    /// its user, is sent this.
    Welcome { peer: String, data: Payload },
    /// Everything comes to rest.
    Settle,
    /// The text has not appeared on the terminal when everything has come to rest.
    NotShown { program: String, what: Matcher },
    /// The program and everything it started have ended; one that went back to `accept` is fine when
    /// `or_accepting`.
    ExpectGone { program: String, or_accepting: bool },
    /// At rest, a file of the program's folder holds this; with no `what`, there is no such file.
    ExpectFile { program: String, path: String, what: Option<Matcher> },
    /// Each message of each sender is in the text exactly once, whole, in its sender's order.
    Tally { text: Text, tally: Tally },
    /// The first group of the pattern, in the last reply taken from `peer`, is a number to be counted.
    Collect { peer: String, pattern: String, bag: String },
    /// The numbers collected are consecutive, each once.
    ExpectCount { bag: String, count: u32 },
    /// At rest, one container of the program, or one of its files, holds all these texts: looked at from inside,
    /// where that can be done. What cannot be looked into is taken to hold them.
    ExpectKept { program: String, texts: Vec<String> },
    /// Messages of two clients, one after the other, then one held at each point where the other can
    /// come between: what is shared must come to the same, or be under one common lock.
    Sweep {
        program: String,
        goal: SweepGoal,
        peers: [String; 2],
        /// Clients that may be cut off; where messages are held, those who say something for the first time then.
        victims: Vec<String>,
        /// Clients that are not connected yet, and may come while a thread is held in a loop.
        #[serde(default, skip_serializing_if = "Vec::is_empty")]
        joins: Vec<String>,
        /// What may be sent, one of these for a submission, with `{mark}` in each, and perhaps `{word}`:
        /// unforeseeable words, the first new each time.
        messages: Vec<Payload>,
        /// What is sent where two messages are to begin with the same word, new each time: with `{word}` and
        /// `{mark}`.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        keyed: Option<Payload>,
        /// Words that end a conversation, or the server: no commands to be tried.
        #[serde(default, skip_serializing_if = "Vec::is_empty")]
        endings: Vec<String>,
        /// What clients also say: an order that reads what is shared, something that is no text.
        #[serde(default, skip_serializing_if = "Vec::is_empty")]
        asides: Vec<Aside>,
        /// Hold at this point only: a finding being played again.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        only: Option<Hold>,
    },
    /// The scenario ends here, met, unless a sweep of the program has left something to be tried on one that
    /// was just started. What follows cannot fail but by a sweep.
    Enough { program: String },
    /// A finding that is given whenever the script comes here; the scenario does not fail on it.
    Remark { program: String, code: String },
}

/// A text that a script looks through as a whole.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Text {
    /// What came on this connection and was not taken yet.
    Peer(String),
    /// What the program of this name showed since it was started.
    Shown(String),
    /// A file of a program's folder.
    File {
        /// The program's name in the script.
        program: String,
        /// Relative to its folder.
        path: String,
    },
}

/// Many messages of many senders that must all be found.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Tally {
    /// Number of senders, numbered from 1.
    pub senders: u32,
    /// Messages of each, numbered from 1.
    pub each: u32,
    /// What a message looks like, with `{sender}` and `{n}`; begins and ends with a character of its own.
    pub message: String,
}

impl Verb {
    /// Name in scenario files.
    pub fn name(&self) -> &'static str {
        match self {
            Verb::Start { .. } => "start",
            Verb::Interrupt { .. } => "interrupt",
            Verb::Kill { .. } => "kill",
            Verb::Listen { .. } => "listen",
            Verb::Connect { .. } => "connect",
            Verb::Send { .. } => "send",
            Verb::Type { .. } => "type",
            Verb::EndInput { .. } => "end-input",
            Verb::HalfClose { .. } => "half-close",
            Verb::Close { .. } => "close",
            Verb::Abort { .. } => "reset",
            Verb::Pause { .. } => "pause",
            Verb::Resume { .. } => "resume",
            Verb::Together { .. } => "together",
            Verb::ExpectListening { .. } => "expect-listening",
            Verb::Accept { .. } => "accept",
            Verb::Expect { .. } => "expect",
            Verb::Notice { .. } => "notice",
            Verb::ExpectShown { .. } => "expect-shown",
            Verb::ExpectEnd { .. } => "expect-end",
            Verb::ExpectRefused { .. } => "expect-refused",
            Verb::ExpectExit { .. } => "expect-exit",
            Verb::ExpectConnected { .. } => "expect-connected",
            Verb::Quiet { .. } => "quiet",
            Verb::Greeting { .. } => "greeting",
            Verb::Welcome { .. } => "welcome",
            Verb::Settle => "settle",
            Verb::NotShown { .. } => "not-shown",
            Verb::ExpectGone { .. } => "expect-gone",
            Verb::ExpectFile { what: Some(_), .. } => "expect-file",
            Verb::ExpectFile { what: None, .. } => "no-file",
            Verb::Tally { .. } => "tally",
            Verb::Collect { .. } => "collect",
            Verb::ExpectCount { .. } => "expect-count",
            Verb::ExpectKept { .. } => "expect-kept",
            Verb::Sweep { goal: SweepGoal::NoRace, .. } => "sweep",
            Verb::Sweep { goal: SweepGoal::CommonLock, .. } => "expect-lock",
            Verb::Sweep { goal: SweepGoal::FirstMessages, .. } => "sweep-first",
            Verb::Sweep { goal: SweepGoal::FirstCommands, .. } => "commands-first",
            Verb::Enough { .. } => "enough",
            Verb::Remark { .. } => "remark",
        }
    }
}

impl Scenario {
    /// Visits every step, also inside `together`, in file order.
    pub fn steps(&self) -> Vec<&Step> {
        fn walk<'a>(steps: &'a [Step], out: &mut Vec<&'a Step>) {
            for step in steps {
                out.push(step);
                if let Verb::Together { lanes } = &step.verb {
                    lanes.iter().for_each(|lane| walk(lane, out));
                }
            }
        }
        let mut out = Vec::new();
        walk(&self.play, &mut out);
        out
    }

    /// Whether the threads of a program are examined.
    pub fn examines(&self, name: &str) -> bool {
        let asked = |step: &&Step| matches!(&step.verb, Verb::Start { program, probe: true } if program == name);
        self.steps().iter().any(asked)
    }

    /// The programs of the submission that the script starts, each once, in order.
    pub fn programs(&self) -> Vec<&str> {
        let mut names: Vec<&str> = Vec::new();
        for step in self.steps() {
            if let Verb::Start { program, .. } = &step.verb
                && !names.contains(&program.as_str())
            {
                names.push(program);
            }
        }
        names
    }

    /// Every finding code the script can give.
    pub fn codes(&self) -> Vec<&str> {
        let mut codes: Vec<&str> = Vec::new();
        for step in self.steps() {
            codes.extend(step.on.values().map(String::as_str));
            match &step.verb {
                Verb::Notice { code, .. } | Verb::Remark { code, .. } => codes.push(code),
                Verb::Expect { what: Matcher::Prefixed(_, code), .. } => codes.push(code),
                Verb::Sweep { goal, .. } => codes.extend(goal.codes()),
                _ => {}
            }
        }
        codes.sort_unstable();
        codes.dedup();
        codes
    }
}
