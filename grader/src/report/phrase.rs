//! Sentences about one expectation of a script: what was expected and what happened instead. One
//! catalogue message for each verb, matcher and outcome.
//!
//! It must not know how a report is laid out.

use std::net::SocketAddr;

use super::cast::{Actor, Cast};
use super::stillness;
use super::words::{Case, Words};
use crate::grading::{Detail, Finding};
use crate::lab::{Matcher, Outcome, Role, SweepGoal, Verb};
use crate::text::harmless;
use crate::transcript::{Ending, Event, Excess, Transcript};

/// Characters of a message quoted in a sentence.
pub(super) const QUOTED: usize = 60;

/// Sentences about one transcript.
#[derive(Debug)]
pub(super) struct Phrases<'a> {
    pub(super) words: Words<'a>,
    pub(super) transcript: &'a Transcript,
    pub(super) cast: Cast,
}

impl<'a> Phrases<'a> {
    pub(super) fn new(words: Words<'a>, transcript: &'a Transcript) -> Phrases<'a> {
        Phrases { words, transcript, cast: Cast::of(transcript) }
    }

    /// « que votre serveur ferme la connexion avec le client A (FIN) après avoir reçu « fin » ».
    pub(super) fn expected(&self, detail: &Detail) -> String {
        let base = self.expectation(detail);
        // A sweep sends many messages, none of which is the occasion.
        let swept = matches!(detail.step.verb, Verb::Sweep { .. });
        match self.occasion(detail).filter(|_| !swept) {
            Some(after) => self.words.say("expected-after", &[("expected", &base), ("after", &after)]),
            None => base,
        }
    }

    fn expectation(&self, detail: &Detail) -> String {
        let words = &self.words;
        let (program, _) = self.subject(detail);
        match &detail.step.verb {
            Verb::ExpectListening { .. } => words.say("expected-listening", &[("program", &program)]),
            Verb::Connect { peer, .. } => {
                let peer = words.actor(&self.actor_of(peer, detail), Case::Plain);
                words.say("expected-connect", &[("program", &program), ("peer", &peer)])
            }
            Verb::Accept { peer, .. } => {
                let port = self.transcript.header.scenario.port.to_string();
                let peer = words.actor(&self.cast.peer(peer), Case::To);
                words.say("expected-accept", &[("program", &program), ("peer", &peer), ("port", &port)])
            }
            Verb::ExpectConnected { to, .. } => {
                words.say("expected-connected", &[("program", &program), ("to", &words.program(to, Case::To))])
            }
            Verb::Expect { peer, what, .. } | Verb::Notice { peer, what, .. } => {
                self.expected_bytes(&program, &words.actor(&self.actor_of(peer, detail), Case::To), what)
            }
            Verb::ExpectShown { what, .. } => self.expected_text(&program, what),
            Verb::ExpectEnd { peer } => {
                let peer = words.actor(&self.actor_of(peer, detail), Case::Plain);
                words.say("expected-end", &[("program", &program), ("peer", &peer)])
            }
            Verb::ExpectRefused { .. } => words.say("expected-refused", &[("program", &program)]),
            Verb::ExpectExit { or_accepting: true, .. } => {
                words.say("expected-exit-or-accepting", &[("program", &program)])
            }
            Verb::ExpectExit { any_status: true, .. } => words.say("expected-exit-any", &[("program", &program)]),
            Verb::ExpectExit { .. } => words.say("expected-exit", &[("program", &program)]),
            Verb::Quiet { peer } => {
                let peer = words.actor(&self.actor_of(peer, detail), Case::To);
                words.say("expected-quiet", &[("program", &program), ("peer", &peer)])
            }
            Verb::NotShown { what, .. } => {
                let bytes = match what {
                    Matcher::Exact(wanted) | Matcher::Prefixed(wanted, _) | Matcher::Contains(wanted) => {
                        wanted.0.clone()
                    }
                    Matcher::Regex(pattern) => pattern.clone().into_bytes(),
                    Matcher::Anything | Matcher::Usually(_) => Vec::new(),
                };
                words.say("expected-not-shown", &[("program", &program), ("bytes", &words.quote(&bytes, QUOTED))])
            }
            Verb::ExpectGone { .. } => words.say("expected-gone", &[("program", &program)]),
            Verb::ExpectFile { path, what, .. } => {
                let id = if what.is_some() { "expected-file" } else { "expected-no-file" };
                words.say(id, &[("program", &program), ("path", &harmless(path))])
            }
            Verb::Tally { tally, .. } => {
                let (senders, each) = (tally.senders.to_string(), tally.each.to_string());
                words.say("expected-tally", &[("senders", &senders), ("each", &each)])
            }
            Verb::ExpectCount { count, .. } => words.say("expected-count", &[("count", &count.to_string())]),
            Verb::ExpectKept { texts, .. } => {
                let texts: Vec<String> = texts.iter().map(|text| words.quote(text.as_bytes(), QUOTED)).collect();
                words.say("expected-kept", &[("program", &program), ("texts", &texts.join(", "))])
            }
            Verb::Sweep { goal: SweepGoal::CommonLock | SweepGoal::FirstCommands, .. } => {
                words.say("expected-lock", &[("program", &program)])
            }
            Verb::Sweep { .. } => words.say("expected-sweep", &[("program", &program)]),
            _ => words.say("expected-settle", &[("program", &program)]),
        }
    }

    fn expected_bytes(&self, program: &str, peer: &str, what: &Matcher) -> String {
        let words = &self.words;
        let common = [("program", program), ("peer", peer)];
        let with = |bytes: &str, id| words.say(id, &[common[0], common[1], ("bytes", bytes)]);
        match what {
            Matcher::Exact(wanted) | Matcher::Prefixed(wanted, _) => {
                with(&words.quote(&wanted.0, QUOTED), "expected-bytes-exact")
            }
            Matcher::Contains(wanted) => with(&words.quote(&wanted.0, QUOTED), "expected-bytes-contains"),
            Matcher::Regex(pattern) => with(&words.quote(pattern.as_bytes(), QUOTED), "expected-bytes-regex"),
            Matcher::Anything | Matcher::Usually(_) => words.say("expected-bytes-anything", &common),
        }
    }

    fn expected_text(&self, program: &str, what: &Matcher) -> String {
        let words = &self.words;
        let with = |bytes: &[u8], id| words.say(id, &[("program", program), ("bytes", &words.quote(bytes, QUOTED))]);
        match what {
            Matcher::Exact(wanted) | Matcher::Prefixed(wanted, _) | Matcher::Contains(wanted) => {
                with(&wanted.0, "expected-shown")
            }
            Matcher::Regex(pattern) => with(pattern.as_bytes(), "expected-shown-regex"),
            Matcher::Anything | Matcher::Usually(_) => words.say("expected-shown-anything", &[("program", program)]),
        }
    }

    /// What happened instead; `None` for findings that come from no script.
    pub(super) fn happened(&self, finding: &Finding) -> Option<String> {
        let happened = self.outcome(finding)?;
        let Some(function) = finding.detail.as_ref().and_then(|d| d.function.as_deref()) else { return Some(happened) };
        Some(self.words.say("happened-in-function", &[("happened", &happened), ("function", &harmless(function))]))
    }

    fn outcome(&self, finding: &Finding) -> Option<String> {
        let detail = finding.detail.as_ref()?;
        let words = &self.words;
        let (program, name) = self.subject(detail);
        let received = detail.received.as_ref().map(|bytes| words.quote(&bytes.0, QUOTED));
        let simple = |id| words.say(id, &[("program", &program)]);
        let with_example = |id| words.say(id, &[("bytes", received.as_deref().unwrap_or("…"))]);
        match &detail.step.verb {
            // Only pointed out: there was nothing else to expect.
            Verb::Remark { .. } => return None,
            Verb::ExpectFile { path, what: None, .. } if detail.outcome == Outcome::Extra => {
                return Some(words.say("happened-file-there", &[("program", &program), ("path", &harmless(path))]));
            }
            Verb::ExpectKept { .. } if detail.outcome == Outcome::Lost => return Some(simple("happened-kept-apart")),
            _ => {}
        }
        Some(match detail.outcome {
            Outcome::Silent | Outcome::Ignored => self.nothing(detail, &program, &name),
            Outcome::Differs => match received {
                Some(bytes) => words.say("happened-differs", &[("program", &program), ("bytes", &bytes)]),
                None => simple("happened-differs-unknown"),
            },
            Outcome::Extra => match received {
                Some(bytes) => words.say("happened-extra", &[("program", &program), ("bytes", &bytes)]),
                None => simple("happened-extra-unknown"),
            },
            Outcome::Lost => with_example("happened-lost"),
            Outcome::Doubled => with_example("happened-doubled"),
            Outcome::Torn => with_example("happened-torn"),
            Outcome::Disordered => with_example("happened-disordered"),
            Outcome::Collided => self.collided(finding),
            Outcome::Ended => simple("happened-ended"),
            Outcome::Reset => simple("happened-reset"),
            Outcome::Refused => self.refused(detail.events.1),
            Outcome::Exited => self.after_refusal(detail, simple("happened-exited")),
            Outcome::Crashed => self.after_refusal(detail, self.crashed(&program, &name, finding)),
            Outcome::Spins => {
                let threads = stillness::threads(self.transcript, detail.events.1);
                let spinning: Vec<_> = threads.iter().filter(|t| t.seen.is_some()).cloned().collect();
                stillness::sentence(words, &self.cast, &name, &spinning).unwrap_or_else(|| simple("happened-spins"))
            }
        })
    }

    fn nothing(&self, detail: &Detail, program: &str, name: &str) -> String {
        let words = &self.words;
        let threads = stillness::threads(self.transcript, detail.events.1);
        let waits = stillness::sentence(words, &self.cast, name, threads).unwrap_or_else(|| {
            let args = [("program", program)];
            if self.ending(name).is_some() {
                words.say("waits-ended", &args)
            } else {
                words.say("waits-unknown", &args)
            }
        });
        let shown = detail
            .received
            .as_ref()
            .filter(|b| !b.0.is_empty() && matches!(detail.step.verb, Verb::ExpectShown { .. }));
        match (shown, detail.outcome) {
            (Some(bytes), _) => {
                let bytes = words.quote(bytes.0.strip_suffix(b"\n").unwrap_or(&bytes.0), QUOTED);
                words.say("happened-only-shown", &[("bytes", &bytes), ("waits", &waits)])
            }
            (None, Outcome::Ignored) => words.say("happened-ignored", &[("waits", &waits)]),
            (None, _) => words.say("happened-nothing", &[("waits", &waits)]),
        }
    }

    /// How a client ended that had been refused: the refusal comes first.
    fn after_refusal(&self, detail: &Detail, sentence: String) -> String {
        let connects = matches!(detail.step.verb, Verb::Accept { .. } | Verb::ExpectConnected { .. });
        if !connects || !self.cast.links.iter().any(|link| link.refused) {
            return sentence;
        }
        let refusal = self.refused(detail.events.1);
        self.words.say("happened-after-refusal", &[("refusal", &refusal), ("sentence", &sentence)])
    }

    fn refused(&self, at: u64) -> String {
        let words = &self.words;
        let Some(link) = self.cast.links.iter().rev().find(|link| link.refused) else {
            return words.say("happened-refused-unknown", &[]);
        };
        let address = words.address(link.to);
        let events = || self.transcript.entries.iter().filter(|e| e.n <= at).map(|e| &e.event);
        let listeners = || {
            events().filter_map(|e| if let Event::Listening { program, at } = e { Some((program, *at)) } else { None })
        };
        let covers =
            |at: &SocketAddr| at.port() == link.to.port() && (at.ip() == link.to.ip() || at.ip().is_unspecified());
        let say = |id, program: &str| {
            words.say(id, &[("address", &address), ("program", &words.program(program, Case::Plain))])
        };
        if let Some((program, _)) = listeners().rfind(|(_, at)| covers(at)) {
            let over = events().any(|e| matches!(e, Event::Exited { program: name, .. } if name == program));
            return say(if over { "happened-refused-ended" } else { "happened-refused-closed" }, program);
        }
        match listeners().next_back().filter(|_| matches!(link.client, Actor::Program(_))) {
            Some((program, listening)) => words.say(
                "happened-refused-elsewhere",
                &[
                    ("address", &address),
                    ("program", &words.program(program, Case::Plain)),
                    ("listening", &words.address(listening)),
                ],
            ),
            None => words.say("happened-refused", &[("address", &address)]),
        }
    }

    fn crashed(&self, program: &str, name: &str, finding: &Finding) -> String {
        if let Some(what) = self.excess(name) {
            return self.words.say(excess_message(what), &[("program", program)]);
        }
        let said = finding.said.as_deref().map(|text| self.words.quote(text.as_bytes(), 2 * QUOTED));
        let sentence = match self.ending(name) {
            Some(ending) => ended(&self.words, program, ending),
            None => self.words.say("happened-crashed", &[("program", program)]),
        };
        match said {
            Some(said) => self.words.say("happened-crashed-saying", &[("sentence", &sentence), ("said", &said)]),
            None => sentence,
        }
    }

    fn excess(&self, name: &str) -> Option<Excess> {
        self.transcript.entries.iter().rev().find_map(|e| match &e.event {
            Event::Exceeded { program, what } if program == name => Some(*what),
            _ => None,
        })
    }

    fn ending(&self, name: &str) -> Option<Ending> {
        self.transcript.entries.iter().rev().find_map(|e| match &e.event {
            Event::Exited { program, ending } if program == name => Some(*ending),
            _ => None,
        })
    }

    /// The program concerned: as the subject of a sentence, and by its name in the script.
    fn subject(&self, detail: &Detail) -> (String, String) {
        let by_role = if self.cast.role == Role::Client { "client" } else { "server" };
        let name = detail.subject.as_deref().unwrap_or(by_role);
        (self.words.program(name, Case::Plain), name.to_owned())
    }

    /// Who is at the end of a connection that the script calls `name`, opposite the program concerned.
    pub(super) fn actor_of(&self, name: &str, detail: &Detail) -> Actor {
        let Some(link) = self.cast.named(name) else { return self.cast.peer(name) };
        let (_, subject) = self.subject(detail);
        if link.server == Actor::Program(subject) { link.client.clone() } else { link.server.clone() }
    }
}

