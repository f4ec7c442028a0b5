//! Who stands where: a line for each program and peer, clients on the left, servers on the right, room for
//! the programs' terminals outside. All lengths in pixels of the drawing.

use super::super::super::cast::{Actor, Cast};
use super::super::super::ladder_row::{Lane, Row, Tagged};
use super::super::super::phrase::Phrases;
use super::super::super::words::Case;
use crate::lab::Role;
use crate::text::harmless;

/// Room for times, on the left.
pub(super) const AXIS: i32 = 66;
/// Between the innermost lines of both sides: arrows and what they carry.
pub(super) const MIDDLE: i32 = 336;
/// Room for what a program does and shows.
pub(super) const NOTE: i32 = 244;
/// From a line to the notes beside it.
const BESIDE: i32 = 12;
/// Half the room for the name over a line without notes.
const HALF: i32 = 64;
/// Lines on one side; of more peers the last share one.
const MOST: usize = 5;

/// A line and who stands there.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Post {
    /// More than one where they share it.
    pub(super) actors: Vec<Actor>,
    pub(super) side: Lane,
    /// Of its line.
    pub(super) x: i32,
    /// Left edge of its notes, where it has any.
    pub(super) notes: Option<i32>,
    /// Who it is.
    pub(super) head: String,
    /// Its file, or that the grader plays it.
    pub(super) below: String,
}

/// Everybody.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Stage {
    pub(super) posts: Vec<Post>,
    /// Between the innermost lines.
    pub(super) middle: (i32, i32),
    pub(super) width: i32,
}

impl Stage {
    /// Of those who take part in these rows.
    pub(super) fn of(phrases: &Phrases<'_>, rows: &[Tagged]) -> Stage {
        let mut left = side(phrases, rows, Lane::Left);
        let mut right = side(phrases, rows, Lane::Right);
        // Terminals are outside.
        left.sort_by_key(|post| !is_program(post));
        right.sort_by_key(is_program);
        let mut x = AXIS;
        let last = left.len();
        for (at, post) in left.iter_mut().enumerate() {
            if post.notes.is_some() {
                post.notes = Some(x);
                x += NOTE + BESIDE;
            } else {
                x += HALF;
            }
            post.x = x;
            x += if at + 1 == last { 0 } else { HALF };
        }
        let first = if left.is_empty() { x + BESIDE } else { x };
        x = first + MIDDLE;
        let middle = (first, x);
        for (at, post) in right.iter_mut().enumerate() {
            x += if at == 0 { 0 } else { HALF };
            post.x = x;
            if post.notes.is_some() {
                post.notes = Some(x + BESIDE);
                x += BESIDE + NOTE;
            } else {
                x += HALF;
            }
        }
        left.append(&mut right);
        Stage { posts: left, middle, width: x + BESIDE }
    }

    /// Where an actor stands.
    pub(super) fn post(&self, actor: &Actor) -> Option<&Post> {
        self.posts.iter().find(|post| post.actors.contains(actor))
    }
}

fn is_program(post: &Post) -> bool {
    matches!(post.actors.first(), Some(Actor::Program(_)))
}

fn side(phrases: &Phrases<'_>, rows: &[Tagged], wanted: Lane) -> Vec<Post> {
    let mut posts: Vec<Post> = Vec::new();
    for actor in rows.iter().flat_map(|row| row.from.iter().chain(&row.to)) {
        if side_of(&phrases.cast, actor) != wanted || posts.iter().any(|p| p.actors.contains(actor)) {
            continue;
        }
        let has_notes = rows.iter().any(|r| r.from.as_ref() == Some(actor) && matches!(r.row, Row::Note { .. }));
        if matches!(actor, Actor::Peer { .. })
            && posts.len() >= MOST
            && let Some(shared) = posts.iter_mut().rev().find(|post| !is_program(post))
        {
            shared.actors.push(actor.clone());
            shared.notes = shared.notes.or(has_notes.then_some(0));
            continue;
        }
        let (head, below) = heading(phrases, actor);
        posts.push(Post {
            actors: vec![actor.clone()],
            side: wanted,
            x: 0,
            notes: has_notes.then_some(0),
            head,
            below,
        });
    }
    for post in posts.iter_mut().filter(|post| post.actors.len() > 1) {
        post.head = phrases.words.say("html-lane-others", &[]);
    }
    posts
}

/// Clients stand on the left.
fn side_of(cast: &Cast, actor: &Actor) -> Lane {
    if cast.links.iter().any(|link| link.server == *actor) {
        return Lane::Right;
    }
    if cast.links.iter().any(|link| link.client == *actor) {
        return Lane::Left;
    }
    match actor {
        Actor::Peer { serves: true, .. } | Actor::Nobody(_) => Lane::Right,
        Actor::Peer { .. } => Lane::Left,
        Actor::Program(name) if cast.role == Role::Client || name.starts_with("client") => Lane::Left,
        Actor::Program(_) => Lane::Right,
    }
}

fn heading(phrases: &Phrases<'_>, actor: &Actor) -> (String, String) {
    let words = &phrases.words;
    match actor {
        Actor::Program(name) => {
            let header = &phrases.transcript.header;
            let file = header
                .programs
                .get(name)
                .or_else(|| header.programs.iter().find(|(n, _)| n.starts_with(name.as_str())).map(|(_, path)| path));
            match header.scenario.tools.get(name) {
                Some(_) => (harmless(name), words.say("html-lane-tool", &[])),
                None => (
                    words.capital(&words.program(name, Case::Plain)),
                    file.map(|path| harmless(path).replace('\n', "\u{fffd}")).unwrap_or_default(),
                ),
            }
        }
        Actor::Peer { name, serves } => {
            let head = match serves {
                true => words.say("html-lane-server", &[("name", name)]),
                false => words.say("html-lane-client", &[("name", name)]),
            };
            (head, words.say("html-lane-played", &[]))
        }
        Actor::Nobody(address) => (words.address(*address), words.say("html-lane-nobody", &[])),
    }
}
