//! Where everything of a diagram is: rows become shapes, from the top down.
//!
//! It must not know how a shape is written.

use super::super::super::columns::{cut, width, wrap};
use super::super::super::ladder_row::{Content, Nature, Row, Tagged};
use super::super::super::phrase::{Phrases, QUOTED};
use super::clock;
use super::stage::{Post, Stage};

/// Where the first row begins: below the names.
pub(super) const TOP: i32 = 58;
/// Width of a character of fixed width, in tenths of a pixel.
pub(super) const CHARACTER: i32 = 73;
/// From one line of text to the next.
pub(super) const LINE: i32 = 16;
/// An arrow and the words over it.
const ARROW: i32 = 36;
/// A line across everything.
const BAND: i32 = 34;
/// Blank columns on both sides of the words over an arrow.
const AROUND: i32 = 26;
/// Columns of a text in a note.
const COLUMNS: usize = 31;
/// Lines of one note.
const LINES: usize = 6;

/// Something drawn.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Shape {
    /// A time on the axis.
    Time { y: i32, text: String },
    /// From one line to another, with words over its middle.
    Arrow { y: i32, from: i32, to: i32, nature: Nature, text: String, x: i32, tip: String },
    /// What a program does, types, shows or waits in.
    Note { x: i32, y: i32, height: i32, nature: Nature, lines: Vec<String>, tip: String },
    /// Something that concerns all.
    Band { y: i32, text: String },
    /// The end of a program.
    End { x: i32, y: i32 },
}

/// All shapes, and where each line is drawn through: from and to, and whether a program runs there.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Drawing {
    pub(super) shapes: Vec<Shape>,
    pub(super) lives: Vec<(i32, i32, i32, bool)>,
    pub(super) height: i32,
}

impl Drawing {
    /// Lays out the rows.
    pub(super) fn of(phrases: &Phrases<'_>, stage: &Stage, rows: &[Tagged]) -> Drawing {
        let mut pen = Pen { phrases, stage, y: TOP, shapes: Vec::new(), turns: Vec::new(), time: String::new() };
        for row in rows {
            pen.row(row);
        }
        let height = pen.y + 12;
        let lives = stage.posts.iter().flat_map(|post| life(post, &pen.turns, height)).collect();
        Drawing { shapes: pen.shapes, lives, height }
    }
}

/// A line from the top to the bottom, parted where its program starts and ends.
fn life(post: &Post, turns: &[(i32, i32, bool)], bottom: i32) -> Vec<(i32, i32, i32, bool)> {
    let mut turns = turns.iter().filter(|(x, ..)| *x == post.x).peekable();
    // What is not seen to start was there from the beginning.
    let mut alive = !turns.peek().is_some_and(|(_, _, starts)| *starts);
    let mut from = TOP - 14;
    let mut out = Vec::new();
    for (x, y, starts) in turns {
        out.push((*x, from, *y, alive));
        (from, alive) = (*y, *starts);
    }
    out.push((post.x, from, bottom - 6, alive));
    out
}

struct Pen<'p, 'a> {
    phrases: &'p Phrases<'a>,
    stage: &'p Stage,
    y: i32,
    shapes: Vec<Shape>,
    /// Line, height, and whether a program starts (or ends) there.
    turns: Vec<(i32, i32, bool)>,
    /// Told last on the axis.
    time: String,
}

impl Pen<'_, '_> {
    fn row(&mut self, row: &Tagged) {
        match &row.row {
            Row::Middle(text) => {
                self.time(row, self.y + 21);
                self.shapes.push(Shape::Band { y: self.y + 17, text: text.clone() });
                self.y += BAND;
            }
            Row::Note { what, .. } => self.note(row, what),
            Row::Arrow { what, .. } => self.arrow(row, what),
        }
    }

    fn time(&mut self, row: &Tagged, y: i32) {
        let Some(at) = row.at else { return };
        let text = clock(&self.phrases.words, at);
        if text != self.time {
            self.time.clone_from(&text);
            self.shapes.push(Shape::Time { y, text });
        }
    }

