//! A transcript drawn as a ladder: clients on the left, servers on the right, time downwards.
//!
//! Plain text of a given width, no colours. It must not know what a finding says in words: only where it
//! leaves a gap in the exchange.

use super::caret;
use super::columns::{self, centre, cut, left, right, wrap};
use super::ladder_row::{Content, Lane, Row, Tagged};
use super::ladder_rows::rows;
use super::phrase::Phrases;
use super::words::{Case, Words};
use crate::catalogue::Catalogue;
use crate::grading::Finding;
use crate::lab::{Matcher, Outcome, Role, Verb};
use crate::text::Language;
use crate::transcript::Transcript;

/// More rows than this are shortened.
const ROWS: usize = 40;
/// Rows kept at the start and at the end.
const KEPT: (usize, usize) = (12, 24);
/// Widest distance between the lanes.
const WIDEST: usize = 70;

/// The exchange as text, at most `width` columns wide; with a finding, up to the event that settled it, with what
/// was missing, and the first wrong byte marked.
pub fn ladder(
    transcript: &Transcript,
    finding: Option<&Finding>,
    catalogue: &Catalogue,
    language: Language,
    width: usize,
) -> Vec<String> {
    let words = Words::new(catalogue, language);
    let phrases = Phrases::new(words, transcript);
    let rows = shortened(rows(&phrases, finding.and_then(|f| f.detail.as_ref())), &words);
    // Names of connections are needed only where there are several.
    let mut tags: Vec<&str> = rows.iter().map(|r| r.tag.as_str()).filter(|t| !t.is_empty()).collect();
    tags.sort_unstable();
    tags.dedup();
    let margin = if tags.len() > 1 { tags.iter().map(|t| columns::width(t)).max().unwrap_or(0).min(8) + 1 } else { 0 };
    let inner = width.saturating_sub(margin + 2).clamp(30, WIDEST);
    let mut lines = vec![format!("{}{}", " ".repeat(margin), heads(&phrases, inner + 2))];
    for Tagged { tag, row, .. } in &rows {
        let tag = if margin > 0 { left(tag, margin - 1) + " " } else { String::new() };
        lines.extend(drawn(row, inner, &words).into_iter().map(|line| format!("{tag}│{line}│")));
    }
    let compared = finding.map(|finding| comparison(finding, &words, width)).unwrap_or_default();
    if !compared.is_empty() {
        lines.push(String::new());
    }
    lines.extend(compared);
    lines
}

/// The rows, of too many only the first and the last.
pub(super) fn shortened(mut rows: Vec<Tagged>, words: &Words<'_>) -> Vec<Tagged> {
    if rows.len() <= ROWS {
        return rows;
    }
    let end = rows.split_off(rows.len() - KEPT.1);
    let left_out = rows.len() - KEPT.0;
    rows.truncate(KEPT.0);
    let text = words.say("ladder-left-out", &[("count", &left_out.to_string())]);
    rows.push(Tagged::about_all(text, None));
    rows.extend(end);
    rows
}

/// Who stands at which lane.
fn heads(phrases: &Phrases<'_>, width: usize) -> String {
    let words = &phrases.words;
    let program = |name: &str| {
        let path =
            phrases.transcript.header.programs.iter().find(|(n, _)| n.starts_with(name)).map(|(_, path)| path.as_str());
        let who = words.capital(&words.program(name, Case::Plain));
        match path {
            Some(path) => {
                words.say("ladder-head-program", &[("program", &who), ("path", &crate::text::harmless(path))])
            }
            None => who,
        }
    };
    let mut names: Vec<&str> = phrases.cast.links.iter().map(|link| link.label.as_str()).collect();
    names.dedup();
    let (at_left, at_right) = match phrases.cast.role {
        Role::Server => {
            let head = match names.as_slice() {
                [] => words.say("ladder-head-any-client", &[]),
                [one] => words.say("ladder-head-client", &[("name", one)]),
                [first, last] => words.say("ladder-head-two-clients", &[("first", first), ("last", last)]),
                [first, .., last] => words.say("ladder-head-clients", &[("first", first), ("last", last)]),
            };
            (head, program("server"))
        }
        Role::Client => (program("client"), words.say("ladder-head-server", &[])),
        Role::Pair => (program("client"), program("server")),
    };
    let half = width / 2;
    let left_width = width.saturating_sub(columns::width(&at_right).min(half) + 2);
    let at_left = cut(&at_left, left_width);
    let rest = width.saturating_sub(columns::width(&at_left));
    format!("{at_left}{}", right(&at_right, rest))
}

