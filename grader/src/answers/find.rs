//! Finds the answers in a student's files, whatever their layout: one entry a question, with where it
//! stood, what says that it answers this question, and how sure that is.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::assign::{Section, Segment, sections, segments};
use super::comments::comment_sign;
use super::lexicon::Lexicon;
use super::marker::undecorated;
use super::page::lines;
use super::question::Question;
use super::review::{Presence, review};
use super::wording::Wordings;
use super::words::plain;

/// What says that a text answers a question.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "lowercase")]
pub enum How {
    /// The question's number stands before it.
    Number,
    /// The question's words stand before it.
    Wording,
    /// Its place among the others.
    Place,
    /// What it says, and its place.
    Content,
}

/// How sure that is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "lowercase")]
pub enum Sureness {
    /// It could be otherwise.
    Doubtful,
    /// Little doubt.
    Likely,
    /// No doubt.
    Certain,
}

/// Where an answer stands.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize, JsonSchema)]
pub struct Place {
    /// Relative to the submission.
    pub file: String,
    /// From 1.
    pub line: usize,
}

/// Something to know about an answer.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum Note {
    /// The question is there, nothing is answered.
    Unanswered,
    /// The text seems to stop in the middle.
    CutShort,
    /// The question is answered here too; the longest answer was taken.
    Duplicated(Place),
    /// The number before it is that of another question; its words decided.
    NumberDisagrees(u32),
}

/// A question's answer.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Found {
    /// Position of the question.
    pub question: usize,
    /// The answer; empty when there is none.
    pub text: String,
    /// Where it stands, or where the question does; `None` when neither was found.
    pub place: Option<Place>,
    /// What says so.
    pub how: Option<(How, Sureness)>,
    /// What else there is to know.
    pub notes: Vec<Note>,
}

/// True for a file that may hold answers: a text, or a program whose comments do.
pub fn is_of_interest(path: &str) -> bool {
    let name = plain(path.rsplit('/').next().unwrap_or(path));
    let other = ["requirements", "license", "licence", "cmakelists"].iter().any(|n| name.starts_with(n));
    let (stem, extension) = name.rsplit_once('.').unwrap_or((&name, ""));
    let text = matches!(extension, "md" | "markdown" | "txt" | "text" | "rst" | "org" | "adoc");
    let bare = extension.is_empty() && tells_answers(stem);
    !other && (text || bare || comment_sign(path).is_some())
}

/// True for a name that announces answers.
fn tells_answers(path: &str) -> bool {
    let name = plain(path.rsplit('/').next().unwrap_or(path));
    ["readme", "repons", "question", "answer", "lisez", "rapport", "compte"].iter().any(|n| name.contains(n))
}

/// What a file may add to the answers.
struct Candidate {
    question: usize,
    how: How,
    sure: Sureness,
    place: Place,
    text: String,
    notes: Vec<Note>,
}

/// Finds the answers in files, given as paths and contents; one entry a question, in order.
pub fn find(questions: &[Question], files: &[(&str, &[u8])], lexicon: &Lexicon) -> Vec<Found> {
    let (sections, wordings) = (sections(questions), Wordings::new(questions));
    let mut candidates: Vec<Candidate> = Vec::new();
    for (path, bytes) in files {
        let cut = segments(&lines(path, bytes), &sections, &wordings);
        let matcher = Matcher { questions, sections: &sections, lexicon, path };
        candidates.extend(matcher.candidates(&cut));
    }
    (0..questions.len()).map(|question| chosen(question, &candidates)).collect()
}

/// The longest answer to a question, the others noted.
fn chosen(question: usize, candidates: &[Candidate]) -> Found {
    let mut own: Vec<&Candidate> = candidates.iter().filter(|c| c.question == question).collect();
    own.sort_by_key(|c| std::cmp::Reverse((!c.text.is_empty(), c.sure > Sureness::Doubtful, c.text.len())));
    let Some((best, others)) = own.split_first() else {
        return Found { question, text: String::new(), place: None, how: None, notes: vec![Note::Unanswered] };
    };
    let mut notes = best.notes.clone();
    if best.text.is_empty() {
        notes.push(Note::Unanswered);
    } else if is_cut(&best.text) {
        notes.push(Note::CutShort);
    }
    let answered = others.iter().filter(|c| !c.text.is_empty() && c.sure > Sureness::Doubtful);
    notes.extend(answered.map(|c| Note::Duplicated(c.place.clone())));
    let place = Some(best.place.clone());
    Found { question, text: best.text.clone(), place, how: Some((best.how, best.sure)), notes }
}

struct Matcher<'a> {
    questions: &'a [Question],
    sections: &'a [Section],
    lexicon: &'a Lexicon,
    path: &'a str,
}

