//! Which locks protect what: the demand of a statement that asks for one common lock.
//!
//! After Savage et al., *Eraser* (1997): a variable that several threads change must have one lock
//! that all of them hold when they do. What only one thread changes needs none.

use std::collections::{BTreeMap, BTreeSet};

use super::interleaving::{Interleaving, Probe};
use crate::transcript::{Access, Change, Lock, Taking};

/// The first thing that is wrong: the finding's code and what it is about.
pub(super) fn fault<'a>(probe: &Probe, shared: impl Iterator<Item = &'a str>) -> Option<(&'static str, Interleaving)> {
    let unprotected = shared.flat_map(|name| {
        // Attributes of two objects have the same name, and nothing in common.
        let mut instances: BTreeMap<Option<u32>, Vec<&Access>> = BTreeMap::new();
        for access in probe.wrote.iter().filter(|a| a.variable == name) {
            instances.entry(access.instance).or_default().push(access);
        }
        instances.into_values().filter_map(|accesses| unprotected(&accesses)).collect::<Vec<_>>()
    });
    let mut found: Vec<_> = unprotected.collect();
    // What lies first in the file is what a student meets first.
    found.sort_by(|a, b| a.1.place.cmp(&b.1.place));
    found.into_iter().next().or_else(|| opposite_orders(&probe.took))
}

fn numbers(locks: &[Lock]) -> BTreeSet<u32> {
    locks.iter().map(|lock| lock.number).collect()
}

/// A variable that several threads change without a lock in common.
fn unprotected(accesses: &[&Access]) -> Option<(&'static str, Interleaving)> {
    let threads: BTreeSet<i32> = accesses.iter().map(|a| a.thread).collect();
    let first = accesses.first().filter(|_| threads.len() > 1)?;
    let common = accesses.iter().map(|a| numbers(&a.locks)).reduce(|a, b| a.intersection(&b).copied().collect());
    if common.is_some_and(|locks| !locks.is_empty()) {
        return None;
    }
    let about = |access: &Access, other: Option<&Access>, names: Vec<String>| Interleaving {
        place: Some(access.place.clone()),
        other: other.map(|o| o.place.clone()),
        variable: Some(access.variable.clone()),
        locks: names,
        ..Interleaving::default()
    };
    if let Some(access) = accesses.iter().find(|a| a.on_the_spot) {
        return Some(("lock.per-thread", about(access, None, vec![])));
    }
    let bare = accesses.iter().find(|a| a.locks.is_empty());
    let locked = accesses.iter().find(|a| !a.locks.is_empty());
    match (bare, locked) {
        (Some(bare), locked) => {
            Some(("lock.missing", about(bare, locked.copied().filter(|l| l.place != bare.place), vec![])))
        }
        (None, _) => {
            // The same line under different locks: each thread brings its own.
            let mine = numbers(&first.locks);
            let rival = accesses.iter().find(|a| a.thread != first.thread && numbers(&a.locks).is_disjoint(&mine));
            let rival = rival.or_else(|| accesses.iter().find(|a| numbers(&a.locks).is_disjoint(&mine)))?;
            let names = first.locks.iter().chain(&rival.locks).map(|l| l.name.clone()).collect();
            if rival.place.line == first.place.line && rival.place.file == first.place.file {
                Some(("lock.per-thread", about(first, None, names)))
            } else {
                Some(("lock.not-common", about(first, Some(rival), names)))
            }
        }
    }
}

/// The last change of a variable that several threads change within itself, and the locks that all of them hold
/// then; `None` where there is no such lock, or where its name is bound to something else.
pub(super) fn guard<'p>(probe: &'p Probe, name: &str) -> Option<(&'p Access, BTreeSet<u32>)> {
    let accesses: Vec<&Access> = probe.wrote.iter().filter(|a| a.variable == name).collect();
    let threads: BTreeSet<i32> = accesses.iter().map(|a| a.thread).collect();
    let within = accesses.iter().all(|a| a.change == Change::Within);
    let common = accesses.iter().map(|a| numbers(&a.locks)).reduce(|a, b| a.intersection(&b).copied().collect())?;
    let last = accesses.last().filter(|_| within && threads.len() > 1 && !common.is_empty())?;
    Some((last, common))
}