/// What stands between the lanes; words that are too long for a line take several.
fn drawn(row: &Row, inner: usize, words: &Words<'_>) -> Vec<String> {
    match row {
        Row::Middle(text) => vec![centre(&format!(" {text} "), inner, '┄')],
        Row::Note { at, what } => {
            let lines = match what {
                Content::Text(text) => wrap(text, inner - 2),
                Content::Bytes(..) => vec![content(row, what, inner - 2, words)],
            };
            let place = |line: &String| match at {
                Lane::Left => format!(" {}", left(line, inner - 1)),
                Lane::Right => format!("{} ", right(line, inner - 1)),
            };
            lines.iter().map(place).collect()
        }
        Row::Arrow { from, what, missing } => {
            let line = if *missing { "┄" } else { "─" };
            let text = content(row, what, inner - 10, words);
            let shaft = line.repeat(inner.saturating_sub(columns::width(&text) + 7));
            vec![match from {
                Lane::Left => format!(" {line}{line} {text} {shaft}▶ "),
                Lane::Right => format!(" ◀{shaft} {text} {line}{line} "),
            }]
        }
    }
}

/// What crosses the network, with the number of bytes where some are left out; what stands on a terminal, without.
fn content(row: &Row, what: &Content, width: usize, words: &Words<'_>) -> String {
    let quote = |bytes: &[u8], head: &str| {
        let room = width.saturating_sub(columns::width(head));
        match row {
            Row::Arrow { .. } => words.quote_within(bytes, room),
            _ => words.quote_text(bytes, room),
        }
    };
    match what {
        Content::Text(text) => cut(text, width),
        Content::Bytes(before, bytes) if before.is_empty() => quote(bytes, ""),
        Content::Bytes(before, bytes) => {
            let before = cut(before, width.saturating_sub(8)) + " ";
            let quoted = quote(bytes, &before);
            before + &quoted
        }
    }
}

/// Expected and received under each other, where something else came.
pub(super) fn comparison(finding: &Finding, words: &Words<'_>, width: usize) -> Vec<String> {
    let Some(detail) = finding.detail.as_ref().filter(|d| d.outcome == Outcome::Differs) else { return Vec::new() };
    let (Verb::Expect { what, .. } | Verb::Notice { what, .. }) = &detail.step.verb else { return Vec::new() };
    let (wanted, anywhere) = match what {
        Matcher::Exact(bytes) => (bytes, false),
        Matcher::Prefixed(bytes, _) | Matcher::Contains(bytes) => (bytes, true),
        Matcher::Regex(_) | Matcher::Anything | Matcher::Usually(_) => return Vec::new(),
    };
    let Some(received) = &detail.received else { return Vec::new() };
    let labels = (words.say("caret-expected", &[]), words.say("caret-received", &[]));
    caret::compare(&wanted.0, &received.0, anywhere, (&labels.0, &labels.1), width)
}

#[cfg(test)]
mod tests {
    use super::super::samples::{
        address, answered, connected, echo_play, finding, ignored_fin, sent, shown, transcript,
    };
    use super::*;
    use crate::transcript::{Ending, Event, Side};

    fn draw(transcript: &Transcript, finding: Option<&Finding>, width: usize) -> Vec<String> {
        let lines = ladder(transcript, finding, &Catalogue::shipped(), Language::En, width);
        for line in &lines {
            assert!(columns::width(line) <= width, "{line}");
        }
        lines
    }