/// The message that says what a program took too much of.
pub(super) fn excess_message(what: Excess) -> &'static str {
    match what {
        Excess::Processes => "exceeded-processes",
        Excess::Memory => "exceeded-memory",
        Excess::Processor => "exceeded-processor",
        Excess::Output => "exceeded-output",
        Excess::Connections => "exceeded-connections",
        Excess::Traffic => "exceeded-traffic",
    }
}

/// « votre serveur s’est terminé avec le statut 1 ».
pub(super) fn ended(words: &Words<'_>, program: &str, ending: Ending) -> String {
    match ending {
        Ending::Status(0) => words.say("happened-exited", &[("program", program)]),
        Ending::Status(status) => {
            words.say("happened-status", &[("program", program), ("status", &status.to_string())])
        }
        Ending::Signal(number) => {
            let name = nix::sys::signal::Signal::try_from(number).map_or("?", nix::sys::signal::Signal::as_str);
            words.say("happened-signal", &[("program", program), ("number", &number.to_string()), ("name", name)])
        }
    }
}

#[cfg(test)]
mod tests {
    use super::super::samples::{finding, ignored_fin, sent, transcript};
    use super::*;
    use crate::catalogue::Catalogue;
    use crate::text::Language;

    fn verbs() -> Vec<Verb> {
        let peer = || String::from("A");
        let program = || String::from("server");
        let matchers = [
            Matcher::Exact("x".into()),
            Matcher::Prefixed("x".into(), "server.reply-prefix".into()),
            Matcher::Contains("x".into()),
            Matcher::Regex("x+".into()),
            Matcher::Anything,
            Matcher::Usually("x".into()),
        ];
        let mut verbs = vec![
            Verb::ExpectListening { program: program() },
            Verb::Connect { peer: peer(), program: program() },
            Verb::Accept { peer: peer(), name: peer(), program: program() },
            Verb::ExpectConnected { program: program(), to: program(), name: peer() },
            Verb::ExpectEnd { peer: peer() },
            Verb::ExpectRefused { program: program() },
            Verb::ExpectExit { program: program(), any_status: false, or_accepting: false },
            Verb::ExpectExit { program: program(), any_status: true, or_accepting: false },
            Verb::ExpectExit { program: program(), any_status: false, or_accepting: true },
            Verb::Quiet { peer: peer() },
            Verb::Greeting { peer: peer() },
            Verb::Settle,
        ];
        verbs.push(Verb::NotShown { program: program(), what: Matcher::Contains("x".into()) });
        verbs.push(Verb::ExpectGone { program: program(), or_accepting: false });
        verbs.push(Verb::ExpectFile { program: program(), path: "x".into(), what: None });
        verbs.push(Verb::ExpectFile { program: program(), path: "x".into(), what: Some(Matcher::Anything) });
        let tally = crate::lab::Tally { senders: 2, each: 2, message: "<{sender}:{n}>".into() };
        verbs.push(Verb::Tally { text: crate::lab::Text::Peer(peer()), tally });
        verbs.push(Verb::ExpectCount { bag: "totals".into(), count: 4 });
        verbs.push(Verb::ExpectKept { program: program(), texts: vec!["x".into(), "y".into()] });
        for what in matchers {
            verbs.push(Verb::Expect { peer: peer(), from: None, what: what.clone() });
            verbs.push(Verb::Notice { peer: peer(), what: what.clone(), code: "x".into() });
            verbs.push(Verb::ExpectShown { program: program(), what });
        }
        verbs
    }

