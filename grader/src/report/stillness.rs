//! What the programs wait in when nothing more can happen, in words.
//!
//! It must not know what was expected of them.

use std::sync::LazyLock;

use regex::Regex;

use super::cast::Cast;
use super::words::{Case, Words};
use crate::text::harmless;
use crate::transcript::{Event, Thread, Transcript, Waiting};

/// `recvfrom(4) = 0, 32 times in 32 calls`, as the tap writes it.
static SEEN: LazyLock<Option<Regex>> =
    LazyLock::new(|| Regex::new(r"^(\w+)\((\d+)\) = (-?\d+)(?: (\w+))?, (\d+) times in (\d+) calls$").ok());

/// `60 s of CPU without a result`, as the tap writes it.
static COMPUTES: LazyLock<Option<Regex>> = LazyLock::new(|| Regex::new(r"^(\d+) s of CPU without a result$").ok());

/// Threads shown one by one; of more, only the number.
const SHOWN: usize = 3;

/// The threads of the last stillness up to event number `at`.
pub(super) fn threads(transcript: &Transcript, at: u64) -> &[Thread] {
    let mut still = transcript.entries.iter().rev().filter(|e| e.n <= at);
    match still.find_map(|e| if let Event::Still { threads, .. } = &e.event { Some(threads) } else { None }) {
        Some(threads) => threads,
        None => &[],
    }
}

/// What one program waits in: « votre serveur attend dans recv() un message du client A ». `None`
/// when none of the threads is its own.
pub(super) fn sentence(words: &Words<'_>, cast: &Cast, program: &str, threads: &[Thread]) -> Option<String> {
    let (waits, count, several_processes) = waits(words, cast, program, threads);
    let name = words.program(program, Case::Plain);
    let (first, rest) = waits.split_first()?;
    if rest.is_empty() {
        return Some(words.say("waits", &[("program", &name), ("what", first)]));
    }
    let id = if several_processes { "waits-in-processes" } else { "waits-in-threads" };
    Some(words.say(
        id,
        &[("program", &name), ("count", &count.to_string()), ("what", &waits.join(&words.say("word-semicolon", &[])))],
    ))
}

/// What each thread of a program waits in, each wait once; the last one counts those left out.
pub(super) fn lines(words: &Words<'_>, cast: &Cast, program: &str, threads: &[Thread]) -> Vec<String> {
    waits(words, cast, program, threads).0
}

fn waits(words: &Words<'_>, cast: &Cast, program: &str, threads: &[Thread]) -> (Vec<String>, usize, bool) {
    let mine: Vec<&Thread> = threads.iter().filter(|t| t.program == program).collect();
    let mut waits: Vec<String> = Vec::new();
    for thread in &mine {
        let text = wait(words, cast, thread);
        if !waits.contains(&text) {
            waits.push(text);
        }
    }
    if waits.len() > SHOWN {
        let more = waits.len() - SHOWN;
        waits.truncate(SHOWN);
        waits.push(words.say("waits-more", &[("count", &more.to_string()), ("form", words.form(more))]));
    }
    let several = mine.iter().any(|t| t.pid != mine[0].pid);
    (waits, mine.len(), several)
}

/// « attend dans recv() un message du client A ».
fn wait(words: &Words<'_>, cast: &Cast, thread: &Thread) -> String {
    let other = thread.local.zip(thread.remote).and_then(|(local, remote)| cast.socket(local, remote));
    let of_other = other.map(|(link, side)| words.actor(link.actor(side.other()), Case::Of));
    match (thread.waiting, of_other) {
        (Waiting::Accept, _) => words.say("waits-accept", &[]),
        (Waiting::Connect, _) => words.say("waits-connect", &[]),
        (Waiting::Receive, Some(other)) => words.say("waits-receive-from", &[("other", &other)]),
        (Waiting::Receive, None) => words.say("waits-receive", &[]),
        (Waiting::Send, Some(other)) => words.say("waits-send-to", &[("other", &other)]),
        (Waiting::Send, None) => words.say("waits-send", &[]),
        (Waiting::Keyboard, _) => words.say("waits-keyboard", &[]),
        (Waiting::Read, _) => words.say("waits-read", &[]),
        (Waiting::Write, _) => words.say("waits-write", &[]),
        (Waiting::Select, _) => words.say("waits-select", &[("call", select_name(&thread.call))]),
        (Waiting::Lock, _) => words.say("waits-lock", &[]),
        (Waiting::Child, _) => words.say("waits-child", &[]),
        (Waiting::Signal, _) => words.say("waits-signal", &[]),
        (Waiting::Sleep, _) => words.say("waits-sleep", &[]),
        (Waiting::Nothing, other) => match &thread.seen {
            Some(text) => spin(words, text, other.as_deref()),
            None => words.say("waits-nothing", &[]),
        },
    }
}

/// What a spinning thread was seen doing, in the words of the catalogue where they can be understood.
fn spin(words: &Words<'_>, seen: &str, other: Option<&str>) -> String {
    if let Some(parts) = COMPUTES.as_ref().and_then(|r| r.captures(seen)) {
        return words.say("waits-spin-computes", &[("seconds", &parts[1])]);
    }
    let Some(parts) = SEEN.as_ref().and_then(|r| r.captures(seen)) else {
        return words.say("waits-spin-raw", &[("seen", &harmless(seen))]);
    };
    let count = &parts[5];
    let call = call_name(&parts[1]);
    match (parts.get(4), other) {
        (Some(error), _) => {
            words.say("waits-spin-error", &[("call", call), ("error", error.as_str()), ("count", count)])
        }
        (None, Some(other)) if call == "recv" => {
            words.say("waits-spin-empty-from", &[("other", other), ("count", count)])
        }
        (None, _) => words.say("waits-spin-empty", &[("call", call), ("count", count)]),
    }
}

/// The name under which students know a system call.
fn call_name(call: &str) -> &str {
    match call {
        "recvfrom" | "recvmsg" | "recvmmsg" => "recv",
        "sendto" | "sendmsg" => "send",
        "accept4" => "accept",
        other => other,
    }
}

fn select_name(call: &str) -> &str {
    match call {
        "epoll_wait" | "epoll_pwait" | "epoll_pwait2" => "epoll",
        "ppoll" => "poll",
        "pselect6" | "" => "select",
        other => other,
    }
}
