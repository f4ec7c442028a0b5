//! What a sentence denies: where each negation begins and ends, and what is only supposed.
//!
//! It must not know what the words are about.

use super::words::{Sentence, Token};

/// A negation in a sentence; positions are those of words.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Negation {
    /// The words that deny: `ne` and `pas`, `sans`, `aucun`…
    pub(super) words: Vec<usize>,
    /// What is denied: from the first to before the last.
    pub(super) scope: (usize, usize),
    /// How it denies.
    pub(super) kind: Kind,
}

/// How something is denied.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Kind {
    /// Said not to be.
    Plain,
    /// Within a supposition (`si on ne met pas…`, `sans boucle, …`): says what it would be needed for.
    Supposed,
    /// To be avoided or prevented.
    Avoided,
}

/// With `ne`, these deny.
const SECOND: [&str; 13] = [
    "pas",
    "jamais",
    "rien",
    "aucun",
    "aucune",
    "personne",
    "plus",
    "point",
    "ni",
    "nul",
    "nulle",
    "guere",
    "nullement",
];
/// These end a clause as a comma does.
const JOINTS: [&str; 15] = [
    "mais", "car", "donc", "et", "puis", "alors", "tandis", "lorsque", "quand", "si", "pour", "puisque", "parce",
    "sinon", "tant",
];
/// Verbs that `ne` denies alone.
const ALONE: [&str; 6] = ["peut", "peuvent", "pourra", "pourrait", "cesse", "sait"];

/// All negations of a sentence, in order.
pub(super) fn negations(sentence: &Sentence) -> Vec<Negation> {
    let tokens = &sentence.tokens;
    let mut found: Vec<Negation> = Vec::new();
    for at in 0..tokens.len() {
        if found.iter().any(|n| n.words.contains(&at)) {
            continue;
        }
        let negation = match tokens[at].text.as_str() {
            "ne" | "n" => with_ne(tokens, at),
            "pas" | "jamais" => bare(tokens, at),
            "aucun" | "aucune" | "nul" | "nulle" | "ni" => subject(tokens, at),
            "personne" | "rien" if !is_noun(tokens, at) => subject(tokens, at),
            "sans" => without(tokens, at),
            "non" if at + 1 < tokens.len() && tokens[at + 1].clause == tokens[at].clause => {
                Some(Negation { words: vec![at], scope: (at, at + 2), kind: Kind::Plain })
            }
            "lieu" | "plutot" => avoided(tokens, at),
            word if ["evit", "empech", "interdi"].iter().any(|stem| word.starts_with(stem)) => avoided(tokens, at),
            _ => None,
        };
        found.extend(negation);
    }
    let supposed = suppositions(tokens);
    for negation in &mut found {
        if negation.kind == Kind::Plain && supposed[negation.scope.0] {
            negation.kind = Kind::Supposed;
        }
    }
    found
}

/// For each word, whether it stands in a clause that begins with `si`.
pub(super) fn suppositions(tokens: &[Token]) -> Vec<bool> {
    let mut supposed = vec![false; tokens.len()];
    for at in 0..tokens.len() {
        let is_si =
            tokens[at].text == "si" || tokens[at].text == "s" && tokens.get(at + 1).is_some_and(|t| t.text == "il");
        let even = at > 0 && matches!(tokens[at - 1].text.as_str(), "meme" | "comme");
        if is_si && !even {
            let clause = tokens[at].clause;
            let end = (at + 1..tokens.len())
                .find(|i| tokens[*i].clause != clause || matches!(tokens[*i].text.as_str(), "alors" | "mais"))
                .unwrap_or(tokens.len());
            // "Oui, si chaque client a son thread": the condition is the answer's own words.
            supposed[at..end].fill(true);
        }
    }
    supposed
}

/// `ne … pas`, `ne peut`, but neither `ne … que` nor `avant qu’il ne soit`.
fn with_ne(tokens: &[Token], at: usize) -> Option<Negation> {
    let end = end_of(tokens, at + 1);
    let wide = (at + 12).min(tokens.len());
    let second = (at + 1..end.min(at + 8)).find(|i| SECOND.contains(&tokens[*i].text.as_str()));
    let only = (at + 1..wide).find(|i| matches!(tokens[*i].text.as_str(), "que" | "qu"));
    if let Some(second) = second.filter(|second| only.is_none_or(|only| *second < only)) {
        let only_more = tokens.get(second + 1).is_some_and(|t| matches!(t.text.as_str(), "seulement" | "que" | "qu"));
        let direct = second == at + 2 && tokens[second].text != "pas";
        return (!only_more || direct).then(|| Negation {
            words: vec![at, second],
            scope: (at, end),
            kind: Kind::Plain,
        });
    }
    let verb = tokens.get(at + 1)?;
    ALONE.contains(&verb.text.as_str()).then(|| Negation { words: vec![at], scope: (at, end), kind: Kind::Plain })
}

/// `c’est pas bloquant`.
fn bare(tokens: &[Token], at: usize) -> Option<Negation> {
    if tokens.get(at + 1).is_some_and(|t| matches!(t.text.as_str(), "seulement" | "que" | "qu" | "a")) {
        return None;
    }
    let same = at > 0 && tokens[at - 1].clause == tokens[at].clause;
    Some(Negation { words: vec![at], scope: (at - usize::from(same), end_of(tokens, at + 1)), kind: Kind::Plain })
}

