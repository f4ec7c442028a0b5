//! The kinds of events.

use std::net::SocketAddr;

use serde::{Deserialize, Serialize};

use super::probe::{Place, ProbeSaid};
use crate::text::Payload;

/// One end of a TCP connection.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Side {
    /// The end that sent the first SYN.
    Client,
    /// The end that was listening.
    Server,
}

impl Side {
    /// The opposite end.
    pub fn other(self) -> Side {
        match self {
            Side::Client => Side::Server,
            Side::Server => Side::Client,
        }
    }
}

/// Where a program's text came out.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Stream {
    /// Standard output, a terminal.
    Screen,
    /// Standard error. Python's `input()` prompts come this way too.
    Errors,
}

/// How a process ended.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Ending {
    /// `exit(status)`.
    Status(i32),
    /// Killed by this signal.
    Signal(i32),
}

impl Ending {
    /// Of the program's own will, and well: by `exit(0)`, or by a signal that one of its processes sent (nobody
    /// else can: they have a PID namespace of their own) and that only ends: SIGHUP, SIGKILL, SIGUSR1, SIGUSR2,
    /// SIGTERM. What takes too much is killed too, but that is recorded as an excess.
    pub fn is_clean(self) -> bool {
        matches!(self, Ending::Status(0) | Ending::Signal(1 | 9 | 10 | 12 | 15))
    }

    /// Killed by the filter of system calls: SIGSYS (signal(7)), which nothing else sends.
    pub fn is_forbidden_call(self) -> bool {
        self == Ending::Signal(31)
    }
}

/// What a program took more of than any program of a lab needs.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Excess {
    /// Processes and threads at once.
    Processes,
    /// Memory of all its processes together.
    Memory,
    /// Processor time since it was last given something to work on, of all its processes together.
    Processor,
    /// Text on its terminal.
    Output,
    /// Connections it opened, or sockets it held at once.
    Connections,
    /// Messages on the network.
    Traffic,
}

impl Excess {
    /// All of them.
    pub const ALL: [Excess; 6] =
        [Excess::Processes, Excess::Memory, Excess::Processor, Excess::Output, Excess::Connections, Excess::Traffic];

    /// Stable lower-case name.
    pub fn name(self) -> &'static str {
        match self {
            Excess::Processes => "processes",
            Excess::Memory => "memory",
            Excess::Processor => "processor",
            Excess::Output => "output",
            Excess::Connections => "connections",
            Excess::Traffic => "traffic",
        }
    }
}

/// Why nothing more will happen by itself.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Stillness {
    /// Every thread sits in a wait that no clock can end, and there is nothing for it to take.
    Rest,
    /// As rest, but some threads only repeat the same timed wait, two whole periods seen, or wait so long for
    /// something to come that nothing comes of it.
    Idle,
    /// As idle, but threads once seen to poll were not watched through whole periods again, or wait for
    /// some seconds for something to come: enough to go on, not to conclude.
    Lull,
    /// Some thread burns CPU and only repeats calls that change nothing; all others rest.
    Spin,
}

/// What a thread waits in, in the words of the system call.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Waiting {
    /// `accept`, `accept4`.
    Accept,
    /// `connect`.
    Connect,
    /// `recv` and its kin on a socket.
    Receive,
    /// `send` and its kin on a socket whose peer does not read.
    Send,
    /// `read` on its terminal.
    Keyboard,
    /// `read` on something else.
    Read,
    /// `write` on something else.
    Write,
    /// `select`, `poll`, `epoll`.
    Select,
    /// A lock, a condition, a thread's end.
    Lock,
    /// A child's end.
    Child,
    /// A signal.
    Signal,
    /// A timed sleep, repeated.
    Sleep,
    /// Not waiting: it repeats the same fruitless calls or computes.
    Nothing,
}

/// One thread of a program at a moment of stillness.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Thread {
    /// The program's name in the script.
    pub program: String,
    /// Process id in the world's PID namespace.
    pub pid: i32,
    /// Thread id in the world's PID namespace.
    pub tid: i32,
    /// What it waits in.
    pub waiting: Waiting,
    /// The system call's name, as in `man 2` (`recvfrom`), when known.
    pub call: String,
    /// The file descriptor it waits on, where the call names one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub fd: Option<i32>,
    /// For a socket: its own address.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub local: Option<SocketAddr>,
    /// For a connected socket: the other end's address.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub remote: Option<SocketAddr>,
    /// For a thread that spins: what it was seen doing (`recvfrom(4) = 0, 32 times in 32 calls`).
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub seen: Option<String>,
}