impl Matcher<'_> {
    fn candidates(&self, cut: &[Segment]) -> Vec<Candidate> {
        let mut found: Vec<Candidate> = cut.iter().filter_map(|segment| self.announced(segment)).collect();
        let loose: Vec<&Segment> =
            cut.iter().filter(|s| s.section.is_none() && s.wording.is_none() && s.item.is_some()).collect();
        found.extend(self.by_numbers_alone(&loose));
        for (at, section) in self.sections.iter().enumerate() {
            let plain = |s: &&Segment| s.section == Some(at) && s.item.is_none() && s.wording.is_none();
            let answered = section.questions.iter().any(|q| found.iter().any(|c| c.question == *q));
            if !answered {
                let blocks: Vec<Block> = cut.iter().filter(plain).flat_map(blocks).collect();
                found.extend(self.by_place(&section.questions, &blocks));
            }
        }
        if found.is_empty() && tells_answers(self.path) {
            let blocks: Vec<Block> = cut.iter().flat_map(blocks).collect();
            let all: Vec<usize> = (0..self.questions.len()).collect();
            found.extend(self.by_place(&all, &blocks));
        }
        found
    }

    fn candidate(&self, question: usize, (how, sure): (How, Sureness), line: usize, text: String) -> Candidate {
        let place = Place { file: self.path.to_owned(), line };
        Candidate { question, how, sure, place, text, notes: Vec::new() }
    }

    /// A segment that its words, or its section and number, give to a question.
    fn announced(&self, segment: &Segment) -> Option<Candidate> {
        let text = cleaned(&segment.lines);
        if let Some((question, score)) = segment.wording {
            let sure = if score >= 0.75 { Sureness::Certain } else { Sureness::Likely };
            let mut candidate = self.candidate(question, (How::Wording, sure), segment.line, text);
            let own = self.sections.iter().find_map(|s| s.questions.iter().position(|q| *q == question));
            if let (Some(number), Some(own)) = (segment.item, own)
                && usize::try_from(number).is_ok_and(|n| n != own + 1 && n != question + 1)
            {
                candidate.notes.push(Note::NumberDisagrees(number));
            }
            return Some(candidate);
        }
        let section = &self.sections[segment.section?];
        let place = usize::try_from(segment.item?).ok()?.checked_sub(1)?;
        let question = *section.questions.get(place)?;
        Some(self.candidate(question, (How::Number, Sureness::Certain), segment.line, text))
    }

    /// Numbers without sections: one run over all questions, or one that begins again in each section.
    fn by_numbers_alone(&self, loose: &[&Segment]) -> Vec<Candidate> {
        let mut runs: Vec<Vec<&Segment>> = Vec::new();
        for segment in loose {
            let last = runs.last().and_then(|run| run.last()).and_then(|s| s.item);
            if last.is_none_or(|last| segment.item <= Some(last)) {
                runs.push(Vec::new());
            }
            if let Some(run) = runs.last_mut() {
                run.push(segment);
            }
        }
        let longest = self.sections.iter().map(|s| s.questions.len()).max().unwrap_or(0);
        let number = |s: &Segment| s.item.and_then(|n| usize::try_from(n).ok()).unwrap_or(0);
        let one_run = self.sections.len() > 1 && runs.iter().flatten().any(|s| number(s) > longest);
        let mut found = Vec::new();
        for (at, run) in runs.iter().enumerate() {
            for segment in run {
                let place = number(segment).saturating_sub(1);
                let section = self.sections.get(at);
                let in_step = self.sections.iter().find(|s| s.questions.len() == 1 && s.step as usize == place + 1);
                let question = match section {
                    _ if one_run => (place < self.questions.len()).then_some(place),
                    _ if self.questions.len() == 1 => in_step.map(|_| 0),
                    Some(section) => section.questions.get(place).copied(),
                    None => None,
                };
                let sure =
                    if one_run || runs.len() == self.sections.len() { Sureness::Likely } else { Sureness::Doubtful };
                let text = cleaned(&segment.lines);
                found.extend(question.map(|q| self.candidate(q, (How::Number, sure), segment.line, text)));
            }
        }
        found
    }

    /// Blocks in the order of the questions: one each, or those that say what a question asks for.
    fn by_place(&self, questions: &[usize], blocks: &[Block]) -> Vec<Candidate> {
        // Comments of a program are answers only where something says so.
        if blocks.is_empty() || comment_sign(self.path).is_some() {
            return Vec::new();
        }
        if blocks.len() == questions.len() && (questions.len() <= 4 || questions.len() > 15) {
            let sure = if questions.len() == 1 { Sureness::Likely } else { Sureness::Doubtful };
            let each = questions.iter().zip(blocks);
            return each.map(|(q, b)| self.candidate(*q, (How::Place, sure), b.line, b.text.clone())).collect();
        }
        self.by_content(questions, &blocks[..blocks.len().min(80)])
    }

    /// The best way to give blocks to questions in order, by the ideas they hold.
    fn by_content(&self, questions: &[usize], blocks: &[Block]) -> Vec<Candidate> {
        let worth = |q: usize, block: &Block| {
            let ideas = review(&self.questions[q], &block.text, self.lexicon).ideas;
            let found = ideas.iter().filter(|i| i.presence != Presence::Absent);
            let points: u32 = found.map(|i| if i.essential { 2 } else { 1 }).sum();
            if points >= 2 { points } else { 0 }
        };
        // best[i][j]: points of the first i questions with the first j blocks.
        let (rows, columns) = (questions.len(), blocks.len());
        let worths: Vec<Vec<u32>> = questions.iter().map(|q| blocks.iter().map(|b| worth(*q, b)).collect()).collect();
        let mut best = vec![vec![0u32; columns + 1]; rows + 1];
        for i in 1..=rows {
            for j in 1..=columns {
                best[i][j] = best[i - 1][j].max(best[i][j - 1]).max(best[i - 1][j - 1] + worths[i - 1][j - 1]);
            }
        }
        let (mut i, mut j) = (rows, columns);
        let mut found = Vec::new();
        while i > 0 && j > 0 {
            if best[i][j] == best[i - 1][j] {
                i -= 1;
            } else if best[i][j] == best[i][j - 1] {
                j -= 1;
            } else {
                (i, j) = (i - 1, j - 1);
                let block = &blocks[j];
                let match_ = (How::Content, Sureness::Doubtful);
                found.push(self.candidate(questions[i], match_, block.line, block.text.clone()));
            }
        }
        // A text that holds few of the answers is about something else.
        if found.len() * 3 < questions.len() { Vec::new() } else { found }
    }
}