/// `aucun client n’attend`: the `ne` belongs to it.
fn subject(tokens: &[Token], at: usize) -> Option<Negation> {
    let end = end_of(tokens, at + 1);
    let mut words = vec![at];
    words.extend((at + 1..end.min(at + 7)).find(|i| matches!(tokens[*i].text.as_str(), "ne" | "n")));
    Some(Negation { words, scope: (at, end), kind: Kind::Plain })
}

/// `sans attendre`; `Sans boucle, …` supposes.
fn without(tokens: &[Token], at: usize) -> Option<Negation> {
    let begins =
        at == 0 || tokens[at - 1].clause != tokens[at].clause || JOINTS.contains(&tokens[at - 1].text.as_str());
    let goes_on = tokens.iter().skip(at + 1).any(|t| t.clause != tokens[at].clause) || end_of(tokens, at + 1) > at + 4;
    let kind = if judged(tokens, at) || begins && goes_on { Kind::Supposed } else { Kind::Plain };
    // "sans planter on attrape": who acts begins another clause.
    let subject = |i: &usize| matches!(tokens[*i].text.as_str(), "on" | "je" | "il" | "elle" | "ils" | "nous");
    let end = end_of(tokens, at + 1);
    let end = (at + 2..end).find(|i| subject(i)).unwrap_or(end);
    Some(Negation { words: vec![at], scope: (at, end), kind })
}

/// `déconseillé sans verrou`: what is missing would make it right.
fn judged(tokens: &[Token], at: usize) -> bool {
    const BAD: [&str; 9] =
        ["deconseil", "impossible", "danger", "risqu", "difficile", "probleme", "erreur", "conflit", "incoheren"];
    tokens[..at].iter().any(|t| t.clause == tokens[at].clause && BAD.iter().any(|stem| t.text.starts_with(stem)))
}

fn avoided(tokens: &[Token], at: usize) -> Option<Negation> {
    Some(Negation { words: vec![at], scope: (at, end_of(tokens, at + 1)), kind: Kind::Avoided })
}

/// Where the clause that goes on at `from` ends.
fn end_of(tokens: &[Token], from: usize) -> usize {
    let Some(first) = tokens.get(from) else { return tokens.len() };
    (from..tokens.len())
        .find(|i| tokens[*i].clause != first.clause || *i > from && JOINTS.contains(&tokens[*i].text.as_str()))
        .unwrap_or(tokens.len())
}

/// `une personne`, as opposed to `personne n’écoute`.
fn is_noun(tokens: &[Token], at: usize) -> bool {
    let article =
        |word: &str| matches!(word, "une" | "la" | "cette" | "chaque" | "autre" | "seule" | "de" | "ne" | "n");
    tokens[at].text == "personne" && at > 0 && article(&tokens[at - 1].text)
}

#[cfg(test)]
mod tests {
    use super::super::words::sentences;
    use super::*;

    /// What is denied, and how.
    fn denied(text: &str) -> Vec<(String, Kind)> {
        let sentence = &sentences(text)[0];
        let said = |n: &Negation| {
            let words: Vec<&str> = (n.scope.0..n.scope.1)
                .filter(|i| !n.words.contains(i))
                .map(|i| sentence.tokens[i].text.as_str())
                .collect();
            (words.join(" "), n.kind)
        };
        negations(sentence).iter().map(said).collect()
    }

    #[test]
    fn what_a_negation_covers() {
        let plain = |text: &str| vec![(text.to_owned(), Kind::Plain)];
        assert_eq!(denied("la socket n’est pas bloquante, elle attend"), plain("est bloquante"));
        assert_eq!(denied("elle ne bloque jamais mais attend"), plain("bloque"));
        assert_eq!(denied("c’est pas bloquant"), plain("est bloquant"));
        assert_eq!(denied("aucun programme n’écoute"), plain("programme ecoute"));
        assert_eq!(denied("personne n’écoute sur le port"), plain("ecoute sur le port"));
        assert_eq!(denied("on répond sans attendre le client"), plain("attendre le client"));
        assert_eq!(denied("il ne peut recevoir"), plain("peut recevoir"));
        assert_eq!(denied("pour finir sans planter on attrape l’erreur"), plain("planter"));
        assert_eq!(denied("une socket non bloquante suffit"), plain("bloquante"));
    }

    #[test]
    fn what_is_no_negation() {
        for text in [
            "il ne lit qu’un message",
            "avant que le serveur ne soit prêt",
            "pas seulement accept",
            "une personne parle",
        ] {
            assert_eq!(denied(text), [], "{text}");
        }
    }

    #[test]
    fn suppositions_and_what_is_avoided_are_told_apart() {
        assert_eq!(denied("Sans verrou, on perd des messages")[0].1, Kind::Supposed);
        assert_eq!(denied("si on ne met pas de verrou, tout se mélange")[0].1, Kind::Supposed);
        assert_eq!(denied("c’est risqué sans verrou")[0].1, Kind::Supposed);
        assert_eq!(denied("cela évite les conflits")[0].1, Kind::Avoided);
    }
}
