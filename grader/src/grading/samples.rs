//! Hand-built transcripts and results for the tests of this folder and those above.

use std::collections::BTreeMap;
use std::net::SocketAddr;

use crate::grading::{Detail, Finding, Graded, GradedProgram, GradedScenario, GradedStep, NotPlayed};
use crate::judge::Verdict;
use crate::lab::{Level, Matcher, Outcome, Role, Scenario, Step, Verb};
use crate::submission::Reason;
use crate::text::{Localised, Payload};
use crate::transcript::{
    Entry, Event, Header, Isolation, SCHEMA, Side, Stillness, Stream, Thread, Transcript, Waiting,
};

pub(crate) fn address(text: &str) -> SocketAddr {
    text.parse().unwrap()
}

pub(crate) fn title(fr: &str, en: &str) -> Localised {
    Localised { fr: fr.into(), en: en.into() }
}

pub(crate) fn step(verb: Verb) -> Step {
    Step { line: 1, verb, on: BTreeMap::new(), asked: None }
}

pub(crate) fn transcript(role: Role, play: Vec<Verb>, events: Vec<Event>) -> Transcript {
    let scenario = Scenario {
        tools: Default::default(),
        id: "sample".into(),
        role,
        level: Level::Required,
        points: 2,
        title: title("Un exemple", "A sample"),
        needs: vec![],
        question: None,
        port: 63000,
        prompts: vec![],
        seed: 0,
        play: play.into_iter().map(step).collect(),
    };
    let programs = match role {
        Role::Server => vec![("server", "server.py")],
        Role::Client => vec![("client", "client.py")],
        Role::Pair => vec![("server", "server.py"), ("client", "client.py")],
    };
    let header = Header {
        schema: SCHEMA.into(),
        lab: "tp-a".into(),
        step: "2.2".into(),
        scenario,
        programs: programs.into_iter().map(|(name, path)| (name.to_owned(), path.to_owned())).collect(),
        isolation: Isolation::Namespaces,
    };
    let entries = (1..).zip(events).map(|(n, event)| Entry { n, t: n * 1000, event }).collect();
    Transcript { header, entries }
}

pub(crate) fn thread(program: &str, waiting: Waiting) -> Thread {
    Thread {
        program: program.into(),
        pid: 4,
        tid: 4,
        waiting,
        call: String::new(),
        fd: None,
        local: None,
        remote: None,
        seen: None,
    }
}

/// Peer A connected to the student's server, which listens on port 63000.
pub(crate) fn connected() -> Vec<Event> {
    let (from, to) = (address("127.0.0.1:40000"), address("127.0.0.1:63000"));
    vec![
        Event::Started { program: "server".into() },
        Event::Listening { program: "server".into(), at: address("0.0.0.0:63000") },
        Event::Connecting { peer: "A".into(), local: from, to },
        Event::Syn { conn: 1, from, to },
        Event::Established { conn: 1 },
    ]
}

pub(crate) fn sent(text: &str) -> Vec<Event> {
    let data = Payload::from(text);
    vec![Event::Sent { peer: "A".into(), data: data.clone() }, Event::Data { conn: 1, from: Side::Client, data }]
}

pub(crate) fn answered(text: &str) -> Event {
    Event::Data { conn: 1, from: Side::Server, data: Payload::from(text) }
}

pub(crate) fn shown(program: &str, text: &str) -> Event {
    Event::Output { program: program.into(), stream: Stream::Screen, data: Payload::from(text) }
}

/// The server rests in `recv` on the connection with A.
pub(crate) fn resting() -> Event {
    let mut thread = thread("server", Waiting::Receive);
    (thread.local, thread.remote) = (Some(address("127.0.0.1:63000")), Some(address("127.0.0.1:40000")));
    Event::Still { kind: Stillness::Rest, threads: vec![thread] }
}