/// Where a thread is in the submission's own files.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Stack {
    /// Thread id in the world's PID namespace, where it could be found out.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub tid: Option<i32>,
    /// Innermost first; calls into other files are left out. Where only the function is known, the file is
    /// empty and the line 0.
    pub frames: Vec<Place>,
    /// What it waits in was called by other code, a library's: the innermost frame is only where that was called.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub outside: bool,
}

/// Something that happened. Names in `program` and `peer` are the script's.
#[expect(missing_docs, reason = "the fields are named after the script's own words")]
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case", tag = "event")]
pub enum Event {
    /// A program was started (again, if it had been before).
    Started { program: String },
    /// A process of the program holds a socket in LISTEN.
    Listening { program: String, at: SocketAddr },
    /// The program's main process ended; all its output and packets come before this event.
    Exited { program: String, ending: Ending },
    /// The grader killed the program and everything it had started.
    Killed { program: String },
    /// Text came out of a program.
    Output { program: String, stream: Stream, data: Payload },
    /// From here on this program's output is only counted; `after` bytes were kept.
    Capped { program: String, after: u64 },
    /// The grader typed at a keyboard.
    Typed { program: String, data: Payload },
    /// The grader pressed Ctrl-D.
    InputEnded { program: String },
    /// The grader pressed Ctrl-C.
    Interrupted { program: String },

    /// The grader's `peer` listens on this port, at every address.
    Serving { peer: String, port: u16 },
    /// The grader's `peer` starts to connect.
    Connecting { peer: String, local: SocketAddr, to: SocketAddr },
    /// The grader's server socket took a connection, now called `peer`.
    Taken { peer: String, remote: SocketAddr },
    /// The grader handed these bytes to its socket.
    Sent { peer: String, data: Payload },
    /// The grader closed (`close`), half-closed (`half-close`), reset (`reset`), stopped (`pause`) or took
    /// up (`resume`) reading a connection.
    Handled { peer: String, how: String },

    /// On the wire: a first SYN.
    Syn { conn: u32, from: SocketAddr, to: SocketAddr },
    /// On the wire: the handshake is complete.
    Established { conn: u32 },
    /// On the wire: RST in answer to SYN.
    Refused { conn: u32 },
    /// On the wire: new bytes of the stream sent by `from`.
    Data { conn: u32, from: Side, data: Payload },
    /// On the wire: `from` ended its stream (FIN).
    End { conn: u32, from: Side },
    /// On the wire: `from` reset the connection (RST).
    Reset { conn: u32, from: Side },
    /// The capture lost packets: what follows on the wire is incomplete.
    Lost { packets: u64 },

    /// The grader looked at a file of the program's folder, at a moment of stillness.
    File {
        program: String,
        path: String,
        /// `None`: there is no such file.
        data: Option<Payload>,
    },
    /// Where the threads of a program were when the scenario failed; recorded after the verdict.
    Stacks { program: String, stacks: Vec<Stack> },
    /// The probe in a program said something.
    Probe { program: String, said: ProbeSaid },
    /// The probe in a program was told something.
    Told { program: String, order: String },
    /// The program took too much of something: it is ended with all its processes, and the scenario with it.
    Exceeded { program: String, what: Excess },
    /// Proof that nothing more will happen by itself.
    Still { kind: Stillness, threads: Vec<Thread> },
    /// The outer net fired.
    Limit { seconds: u64 },
    /// The run was told to stop.
    Stopped,
    /// The grader's own fault.
    Fault { message: String },
}

impl Event {
    /// True when a program was given something new to work on: only then may it be judged anew.
    pub fn is_stimulus(&self) -> bool {
        matches!(
            self,
            Event::Started { .. }
                | Event::Typed { .. }
                | Event::InputEnded { .. }
                | Event::Interrupted { .. }
                | Event::Killed { .. }
                | Event::Serving { .. }
                | Event::Connecting { .. }
                | Event::Taken { .. }
                | Event::Sent { .. }
                | Event::Handled { .. }
                | Event::Told { .. }
                | Event::Syn { .. }
                | Event::Established { .. }
                | Event::Refused { .. }
                | Event::Data { .. }
                | Event::End { .. }
                | Event::Reset { .. }
        )
    }
}
