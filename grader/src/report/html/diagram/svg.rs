//! A laid out diagram as SVG. Colours and fonts are the style sheet's.

use maud::{Markup, html};

use super::super::super::columns::{cut, width};
use super::super::super::ladder_row::{Lane, Nature};
use super::super::super::words::Words;
use super::layout::{Drawing, LINE, Shape, TOP};
use super::stage::{AXIS, NOTE, Post, Stage};

/// Characters of a name over a line, with notes beside it and without.
const HEAD: (usize, usize) = (34, 18);

/// The drawing; `told` is the id of the same in words.
pub(super) fn svg(words: &Words<'_>, stage: &Stage, drawing: &Drawing, told: &str) -> Markup {
    let (width, height) = (stage.width, drawing.height);
    html! {
        svg role="img" aria-label=(words.say("html-diagram-label", &[])) aria-details=(told)
            viewBox={ "0 0 " (width) " " (height) } width=(width) height=(height) {
            line.axis x1=(AXIS - 8) y1=(TOP - 14) x2=(AXIS - 8) y2=(height - 6) {}
            text.time x=(AXIS - 14) y=(TOP - 20) text-anchor="end" { (words.say("html-time", &[])) }
            @for post in &stage.posts { (head(post)) }
            @for (x, from, to, alive) in &drawing.lives {
                line.lane.gone[!alive] x1=(x) y1=(from) x2=(x) y2=(to) {}
            }
            @for shape in &drawing.shapes { (drawn(shape, stage)) }
        }
    }
}

fn head(post: &Post) -> Markup {
    let (anchor, x, room) = match (post.notes, post.side) {
        (Some(_), Lane::Left) => ("end", post.x + 6, HEAD.0),
        (Some(_), Lane::Right) => ("start", post.x - 6, HEAD.0),
        (None, _) => ("middle", post.x, HEAD.1),
    };
    html! {
        text.who x=(x) y="18" text-anchor=(anchor) { (cut(&post.head, room)) }
        text.file x=(x) y="34" text-anchor=(anchor) {
            @if width(&post.below) > room { title { (post.below) } }
            (cut(&post.below, room))
        }
    }
}

fn drawn(shape: &Shape, stage: &Stage) -> Markup {
    match shape {
        Shape::Time { y, text } => html! {
            line.axis x1=(AXIS - 11) y1=(y - 4) x2=(AXIS - 5) y2=(y - 4) {}
            text.time x=(AXIS - 14) y=(y) text-anchor="end" { (text) }
        },
        Shape::Band { y, text } => html! {
            line.band x1=(AXIS) y1=(y) x2=(stage.width - 6) y2=(y) {}
            text.band x=((stage.middle.0 + stage.middle.1) / 2) y=(y + 4) text-anchor="middle" { (text) }
        },
        Shape::End { x, y } => html! { path.cross d={ (cross(*x, *y)) } {} },
        Shape::Note { x, y, height, nature, lines, tip } => html! {
            g.note.(class(*nature)) {
                title { (tip) }
                rect x=(x) y=(y) width=(NOTE) height=(height) rx="4" {}
                @for (i, line) in (1..).zip(lines) { text x=(x + 9) y=(y + LINE * i) { (line) } }
            }
        },
        Shape::Arrow { y, from, to, nature, text, x, tip } => html! {
            g.arrow.(class(*nature)) {
                title { (tip) }
                line x1=(from) y1=(y) x2=(to - (to - from).signum() * 3) y2=(y) {}
                path d={ (point(*to, *y, (to - from).signum(), *nature)) } {}
                text x=(x) y=(y - 7) text-anchor="middle" { (text) }
            }
        },
    }
}

/// The head of an arrow that goes right (1) or left (-1): a point, barred where a stream ends, crossed where a
/// connection is cut.
fn point(x: i32, y: i32, way: i32, nature: Nature) -> String {
    let tip = format!("M{x} {y}L{} {}L{} {}Z", x - way * 10, y - 5, x - way * 10, y + 5);
    match nature {
        Nature::Fin => format!("{tip}M{} {}V{}", x - way * 13, y - 7, y + 7),
        Nature::Rst | Nature::Refused => format!("{tip}{}", cross(x - way * 20, y)),
        _ => tip,
    }
}

fn cross(x: i32, y: i32) -> String {
    format!("M{} {}L{} {}M{} {}L{} {}", x - 5, y - 5, x + 5, y + 5, x - 5, y + 5, x + 5, y - 5)
}

/// As the style sheet calls it.
fn class(nature: Nature) -> &'static str {
    match nature {
        Nature::Syn => "syn",
        Nature::Refused => "refused",
        Nature::Bytes => "bytes",
        Nature::Fin => "fin",
        Nature::Rst => "rst",
        Nature::Start | Nature::Act => "act",
        Nature::Exit => "exit",
        Nature::Typed => "typed",
        Nature::Shown => "shown",
        Nature::Wait => "wait",
        Nature::Missing => "missing",
    }
}