/// The script of a server that must echo and stop on `fin`.
pub(crate) fn echo_play() -> Vec<Verb> {
    let peer = || String::from("A");
    vec![
        Verb::Start { program: "server".into(), probe: false },
        Verb::ExpectListening { program: "server".into() },
        Verb::Connect { peer: peer(), program: "server".into() },
        Verb::Send { peer: peer(), data: "bonjour".into() },
        Verb::Expect { peer: peer(), from: None, what: Matcher::Exact("bonjour".into()) },
        Verb::Send { peer: peer(), data: "fin".into() },
        Verb::ExpectEnd { peer: peer() },
    ]
}

/// A server that ignores `fin`.
pub(crate) fn ignored_fin() -> (Transcript, Finding) {
    let mut events = connected();
    events.extend(sent("bonjour"));
    events.extend([answered("bonjour"), shown("server", "reçu : bonjour\n")]);
    events.extend(sent("fin"));
    events.extend([answered("fin"), resting()]);
    let transcript = transcript(Role::Server, echo_play(), events);
    let finding = finding("server.ignores-fin", Verb::ExpectEnd { peer: "A".into() }, Outcome::Silent, &transcript);
    (transcript, finding)
}

/// A finding settled by the transcript's last event.
pub(crate) fn finding(code: &str, verb: Verb, outcome: Outcome, transcript: &Transcript) -> Finding {
    let role = transcript.header.scenario.role;
    let subject = if role == Role::Client { "client" } else { "server" };
    Finding {
        code: code.into(),
        program: transcript.header.programs.get(subject).cloned(),
        location: None,
        detail: Some(Detail {
            interleaving: None,
            function: None,
            step: step(verb),
            outcome,
            received: None,
            subject: Some(subject.into()),
            events: (1, transcript.entries.last().map_or(0, |e| e.n)),
        }),
        said: None,
    }
}

pub(crate) fn scenario(id: &str, name: Localised, level: Level, verdict: Verdict) -> GradedScenario {
    GradedScenario {
        id: id.into(),
        title: name,
        role: Role::Server,
        level,
        points: 2,
        question: None,
        verdict,
        not_played: None,
        reason: None,
        findings: vec![],
        duration_ms: 12,
        transcript: None,
    }
}

/// A submission in which one scenario passed, one failed, one failed for the same reason, one was not played and
/// one could not be judged.
pub(crate) fn graded() -> Graded {
    let (transcript, finding) = ignored_fin();
    let mut failed = scenario("fin", title("Fin de session", "End of session"), Level::Required, Verdict::Failed);
    failed.findings = vec![finding.clone()];
    failed.transcript = Some(transcript.clone());
    let mut again = scenario("fin-twice", title("Deux sessions", "Two sessions"), Level::Robustness, Verdict::Failed);
    again.findings = vec![finding];
    again.transcript = Some(transcript);
    let mut skipped = scenario("after", title("Ensuite", "Afterwards"), Level::Required, Verdict::Skipped);
    skipped.not_played = Some(NotPlayed::Needs { scenario: "fin".into() });
    let mut unknown = scenario("slow", title("Lenteur", "Slowness"), Level::Robustness, Verdict::Inconclusive);
    unknown.reason = Some("outer-limit".into());
    let passed = scenario("echo", title("Écho", "Echo"), Level::Required, Verdict::Passed);
    let step = GradedStep {
        id: "2.2".into(),
        title: title("Serveur écho", "Echo server"),
        bonus: false,
        habits: vec![],
        findings: vec![],
        scenarios: vec![passed, failed, again, skipped, unknown],
    };
    let program = GradedProgram {
        step: "2.2".into(),
        role: Role::Server,
        path: "server.py".into(),
        command: vec!["python3".into(), "server.py".into()],
        why: vec![Reason::RoleCode("listens".into()), Reason::Facts(vec!["fin".into(), "!eval".into()])],
    };
    Graded {
        submission: "binome-01".into(),
        lab: "tp-a".into(),
        programs: vec![program],
        unused: vec!["notes.py".into()],
        findings: vec![],
        steps: vec![step],
        answers: vec![],
        isolation: Isolation::Namespaces,
        interrupted: false,
    }
}
