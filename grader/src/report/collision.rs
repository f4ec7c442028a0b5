//! Sentences about threads that came into each other's way.

use super::phrase::{Phrases, QUOTED};
use crate::grading::Finding;
use crate::judge::{Between, Interleaving, Touch};
use crate::text::harmless;
use crate::transcript::Place;

impl Phrases<'_> {
    /// How two threads came into each other's way: where one was held, and what came of it.
    pub(super) fn collided(&self, finding: &Finding) -> String {
        let words = &self.words;
        let empty = Interleaving::default();
        let what = finding.detail.as_ref().and_then(|d| d.interleaving.as_ref()).unwrap_or(&empty);
        let line = |place: &Option<Place>| place.as_ref().map(|p| p.line.to_string()).unwrap_or_default();
        let text = |value: &Option<String>| value.as_deref().map(|v| words.quote(v.as_bytes(), QUOTED));
        let variable = what.variable.as_deref().map(harmless).unwrap_or_default();
        let locks: Vec<String> = what.locks.iter().map(|name| harmless(name)).collect();
        let (here, there) = (line(&what.place), line(&what.other));
        let args = [
            ("variable", variable.as_str()),
            ("line", here.as_str()),
            ("other", there.as_str()),
            ("locks", &locks.join(", ")),
            ("wanted", &text(&what.wanted).unwrap_or_default()),
            ("found", &text(&what.found).unwrap_or_default()),
            ("said", &what.said.as_ref().map(|said| words.quote(&said.0, QUOTED)).unwrap_or_default()),
        ];
        let result = match finding.code.as_str() {
            _ if what.unordered.is_some() => self.unordered(what),
            "lock.not-common" if what.amid_loop => return words.say("collided-loop-not-common", &args),
            "race.stale-read" if what.amid_loop => return words.say("collided-loop-stale", &args),
            _ if what.amid_loop => return words.say("collided-loop-lost", &args),
            "lock.order" if what.locks.is_empty() => words.say("collided-lock-order-unnamed", &args),
            "lock.not-released" if what.locks.is_empty() => words.say("collided-lock-not-released-unnamed", &args),
            "lock.not-released" if what.said.is_some() => words.say("collided-lock-not-released-after", &args),
            "lock.missing" if what.reads => words.say("collided-read-missing", &args),
            "lock.not-common" if what.reads => words.say("collided-read-not-common", &args),
            "lock.missing" if what.other.is_some() => words.say("collided-lock-missing-here", &args),
            "lock.missing" => words.say("collided-lock-missing", &args),
            "lock.per-thread" if what.renewed => words.say("collided-lock-renewed", &args),
            "lock.per-thread" => words.say("collided-lock-per-thread", &args),
            "lock.not-common" => words.say("collided-lock-not-common", &args),
            "lock.order" => words.say("collided-lock-order", &args),
            "lock.not-released" => words.say("collided-lock-not-released", &args),
            "deadlock.locks" => words.say("collided-deadlock", &args),
            "race.lost-update" => words.say("collided-lost", &args),
            "race.torn" => words.say("collided-torn", &args),
            "race.stale-read" if what.said.is_some() => words.say("collided-told-apart", &args),
            "race.stale-read" => words.say("collided-stale", &args),
            "race.reply-astray" => words.say("collided-astray", &args),
            "race.iteration-broken" => words.say("collided-broken", &args),
            "server.exits-with-error" => words.say("collided-ended", &args),
            "server.spins" => words.say("collided-spins", &args),
            _ => words.say("collided-died", &args),
        };
        match &what.held {
            Some(point) => {
                let held = point.place.line.to_string();
                let said = what.said.as_ref().map(|said| words.quote(&said.0, QUOTED));
                let key = match what.between {
                    Between::Message if said.is_some() => "collided-held-answering",
                    Between::Message => "collided-held",
                    Between::Newcomer => "collided-held-newcomer",
                    Between::Leaver => "collided-held-leaver",
                    Between::Reset => "collided-held-reset",
                };
                let said = said.unwrap_or_default();
                words.say(key, &[("line", &held), ("said", &said), ("result", &result)])
            }
            None => result,
        }
    }

    /// Two accesses of different threads that nothing orders.
    fn unordered(&self, what: &Interleaving) -> String {
        let words = &self.words;
        let line = |place: &Option<Place>| place.as_ref().map(|p| p.line.to_string()).unwrap_or_default();
        let touches = what.unordered.unwrap_or([Touch { writes: true, locked: false }; 2]);
        let does = |touch: Touch| words.say(if touch.writes { "access-writes" } else { "access-reads" }, &[]);
        let held = match touches.map(|touch| touch.locked) {
            [false, false] => words.say("access-locks-none", &[]),
            [true, true] => words.say("access-locks-different", &[]),
            _ => words.say("access-locks-one", &[("line", &line(&what.place))]),
        };
        let variable = match what.variable.as_deref() {
            Some(name) => words.quote(name.as_bytes(), QUOTED),
            None => words.say("access-something", &[]),
        };
        let (here, there) = (line(&what.place), line(&what.other));
        let (first, second) = (does(touches[0]), does(touches[1]));
        let args = [("variable", variable.as_str()), ("line", &here), ("other", &there), ("held", &held)];
        let args = [&args[..], &[("first", first.as_str()), ("second", second.as_str())]].concat();
        match what.other.as_ref() {
            // The line of the other access may be too long ago to be known.
            None => words.say("collided-unordered-once", &args),
            Some(other) if Some(other) == what.place.as_ref() => words.say("collided-unordered-same", &args),
            Some(_) => words.say("collided-unordered", &args),
        }
    }
}
