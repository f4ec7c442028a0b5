//! What one message after the other does to a server's variables and replies, and whether two
//! messages at once came to the same: the oracle of the sweep.
//!
//! Nothing is known of the server beforehand. Two sequential rounds show which numbers grow by how
//! much, which containers, texts and files keep the messages and in which form, and where a reply
//! counts. Only what both rounds agree on is held against it.

use std::collections::BTreeMap;

use super::interleaving::Interleaving;
use crate::transcript::Variable;

/// The two messages of a round, as found in variables and replies.
pub(super) type Marks = [String; 2];

/// One look into the variables: numbers, and texts with what was added to each.
pub(super) type Look = Vec<Variable>;

/// A sequential round: before, after the first message, after the second; and the replies to each.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) struct Round {
    pub(super) marks: Marks,
    pub(super) looks: Vec<Look>,
    pub(super) replies: [String; 2],
}

/// What two sequential rounds have in common.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) struct Profile {
    counters: Vec<(Place, i128)>,
    stores: Vec<Store>,
    /// Position of the number that counts all messages, in the reply to each.
    total: Option<[usize; 2]>,
    /// Whether each message is answered on its own connection.
    pub(super) answered: [bool; 2],
    /// What an answer to each looks like, where that stays the same.
    answers: [Option<String>; 2],
    /// Whether each answer holds its own message.
    echoed: [bool; 2],
    /// Variables that hold the last message only.
    registers: Vec<String>,
}

/// Where a number is.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
struct Place {
    name: String,
    /// Which of several of that name; none where it is the only one, even if a new object holds it each time.
    instance: Option<u32>,
}

/// A variable or file that keeps the messages.
#[derive(Debug, Clone, PartialEq, Eq)]
struct Store {
    name: String,
    counts: Vec<u32>,
    /// What each message adds, without its own marks and numbers; where both rounds agree.
    form: Option<[Vec<String>; 2]>,
    /// Whether it only ever grows.
    grows: bool,
}

/// What is wrong after two messages at once.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Harm {
    /// A count or a message is missing, or there twice.
    Lost(Interleaving),
    /// Pieces of the two are mixed.
    Torn(Interleaving),
    /// One was given the other's answer.
    Astray,
    /// All is stored, but a reply tells what was no longer, or not yet, true.
    Stale(Interleaving),
}

impl Profile {
    /// Learns from two rounds.
    pub(super) fn of(rounds: &[Round; 2]) -> Profile {
        let growth = |round: &Round| -> Vec<(Place, i128, i128)> {
            let numbers = |look: Option<&Look>| numbers(look.map(Vec::as_slice).unwrap_or_default());
            let (before, middle, after) =
                (numbers(round.looks.first()), numbers(round.looks.get(1)), numbers(round.looks.get(2)));
            let grown = before.iter().filter_map(|(place, start)| {
                let (first, second) = (value_at(&middle, place)?, value_at(&after, place)?);
                Some((place.clone(), first.checked_sub(*start)?, second.checked_sub(first)?))
            });
            grown.filter(|(_, first, second)| *first != 0 && *second != 0).collect()
        };
        let (one, two) = (growth(&rounds[0]), growth(&rounds[1]));
        let counters = one.iter().filter(|g| two.contains(g)).map(|(n, a, b)| (n.clone(), a + b)).collect();
        let stores = keeping(&rounds[0])
            .into_iter()
            .filter_map(|(name, counts)| {
                let again = keeping(&rounds[1]).into_iter().find(|(n, c)| *n == name && *c == counts)?;
                let forms = rounds.each_ref().map(|round| form(round, &again.0));
                let form = (forms[0] == forms[1]).then(|| forms[0].clone());
                let looks = rounds.iter().flat_map(|r| r.looks.iter().skip(1)).flatten();
                let grows = looks.filter(|v| v.name == name).all(|v| v.grown);
                Some(Store { name, counts, form, grows })
            })
            .collect();
        let both = |i: usize| rounds.each_ref().map(|r| skeleton(&r.replies[i], &r.marks));
        let answers = [0, 1].map(both).map(|[one, two]| (one == two).then_some(one));
        let echoed = [0, 1].map(|i| rounds.iter().all(|r| r.replies[i].contains(&r.marks[i])));
        let again = registers(&rounds[1]);
        Profile {
            counters,
            stores,
            total: total(rounds),
            answered: [0, 1].map(|i| !rounds[0].replies[i].is_empty()),
            answers,
            echoed,
            registers: registers(&rounds[0]).into_iter().filter(|name| again.contains(name)).collect(),
        }
    }