/// A paragraph or an item of a list.
struct Block {
    line: usize,
    text: String,
}

fn blocks(segment: &Segment) -> Vec<Block> {
    let is_item = |line: &str| ["- ", "* ", "• ", "— ", "– "].iter().any(|sign| line.starts_with(sign));
    let mut found: Vec<(usize, Vec<String>)> = Vec::new();
    let mut open = false;
    for (i, line) in segment.lines.iter().enumerate() {
        match found.last_mut() {
            _ if line.is_empty() => open = false,
            Some((_, lines)) if open && !is_item(line) => lines.push(line.clone()),
            _ => {
                found.push((segment.line + i, vec![line.clone()]));
                open = true;
            }
        }
    }
    let bare = |text: String| {
        let signs = ["- ", "* ", "• ", "— ", "– "];
        signs.iter().find_map(|sign| text.strip_prefix(sign)).map_or(text.clone(), |rest| rest.trim().to_owned())
    };
    found.into_iter().map(|(line, lines)| Block { line, text: bare(cleaned(&lines)) }).collect()
}

/// An answer's text: no signs of emphasis, no blank edges, no `Réponse :`.
fn cleaned(lines: &[String]) -> String {
    let mut plain: Vec<String> = lines.iter().map(|line| undecorated(line)).collect();
    let blank = |line: &String| line.is_empty() || is_aside(line);
    let content = plain.iter().any(|line| !blank(line));
    // "(souvenirs de …)" after a question belongs to it.
    while content && plain.first().is_some_and(blank) {
        plain.remove(0);
    }
    let mut text = plain.join("\n");
    while text.contains("\n\n\n") {
        text = text.replace("\n\n\n", "\n\n");
    }
    let text = text.trim().trim_start_matches(['→', '>', ':', '—', '–', ' ']);
    let lower = super::words::plain(text.split_whitespace().next().unwrap_or_default());
    if matches!(lower.trim_end_matches(':'), "reponse" | "rep" | "r") && text.contains(':') {
        let (before, after) = text.split_once(':').unwrap_or(("", text));
        if before.split_whitespace().count() <= 2 {
            return after.trim().to_owned();
        }
    }
    text.to_owned()
}

fn is_aside(line: &str) -> bool {
    line.starts_with('(') && line.ends_with(')') && line.len() < 80
}

/// True for a text that stops in the middle of a sentence or a word.
fn is_cut(text: &str) -> bool {
    const OPEN: &str = "le la les un une de des du d l a au aux et ou ne n que qu qui se s pour par dans sur avec sans si \
        est sont en son sa ses ce cette ces leur leurs donc mais car comme quand on il elle";
    let trimmed = text.trim_end();
    let Some(last) = trimmed.chars().next_back() else { return false };
    if trimmed.matches("```").count() % 2 == 1 {
        return true;
    }
    if matches!(last, ',' | '(' | '[' | '«') || trimmed.ends_with(" -") {
        return true;
    }
    if !last.is_alphanumeric() && last != '’' && last != '\'' {
        return false;
    }
    let word = plain(trimmed.rsplit(|c: char| !c.is_alphanumeric()).find(|w| !w.is_empty()).unwrap_or_default());
    let lone = word.len() == 1 && word.chars().all(char::is_alphabetic) && trimmed.split_whitespace().count() > 3;
    trimmed.split_whitespace().count() > 1
        && (OPEN.split_whitespace().any(|w| w == word) || lone || matches!(last, '’' | '\''))
}
