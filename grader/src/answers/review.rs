//! Reviews one answer: which ideas it has, lacks or denies, what it gets wrong, and what mark that
//! suggests. Rules only, all of them in `questions.md`; it must not know where the answer was found.

use std::collections::BTreeSet;

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::lexicon::{Lexicon, is_filler};
use super::matching::{Hit, Stance, Text};
use super::question::{Idea, Question};
use super::words::sentences;

/// Longest answer looked at, in bytes; what comes after is not read.
const LONGEST: usize = 20_000;
/// With more words of content than this that no idea explains, an idea may have been put in other words.
const UNEXPLAINED: usize = 1;

/// A proposed mark.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "lowercase")]
pub enum Proposal {
    /// Everything essential is there, nothing contradicts it.
    Full,
    /// Something essential is missing, or something contradicts it.
    Partial,
    /// Nothing essential, or the opposite.
    Wrong,
    /// No answer.
    Missing,
}

/// Whether a teacher should look.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum Confidence {
    /// The rules leave little doubt.
    Sure,
    /// Read it.
    ToRead,
}

/// Why an answer is to be read.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum Doubt {
    /// Right and wrong things side by side.
    Mixed,
    /// Much of it fits no known way to put an idea.
    OtherWords,
    /// An essential idea was only recognised with a slip of the pen.
    Spelling,
    /// It seems to stop in the middle.
    CutShort,
    /// It may belong to another question.
    Placed,
    /// None of its ideas was recognised.
    Unrecognised,
}

/// What became of an idea.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "lowercase")]
pub enum Presence {
    /// Said.
    Found,
    /// Not said.
    Absent,
    /// Said to be false.
    Denied,
}

/// An idea of the question.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ReviewedIdea {
    /// As in `questions.md`.
    pub id: String,
    /// Needed for a full mark.
    pub essential: bool,
    /// What became of it.
    pub presence: Presence,
    /// The student's words.
    pub quote: Option<String>,
}

/// Something the answer gets wrong.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Fault {
    /// As in `questions.md`.
    pub id: String,
    /// The student's words.
    pub quote: String,
}

/// The review of an answer.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Review {
    /// Proposed mark.
    pub proposal: Proposal,
    /// Why to read it; empty when sure.
    pub doubts: Vec<Doubt>,
    /// Every idea of the question, in order.
    pub ideas: Vec<ReviewedIdea>,
    /// What contradicts the answer.
    pub contradictions: Vec<Fault>,
    /// Common mistakes that it makes.
    pub misconceptions: Vec<Fault>,
}

impl Review {
    /// Sure when there is no doubt.
    pub fn confidence(&self) -> Confidence {
        if self.doubts.is_empty() { Confidence::Sure } else { Confidence::ToRead }
    }

    /// Essential ideas that are not there.
    pub fn lacking(&self) -> impl Iterator<Item = &ReviewedIdea> {
        self.ideas.iter().filter(|idea| idea.essential && idea.presence != Presence::Found)
    }

    /// Adds a doubt from elsewhere, once. A missing answer leaves none.
    pub fn doubt(&mut self, doubt: Doubt) {
        if self.proposal != Proposal::Missing && !self.doubts.contains(&doubt) {
            self.doubts.push(doubt);
            self.doubts.sort();
        }
    }
}

/// Reviews an answer.
pub fn review(question: &Question, answer: &str, lexicon: &Lexicon) -> Review {
    if answer.trim().is_empty() {
        let absent = |idea: &Idea| reviewed(idea, None, &Text::new(""));
        return Review {
            proposal: Proposal::Missing,
            doubts: Vec::new(),
            ideas: question.ideas.iter().map(absent).collect(),
            contradictions: Vec::new(),
            misconceptions: Vec::new(),
        };
    }
    let mut end = answer.len().min(LONGEST);
    while !answer.is_char_boundary(end) {
        end -= 1;
    }
    let text = Text::new(&answer[..end]);
    let hits: Vec<Option<Hit>> = question.ideas.iter().map(|idea| text.find(&idea.phrasings, lexicon)).collect();
    let ideas: Vec<ReviewedIdea> =
        question.ideas.iter().zip(&hits).map(|(idea, hit)| reviewed(idea, hit.as_ref(), &text)).collect();
    // Nobody is accused on the strength of a slip of the pen.
    let claimed = |idea: &Idea| {
        let hit = text.find(&idea.phrasings, lexicon).filter(|hit| hit.stance == Stance::Asserted && !hit.slip)?;
        Some((hit.clone(), Fault { id: idea.id.clone(), quote: shortened(text.quote(&hit)) }))
    };
    let (against, contradictions): (Vec<Hit>, Vec<Fault>) = question.contradictions.iter().filter_map(claimed).unzip();
    let (wrong, misconceptions): (Vec<Hit>, Vec<Fault>) =
        question.misconceptions.iter().filter_map(|m| claimed(&m.idea)).unzip();
    let mut review = Review { proposal: Proposal::Missing, doubts: Vec::new(), ideas, contradictions, misconceptions };
    if says_nothing(&text) {
        review.contradictions.clear();
        review.misconceptions.clear();
        return review;
    }
    let explaining: Vec<&Hit> = hits.iter().flatten().chain(&against).chain(&wrong).collect();
    let unexplained = unexplained(&text, &explaining, question);
    let slips = question.ideas.iter().zip(&hits).any(|(i, h)| i.essential && h.as_ref().is_some_and(|h| h.slip));
    let (proposal, doubts) = weigh(&review, unexplained, slips, on_topic(&text, question, lexicon));
    review.proposal = proposal;
    doubts.into_iter().for_each(|doubt| review.doubt(doubt));
    review
}