    #[test]
    fn every_way_to_fail_has_its_sentences() {
        let catalogue = Catalogue::shipped();
        let (transcript, _) = ignored_fin();
        for language in [Language::Fr, Language::En] {
            let phrases = Phrases::new(Words::new(&catalogue, language), &transcript);
            for verb in verbs() {
                for (outcome, _) in Outcome::ALL {
                    let finding = finding("server.no-reply", verb.clone(), outcome, &transcript);
                    let detail = finding.detail.as_ref().unwrap();
                    for text in [phrases.expected(detail), phrases.happened(&finding).unwrap()] {
                        assert!(text.contains(' ') && !text.contains(['{', '$']), "{verb:?} {outcome:?}: {text}");
                    }
                }
            }
        }
    }

    #[test]
    fn what_a_program_took_too_much_of_is_said() {
        let catalogue = Catalogue::shipped();
        for language in [Language::Fr, Language::En] {
            for what in Excess::ALL {
                let mut events = super::super::samples::connected();
                events.push(Event::Exceeded { program: "server".into(), what });
                let transcript = transcript(Role::Server, super::super::samples::echo_play(), events);
                let code = format!("hostile.too-much-{}", what.name());
                let finding = finding(&code, Verb::Settle, Outcome::Crashed, &transcript);
                let phrases = Phrases::new(Words::new(&catalogue, language), &transcript);
                let text = phrases.happened(&finding).unwrap();
                assert!(text.contains(' ') && !text.contains(['{', '$']), "{what:?}: {text}");
            }
        }
    }