    /// Whether a client was given more than its own one answer. Where answers have no form that stays,
    /// only the other's message tells.
    pub(super) fn is_more(&self, i: usize, reply: &str, marks: &Marks) -> bool {
        match &self.answers[i] {
            Some(form) => {
                let reply = skeleton(reply, marks);
                reply.len() > form.len() && (reply.starts_with(form.as_str()) || reply.ends_with(form.as_str()))
            }
            None => self.echoed[1 - i] && reply.contains(&marks[1 - i]),
        }
    }

    /// What a variable came to says nothing any more.
    pub(super) fn forget(&mut self, name: &str) {
        self.stores.retain(|store| store.name != name);
        self.counters.retain(|(place, _)| place.name != name);
    }

    /// Names of the variables that keep both messages.
    pub(super) fn stores(&self) -> impl Iterator<Item = &str> {
        self.stores.iter().map(|s| s.name.as_str())
    }

    /// Names of the variables that both messages change.
    pub(super) fn shared(&self) -> impl Iterator<Item = &str> {
        let stores = self.stores();
        let counters = self.counters.iter().map(|(place, _)| place.name.as_str());
        stores.chain(counters).chain(self.registers.iter().map(String::as_str))
    }

    /// Compares two messages at once with what they do one after the other. `before`: the last look
    /// before them; `after`: the looks after them, of which the last is the latest.
    pub(super) fn harm(&self, before: &Look, after: &[Look], marks: &Marks, replies: &[String; 2]) -> Option<Harm> {
        let last = after.last()?;
        let astray = |i: usize| self.echoed[i] && !replies[i].contains(&marks[i]) && replies[i].contains(&marks[1 - i]);
        if astray(0) || astray(1) {
            return Some(Harm::Astray);
        }
        // An answer of another kind: a message that was refused is not lost.
        let as_ever = |i: usize| self.answers[i].as_ref().is_none_or(|form| *form == skeleton(&replies[i], marks));
        if !as_ever(0) || !as_ever(1) {
            return None;
        }
        let (old, new) = (numbers(before), numbers(last));
        for store in &self.stores {
            if let Some(harm) = store.harm(last, after, marks) {
                return Some(harm);
            }
        }
        for (place, growth) in &self.counters {
            if let (Some(start), Some(end)) = (value_at(&old, place), value_at(&new, place))
                && end - start != *growth
            {
                return Some(Harm::Lost(Interleaving {
                    variable: Some(place.name.clone()),
                    wanted: Some((start + growth).to_string()),
                    found: Some(end.to_string()),
                    ..Interleaving::default()
                }));
            }
        }
        self.stale(marks, replies)
    }

    /// Of the first two messages of a server: one of them is not there, where both are `kept`. The rest of what
    /// they do may be special.
    pub(super) fn missing(&self, last: &Look, marks: &Marks, kept: &[String]) -> Option<Harm> {
        self.stores.iter().filter(|store| kept.contains(&store.name)).find_map(|store| {
            let there = last.iter().find(|v| v.name == store.name)?;
            let i = (0..2).find(|i| store.counts.get(*i) > Some(&0) && there.counts.get(*i) == Some(&0))?;
            Some(Harm::Lost(Interleaving {
                variable: Some(store.name.clone()),
                wanted: Some(format!("{} × {}", marks[i], store.counts[i])),
                found: Some(format!("{} × 0", marks[i])),
                ..Interleaving::default()
            }))
        })
    }

    /// The totals told to both must be two consecutive numbers; which comes first is free.
    fn stale(&self, marks: &Marks, replies: &[String; 2]) -> Option<Harm> {
        let places = self.total?;
        let told = [0, 1].map(|i| figures(&replies[i], marks).get(places[i]).copied());
        let [Some(first), Some(second)] = told else { return None };
        (first.abs_diff(second) != 1).then(|| {
            Harm::Stale(Interleaving {
                found: Some(format!("{first}, {second}")),
                wanted: Some(format!("{}, {}", first.min(second), first.min(second) + 1)),
                ..Interleaving::default()
            })
        })
    }
}