/// Two locks taken in both orders, with no third one held that keeps the two apart.
pub(super) fn opposite_orders(took: &[Taking]) -> Option<(&'static str, Interleaving)> {
    let mut edges: BTreeMap<(u32, u32), Vec<&Taking>> = BTreeMap::new();
    for taking in took {
        for held in &taking.locks {
            edges.entry((held.number, taking.lock.number)).or_default().push(taking);
        }
    }
    edges.iter().find_map(|((outer, inner), there)| {
        let back = edges.get(&(*inner, *outer))?;
        let pairs = there.iter().flat_map(|a| back.iter().map(move |b| (a, b)));
        let (a, b) = pairs.into_iter().find(|(a, b)| numbers(&a.locks).is_disjoint(&numbers(&b.locks)))?;
        Some((
            "lock.order",
            Interleaving {
                place: Some(a.place.clone()),
                other: Some(b.place.clone()),
                locks: vec![b.lock.name.clone(), a.lock.name.clone()],
                ..Interleaving::default()
            },
        ))
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::transcript::Place;

    fn place(line: u32) -> Place {
        Place { file: "server.py".into(), line, function: "serve".into() }
    }

    fn lock(number: u32) -> Lock {
        Lock { number, name: format!("lock{number}") }
    }

    fn wrote(thread: i32, line: u32, locks: &[u32]) -> Access {
        Access {
            variable: "messages".into(),
            instance: None,
            thread,
            locks: locks.iter().map(|n| lock(*n)).collect(),
            on_the_spot: false,
            unsure: false,
            change: Change::Within,
            place: place(line),
        }
    }

    fn took(thread: i32, line: u32, which: u32, held: &[u32]) -> Taking {
        Taking {
            lock: lock(which),
            thread,
            locks: held.iter().map(|n| lock(*n)).collect(),
            unsure: false,
            place: place(line),
        }
    }

    fn code(wrote: Vec<Access>, took: Vec<Taking>) -> Option<(&'static str, u32)> {
        let probe = Probe { wrote, took, ..Probe::default() };
        fault(&probe, ["messages"].into_iter()).map(|(code, i)| (code, i.place.unwrap().line))
    }

    #[test]
    fn one_common_lock_or_one_thread_is_enough() {
        assert_eq!(code(vec![wrote(1, 5, &[1]), wrote(2, 9, &[1, 2])], vec![]), None);
        assert_eq!(code(vec![wrote(1, 5, &[]), wrote(1, 5, &[])], vec![]), None);
    }

    #[test]
    fn objects_with_an_attribute_of_the_same_name_are_not_mistaken_for_each_other() {
        let of = |instance, thread| Access { instance: Some(instance), ..wrote(thread, 5, &[]) };
        assert_eq!(code(vec![of(1, 1), of(2, 2), of(1, 1)], vec![]), None);
        assert_eq!(code(vec![of(1, 1), of(2, 2), of(2, 1)], vec![]), Some(("lock.missing", 5)));
    }

    #[test]
    fn what_is_changed_within_itself_under_one_lock_is_guarded_by_it() {
        let guard = |wrote| {
            let probe = Probe { wrote, ..Probe::default() };
            super::guard(&probe, "messages")
                .map(|(last, locks)| (last.place.line, locks.into_iter().collect::<Vec<_>>()))
        };
        assert_eq!(guard(vec![wrote(1, 5, &[1, 3]), wrote(2, 9, &[2, 3])]), Some((9, vec![3])));
        assert_eq!(guard(vec![wrote(1, 5, &[1]), wrote(2, 9, &[2])]), None);
        assert_eq!(guard(vec![wrote(1, 5, &[1]), wrote(1, 9, &[1])]), None);
        let bound = Access { change: Change::Bound, ..wrote(2, 9, &[1]) };
        assert_eq!(guard(vec![wrote(1, 5, &[1]), bound]), None);
        assert_eq!(guard(vec![]), None);
    }

    #[test]
    fn each_way_of_not_locking_has_its_name() {
        assert_eq!(code(vec![wrote(1, 5, &[]), wrote(2, 5, &[])], vec![]), Some(("lock.missing", 5)));
        assert_eq!(code(vec![wrote(1, 5, &[1]), wrote(2, 9, &[])], vec![]), Some(("lock.missing", 9)));
        assert_eq!(code(vec![wrote(1, 5, &[1]), wrote(2, 5, &[2])], vec![]), Some(("lock.per-thread", 5)));
        assert_eq!(code(vec![wrote(1, 5, &[1]), wrote(2, 9, &[2])], vec![]), Some(("lock.not-common", 5)));
        let orders = vec![took(1, 5, 2, &[1]), took(2, 9, 1, &[2])];
        assert_eq!(code(vec![], orders), Some(("lock.order", 5)));
        let gated = vec![took(1, 5, 2, &[3, 1]), took(2, 9, 1, &[3, 2])];
        assert_eq!(code(vec![], gated), None);
    }
}
