//! How a pending expectation failed, read off the state at a moment of stillness, and the code it
//! gets when the scenario names none.

use super::state::{Conn, Peer, Program, State};
use crate::lab::{Matcher, Outcome, Role, Step, Text, Verb};
use crate::transcript::{Excess, Stillness, Thread, Waiting};

/// The code of a program that was killed for a system call no program of a lab makes.
pub(super) const FORBIDDEN_CALL: &str = "hostile.forbidden-call";

/// The code of a program that took too much of something.
pub(super) fn excess_code(what: Excess) -> String {
    format!("hostile.too-much-{}", what.name())
}

/// The program a step is about, if it is about one.
pub(super) fn subject(state: &State, step: &Step) -> Option<String> {
    match &step.verb {
        Verb::Connect { program, .. }
        | Verb::ExpectListening { program }
        | Verb::Accept { program, .. }
        | Verb::ExpectShown { program, .. }
        | Verb::ExpectRefused { program }
        | Verb::ExpectExit { program, .. }
        | Verb::ExpectConnected { program, .. }
        | Verb::Start { program, .. }
        | Verb::Sweep { program, .. }
        | Verb::Type { program, .. }
        | Verb::EndInput { program }
        | Verb::Kill { program }
        | Verb::NotShown { program, .. }
        | Verb::ExpectGone { program, .. }
        | Verb::ExpectFile { program, .. }
        | Verb::Tally { text: Text::Shown(program) | Text::File { program, .. }, .. }
        | Verb::Remark { program, .. }
        | Verb::ExpectKept { program, .. }
        | Verb::Enough { program }
        | Verb::Interrupt { program } => Some(program.clone()),
        Verb::Expect { from: Some(program), .. } => Some(program.clone()),
        Verb::Expect { peer, .. }
        | Verb::ExpectEnd { peer }
        | Verb::Quiet { peer }
        | Verb::Collect { peer, .. }
        | Verb::Tally { text: Text::Peer(peer), .. }
        | Verb::Greeting { peer }
        | Verb::Welcome { peer, .. } => state.peers.get(peer).and_then(|p| p.program.clone()),
        _ => {
            // The one in trouble, if one is.
            let spinning = state.still.iter().flat_map(|(_, threads)| threads).find(|t| t.waiting == Waiting::Nothing);
            let crashed = state.programs.iter().find(|(_, p)| p.has_crashed());
            crashed
                .map(|(name, _)| name.clone())
                .or_else(|| spinning.map(|t| t.program.clone()))
                .or_else(|| state.programs.keys().next().cloned())
        }
    }
}

/// True when the program waits for others while nobody reads this connection.
fn is_ignored(state: &State, conn: &Conn, program: &str) -> bool {
    let Some((_, threads)) = &state.still else { return false };
    let mut theirs = threads.iter().filter(|t| t.program == program);
    let ends = [(conn.from, conn.to), (conn.to, conn.from)];
    let attended = |t: &Thread| {
        let here = t.local.zip(t.remote).is_some_and(|pair| ends.contains(&pair));
        t.waiting == Waiting::Select || here && matches!(t.waiting, Waiting::Receive | Waiting::Send)
    };
    // A thread that waits for a lock, other than the main one that waits for its threads' end, may well have read it.
    let locked = theirs.clone().any(|t| t.waiting == Waiting::Lock && t.tid != t.pid);
    let waits_for_others = theirs.clone().any(|t| matches!(t.waiting, Waiting::Accept | Waiting::Receive));
    waits_for_others && !locked && !theirs.any(attended)
}

/// What stands in the way of a pending step. To be asked at stillness only: then nothing can change.
pub(super) fn classify(state: &State, step: &Step) -> Outcome {
    let subject = subject(state, step);
    let program = subject.as_ref().and_then(|name| state.programs.get(name));
    let ended = program.and_then(|p| p.ended);
    if program.is_some_and(Program::has_crashed) {
        return Outcome::Crashed;
    }
    if let Some((Stillness::Spin, _)) = &state.still {
        return Outcome::Spins;
    }
    match &step.verb {
        Verb::Connect { peer, .. } => match state.conn_of(peer) {
            Some(conn) if conn.refused => Outcome::Refused,
            _ => Outcome::Silent,
        },
        Verb::ExpectConnected { .. } | Verb::Accept { .. } => {
            if state.attempts().any(|c| c.refused) {
                Outcome::Refused
            } else if ended.is_some() {
                Outcome::Exited
            } else {
                Outcome::Silent
            }
        }
        Verb::Expect { peer, .. } | Verb::ExpectEnd { peer } => {
            let Some((peer, conn)) = state.peers.get(peer).zip(state.conn_of(peer)) else { return Outcome::Silent };
            let side = reading_side(state, peer, step);
            let flow = conn.flow(side);
            let unread = flow.bytes.len() > peer.taken[Peer::slot(side)];
            if unread && !matches!(step.verb, Verb::ExpectEnd { .. }) {
                Outcome::Differs
            } else if flow.reset && !flow.ended {
                // After its end, a reset is only the answer to what comes too late.
                Outcome::Reset
            } else if ended.is_some() {
                Outcome::Exited
            } else if flow.ended {
                Outcome::Ended
            } else if subject.as_deref().is_some_and(|name| is_ignored(state, conn, name)) {
                Outcome::Ignored
            } else {
                Outcome::Silent
            }
        }
        Verb::ExpectShown { program, .. } => {
            let p = state.programs.get(program);
            if p.is_some_and(|p| p.ended.is_some()) { Outcome::Exited } else { Outcome::Silent }
        }
        Verb::Quiet { .. } | Verb::NotShown { .. } | Verb::ExpectFile { what: None, .. } => Outcome::Extra,
        Verb::ExpectFile { program, path, .. } if state.seen(program, path).flatten().is_some() => Outcome::Differs,
        Verb::ExpectGone { .. } => Outcome::Silent,
        _ if ended.is_some() => Outcome::Exited,
        _ => Outcome::Silent,
    }
}