impl Store {
    fn harm(&self, last: &Look, after: &[Look], marks: &Marks) -> Option<Harm> {
        let about = |wanted, found| Interleaving {
            variable: Some(self.name.clone()),
            wanted,
            found,
            ..Interleaving::default()
        };
        let added: Vec<&Variable> = after.iter().flatten().filter(|v| v.name == self.name).collect();
        // What grew in the profile and did not here, or the reverse, was changed in another way.
        let comparable = added.iter().all(|v| v.grown == self.grows);
        let found: Vec<String> = added
            .iter()
            .flat_map(|v| v.items.iter().filter(|item| v.grown || marks.iter().any(|mark| item.contains(mark))))
            .map(|item| skeleton(item, marks))
            .collect();
        let whole = |text: String| {
            let mut letters: Vec<char> = text.chars().collect();
            letters.sort_unstable();
            letters
        };
        if let Some([a, b]) = self.form.as_ref().filter(|_| comparable) {
            let (there, wanted) = (found.concat(), a.concat() + &b.concat());
            let sorted = |mut list: Vec<String>| {
                list.sort();
                list
            };
            let items = [a.as_slice(), b].concat();
            // Where each message is one item, they may stand in any order, whichever message brought them there: a
            // container can have an order of its own, or take both in at the second.
            let same_items = is_item_each(&items) && sorted(found) == sorted(items);
            if there == wanted || there == b.concat() + &a.concat() || same_items {
                return None;
            }
            if whole(there) == whole(wanted) {
                let text = added.iter().flat_map(|v| v.items.iter().map(String::as_str)).collect();
                return Some(Harm::Torn(about(None, Some(text))));
            }
        }
        let counts = last.iter().find(|v| v.name == self.name).map(|v| v.counts.clone()).unwrap_or_default();
        (0..2).find_map(|i| {
            let (wanted, found) = (self.counts.get(i)?, counts.get(i).unwrap_or(&0));
            let times = |count: &u32| Some(format!("{} × {count}", marks[i]));
            (wanted != found).then(|| Harm::Lost(about(times(wanted), times(found))))
        })
    }
}

/// The numbers in a look.
fn numbers(look: &[Variable]) -> Vec<(Place, i128)> {
    let mut met: BTreeMap<&str, usize> = BTreeMap::new();
    for variable in look.iter().filter(|v| v.number.is_some()) {
        *met.entry(&variable.name).or_default() += 1;
    }
    let numbers = look.iter().filter_map(|v| {
        let is_alone = met.get(v.name.as_str()) == Some(&1);
        // Those that cannot be told apart say nothing.
        let instance = if is_alone { None } else { Some(v.instance?) };
        Some((Place { name: v.name.clone(), instance }, v.number.as_ref()?.parse().ok()?))
    });
    numbers.collect()
}

fn value_at(numbers: &[(Place, i128)], place: &Place) -> Option<i128> {
    numbers.iter().find(|(other, _)| other == place).map(|(_, value)| *value)
}

/// What keeps both messages after a round, and how often.
fn keeping(round: &Round) -> Vec<(String, Vec<u32>)> {
    let last = round.looks.get(2).map(Vec::as_slice).unwrap_or_default();
    let both = last.iter().filter(|v| v.counts.len() == 2 && v.counts.iter().all(|c| *c > 0));
    both.map(|v| (v.name.clone(), v.counts.clone())).collect()
}

/// What holds each message after it, and the first no more after the second.
fn registers(round: &Round) -> Vec<String> {
    let counts = |i: usize, name: &str| {
        round.looks.get(i).and_then(|look| look.iter().find(|v| v.name == name)).map(|v| v.counts.clone())
    };
    let last = round.looks.get(2).map(Vec::as_slice).unwrap_or_default();
    let names = last.iter().filter(|v| v.counts.first() == Some(&0) && v.counts.get(1).is_some_and(|c| *c > 0));
    let held_first = |name: &str| counts(1, name).is_some_and(|c| c.first().is_some_and(|n| *n > 0));
    names.map(|v| v.name.clone()).filter(|name| held_first(name)).collect()
}