    fn arrow(&mut self, row: &Tagged, what: &Content) {
        let place = |actor: &Option<_>| actor.as_ref().and_then(|a| self.stage.post(a)).cloned();
        let (from, to) = (place(&row.from), place(&row.to));
        let (left, right) = self.stage.middle;
        let (start, end) = match (&from, &to) {
            (Some(from), Some(to)) if from.x != to.x => (from.x, to.x),
            // Nobody is there: it ends in the void.
            (Some(from), _) if from.x >= right => (from.x, left + 24),
            (Some(from), _) => (from.x, right - 24),
            (None, Some(to)) => (left + 24, to.x),
            (None, None) => (left + 24, right - 24),
        };
        let y = self.y + 24;
        let shared = [&from, &to].into_iter().flatten().any(|post| post.actors.len() > 1);
        let tag = if shared && !row.tag.is_empty() { format!("{} ", row.tag) } else { String::new() };
        let room = usize::try_from((right - left - AROUND) * 10 / CHARACTER).unwrap_or(0);
        let text = tag.clone() + &self.said(what, room.saturating_sub(width(&tag)), row.nature);
        self.time(row, y + 4);
        let x = (left + right) / 2;
        self.shapes.push(Shape::Arrow { y, from: start, to: end, nature: row.nature, text, x, tip: self.whole(what) });
        self.y += ARROW;
    }

    fn note(&mut self, row: &Tagged, what: &Content) {
        let Some(post) = row.from.as_ref().and_then(|a| self.stage.post(a)) else { return };
        let Some(x) = post.notes else { return };
        let text = match what {
            // On a terminal, a text stands by itself.
            Content::Bytes(_, bytes) if row.nature == Nature::Shown => {
                cut(&crate::text::shown(bytes, 400), COLUMNS * 3)
            }
            _ => self.said(what, COLUMNS * 3, row.nature),
        };
        let mut lines: Vec<String> = wrap(&text, COLUMNS);
        if lines.len() > LINES {
            lines.truncate(LINES);
            lines.push("…".into());
        }
        let lines: Vec<String> = lines.iter().map(|line| cut(line, COLUMNS)).collect();
        let height = LINE * i32::try_from(lines.len()).unwrap_or(1) + 8;
        let y = self.y + 3;
        match row.nature {
            Nature::Start => self.turns.push((post.x, y + height / 2, true)),
            Nature::Exit => {
                self.turns.push((post.x, y + height / 2, false));
                self.shapes.push(Shape::End { x: post.x, y: y + height / 2 });
            }
            _ => {}
        }
        self.time(row, y + 16);
        self.shapes.push(Shape::Note { x, y, height, nature: row.nature, lines, tip: self.whole(what) });
        self.y += height + 6;
    }

    /// In at most so many columns.
    fn said(&self, what: &Content, room: usize, nature: Nature) -> String {
        let words = &self.phrases.words;
        let quote = |bytes: &[u8], room| match nature {
            Nature::Typed | Nature::Shown => words.quote_text(bytes, room),
            _ => words.quote_within(bytes, room),
        };
        match what {
            Content::Text(text) => cut(text, room),
            Content::Bytes(before, bytes) if before.is_empty() => quote(bytes, room),
            Content::Bytes(before, bytes) => {
                let before = cut(before, room.saturating_sub(8)) + "\u{a0}";
                let quoted = quote(bytes, room.saturating_sub(width(&before)));
                before + &quoted
            }
        }
    }

    /// As much of it as a pointer that rests on it may show.
    fn whole(&self, what: &Content) -> String {
        let words = &self.phrases.words;
        match what {
            Content::Text(text) => text.clone(),
            Content::Bytes(before, bytes) => {
                let count =
                    words.say("html-bytes", &[("form", words.form(bytes.len())), ("count", &bytes.len().to_string())]);
                format!("{before} {} – {count}", words.quote(bytes, QUOTED * 5)).trim_start().to_owned()
            }
        }
    }
}