fn reviewed(idea: &Idea, hit: Option<&Hit>, text: &Text<'_>) -> ReviewedIdea {
    let presence = match hit.map(|hit| hit.stance) {
        Some(Stance::Asserted | Stance::Mentioned) => Presence::Found,
        Some(Stance::Denied) => Presence::Denied,
        None => Presence::Absent,
    };
    let quote = hit.map(|hit| shortened(text.quote(hit)));
    ReviewedIdea { id: idea.id.clone(), essential: idea.essential, presence, quote }
}

/// The mark that what was found suggests, and what makes it doubtful.
fn weigh(review: &Review, unexplained: usize, slips: bool, on_topic: bool) -> (Proposal, Vec<Doubt>) {
    let essential = review.ideas.iter().filter(|idea| idea.essential);
    let found = essential.clone().filter(|idea| idea.presence == Presence::Found).count();
    let all = found == essential.clone().count();
    let denied = essential.clone().any(|idea| idea.presence == Presence::Denied);
    let others = review.ideas.iter().any(|idea| !idea.essential && idea.presence == Presence::Found);
    let against = !review.contradictions.is_empty();
    let mut doubts = Vec::new();
    if slips {
        doubts.push(Doubt::Spelling);
    }
    if found > 0 && (against || denied) {
        doubts.push(Doubt::Mixed);
    }
    let proposal = match (all, found > 0) {
        (true, _) if !against => return (Proposal::Full, doubts),
        (_, true) => Proposal::Partial,
        (_, false) if against || denied => Proposal::Wrong,
        (_, false) if others || !review.misconceptions.is_empty() => {
            if others {
                Proposal::Partial
            } else {
                // Only a common mistake was recognised; the rest may be right in other words.
                doubts.push(Doubt::Unrecognised);
                Proposal::Wrong
            }
        }
        (_, false) => {
            doubts.push(Doubt::Unrecognised);
            if on_topic { Proposal::Partial } else { Proposal::Wrong }
        }
    };
    if unexplained > UNEXPLAINED {
        doubts.push(Doubt::OtherWords);
    }
    (proposal, doubts)
}

/// Nothing that could be an answer: no word, or only that one does not know.
fn says_nothing(text: &Text<'_>) -> bool {
    let words: Vec<&str> = text.sentences.iter().flat_map(|s| &s.sentence.tokens).map(|t| t.text.as_str()).collect();
    let said = words.join(" ");
    let unknowing = [
        "je ne sais pas",
        "je sais pas",
        "aucune idee",
        "pas d idee",
        "a completer",
        "a faire",
        "todo",
        "pas repondu",
        "pas fait",
        "sans reponse",
        "xxx",
    ];
    !said.chars().any(char::is_alphanumeric) || words.len() <= 8 && unknowing.iter().any(|u| said.starts_with(u))
}

/// Words of content that neither an idea nor the question explains.
fn unexplained(text: &Text<'_>, hits: &[&Hit], question: &Question) -> usize {
    let asked: BTreeSet<String> =
        sentences(&question.asked.fr).into_iter().flat_map(|s| s.tokens).map(|t| stem(&t.text)).collect();
    let mut rest: BTreeSet<String> = BTreeSet::new();
    for (at, analysed) in text.sentences.iter().enumerate() {
        for (i, token) in analysed.sentence.tokens.iter().enumerate() {
            let explained = hits.iter().any(|hit| hit.sentence == at && hit.words.contains(&i));
            if !explained && !is_filler(&token.text) && !asked.contains(&stem(&token.text)) {
                rest.insert(stem(&token.text));
            }
        }
    }
    rest.len()
}

/// At least two words of the model answer that the question does not give.
fn on_topic(text: &Text<'_>, question: &Question, lexicon: &Lexicon) -> bool {
    let stems = |said: &str| -> BTreeSet<String> {
        let tokens = sentences(said).into_iter().flat_map(|s| s.tokens);
        tokens.filter(|t| !is_filler(&t.text)).map(|t| stem(&t.text)).collect()
    };
    let (asked, model) = (stems(&question.asked.fr), stems(&question.answer.fr));
    let said: BTreeSet<String> = text
        .sentences
        .iter()
        .flat_map(|s| &s.sentence.tokens)
        .filter(|t| lexicon.knows(&t.text))
        .map(|t| stem(&t.text))
        .collect();
    said.iter().filter(|word| model.contains(*word) && !asked.contains(*word)).count() >= 2
}

/// The beginning of a word, the same in most of its forms.
fn stem(word: &str) -> String {
    word.chars().take(5).collect()
}

/// A quote on one line, of a bearable length.
fn shortened(quote: &str) -> String {
    const LENGTH: usize = 220;
    let line = quote.split_whitespace().collect::<Vec<_>>().join(" ");
    if line.chars().count() <= LENGTH {
        return line;
    }
    let cut: String = line.chars().take(LENGTH).collect();
    format!("{}…", cut.rsplit_once(' ').map_or(cut.as_str(), |(whole, _)| whole))
}