/// Whether these are two items in their general form, each with one of the messages and nothing of the other.
fn is_item_each(items: &[String]) -> bool {
    let [one, other] = items else { return false };
    let mut held = [one, other].map(|item| ['\u{1}', '\u{2}'].map(|sign| item.contains(sign)));
    held.sort_unstable();
    held == [[false, true], [true, false]]
}

/// What each message added to a variable, in its general form.
fn form(round: &Round, name: &str) -> [Vec<String>; 2] {
    [1, 2].map(|i| {
        let look = round.looks.get(i).map(Vec::as_slice).unwrap_or_default();
        let mark = &round.marks[i - 1];
        let same = look.iter().filter(|v| v.name == name);
        let items = same.flat_map(|v| v.items.iter().filter(move |item| v.grown || item.contains(mark.as_str())));
        items.map(|item| skeleton(item, &round.marks)).collect()
    })
}

/// A text with the marks replaced by signs and every number by one.
fn skeleton(text: &str, marks: &Marks) -> String {
    let text = text.replace(&marks[0], "\u{1}").replace(&marks[1], "\u{2}");
    let mut out = String::new();
    for c in text.chars() {
        match c {
            '0'..='9' if out.ends_with('#') => {}
            '0'..='9' => out.push('#'),
            c => out.push(c),
        }
    }
    out
}

/// The numbers in a text, the marks aside.
fn figures(text: &str, marks: &Marks) -> Vec<u64> {
    let text = text.replace(&marks[0], " ").replace(&marks[1], " ");
    text.split(|c: char| !c.is_ascii_digit()).filter_map(|digits| digits.parse().ok()).collect()
}

