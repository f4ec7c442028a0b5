//! Cuts the lines of a file into answers, each with what says whose it is: a question's number, its
//! wording, or its place.

use super::marker::{Mark, Marked, is_rule, marked};
use super::page::Line;
use super::question::Question;
use super::wording::{Likeness, Wordings};

/// A stretch of lines that may answer a question.
#[derive(Debug, Clone, PartialEq, Default)]
pub(super) struct Segment {
    /// Line it begins at, from 1.
    pub(super) line: usize,
    /// Section it stands in.
    pub(super) section: Option<usize>,
    /// Number it bears there.
    pub(super) item: Option<u32>,
    /// Question whose words it begins with.
    pub(super) wording: Option<(usize, f64)>,
    /// Its text without what announces it.
    pub(super) lines: Vec<String>,
}

/// The questions of one section of the lab.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Section {
    /// Its numbers, as in `2.1.4`; what is no number is left out.
    pub(super) numbers: Vec<u32>,
    /// The step's own number: `1` for `2.1.4`.
    pub(super) step: u32,
    /// Positions of its questions.
    pub(super) questions: Vec<usize>,
}

/// The sections of a lab's questions, in order.
pub(super) fn sections(questions: &[Question]) -> Vec<Section> {
    let mut found: Vec<(String, Section)> = Vec::new();
    for (at, question) in questions.iter().enumerate() {
        let name = question.id.rsplit_once('-').map_or(question.id.as_str(), |(section, _)| section);
        if found.last().is_none_or(|(known, _)| known != name) {
            let numbers: Vec<u32> = name.split('.').filter_map(|n| n.parse().ok()).collect();
            let step = question.step().rsplit('.').next().and_then(|n| n.parse().ok()).unwrap_or_default();
            found.push((name.to_owned(), Section { numbers, step, questions: Vec::new() }));
        }
        if let Some((_, section)) = found.last_mut() {
            section.questions.push(at);
        }
    }
    found.into_iter().map(|(_, section)| section).collect()
}

/// A line with what it announces.
struct Read {
    line: Line,
    marked: Marked,
    asks: Option<(Likeness, usize)>,
    fenced: bool,
    /// The question goes on on the next line.
    joined: bool,
}

/// Cuts a file.
pub(super) fn segments(lines: &[Line], sections: &[Section], wordings: &Wordings) -> Vec<Segment> {
    let all: Vec<usize> = sections.iter().flat_map(|s| s.questions.clone()).collect();
    let read = read(lines, wordings, &all);
    let worded: Vec<usize> = read.iter().filter_map(|r| r.asks.map(|(l, _)| l.question)).collect();
    let mut cutter = Cutter {
        sections,
        worded,
        done: Vec::new(),
        now: Segment::default(),
        section: None,
        item: 0,
        level: 0,
        numbered_questions: false,
    };
    let mut skip = false;
    for line in &read {
        if std::mem::take(&mut skip) {
            continue;
        }
        cutter.line(line);
        skip = line.joined;
    }
    cutter.close();
    cutter.done
}

fn read(lines: &[Line], wordings: &Wordings, all: &[usize]) -> Vec<Read> {
    let mut fenced = false;
    let mut out = Vec::new();
    for (at, line) in lines.iter().enumerate() {
        let fence = line.text.starts_with("```") || line.text.starts_with("~~~");
        let marked = marked(&line.text);
        let mut asks = None;
        let mut joined = false;
        if !fenced && !fence {
            asks = wordings.of_line(&marked.rest, marked.is_heading(), all);
            if let Some(next) = lines.get(at + 1).filter(|n| !n.text.is_empty() && !marked.rest.contains('?')) {
                joined = wrapped(wordings, &marked, &next.text, &mut asks, all);
            }
        }
        out.push(Read { line: line.clone(), marked, asks, fenced: fenced || fence, joined });
        fenced ^= fence;
    }
    out
}

/// A question written over two lines.
fn wrapped(
    wordings: &Wordings,
    marked: &Marked,
    next: &str,
    asks: &mut Option<(Likeness, usize)>,
    all: &[usize],
) -> bool {
    let Some(end) = next.trim_end().strip_suffix('?') else { return false };
    let both = format!("{} {end}?", marked.rest);
    let found = wordings.recognise(&both, true, all);
    let before = asks.as_ref().map_or(0.0, |(l, _)| l.score);
    let alone = wordings.recognise(next, true, all).map_or(0.0, |l| l.score);
    match found {
        Some(found) if found.score > before + 0.08 && found.score > alone + 0.08 => {
            *asks = Some((found, marked.rest.len()));
            true
        }
        _ => false,
    }
}

struct Cutter<'a> {
    sections: &'a [Section],
    /// Questions recognised by their words somewhere in the file.
    worded: Vec<usize>,
    done: Vec<Segment>,
    now: Segment,
    section: Option<usize>,
    /// The last number met in the section.
    item: u32,
    /// Level of the last question's heading.
    level: usize,
    /// The last question recognised by its words bore a number too.
    numbered_questions: bool,
}

