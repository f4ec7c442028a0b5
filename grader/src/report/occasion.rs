//! What a program was given just before it failed to do what was expected of it.
//!
//! It must not know what was expected.

use super::phrase::{Phrases, QUOTED};
use super::words::Case;
use crate::grading::Detail;
use crate::lab::Verb;
use crate::text::Payload;
use crate::transcript::Event;

impl Phrases<'_> {
    /// What the program was given last: « après avoir reçu « fin » ».
    pub(super) fn occasion(&self, detail: &Detail) -> Option<String> {
        let words = &self.words;
        let entries = self.transcript.entries.iter().rev().filter(|e| e.n <= detail.events.1);
        let peer_of_step = peer_of(&detail.step.verb);
        let starts = |name: &str| {
            let all = self.transcript.entries.iter().filter(|e| e.n <= detail.events.1);
            all.filter(|e| matches!(&e.event, Event::Started { program } if program == name)).count()
        };
        let stimulus = entries.map(|e| &e.event).find(|e| e.is_stimulus() && is_ours(e))?;
        Some(match stimulus {
            Event::Sent { peer, data } if Some(peer.as_str()) == peer_of_step => {
                words.say("after-received", &[("bytes", &words.quote(&data.0, QUOTED))])
            }
            Event::Sent { peer, data } => {
                let other = words.actor(&self.actor_of(peer, detail), Case::Of);
                words.say("after-received-from", &[("bytes", &words.quote(&data.0, QUOTED)), ("other", &other)])
            }
            Event::Typed { program, data } => self.after_typing(program, data, detail),
            Event::InputEnded { .. } => words.say("after-input-ended", &[]),
            Event::Interrupted { .. } => words.say("after-interrupted", &[]),
            Event::Killed { program } => {
                words.say("after-killed", &[("program", &words.program(program, Case::Plain))])
            }
            Event::Handled { peer, how } => {
                let other = words.actor(&self.actor_of(peer, detail), Case::Plain);
                match how.as_str() {
                    "close" => words.say("after-closed", &[("other", &other)]),
                    "half-close" => words.say("after-half-closed", &[("other", &other)]),
                    "reset" => words.say("after-reset", &[("other", &other)]),
                    _ => return None,
                }
            }
            Event::Started { program } if starts(program) > 1 => match detail.subject.as_ref() == Some(program) {
                true => words.say("after-restarted-itself", &[]),
                false => words.say("after-restarted", &[("program", &words.program(program, Case::Plain))]),
            },
            _ => return None,
        })
    }

    fn after_typing(&self, name: &str, data: &Payload, detail: &Detail) -> String {
        let program = self.words.program(name, Case::Of);
        match data.0.strip_suffix(b"\n").unwrap_or(&data.0) {
            [] => self.words.say("after-typed-nothing", &[("program", &program)]),
            line => {
                let bytes = self.words.quote(line, QUOTED);
                match detail.subject.as_deref() == Some(name) {
                    true => self.words.say("after-typed", &[("bytes", &bytes)]),
                    false => self.words.say("after-typed-at", &[("program", &program), ("bytes", &bytes)]),
                }
            }
        }
    }
}

/// Something that the grader did, as opposed to the echo of it on the wire.
fn is_ours(event: &Event) -> bool {
    matches!(
        event,
        Event::Sent { .. }
            | Event::Typed { .. }
            | Event::InputEnded { .. }
            | Event::Interrupted { .. }
            | Event::Killed { .. }
            | Event::Handled { .. }
            | Event::Started { .. }
            | Event::Connecting { .. }
    )
}

fn peer_of(verb: &Verb) -> Option<&str> {
    match verb {
        Verb::Expect { peer, .. } | Verb::Notice { peer, .. } | Verb::ExpectEnd { peer } | Verb::Quiet { peer } => {
            Some(peer)
        }
        _ => None,
    }
}
