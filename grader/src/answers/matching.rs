//! Looks for a way of putting an idea in a sentence.
//!
//! It must not know what is done with what it finds.

use super::lexicon::Lexicon;
use super::negation::{Kind, Negation, negations, suppositions};
use super::phrasing::{Phrasing, Slot};
use super::words::{Sentence, Token, sentences};

/// Most words between two words of a phrasing.
const GAP: usize = 9;
/// Most places looked at for one phrasing in one sentence: a hostile text costs no more.
const STEPS: usize = 4000;

/// An answer taken apart.
#[derive(Debug, Clone)]
pub(super) struct Text<'a> {
    /// As written.
    pub(super) whole: &'a str,
    /// Its sentences, each with what it denies.
    pub(super) sentences: Vec<Analysed>,
}

/// A sentence, and what it denies and supposes.
#[derive(Debug, Clone)]
pub(super) struct Analysed {
    /// Its words.
    pub(super) sentence: Sentence,
    /// What it denies.
    pub(super) negations: Vec<Negation>,
    /// For each word, whether it is only supposed.
    pub(super) supposed: Vec<bool>,
}

/// An idea found in a sentence.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Hit {
    /// Number of the sentence.
    pub(super) sentence: usize,
    /// Positions of the words that show it.
    pub(super) words: Vec<usize>,
    /// Some word only fits with a slip of the pen.
    pub(super) slip: bool,
    /// How it is put.
    pub(super) stance: Stance,
}

/// How an idea is put.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Stance {
    /// As true.
    Asserted,
    /// As a supposition, or as something to avoid: said, but not claimed.
    Mentioned,
    /// As false.
    Denied,
}

impl<'a> Text<'a> {
    /// Takes a text apart.
    pub(super) fn new(whole: &'a str) -> Text<'a> {
        let analysed = |sentence: Sentence| Analysed {
            negations: negations(&sentence),
            supposed: suppositions(&sentence.tokens),
            sentence,
        };
        Text { whole, sentences: sentences(whole).into_iter().map(analysed).collect() }
    }

    /// The best place where one of the phrasings stands: asserted rather than mentioned, mentioned
    /// rather than denied, without a slip rather than with one.
    pub(super) fn find(&self, phrasings: &[Phrasing], lexicon: &Lexicon) -> Option<Hit> {
        let mut best: Option<Hit> = None;
        for (at, analysed) in self.sentences.iter().enumerate() {
            for phrasing in phrasings.iter().filter(|p| !p.opening || at == 0) {
                for hit in analysed.hits(phrasing, lexicon, at) {
                    if best.as_ref().is_none_or(|b| (hit.stance, hit.slip) < (b.stance, b.slip)) {
                        best = Some(hit);
                    }
                }
            }
        }
        best
    }

    /// The sentence of a hit, as written.
    pub(super) fn quote(&self, hit: &Hit) -> &'a str {
        self.sentences.get(hit.sentence).map_or("", |s| {
            let (from, to) = s.sentence.span();
            // With what closes it: a bracket, a quote, a full stop.
            let closing = |c: &char| matches!(c, ')' | ']' | '»' | '”' | '’' | '"' | '`' | '.' | '!' | '?' | '…');
            let rest = self.whole.get(to..).unwrap_or_default();
            let more: usize = rest.chars().take_while(closing).map(char::len_utf8).sum();
            self.whole.get(from..to + more).unwrap_or_default()
        })
    }
}

impl Analysed {
    /// Where a phrasing stands; at most one for each way its groups begin.
    fn hits(&self, phrasing: &Phrasing, lexicon: &Lexicon, at: usize) -> Vec<Hit> {
        let tokens = &self.sentence.tokens;
        if phrasing.opening {
            let other = |t: &Token| ["seulement", "bloqu", "pas"].iter().any(|w| t.text.starts_with(w));
            if tokens.get(1).is_some_and(other) {
                return Vec::new();
            }
        }
        let mut parts: Vec<Vec<(Vec<usize>, bool)>> = Vec::new();
        for group in &phrasing.groups {
            let search = Search { tokens, group, lexicon, opening: phrasing.opening };
            let found = search.all();
            if found.is_empty() {
                return Vec::new();
            }
            parts.push(found);
        }
        // Of several groups, each in its best place.
        let mut hits: Vec<Hit> = Vec::new();
        if let [only] = parts.as_slice() {
            hits.extend(only.iter().map(|(words, slip)| self.hit(at, words.clone(), *slip)));
        } else {
            let best = |found: &Vec<(Vec<usize>, bool)>| {
                found.iter().map(|(w, s)| self.hit(at, w.clone(), *s)).min_by_key(|h| (h.stance, h.slip))
            };
            let chosen: Vec<Hit> = parts.iter().filter_map(best).collect();
            let words = chosen.iter().flat_map(|h| h.words.clone()).collect();
            let mut hit = self.hit(at, words, chosen.iter().any(|h| h.slip));
            hit.stance = chosen.iter().map(|h| h.stance).max().unwrap_or(hit.stance);
            hits.push(hit);
        }
        hits
    }

    fn hit(&self, sentence: usize, words: Vec<usize>, slip: bool) -> Hit {
        let covering = |n: &&Negation| {
            let own = n.words.iter().any(|w| words.contains(w));
            !own && words.iter().any(|w| (n.scope.0..n.scope.1).contains(w))
        };
        let over: Vec<&Negation> = self.negations.iter().filter(covering).collect();
        let denials = over.iter().filter(|n| n.kind == Kind::Plain).count();
        let supposed = words.last().is_some_and(|w| self.supposed[*w]);
        let stance = if denials % 2 == 1 {
            Stance::Denied
        } else if supposed || over.iter().any(|n| n.kind != Kind::Plain) {
            Stance::Mentioned
        } else {
            Stance::Asserted
        };
        Hit { sentence, words, slip, stance }
    }
}