impl Cutter<'_> {
    fn line(&mut self, read: &Read) {
        let text = &read.line.text;
        if read.fenced {
            self.now.lines.push(text.clone());
        } else if text.is_empty() || is_rule(text) {
            self.now.lines.push(String::new());
        } else if let Some((section, item)) = self.section_of(&read.marked, read.asks.is_some()) {
            self.enter(section, item, read);
        } else if let Some((likeness, end)) = &read.asks {
            self.question(likeness, *end, read);
        } else if let Some(item) = self.item_of(read) {
            self.numbered(item, &read.marked.rest, read);
        } else if read.marked.level > 0 && (self.level == 0 || read.marked.level <= self.level) {
            // Another heading ends the answer.
            self.begin(Segment { line: read.line.number, section: self.section, ..Segment::default() });
        } else {
            self.now.lines.push(text.clone());
        }
    }

    /// The section that a line announces.
    fn section_of(&self, marked: &Marked, asks: bool) -> Option<(usize, Option<u32>)> {
        let short = marked.rest.split_whitespace().count() <= 9;
        match marked.mark.as_ref()? {
            Mark::Dotted(numbers, item) => {
                let fits = |s: &Section| s.numbers == *numbers;
                let near = |s: &Section| s.numbers.len() > 1 && numbers.len() > 1 && s.numbers[..2] == numbers[..2];
                let at = self.sections.iter().position(fits).or_else(|| self.sections.iter().position(near))?;
                let plain = item.is_some() || short || asks || marked.is_heading();
                // `2.1.4.2` is read as one run of numbers and an item.
                plain.then_some((at, *item))
            }
            Mark::Step(n) if short || marked.is_heading() || asks => {
                Some((self.sections.iter().position(|s| s.step == *n)?, None))
            }
            _ => None,
        }
    }

    fn enter(&mut self, section: usize, item: Option<u32>, read: &Read) {
        if self.section != Some(section) {
            self.item = 0;
        }
        self.section = Some(section);
        match (item, &read.asks) {
            (_, Some((likeness, end))) => self.question(likeness, *end, read),
            (Some(item), None) => self.numbered(item, &read.marked.rest, read),
            (None, None) => {
                self.level = 0;
                self.begin(Segment { line: read.line.number, section: Some(section), ..Segment::default() });
            }
        }
    }

    fn question(&mut self, likeness: &Likeness, end: usize, read: &Read) {
        let own = self.sections.iter().position(|s| s.questions.contains(&likeness.question));
        if self.section != own {
            self.item = 0;
        }
        self.section = own;
        let item = match read.marked.mark {
            Some(Mark::Item(n) | Mark::Dotted(_, Some(n))) => Some(n),
            _ => None,
        };
        self.numbered_questions = item.is_some();
        self.item = item.unwrap_or(self.item + 1);
        self.level = read.marked.level;
        let rest = read.marked.rest.get(end..).unwrap_or_default().trim();
        self.begin(Segment {
            line: read.line.number,
            section: own,
            item,
            wording: Some((likeness.question, likeness.score)),
            lines: vec![rest.to_owned()],
        });
    }

    /// The number of a question that is not repeated in words, unless the line is an item of an answer.
    fn item_of(&self, read: &Read) -> Option<u32> {
        let Some(Mark::Item(n)) = read.marked.mark else { return None };
        // A lab with one question: its number is that of its step.
        if let [only] = self.sections
            && only.questions.len() == 1
        {
            return (n == only.step).then_some(n);
        }
        let questions = match self.section {
            Some(at) => self.sections[at].questions.clone(),
            None => self.sections.iter().flat_map(|s| s.questions.clone()).collect(),
        };
        if read.line.indent >= 2 && self.item > 0 {
            return None;
        }
        let place = usize::try_from(n).ok()?.checked_sub(1)?;
        let fresh = n > self.item || self.section.is_none() && n == 1;
        if place >= questions.len() || !fresh {
            return None;
        }
        let in_words = questions.iter().any(|q| self.worded.contains(q));
        let like_the_others = read.marked.is_heading() || self.numbered_questions;
        let own = questions.get(place).is_some_and(|q| self.worded.contains(q));
        (!in_words || like_the_others && !own).then_some(n)
    }

    fn numbered(&mut self, item: u32, rest: &str, read: &Read) {
        self.item = item;
        self.level = read.marked.level;
        self.begin(Segment {
            line: read.line.number,
            section: self.section,
            item: Some(item),
            wording: None,
            lines: vec![rest.to_owned()],
        });
    }

    fn begin(&mut self, next: Segment) {
        self.close();
        self.now = next;
    }

    fn close(&mut self) {
        let now = std::mem::take(&mut self.now);
        let empty = now.lines.iter().all(String::is_empty);
        if !(empty && now.item.is_none() && now.wording.is_none()) {
            self.done.push(now);
        }
    }
}
