//! What a lab leaves open and a program does in its own way: how a server learns the pseudo, what
//! ends a conversation. A habit lists the known ways; which one a program has is found out by
//! playing them, each in a world of its own, and the scenarios then speak to the program that way.

use std::collections::BTreeMap;

use kdl::KdlDocument;

use super::script::{Role, Scenario};
use crate::text::Localised;

/// Something that programs do in different ways, all accepted.
#[derive(Debug, Clone, PartialEq)]
pub struct Habit {
    /// Unique inside its step, kebab-case.
    pub id: String,
    /// Whose.
    pub role: Role,
    /// Shown to people.
    pub title: Localised,
    /// In the order in which they are tried.
    pub ways: Vec<Way>,
}

/// One of the ways.
#[derive(Debug, Clone, PartialEq)]
pub struct Way {
    /// Unique inside its habit.
    pub id: String,
    /// Shown to people, after the habit's title.
    pub title: Localised,
    /// Passed by programs that have this way; the way without one is that of all others.
    pub probe: Option<Scenario>,
}

/// Which way is taken, by habit.
pub type Ways = BTreeMap<String, String>;

/// The named pieces of script that the ways taken define.
pub(super) type Phrases<'a> = BTreeMap<&'a str, &'a KdlDocument>;

impl Habit {
    /// The way of programs that have none of the others.
    pub fn fallback(&self) -> Option<&Way> {
        self.ways.iter().find(|way| way.probe.is_none()).or_else(|| self.ways.first())
    }
}
