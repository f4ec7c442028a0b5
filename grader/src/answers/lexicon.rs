//! Whether a word of an answer is one that is looked for: endings, plurals, slips of the pen.

use std::collections::HashSet;
use std::sync::OnceLock;

use super::phrasing::{Families, Word};
use super::question::Question;
use super::words::{Token, plain, sentences};

/// Short words change meaning with one letter: no slip is forgiven below this length.
const LONG_ENOUGH: usize = 5;
/// From this length, two slips are.
const VERY_LONG: usize = 9;

/// Words spelt right, so that none of them is taken for a slip of another.
#[derive(Debug, Clone, Default)]
pub struct Lexicon {
    /// Texts that its words come from, and words as they are.
    source: (Vec<String>, Vec<String>),
    /// Read when first needed: most submissions have no answers.
    words: OnceLock<HashSet<String>>,
}

/// Common words that the page may lack and that a slip would turn into others.
const COMMON: &str = "avons avoir autre autres apres aussi alors cette comme dans depuis dire encore entre etait etre \
    faire faut fois leur leurs lors mais meme moins mieux notre nous ouvert ouverte parler partie partir passe pendant \
    peuvent peut plein pleine porte porter pose poser prend prendre quand quel quelle reste rester sinon sera serait \
    soit sont sous tard tout toute tous toutes trop vers voir votre vous attente terme termes forme former forte \
    compte conte celle celles ceux client clients serveur serveurs ecrire ecoute decrire recevable perte pertes parte \
    marche marcher manche course source sources force forcer forcement lance lancer lente rendre vendre bonne donne \
    accepte excepte exceptee except accept parfois partage parties parle parles parallele verrou verra";

impl Lexicon {
    /// The words of the questions' page.
    pub fn new(questions: &[Question]) -> Lexicon {
        let mut source = (Vec::new(), COMMON.split_whitespace().map(str::to_owned).collect::<Vec<_>>());
        for question in questions {
            let said = [&question.asked.fr, &question.answer.fr, &question.experiment.shows.fr];
            let corrections = question.misconceptions.iter().map(|m| &m.correction.fr);
            source.0.extend(said.into_iter().chain(corrections).cloned());
            let faults = question.contradictions.iter().chain(question.misconceptions.iter().map(|m| &m.idea));
            let phrasings = question.ideas.iter().chain(faults).flat_map(|idea| &idea.phrasings);
            let looked_for = phrasings.flat_map(|p| &p.groups).flatten().flat_map(|slot| &slot.any);
            source.1.extend(looked_for.filter(|word| !word.stem).flat_map(|word| word.parts.clone()));
        }
        Lexicon { source, words: OnceLock::new() }
    }

    /// True when it is a word of its own.
    pub(super) fn knows(&self, word: &str) -> bool {
        let words = || {
            let tokens = self.source.0.iter().flat_map(|text| sentences(text)).flat_map(|s| s.tokens);
            tokens.map(|t| t.text).chain(self.source.1.iter().cloned()).collect()
        };
        self.words.get_or_init(words).contains(word)
    }

    /// How many words from `at` on are `word`, and whether only with a slip of the pen.
    pub(super) fn stands(&self, tokens: &[Token], at: usize, word: &Word) -> Option<(usize, bool)> {
        let last = word.parts.len().checked_sub(1)?;
        let mut slip = false;
        for (i, part) in word.parts.iter().enumerate() {
            let token = tokens.get(at + i)?;
            slip |= self.is(&token.text, part, word.stem && i == last)?;
        }
        Some((word.parts.len(), slip))
    }

