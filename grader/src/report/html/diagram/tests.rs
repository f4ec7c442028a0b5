//! Diagrams of stored exchanges: everybody has a line, nothing lies over anything, hostile bytes stay text.

use quick_xml::events::Event as Xml;

use super::super::super::columns::width;
use super::super::super::ladder_row::Nature::{Bytes, Missing, Syn, Wait};
use super::super::super::samples::{
    address, answered, connected, echo_play, ignored_fin, resting, sent, shown, transcript,
};
use super::layout::{CHARACTER, Drawing, LINE, Shape};
use super::stage::{NOTE, Stage};
use super::*;
use crate::catalogue::Catalogue;
use crate::lab::Role;
use crate::text::{Language, is_treacherous};
use crate::transcript::{Ending, Event, Side};

/// The stage and the shapes, after looking them over.
fn laid_out(transcript: &Transcript, finding: Option<&Finding>, language: Language) -> (Stage, Drawing) {
    let catalogue = Catalogue::shipped();
    let phrases = Phrases::new(Words::new(&catalogue, language), transcript);
    let rows = shortened(rows(&phrases, finding.and_then(|f| f.detail.as_ref())), &phrases.words);
    let stage = Stage::of(&phrases, &rows);
    let drawing = Drawing::of(&phrases, &stage, &rows);
    look_over(&stage, &drawing);
    (stage, drawing)
}

/// Rows follow each other, and words stay in the room they have.
fn look_over(stage: &Stage, drawing: &Drawing) {
    let pixels = |text: &str| i32::try_from(width(text)).unwrap() * CHARACTER / 10;
    let mut bottom = 0;
    for shape in &drawing.shapes {
        let (top, end) = match shape {
            Shape::Arrow { y, text, x, .. } => {
                let half = pixels(text) / 2;
                assert!(x - half > stage.middle.0 && x + half < stage.middle.1, "{text}");
                (y - 19, y + 7)
            }
            Shape::Note { x, y, height, lines, .. } => {
                assert!(lines.iter().all(|line| pixels(line) + 9 <= NOTE), "{lines:?}");
                assert!(*height >= LINE * i32::try_from(lines.len()).unwrap() && x + NOTE <= stage.width);
                (*y, y + height)
            }
            Shape::Band { y, .. } => (y - 10, y + 8),
            Shape::Time { .. } | Shape::End { .. } => continue,
        };
        assert!(top >= bottom && end <= drawing.height, "{shape:?} begins above {bottom}");
        bottom = end;
    }
    for (at, post) in stage.posts.iter().enumerate() {
        assert!(post.x < stage.width);
        assert!(stage.posts[..at].iter().all(|before| (before.x - post.x).abs() >= 100), "{:?}", stage.posts);
    }
}

fn svg_of(transcript: &Transcript, finding: Option<&Finding>) -> String {
    let catalogue = Catalogue::shipped();
    diagram(&Words::new(&catalogue, Language::En), transcript, finding, "x").into_string()
}

#[test]
fn what_never_came_is_a_broken_arrow_and_what_is_waited_in_stands_beside() {
    let (transcript, finding) = ignored_fin();
    for language in [Language::Fr, Language::En] {
        let (stage, drawing) = laid_out(&transcript, Some(&finding), language);
        assert_eq!(stage.posts.len(), 2);
        let arrow = |s: &Shape| match s {
            Shape::Arrow { nature, from, to, .. } => Some((*nature, from < to)),
            _ => None,
        };
        let natures: Vec<_> = drawing.shapes.iter().filter_map(arrow).collect();
        let expected = [(Syn, true), (Bytes, true), (Bytes, false), (Bytes, true), (Bytes, false), (Missing, false)];
        assert_eq!(natures, expected);
        let waits = drawing.shapes.iter().filter(|s| matches!(s, Shape::Note { nature: Wait, .. }));
        assert_eq!(waits.count(), 1);
    }
}

