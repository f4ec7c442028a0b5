//! Recognises a question by its words, mistyped, without accents, shortened.

use std::collections::HashMap;

use super::question::Question;
use super::words::sentences;

/// How much a line resembles a question.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Likeness {
    /// Which question.
    pub(super) question: usize,
    /// From 0 to 1: harmonic mean of how much of the question the line says and how much of the line
    /// the question says, rare words counting more.
    pub(super) score: f64,
}

/// From here on a line that looks like a question is one.
const ALIKE: f64 = 0.55;
/// A line that does not look like one must say nearly all of it.
const NEARLY_ALL: f64 = 0.85;
/// How much better than the next question it must fit.
const MARGIN: f64 = 0.12;

const SMALL: &str = "le la les l de des d du un une a au aux et ou s n qu que est il elle ce c on y en se si t par pas";

/// The words of all questions.
#[derive(Debug, Clone)]
pub(super) struct Wordings {
    questions: Vec<Vec<String>>,
    weights: HashMap<String, f64>,
    unknown: f64,
}

fn content(text: &str) -> Vec<String> {
    let small: Vec<&str> = SMALL.split(' ').collect();
    let tokens = sentences(text).into_iter().flat_map(|s| s.tokens).map(|t| t.text);
    tokens.filter(|t| !small.contains(&t.as_str()) && t.chars().any(char::is_alphanumeric)).collect()
}

/// The same word, in another form or mistyped.
fn same(a: &str, b: &str) -> bool {
    let (short, long) = if a.len() < b.len() { (a, b) } else { (b, a) };
    let count = short.chars().count();
    a == b
        || count >= 4 && long.starts_with(short) && long.chars().count() <= count + 3
        || count >= 5 && strsim::osa_distance(a, b) <= if count >= 8 { 2 } else { 1 }
}

impl Wordings {
    /// From the questions, in order.
    pub(super) fn new(questions: &[Question]) -> Wordings {
        let words: Vec<Vec<String>> = questions.iter().map(|q| content(&q.asked.fr)).collect();
        let count = |word: &str| words.iter().filter(|q| q.iter().any(|w| same(w, word))).count();
        #[expect(clippy::cast_precision_loss, reason = "a few dozen questions")]
        let weight = |n: usize| (1.0 + words.len() as f64 / n.max(1) as f64).ln();
        let weights = words.iter().flatten().map(|w| (w.clone(), weight(count(w)))).collect();
        Wordings { unknown: weight(2), questions: words, weights }
    }

    /// How much a text resembles each question.
    fn scores(&self, text: &str) -> Vec<f64> {
        let line = content(text);
        self.questions.iter().map(|question| self.score(&line, question)).collect()
    }

    fn score(&self, line: &[String], question: &[String]) -> f64 {
        let weight = |word: &String| self.weights.get(word).copied().unwrap_or(self.unknown);
        let (mut said, mut whole) = (0.0, 0.0);
        for word in question {
            whole += weight(word);
            said += if line.iter().any(|w| same(w, word)) { weight(word) } else { 0.0 };
        }
        let (mut fits, mut length) = (0.0, 0.0);
        for word in line {
            let known = question.iter().find(|w| same(w, word));
            length += known.map_or(self.unknown, weight);
            fits += known.map_or(0.0, weight);
        }
        if said <= 0.0 || fits <= 0.0 {
            return 0.0;
        }
        let (recall, precision) = (said / whole, fits / length);
        // A heading such as "bind et listen" says little, but nothing else.
        let shortened = if line.len() <= 7 && precision > 0.85 && recall > 0.25 { ALIKE } else { 0.0 };
        (2.0 * recall * precision / (recall + precision)).max(shortened)
    }

    /// The question a text resembles, when it does enough, and more than any other; `asks` when it has
    /// the looks of a question. `among` are those it may be.
    pub(super) fn recognise(&self, text: &str, asks: bool, among: &[usize]) -> Option<Likeness> {
        if text.len() > 600 {
            return None;
        }
        let scores = self.scores(text);
        let (question, score) =
            among.iter().map(|q| (*q, scores[*q])).max_by(|a, b| a.1.total_cmp(&b.1).then(b.0.cmp(&a.0)))?;
        let next = among.iter().filter(|q| **q != question).map(|q| scores[*q]).fold(0.0, f64::max);
        let wanted = if asks { ALIKE } else { NEARLY_ALL };
        (score >= wanted && score >= next + MARGIN).then_some(Likeness { question, score })
    }

    /// The question that a line asks, and where in the line it ends.
    pub(super) fn of_line(&self, text: &str, heading: bool, among: &[usize]) -> Option<(Likeness, usize)> {
        let mut best: Option<(Likeness, usize)> = None;
        for (at, mark) in text.match_indices('?') {
            let end = at + mark.len();
            if let Some(found) = self.recognise(&text[..end], true, among) {
                // "… entre clients ? Est-ce souhaitable ?" is one question.
                let better = best.as_ref().is_none_or(|(b, _)| found.question == b.question && found.score > b.score);
                if better {
                    best = Some((found, end));
                }
            }
        }
        let rest = best.as_ref().map_or("", |(_, end)| &text[*end..]);
        let short = rest.find('?').filter(|at| content(&rest[..*at]).len() <= 1);
        if let (Some((_, end)), Some(at)) = (&mut best, short) {
            *end += at + 1;
        }
        if heading && best.is_some() {
            return best.map(|(found, _)| (found, text.len()));
        }
        best.or_else(|| Some((self.recognise(text, heading, among)?, text.len())))
    }
}

#[cfg(test)]
mod tests {
    use super::super::reader::shipped_questions;
    use super::*;

    fn asked(line: &str) -> Option<(String, String)> {
        let questions = shipped_questions().unwrap();
        let all: Vec<usize> = (0..questions.len()).collect();
        let (found, end) = Wordings::new(&questions).of_line(line, false, &all)?;
        Some((questions[found.question].id.clone(), line[end..].trim().to_owned()))
    }

    fn is(line: &str, id: &str, rest: &str) {
        assert_eq!(asked(line), Some((id.to_owned(), rest.to_owned())), "{line}");
    }

    #[test]
    fn every_question_knows_itself() {
        for question in shipped_questions().unwrap() {
            is(&question.asked.fr, &question.id, "");
        }
    }

    #[test]
    fn mistyped_shortened_and_answered_on_the_line() {
        is("A quel momment la soket coté serveur est elle bloquante ? Dans accept", "2.1.4-1", "Dans accept");
        is("Difference entre bind et listen ?", "2.1.4-3", "");
        is("Pourquoi une boucle ? Pour lire", "2.2.4-1", "Pour lire");
        is("Les risques d'eval() ?", "2.5.4-1", "");
        is("Peut-on garder un état partagé entre clients ? Est-ce souhaitable ? Oui", "2.7.4-2", "Oui");
        is("Peut-on rendre cet échange non bloquant ? Comment ? Oui", "2.4.4-2", "Oui");
    }

    #[test]
    fn answers_are_not_questions() {
        for line in [
            "Oui, le serveur peut rester actif.",
            "Pour éviter que les deux parlent en même temps, on alterne.",
            "Pourquoi pas ?",
            "On teste si le message est fin.",
        ] {
            assert_eq!(asked(line), None, "{line}");
        }
    }
}