/// One group of words in one sentence.
struct Search<'a> {
    tokens: &'a [Token],
    group: &'a [Slot],
    lexicon: &'a Lexicon,
    opening: bool,
}

impl Search<'_> {
    /// Positions of its words, for each place where it begins and the first ways it goes on.
    fn all(&self) -> Vec<(Vec<usize>, bool)> {
        let mut found = Vec::new();
        let mut steps = 0;
        let starts = if self.opening { 1 } else { self.tokens.len() };
        for start in 0..starts {
            self.go_on(0, start, start + 1, &mut Vec::new(), false, &mut found, &mut steps);
        }
        found
    }

    /// The words from `slot` on, the next of which stands in `from..to`.
    #[expect(clippy::too_many_arguments, reason = "the state of one search, passed down its steps")]
    fn go_on(
        &self,
        slot: usize,
        from: usize,
        to: usize,
        words: &mut Vec<usize>,
        slip: bool,
        found: &mut Vec<(Vec<usize>, bool)>,
        steps: &mut usize,
    ) {
        let Some(wanted) = self.group.get(slot) else {
            found.push((words.clone(), slip));
            return;
        };
        if wanted.absent {
            let barred = |i: &usize| self.here(*i, wanted).is_some();
            if self.group.iter().skip(slot).all(|slot| slot.absent) {
                if (from..self.clause_end(from)).any(|i| barred(&i)) {
                    return;
                }
                return self.go_on(slot + 1, from, to, words, slip, found, steps);
            }
            let to = (from..to.min(self.tokens.len())).find(barred).unwrap_or(to);
            return self.go_on(slot + 1, from, to, words, slip, found, steps);
        }
        for at in from..to.min(self.tokens.len()) {
            *steps += 1;
            if *steps > STEPS {
                return;
            }
            if let Some((count, slipped)) = self.here(at, wanted) {
                let depth = words.len();
                words.extend(at..at + count);
                let next = at + count;
                self.go_on(slot + 1, next, next + GAP + 1, words, slip || slipped, found, steps);
                words.truncate(depth);
            }
        }
    }

    /// Where the clause of the word before `from` ends, at most a gap further.
    fn clause_end(&self, from: usize) -> usize {
        let clause = from.checked_sub(1).and_then(|i| self.tokens.get(i)).map(|t| t.clause);
        let end = (from + GAP).min(self.tokens.len());
        (from..end).find(|i| Some(self.tokens[*i].clause) != clause).unwrap_or(end)
    }

    /// How many words the slot takes here, and whether with a slip only.
    fn here(&self, at: usize, slot: &Slot) -> Option<(usize, bool)> {
        let fits = slot.any.iter().filter_map(|word| self.lexicon.stands(self.tokens, at, word));
        fits.min_by_key(|(count, slip)| (*slip, std::cmp::Reverse(*count)))
    }
}

#[cfg(test)]
mod tests {
    use super::super::phrasing::Families;
    use super::*;

    fn stance(text: &str, phrasing: &str) -> Option<Stance> {
        let phrasing = Phrasing::parse(phrasing, &Families::new()).unwrap();
        Text::new(text).find(&[phrasing], &Lexicon::default()).map(|hit| hit.stance)
    }

    #[test]
    fn words_in_order_with_others_between() {
        assert_eq!(stance("Elle attend qu’un client arrive", "attend* client"), Some(Stance::Asserted));
        assert_eq!(stance("Le client attend", "attend* client"), None);
        assert_eq!(stance("Elle attend. Un client arrive", "attend* client"), None);
        assert_eq!(stance("Le client attend", "attend* + client"), Some(Stance::Asserted));
    }

    #[test]
    fn negation_counts_unless_it_is_part_of_the_phrasing() {
        assert_eq!(stance("elle n’est pas bloquante", "bloquant*"), Some(Stance::Denied));
        assert_eq!(stance("elle n’est pas bloquante", "pas bloquant*"), Some(Stance::Asserted));
        assert_eq!(stance("personne n’écoute", "n_ecout*"), Some(Stance::Asserted));
        assert_eq!(stance("elle n’est pas bloquante, mais recv est bloquant", "bloquant*"), Some(Stance::Asserted));
        assert_eq!(stance("rien n’est possible sans threads", "possible"), Some(Stance::Denied));
        assert_eq!(stance("Ce n’est pas possible sans threads", "thread*"), Some(Stance::Asserted));
        assert_eq!(stance("Sans verrou, les données se mélangent", "verrou*"), Some(Stance::Mentioned));
    }

    #[test]
    fn the_opening_and_words_that_must_be_absent() {
        assert_eq!(stance("Non, jamais", "^non"), Some(Stance::Asserted));
        assert_eq!(stance("Je dirais non", "^non"), None);
        assert_eq!(stance("Non bloquante", "^non"), None);
        assert_eq!(stance("listen écoute et bind associe", "listen !bind associ*"), None);
        assert_eq!(stance("listen associe", "listen !bind associ*"), Some(Stance::Asserted));
        assert_eq!(stance("elle attend un client puis un message", "attend client !message"), None);
        assert_eq!(stance("elle attend un client, puis un message", "attend client !message"), Some(Stance::Asserted));
    }
}
