//! Ways to put an idea: words in order, within one sentence, a few others between them.

use std::collections::BTreeMap;

/// A way to put an idea: every group must be in the same sentence, in any order.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Phrasing {
    /// Groups of words, each in the order they are said.
    pub groups: Vec<Vec<Slot>>,
    /// The first word must be the first of the answer.
    pub opening: bool,
}

/// One place in a phrasing.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Slot {
    /// Any of these stands there.
    pub any: Vec<Word>,
    /// None of these may stand between the word before and the word after, or soon after the last.
    pub absent: bool,
}

/// A word or a fixed expression, lower case.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Word {
    /// Its words, as written but without accents.
    pub parts: Vec<String>,
    /// Any ending may follow.
    pub stem: bool,
}

/// Words that mean much the same, under a name in capitals.
pub type Families = BTreeMap<String, Vec<Word>>;

impl Phrasing {
    /// Reads `attend* client|CONNEXION`: words separated by spaces, alternatives by `|`; `*` stands for
    /// any ending, `_` for a space inside an expression; a name in capitals stands for its family; `+`
    /// separates groups that may come in any order; `!word` must not stand in between, or soon after the
    /// last; `^` before the first word ties it to the beginning of the answer.
    ///
    /// # Errors
    /// What is wrong, in words.
    pub fn parse(text: &str, families: &Families) -> Result<Phrasing, String> {
        let text = text.trim();
        let (opening, rest) = text.strip_prefix('^').map_or((false, text), |rest| (true, rest));
        let groups: Vec<Vec<Slot>> = rest
            .split(" + ")
            .map(|group| group.split_whitespace().map(|written| slot(written, families)).collect())
            .collect::<Result<_, String>>()
            .map_err(|problem| format!("in the phrasing `{text}`: {problem}"))?;
        if groups.iter().any(|group| group.first().is_none_or(|slot| slot.absent)) {
            return Err(format!("in the phrasing `{text}`: a group begins with a word, and `!` comes after one"));
        }
        Ok(Phrasing { groups, opening })
    }
}

fn slot(written: &str, families: &Families) -> Result<Slot, String> {
    let (absent, written) = written.strip_prefix('!').map_or((false, written), |rest| (true, rest));
    let mut any = Vec::new();
    for alternative in written.split('|') {
        let named = alternative.len() > 1 && alternative.chars().all(|c| c.is_ascii_uppercase());
        match families.get(alternative) {
            Some(words) => any.extend(words.iter().cloned()),
            None if named => return Err(format!("there is no family `{alternative}`")),
            None => any.push(Word::parse(alternative)?),
        }
    }
    Ok(Slot { any, absent })
}

impl Word {
    /// Reads `attend*` or `mise_en_attente`.
    ///
    /// # Errors
    /// What is wrong, in words.
    pub fn parse(text: &str) -> Result<Word, String> {
        let (plain, stem) = text.strip_suffix('*').map_or((text, false), |plain| (plain, true));
        if plain.is_empty() {
            return Err("an alternative is empty".into());
        }
        if plain.contains(['*', '^', '!', '+', '«', '»']) {
            return Err(format!("`{text}`: `*` stands at the end of a word, `^` and `!` before it"));
        }
        let parts: Vec<String> = plain.split('_').map(super::words::plain).collect();
        if parts.iter().any(String::is_empty) {
            return Err(format!("`{text}`: `_` stands between two words"));
        }
        Ok(Word { parts, stem })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn word(parts: &[&str], stem: bool) -> Word {
        Word { parts: parts.iter().map(|p| (*p).to_owned()).collect(), stem }
    }

    fn families() -> Families {
        Families::from([("CLIENT".to_owned(), vec![word(&["client"], true), word(&["utilisateur"], true)])])
    }

    #[test]
    fn words_alternatives_stems_and_expressions() {
        let phrasing = Phrasing::parse(" attend* client|mise_en_Réserve ", &families()).unwrap();
        let slot = |any| Slot { any, absent: false };
        assert_eq!(
            phrasing.groups,
            [vec![
                slot(vec![word(&["attend"], true)]),
                slot(vec![word(&["client"], false), word(&["mise", "en", "reserve"], false)])
            ]]
        );
        assert!(!phrasing.opening);
        assert!(Phrasing::parse("^non", &families()).unwrap().opening);
    }

    #[test]
    fn families_groups_and_absent_words() {
        let phrasing = Phrasing::parse("bind !listen CLIENT|port + adresse", &families()).unwrap();
        assert_eq!(phrasing.groups.len(), 2);
        assert!(phrasing.groups[0][1].absent);
        assert_eq!(phrasing.groups[0][2].any.len(), 3);
    }

    #[test]
    fn what_cannot_be_read_is_said() {
        for wrong in ["", "a||b", "at*end", "oui ^non", "*", "a + ", "!a b", "a__b", "SERVEUR"] {
            assert!(Phrasing::parse(wrong, &families()).is_err(), "{wrong}");
        }
    }
}
