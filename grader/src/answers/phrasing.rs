//! Ways to put an idea: words in order, within one sentence, anything between them.

/// A way to put an idea.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Phrasing {
    /// The words, in the order they are said; each stands for any of its alternatives.
    pub words: Vec<Vec<Word>>,
    /// The first word must be the first of the answer.
    pub opening: bool,
}

/// A word or a fixed expression, lower case.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Word {
    /// As written, `_` read as a space.
    pub text: String,
    /// Any ending may follow.
    pub stem: bool,
}

impl Phrasing {
    /// Reads `attend* client|clients`: words separated by spaces, alternatives by `|`; `*` stands for
    /// any ending, `_` for a space inside an expression; `^` before the first word ties it to the
    /// beginning of the answer.
    ///
    /// # Errors
    /// What is wrong, in words.
    pub fn parse(text: &str) -> Result<Phrasing, String> {
        let text = text.trim();
        let (opening, rest) = text.strip_prefix('^').map_or((false, text), |rest| (true, rest));
        let words: Vec<Vec<Word>> = rest
            .split_whitespace()
            .map(|slot| slot.split('|').map(word).collect())
            .collect::<Result<_, String>>()
            .map_err(|problem| format!("in the phrasing `{text}`: {problem}"))?;
        if words.is_empty() { Err("an empty phrasing".to_owned()) } else { Ok(Phrasing { words, opening }) }
    }
}

fn word(text: &str) -> Result<Word, String> {
    let (plain, stem) = text.strip_suffix('*').map_or((text, false), |plain| (plain, true));
    if plain.is_empty() {
        return Err("an alternative is empty".into());
    }
    if plain.contains(['*', '^', '«', '»']) {
        return Err(format!("`{text}`: `*` stands at the end of a word, `^` before the first one"));
    }
    Ok(Word { text: plain.replace('_', " ").to_lowercase(), stem })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_alternatives_stems_and_expressions() {
        let phrasing = Phrasing::parse(" attend* client|mise_en_attente ").unwrap();
        let word = |text: &str, stem| Word { text: text.into(), stem };
        assert_eq!(
            phrasing.words,
            [vec![word("attend", true)], vec![word("client", false), word("mise en attente", false)]]
        );
        assert!(!phrasing.opening);
        assert!(Phrasing::parse("^non").unwrap().opening);
    }

    #[test]
    fn what_cannot_be_read_is_said() {
        for wrong in ["", "a||b", "at*end", "oui ^non", "*"] {
            assert!(Phrasing::parse(wrong).is_err(), "{wrong}");
        }
    }
}