#[test]
fn refused_fin_and_rst_are_drawn_as_such() {
    let (from, to) = (address("127.0.0.1:40001"), address("127.0.0.1:63000"));
    let mut events = connected();
    events.extend([
        Event::End { conn: 1, from: Side::Client },
        Event::Reset { conn: 1, from: Side::Server },
        Event::Exited { program: "server".into(), ending: Ending::Signal(11) },
        Event::Connecting { peer: "B".into(), local: from, to },
        Event::Syn { conn: 2, from, to },
        Event::Refused { conn: 2 },
    ]);
    let transcript = transcript(Role::Server, echo_play(), events);
    let (stage, drawing) = laid_out(&transcript, None, Language::Fr);
    let heads: Vec<&str> = stage.posts.iter().map(|p| p.head.as_str()).collect();
    assert_eq!(heads, ["Client A", "Client B", "127.0.0.1:63000", "Votre serveur"], "who refuses is nobody");
    assert!(drawing.lives.iter().any(|(x, .., alive)| *x == stage.posts[3].x && !alive), "it ended");
    let text = svg_of(&transcript, None);
    for class in ["arrow fin", "arrow rst", "arrow refused", "arrow syn", "note exit"] {
        assert!(text.contains(&format!("class=\"{class}\"")), "{class}: {text}");
    }
}

#[test]
fn fifty_clients_share_a_line_rather_than_shrink_the_others() {
    let mut events = connected();
    for n in 2..=50u16 {
        let (from, to) = (address(&format!("127.0.0.1:{}", 40000 + n)), address("127.0.0.1:63000"));
        let (peer, conn) = (format!("B{n}"), u32::from(n));
        events.extend([
            Event::Connecting { peer, local: from, to },
            Event::Syn { conn, from, to },
            Event::Established { conn },
        ]);
    }
    let (stage, _) = laid_out(&transcript(Role::Server, echo_play(), events), None, Language::En);
    assert_eq!(stage.posts.len(), 6);
    assert_eq!(stage.posts.iter().filter(|p| p.actors.len() > 1 && p.head == "The others").count(), 1);
}

#[test]
fn long_and_hostile_bytes_stay_in_their_place_and_the_drawing_well_formed() {
    let evil = "</text></svg><script>alert(1)</script>\x1b[2J\u{202e}😀é\n".repeat(40);
    let mut events = connected();
    events.extend(sent(&evil));
    events.extend([answered(&evil), shown("server", &evil), shown("server", &"é".repeat(3000))]);
    events.extend([Event::Typed { program: "server".into(), data: evil.as_str().into() }, resting()]);
    let mut transcript = transcript(Role::Server, echo_play(), events);
    transcript.header.programs.insert("server".into(), evil.clone());
    laid_out(&transcript, None, Language::Fr);
    let text = svg_of(&transcript, None);
    assert!(!text.chars().any(is_treacherous) && !text.contains("<script"), "{text}");
    let svg = &text[text.find("<svg").unwrap()..text.find("</svg>").unwrap() + 6];
    let mut reader = quick_xml::Reader::from_str(svg);
    reader.config_mut().check_end_names = true;
    let mut depth = 0;
    loop {
        match reader.read_event().unwrap() {
            Xml::Start(_) => depth += 1,
            Xml::End(_) => depth -= 1,
            Xml::Eof => break,
            _ => {}
        }
    }
    assert_eq!(depth, 0);
}

#[test]
fn the_same_is_told_in_words_with_times_and_numbers_of_events() {
    let (transcript, finding) = ignored_fin();
    let catalogue = Catalogue::shipped();
    let phrases = Phrases::new(Words::new(&catalogue, Language::En), &transcript);
    let rows = rows(&phrases, finding.detail.as_ref());
    let told = spoken::lines(&phrases, &rows);
    assert_eq!(told.len(), rows.len());
    let plain: Vec<String> = told.iter().map(|line| line.replace('\u{a0}', " ")).collect();
    assert_eq!(plain[0], "1 ms (event 1) – Your server: starts");
    assert_eq!(plain[3], "7 ms (event 7) – Client A, to your server: “bonjour”");
    assert!(plain.iter().any(|line| line == "Your server, to client A: ? expected: FIN"), "{plain:#?}");
}