    #[test]
    fn the_sentences_name_the_call_and_the_peer() {
        let catalogue = Catalogue::shipped();
        let (transcript, finding) = ignored_fin();
        let phrases = Phrases::new(Words::new(&catalogue, Language::Fr), &transcript);
        let expected = phrases.expected(finding.detail.as_ref().unwrap()).replace('\u{a0}', " ");
        assert_eq!(expected, "que votre serveur ferme la connexion avec le client A (FIN), après avoir reçu « fin »");
        let happened = phrases.happened(&finding).unwrap().replace('\u{a0}', " ");
        assert_eq!(happened, "rien : votre serveur attend dans recv() un message du client A");
    }

    #[test]
    fn a_crash_tells_status_or_signal_and_the_error() {
        let catalogue = Catalogue::shipped();
        for (ending, wanted) in [
            (Ending::Status(1), "your server ended with status 1 and this message: “ValueError: \\x1b[31m”"),
            (
                Ending::Signal(11),
                "your server was killed by signal 11 (SIGSEGV) and this message: “ValueError: \\x1b[31m”",
            ),
        ] {
            let mut events = super::super::samples::connected();
            events.extend(sent("bonjour"));
            events.push(Event::Exited { program: "server".into(), ending });
            let transcript = transcript(Role::Server, super::super::samples::echo_play(), events);
            let mut finding = finding("server.exits-with-error", Verb::Settle, Outcome::Crashed, &transcript);
            finding.said = Some("ValueError: \x1b[31m".into());
            let phrases = Phrases::new(Words::new(&catalogue, Language::En), &transcript);
            assert_eq!(phrases.happened(&finding).as_deref(), Some(wanted));
        }
    }
}