/// Whose bytes a step reads.
pub(super) fn reading_side(state: &State, peer: &Peer, step: &Step) -> crate::transcript::Side {
    use crate::transcript::Side;
    if let Verb::Expect { from: Some(program), .. } = &step.verb
        && let Some(conn) = peer.conn.and_then(|id| state.conn(id))
        && peer.local.is_none()
    {
        return if conn.server.as_deref() == Some(program) { Side::Server } else { Side::Client };
    }
    peer.reads
}

/// The code for an outcome that the scenario gives none for; `server.…` or `client.…` by the
/// program concerned.
pub fn default_code(role: Role, subject: Option<&str>, verb: &Verb, outcome: Outcome) -> String {
    let who = match (role, subject) {
        (Role::Pair, Some(name)) if name == "client" || name == "server" => name,
        (Role::Pair, _) => return "pair.no-exchange".into(),
        (Role::Client, _) => "client",
        (Role::Server, _) => "server",
    };
    let what = match (verb, outcome) {
        (_, Outcome::Crashed) => "exits-with-error",
        (_, Outcome::Spins) => "spins",
        (_, Outcome::Lost) => return "list.message-lost".into(),
        (_, Outcome::Doubled) => return "list.message-doubled".into(),
        (_, Outcome::Torn) => return "list.message-torn".into(),
        (_, Outcome::Disordered) => return "list.order-broken".into(),
        (Verb::ExpectGone { .. }, _) => "leaves-processes",
        (Verb::ExpectFile { .. }, _) => "wrong-file",
        (Verb::NotShown { .. }, _) => "shows-too-early",
        (Verb::ExpectListening { .. }, _) => "never-listens",
        (Verb::Connect { .. }, _) => "refuses-connection",
        (Verb::Accept { .. } | Verb::ExpectConnected { .. } | Verb::ExpectRefused { .. }, _) => "never-connects",
        (Verb::ExpectShown { .. }, _) if who == "client" => "does-not-show-reply",
        (Verb::ExpectShown { .. }, _) => "does-not-show-message",
        (Verb::ExpectExit { .. }, _) => "never-ends",
        (Verb::ExpectEnd { .. }, Outcome::Reset) | (_, Outcome::Reset) => "resets-connection",
        (Verb::ExpectEnd { .. }, _) => {
            if who == "client" {
                "never-ends"
            } else {
                "never-closes"
            }
        }
        (_, Outcome::Ended | Outcome::Exited) => "closes-early",
        (_, Outcome::Differs | Outcome::Extra) => {
            if who == "client" {
                "alters-message"
            } else {
                "wrong-echo"
            }
        }
        (Verb::Expect { .. }, _) if who == "client" => "never-sends",
        _ if who == "client" => "never-ends",
        _ => "no-reply",
    };
    format!("{who}.{what}")
}

/// The code of a program that shows bytes where their text is asked for.
pub(super) fn shows_bytes_code(role: Role, program: &str) -> String {
    let shows = |who: &str| format!("{who}.shows-bytes");
    match role {
        Role::Client => shows("client"),
        Role::Pair if program.starts_with("client") => shows("client"),
        _ => shows("server"),
    }
}

/// Bytes as `print` shows them in Python (`bytes.__repr__`), without the quotes and what is around.
pub(super) fn as_python_writes(bytes: &[u8]) -> String {
    let one = |byte: &u8| match byte {
        b'\n' => "\\n".to_owned(),
        b'\r' => "\\r".to_owned(),
        b'\t' => "\\t".to_owned(),
        b'\\' => "\\\\".to_owned(),
        b' '..=b'~' => char::from(*byte).to_string(),
        other => format!("\\x{other:02x}"),
    };
    bytes.iter().map(one).collect()
}

/// Every code that can be given without a scenario naming it: the catalogue must hold them all.
pub fn usual_codes() -> Vec<String> {
    let peer = || String::from("A");
    let program = || String::from("x");
    let verbs = [
        Verb::ExpectListening { program: program() },
        Verb::Connect { peer: peer(), program: program() },
        Verb::Accept { peer: peer(), name: peer(), program: program() },
        Verb::ExpectShown { program: program(), what: Matcher::Anything },
        Verb::ExpectExit { program: program(), any_status: false, or_accepting: false },
        Verb::ExpectEnd { peer: peer() },
        Verb::Expect { peer: peer(), from: None, what: Matcher::Anything },
        Verb::Quiet { peer: peer() },
        Verb::Settle,
        Verb::ExpectGone { program: program(), or_accepting: false },
        Verb::ExpectFile { program: program(), path: program(), what: None },
        Verb::NotShown { program: program(), what: Matcher::Anything },
    ];
    let mut codes = vec!["pair.no-exchange".to_owned()];
    for role in [Role::Server, Role::Client] {
        // Clients do not listen, servers do not connect.
        let strange = |v: &Verb| match v {
            Verb::ExpectListening { .. } | Verb::Connect { .. } => role == Role::Client,
            Verb::Accept { .. } => role == Role::Server,
            _ => false,
        };
        for verb in verbs.iter().filter(|v| !strange(v)) {
            for (outcome, _) in Outcome::ALL {
                codes.push(default_code(role, Some("x"), verb, outcome));
            }
        }
    }
    codes.push(FORBIDDEN_CALL.to_owned());
    codes.extend([Role::Client, Role::Server].map(|role| shows_bytes_code(role, "x")));
    codes.extend(Excess::ALL.map(excess_code));
    codes.sort();
    codes.dedup();
    codes
}
