//! What the tests that keep transcripts share.

use std::fmt::Write;

use grader::lab::Verb;
use grader::transcript::{Transcript, normalised};

/// The normalised form without what chance decides. Where clients act at the same time, what a
/// server tells each depends on who came first: only whom it told something is kept.
pub(crate) fn stable(transcript: &Transcript) -> String {
    let at_once = transcript.header.scenario.play.iter().any(|step| matches!(step.verb, Verb::Together { .. }));
    let mut out = String::new();
    for line in normalised(transcript).lines() {
        let told = line.strip_prefix("wire ").and_then(|rest| rest.split_once(" \"")).filter(|_| at_once);
        let _ = match told {
            Some((flow, _)) if flow.starts_with("server→") => writeln!(out, "wire {flow} …"),
            _ => writeln!(out, "{line}"),
        };
    }
    out
}