    /// `Some(false)` when it is the word, `Some(true)` when it is with a slip.
    fn is(&self, token: &str, wanted: &str, stem: bool) -> Option<bool> {
        let same =
            if stem { token.starts_with(wanted) } else { token == wanted || singular(token) == singular(wanted) };
        if same {
            return Some(false);
        }
        let length = wanted.chars().count();
        if length < LONG_ENOUGH || self.knows(token) || token.chars().next() != wanted.chars().next() {
            return None;
        }
        let allowed = if length >= VERY_LONG { 2 } else { 1 };
        let close = |text: &str| strsim::osa_distance(text, wanted) <= allowed;
        let near = if stem {
            let cut = |n: usize| token.chars().take(n).collect::<String>();
            (length - 1..=length + 1).any(|n| close(&cut(n)))
        } else {
            close(token)
        };
        near.then_some(true)
    }
}

/// Without a plural's ending.
fn singular(word: &str) -> &str {
    if word.len() > 3 { word.trim_end_matches(['s', 'x']) } else { word }
}

/// Reads the families of words: ``- NAME : word, word*``.
///
/// # Errors
/// What is wrong, in words.
fn family(text: &str) -> Result<(String, Vec<Word>), String> {
    let form = "write - NOM : mot, mot*";
    let (name, words) = text.split_once(" : ").ok_or(form)?;
    let name = name.trim().trim_matches('`');
    if name.len() < 2 || !name.chars().all(|c| c.is_ascii_uppercase()) {
        return Err("a family’s name is one word in capitals".into());
    }
    let words =
        words.trim().trim_end_matches('.').split(',').map(|w| Word::parse(w.trim())).collect::<Result<_, _>>()?;
    Ok((name.to_owned(), words))
}

/// Adds a family.
///
/// # Errors
/// It is there already.
pub(super) fn add_family(families: &mut Families, text: &str) -> Result<(), String> {
    let (name, words) = family(text)?;
    if families.insert(name.clone(), words).is_some() {
        return Err(format!("the family {name} is there twice"));
    }
    Ok(())
}

/// Words too common to say anything of a subject.
pub(super) fn is_filler(word: &str) -> bool {
    const FILLERS: &str = "alors ainsi apres aussi autre autres avant avec avoir beaucoup bien cela celui cette ceux \
        chaque chose comme dans deja depuis donc elle elles encore ensuite entre etre exemple fait faire faut grace \
        lors lorsque mais meme moins nous notre parce pendant permet permettre peut peuvent plus plutot pour pourrait \
        quand quel quelle quelque sans sera serait seront sinon soit sont sous tant tout toute toutes tous tres \
        utiliser utilisant utilise vers voici vous leur leurs aura doit doivent devient ceci dont afin python exemple \
        simplement directement serveur client programme etat cote cotes vraiment toujours facilement bonne";
    static SET: std::sync::LazyLock<HashSet<String>> =
        std::sync::LazyLock::new(|| FILLERS.split_whitespace().map(plain).collect());
    word.chars().count() < 4 || SET.contains(word)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn stands(text: &str, word: &str) -> Option<bool> {
        let tokens = &sentences(text)[0].tokens;
        let lexicon = Lexicon { source: (vec![], vec!["except".to_owned()]), words: OnceLock::new() };
        lexicon.stands(tokens, 0, &Word::parse(word).unwrap()).map(|(_, slip)| slip)
    }

    #[test]
    fn endings_plurals_and_slips() {
        assert_eq!(stands("attendre", "attend*"), Some(false));
        assert_eq!(stands("Clients", "client"), Some(false));
        assert_eq!(stands("Conexion", "connexion"), Some(true));
        assert_eq!(stands("bloquente", "bloquant*"), Some(true));
        assert_eq!(stands("mise en attente", "mise_en_attent*"), Some(false));
    }

    #[test]
    fn other_words_are_not_slips() {
        assert_eq!(stands("except", "accept*"), None);
        assert_eq!(stands("recu", "recv"), None);
        assert_eq!(stands("lire", "dire"), None);
    }

    #[test]
    fn families_are_read() {
        let (name, words) = family("CLIENT : client*, mise_en_attente").unwrap();
        assert_eq!((name.as_str(), words.len()), ("CLIENT", 2));
        assert!(family("Client : a").is_err() && family("CLIENT a").is_err() && family("CLIENT : a,,b").is_err());
    }
}