/// Where the replies tell how many messages there are: the number that grows by one each time.
fn total(rounds: &[Round; 2]) -> Option<[usize; 2]> {
    let told = rounds.each_ref().map(|r| r.replies.each_ref().map(|text| figures(text, &r.marks)));
    let [first, second] = &told;
    (0..first[0].len()).find_map(|i| {
        (0..first[1].len()).find_map(|j| {
            let series = [first[0].get(i)?, first[1].get(j)?, second[0].get(i)?, second[1].get(j)?];
            series.windows(2).all(|w| *w[1] == *w[0] + 1).then_some([i, j])
        })
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn items(name: &str, items: &[&str], counts: [u32; 2]) -> Variable {
        Variable {
            name: name.into(),
            number: None,
            instance: None,
            items: items.iter().map(|i| (*i).to_owned()).collect(),
            counts: counts.to_vec(),
            grown: true,
        }
    }

    fn number(name: &str, value: i32) -> Variable {
        Variable { name: name.into(), number: Some(value.to_string()), instance: None, ..items(name, &[], [0, 0]) }
    }

    fn marks(n: u32) -> Marks {
        [format!("note-{n}-a"), format!("note-{n}-b")]
    }

    /// A server that keeps `(A) text` in a list, counts in a number and tells the count.
    fn rounds() -> [Round; 2] {
        [1, 2].map(|n: i32| {
            let at = (n - 1) * 2;
            let marks = marks(n.unsigned_abs());
            let first = format!("(Ginette) {}", marks[0]);
            let second = format!("(Marcel) {}", marks[1]);
            Round {
                looks: vec![
                    vec![number("total", at)],
                    vec![number("total", at + 1), items("messages", &[&first], [1, 0])],
                    vec![number("total", at + 2), items("messages", &[&second], [1, 1])],
                ],
                replies: [format!("ok {}", at + 1), format!("ok {}", at + 2)],
                marks,
            }
        })
    }

    fn after(total: i32, added: &[&str], counts: [u32; 2]) -> Vec<Look> {
        vec![vec![number("total", total), items("messages", added, counts)]]
    }

    #[test]
    fn either_order_is_fine() {
        let profile = Profile::of(&rounds());
        assert_eq!(profile.shared().collect::<Vec<_>>(), ["messages", "total"]);
        let before = vec![number("total", 4)];
        let replies = ["ok 6".to_owned(), "ok 5".to_owned()];
        let both = after(6, &["(Marcel) note-3-b", "(Ginette) note-3-a"], [1, 1]);
        assert_eq!(profile.harm(&before, &both, &marks(3), &replies), None);
    }

    #[test]
    fn only_a_second_answer_is_more_than_an_answer() {
        let profile = Profile::of(&rounds());
        let more = |reply: &str| profile.is_more(1, reply, &marks(3));
        assert!(!more("ok 6"));
        assert!(!more("ok 1234"));
        assert!(more("ok 5ok 6"));
        assert!(!more(""));
    }

    /// What is counted in one of several objects of a class (`Counter.value`) is held against that one.
    #[test]
    fn numbers_of_one_name_are_told_apart() {
        let instances = |values: [i32; 3]| -> Look {
            let of = |(i, value): (u32, i32)| Variable { instance: Some(i), ..number("Counter.value", value) };
            (1..).zip(values).map(of).collect()
        };
        // The second counts messages; the third only those of the first client.
        let learnt = [1, 2].map(|n: i32| Round {
            marks: marks(n.unsigned_abs()),
            looks: vec![instances([7, 2 * n, n]), instances([7, 2 * n + 1, n + 1]), instances([7, 2 * n + 2, n + 1])],
            replies: [String::new(), String::new()],
        });
        let profile = Profile::of(&learnt);
        assert_eq!(profile.shared().collect::<Vec<_>>(), ["Counter.value"]);
        let harm =
            |last: Look| profile.harm(&instances([7, 6, 3]), &[last], &marks(3), &[String::new(), String::new()]);
        assert_eq!(harm(instances([7, 8, 4])), None);
        assert!(matches!(harm(instances([7, 7, 4])), Some(Harm::Lost(what)) if what.wanted.as_deref() == Some("8")));
        // Only one is left: nothing to compare.
        assert_eq!(harm(vec![number("Counter.value", 7)]), None);
    }

    /// The first message adds nothing, the second both: `added`, and the other way round.
    fn harm_of_a_batch(items_of: impl Fn(&Marks) -> Vec<String>, turned: fn(&mut Vec<String>)) -> Option<Harm> {
        let batch = |added: &[String]| {
            let added: Vec<&str> = added.iter().map(String::as_str).collect();
            vec![items("done", &added, [1, 1])]
        };
        let round = |n| Round {
            marks: marks(n),
            looks: vec![vec![], vec![], batch(&items_of(&marks(n)))],
            replies: [String::new(), String::new()],
        };
        let mut found = items_of(&marks(3));
        turned(&mut found);
        let replies = [String::new(), String::new()];
        Profile::of(&[round(1), round(2)]).harm(&vec![], &[batch(&found)], &marks(3), &replies)
    }

    #[test]
    fn messages_moved_together_may_stand_in_any_order() {
        let whole = |marks: &Marks| marks.iter().map(|mark| format!("({mark})")).collect();
        assert_eq!(harm_of_a_batch(whole, |found| found.reverse()), None);
        let pieces = |marks: &Marks| marks.iter().flat_map(|mark| ["author".to_owned(), mark.clone()]).collect();
        assert_eq!(harm_of_a_batch(pieces, |_| ()), None);
        assert!(matches!(harm_of_a_batch(pieces, |found| found.swap(1, 2)), Some(Harm::Torn(_))));
    }

    #[test]
    fn what_is_lost_torn_or_told_twice_is_seen() {
        let profile = Profile::of(&rounds());
        let before = vec![number("total", 4)];
        let told = |a: &str, b: &str| [a.to_owned(), b.to_owned()];
        let harm = |looks: Vec<Look>, replies: [String; 2]| profile.harm(&before, &looks, &marks(3), &replies);
        let whole = ["(Ginette) note-3-a", "(Marcel) note-3-b"];
        let lost = harm(after(6, &whole[..1], [1, 0]), told("ok 5", "ok 6"));
        assert!(matches!(lost, Some(Harm::Lost(i)) if i.variable.as_deref() == Some("messages")));
        let counted_once = harm(after(5, &whole, [1, 1]), told("ok 5", "ok 5"));
        assert!(matches!(counted_once, Some(Harm::Lost(i)) if i.variable.as_deref() == Some("total")));
        let torn = harm(after(6, &["(Ginette) (Marcel) note-3-b", "note-3-a"], [1, 1]), told("ok 5", "ok 6"));
        assert!(matches!(torn, Some(Harm::Torn(_))));
        let stale = harm(after(6, &whole, [1, 1]), told("ok 6", "ok 6"));
        assert!(matches!(stale, Some(Harm::Stale(_))));
    }
}