    #[test]
    fn what_was_expected_and_never_came_is_a_gap_in_the_ladder() {
        let (transcript, finding) = ignored_fin();
        insta::assert_snapshot!("ladder-gap", draw(&transcript, Some(&finding), 60).join("\n"));
    }

    #[test]
    fn a_refused_connection_says_who_refused_it() {
        let (from, to) = (address("127.0.0.1:40001"), address("127.0.0.1:63000"));
        let mut events = connected();
        events.extend([
            Event::End { conn: 1, from: Side::Server },
            Event::Exited { program: "server".into(), ending: Ending::Status(0) },
            Event::Connecting { peer: "B".into(), local: from, to },
            Event::Syn { conn: 2, from, to },
            Event::Refused { conn: 2 },
        ]);
        let transcript = transcript(Role::Server, echo_play(), events);
        insta::assert_snapshot!("ladder-refused", draw(&transcript, None, 60).join("\n"));
    }

    #[test]
    fn fin_and_rst_point_away_from_who_sent_them() {
        let mut events = connected();
        events.extend([
            Event::End { conn: 1, from: Side::Client },
            Event::Reset { conn: 1, from: Side::Server },
            Event::Exited { program: "server".into(), ending: Ending::Signal(11) },
        ]);
        let transcript = transcript(Role::Server, echo_play(), events);
        insta::assert_snapshot!("ladder-fin-rst", draw(&transcript, None, 60).join("\n"));
    }

    #[test]
    fn hostile_output_cannot_leave_its_row() {
        let mut events = connected();
        events.extend(sent("a\x1b[2J\u{202e}b"));
        events.extend([answered("\r\n│ forged │"), shown("server", "\x1b]0;owned\x07\u{2066}x")]);
        let mut transcript = transcript(Role::Server, echo_play(), events);
        transcript.header.programs.insert("server".into(), "s\x1b[31m\u{202e}.py".into());
        let text = draw(&transcript, None, 80).join("\n");
        assert!(!text.chars().any(|c| c != '\n' && crate::text::is_treacherous(c)), "{text:?}");
        assert!(text.contains(r"\x1b[2J\u{202e}b") && text.contains(r"\x1b]0;owned\x07"), "{text}");
    }

    #[test]
    fn segments_of_one_message_are_one_arrow() {
        let mut events = connected();
        events.extend([answered("bon"), answered("jour")]);
        let text = draw(&transcript(Role::Server, echo_play(), events), None, 60).join("\n");
        assert!(text.contains("“bonjour”"), "{text}");
    }

    #[test]
    fn the_middle_of_a_long_exchange_is_left_out() {
        let mut events = connected();
        for i in 0..60 {
            events.extend(sent(&format!("question {i}")));
            events.push(answered(&format!("answer {i}")));
        }
        let lines = draw(&transcript(Role::Server, echo_play(), events), None, 60);
        assert_eq!(lines.len(), 1 + KEPT.0 + 1 + KEPT.1);
        assert!(lines[1 + KEPT.0].contains("… 87 rows …"), "{}", lines[1 + KEPT.0]);
        assert!(lines.last().is_some_and(|l| l.contains("answer 59")));
    }

    #[test]
    fn a_wrong_answer_is_compared_under_the_ladder() {
        let mut events = connected();
        events.extend(sent("ça va 😀 ?"));
        events.push(answered("ça va 😀 !"));
        let transcript = transcript(Role::Server, echo_play(), events);
        let what = Matcher::Exact("ça va 😀 ?".into());
        let verb = Verb::Expect { peer: "A".into(), from: None, what };
        let mut finding = finding("server.wrong-echo", verb, Outcome::Differs, &transcript);
        if let Some(detail) = &mut finding.detail {
            detail.received = Some("ça va 😀 !".into());
        }
        let lines = draw(&transcript, Some(&finding), 60);
        assert_eq!(lines[lines.len() - 3..], ["expected: ça va 😀 ?", "received: ça va 😀 !", "                   ^"]);
    }
}
