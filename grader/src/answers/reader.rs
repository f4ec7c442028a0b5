//! Reads `questions.md`. Its form is told at the top of that file; what departs from it is refused
//! with the line and the cure, so that a slip of the pen never silently changes a mark.

use std::iter::Peekable;

use super::lexicon::add_family;
use super::phrasing::{Families, Phrasing};
use super::question::{Experiment, Idea, Misconception, Question, Said};

/// The heading of the families of words.
const FAMILIES: &str = "## Familles de mots";

static SHIPPED: &str = include_str!(concat!(env!("CARGO_MANIFEST_DIR"), "/../questions.md"));

/// Why the questions cannot be read.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("questions.md, line {line}: {problem}")]
pub struct QuestionsError {
    /// From 1.
    pub line: usize,
    /// What is wrong, and what would be right.
    pub problem: String,
}

/// The questions that come with the program, in the order they are asked.
///
/// # Errors
/// The page is not in its form; a test holds the shipped one to it.
pub fn shipped_questions() -> Result<Vec<Question>, QuestionsError> {
    read_questions(SHIPPED)
}

/// The questions of a page.
///
/// # Errors
/// The page is not in its form.
pub fn read_questions(page: &str) -> Result<Vec<Question>, QuestionsError> {
    let mut reader =
        Reader { lines: blocks(page).into_iter().peekable(), last: 1, families: Families::new(), lab: String::new() };
    let mut questions: Vec<Question> = Vec::new();
    while let Some(block) = reader.lines.next() {
        reader.last = block.line;
        if block.text == FAMILIES {
            reader.families()?;
        } else if let Some((_, lab)) = block.text.strip_prefix("## ").and_then(|title| title.split_once(" — ")) {
            lab.trim_matches('`').clone_into(&mut reader.lab);
        }
        if let Some(title) = block.text.strip_prefix("### ") {
            let question = reader.question(title)?;
            if questions.iter().any(|known| known.id == question.id) {
                return Err(error(block.line, &format!("`{}` is there twice", question.id)));
            }
            questions.push(question);
        }
    }
    Ok(questions)
}

/// A paragraph, heading or list item, its lines joined.
#[derive(Debug)]
struct Block {
    line: usize,
    text: String,
}

/// Paragraphs, and each `- …` and `→ …` as one of its own.
fn blocks(page: &str) -> Vec<Block> {
    let mut found: Vec<Block> = Vec::new();
    let mut open = false;
    for (index, line) in page.lines().enumerate() {
        let text = line.trim().replace('\u{a0}', " ");
        let starts = ["- ", "→ ", "#"].iter().any(|mark| text.starts_with(mark));
        match found.last_mut() {
            _ if text.is_empty() => open = false,
            Some(block) if open && !starts => block.text = format!("{} {text}", block.text),
            _ => {
                open = !text.starts_with('#');
                found.push(Block { line: index + 1, text });
            }
        }
    }
    found
}

struct Reader<I: Iterator<Item = Block>> {
    lines: Peekable<I>,
    last: usize,
    families: Families,
    /// Of the questions that follow.
    lab: String,
}

impl<I: Iterator<Item = Block>> Reader<I> {
    fn question(&mut self, title: &str) -> Result<Question, QuestionsError> {
        let (id, asked) =
            title.split_once(" — ").ok_or_else(|| error(self.last, "write `### identifiant — question`"))?;
        let english = self.next("the question in English, in italics")?;
        let english =
            italic(&english.text).ok_or_else(|| error(self.last, "write the question in English, in italics"))?;
        let experiment = self.after("**Expérience** ")?;
        let experiment = self.experiment(&experiment)?;
        let answer = Said { fr: self.after("**Réponse.** ")?, en: self.after("**Answer.** ")? };
        self.after("**Attendu**")?;
        let ideas = self.ideas()?;
        if !ideas.iter().any(|idea| idea.essential) {
            return Err(error(self.last, "no idea is marked `(essentiel)`"));
        }
        self.after("**Contredit**")?;
        let contradictions = self.ideas()?;
        self.after("**Idées fausses**")?;
        let misconceptions = self.misconceptions()?;
        if self.lab.is_empty() {
            return Err(error(self.last, "write `## titre — lab` above the questions of a lab"));
        }
        Ok(Question {
            id: id.trim().to_owned(),
            lab: self.lab.clone(),
            asked: Said { fr: asked.trim().to_owned(), en: english.to_owned() },
            experiment,
            answer,
            ideas,
            contradictions,
            misconceptions,
        })
    }

    fn next(&mut self, wanted: &str) -> Result<Block, QuestionsError> {
        let block = self.lines.next().ok_or_else(|| error(self.last, &format!("{wanted} is missing here")))?;
        self.last = block.line;
        Ok(block)
    }

    /// What follows a mark that must be next.
    fn after(&mut self, mark: &str) -> Result<String, QuestionsError> {
        let wanted = format!("`{}`", mark.trim());
        let block = self.next(&wanted)?;
        let rest =
            block.text.strip_prefix(mark).ok_or_else(|| error(block.line, &format!("{wanted} is wanted here")))?;
        Ok(rest.trim().to_owned())
    }

    fn experiment(&self, text: &str) -> Result<Experiment, QuestionsError> {
        let form = "write **Expérience** `lab/étape/scénario` — what one sees. *The same in English.* \
                    (`lab/étape/scénario` → `code` for a finding)";
        let (played, shows) = text.split_once(" — ").ok_or_else(|| error(self.last, form))?;
        let bare = |text: &str| text.trim().trim_matches('`').to_owned();
        let (path, finding) = match played.split_once('→') {
            Some((path, finding)) => (bare(path), Some(bare(finding))),
            None => (bare(played), None),
        };
        let parts: Vec<&str> = path.split('/').collect();
        let &[lab, step, scenario] = parts.as_slice() else { return Err(error(self.last, form)) };
        Ok(Experiment {
            lab: lab.to_owned(),
            step: step.to_owned(),
            scenario: scenario.to_owned(),
            finding,
            shows: said(shows).ok_or_else(|| error(self.last, form))?,
        })
    }

    /// The families of words: paragraphs of explanation, then `- NAME : word, word*`.
    fn families(&mut self) -> Result<(), QuestionsError> {
        while let Some(block) = self.lines.next_if(|block| !block.text.starts_with('#')) {
            self.last = block.line;
            if let Some(text) = block.text.strip_prefix("- ") {
                add_family(&mut self.families, text).map_err(|problem| error(block.line, &problem))?;
            }
        }
        Ok(())
    }

    fn ideas(&mut self) -> Result<Vec<Idea>, QuestionsError> {
        let mut found: Vec<Idea> = Vec::new();
        while let Some(block) = self.lines.next_if(|block| block.text.starts_with("- ")) {
            self.last = block.line;
            let mut idea = idea(&block, &self.families)?;
            if idea.essential {
                idea.hint = Some(self.both("what helps to think of it")?);
            }
            if found.iter().any(|known| known.id == idea.id) {
                return Err(error(block.line, &format!("`{}` is there twice", idea.id)));
            }
            found.push(idea);
        }
        if found.is_empty() { Err(error(self.last, "a list of ideas must follow")) } else { Ok(found) }
    }

    /// `→ fr`, `→ *en*`.
    fn both(&mut self, what: &str) -> Result<Said, QuestionsError> {
        let fr = self.after("→ ")?;
        let english = self.after("→ ")?;
        let en = italic(&english).ok_or_else(|| error(self.last, &format!("write {what} in English in italics")))?;
        Ok(Said { fr, en: en.to_owned() })
    }

    fn misconceptions(&mut self) -> Result<Vec<Misconception>, QuestionsError> {
        let mut found = Vec::new();
        while let Some(block) = self.lines.next_if(|block| block.text.starts_with("- ")) {
            self.last = block.line;
            let idea = idea(&block, &self.families)?;
            found.push(Misconception { idea, correction: self.both("the correction")? });
        }
        if found.is_empty() { Err(error(self.last, "a list of misconceptions must follow")) } else { Ok(found) }
    }
}

/// ``- `id` (essentiel) — what. *What.* « phrasing », « phrasing »``
fn idea(block: &Block, families: &Families) -> Result<Idea, QuestionsError> {
    let form = "write - `id` — the idea. *The same in English.* « formulation », « formulation »";
    let rest = block.text.strip_prefix("- `").ok_or_else(|| error(block.line, form))?;
    let (id, rest) = rest.split_once('`').ok_or_else(|| error(block.line, form))?;
    let (mark, rest) = rest.split_once("— ").ok_or_else(|| error(block.line, form))?;
    let essential = match mark.trim() {
        "" => false,
        "(essentiel)" => true,
        _ => return Err(error(block.line, "only `(essentiel)` may stand after the identifier")),
    };
    // A sentence may quote too: the formulations are what follows its last full stop.
    let (what, phrasings) = rest.rsplit_once(".* «").ok_or_else(|| error(block.line, form))?;
    let what = said(&format!("{what}.*")).ok_or_else(|| error(block.line, form))?;
    let phrasings = format!("«{phrasings}");
    let phrasings: Vec<Phrasing> = phrasings
        .split('«')
        .skip(1)
        .map(|part| part.split_once('»').map_or(part, |(inside, _)| inside))
        .map(|part| Phrasing::parse(part, families).map_err(|problem| error(block.line, &problem)))
        .collect::<Result<_, _>>()?;
    Ok(Idea { id: id.to_owned(), essential, what, phrasings, hint: None })
}

/// `in French. *In English.*`
fn said(text: &str) -> Option<Said> {
    let (fr, english) = text.trim().split_once(". *")?;
    let en = english.strip_suffix('*').map(str::trim).filter(|inside| !inside.is_empty())?;
    Some(Said { fr: format!("{}.", fr.trim()), en: en.to_owned() })
}

fn italic(text: &str) -> Option<&str> {
    text.strip_prefix('*')?.strip_suffix('*').map(str::trim).filter(|inside| !inside.is_empty())
}

fn error(line: usize, problem: &str) -> QuestionsError {
    QuestionsError { line, problem: problem.to_owned() }
}

#[cfg(test)]
mod tests {
    use super::*;

    const PAGE: &str = "# Questions

Explains itself.

## Familles de mots

- ABOUT : a*, about

## Le TP — `lab`

### 9.9-1 — Quoi ?

*What?*

**Expérience** `lab/1/hello` — on voit
la suite. *One sees the rest.*

**Réponse.** Ceci,
et cela.

**Answer.** This.

**Attendu**

- `one` (essentiel) — le premier. *The first.*
  « ABOUT b|c », « d_e »
  → Quoi encore ?
  → *What else?*
- `two` — l’autre. *The other.* « f »

**Contredit**

- `no` — non. *No.* « ^non »

**Idées fausses**

- `myth` — dire « g ». *Saying “g”.* « h »
  → C’est faux.
  → *It is wrong.*
";

    #[test]
    fn a_question_is_read_whole() {
        let question = read_questions(PAGE).unwrap().remove(0);
        assert_eq!((question.id.as_str(), question.asked.en.as_str()), ("9.9-1", "What?"));
        assert_eq!(question.experiment.scenario, "hello");
        let shows = &question.experiment.shows;
        assert_eq!((shows.fr.as_str(), shows.en.as_str()), ("on voit la suite.", "One sees the rest."));
        assert_eq!(question.answer.fr, "Ceci, et cela.");
        assert_eq!(
            question.ideas.iter().map(|i| (i.id.as_str(), i.essential)).collect::<Vec<_>>(),
            [("one", true), ("two", false)]
        );
        assert_eq!(question.ideas[0].phrasings.len(), 2);
        assert_eq!(question.ideas[0].hint.as_ref().map(|h| h.en.as_str()), Some("What else?"));
        assert_eq!(question.ideas[0].phrasings[0].groups[0][0].any.len(), 2);
        let what = &question.misconceptions[0].idea.what;
        assert_eq!((what.fr.as_str(), what.en.as_str()), ("dire « g ».", "Saying “g”."));
        assert_eq!(question.misconceptions[0].correction.en, "It is wrong.");
    }

    #[test]
    fn what_departs_from_the_form_is_refused_with_its_line() {
        let line = |page: String| read_questions(&page).unwrap_err().line;
        assert_eq!(line(PAGE.replace("**Answer.**", "**Anser.**")), 21);
        assert_eq!(line(PAGE.replace("- ABOUT : a*, about", "- About : a")), 7);
        assert_eq!(line(PAGE.replace("« ABOUT b|c »", "« OTHER b|c »")), 25);
        assert_eq!(line(PAGE.replace("  → Quoi encore ?\n", "")), 28);
        assert_eq!(line(PAGE.replace("(essentiel)", "(essential)")), 25);
        assert_eq!(line(PAGE.replace("« f »", "")), 29);
        assert_eq!(line(PAGE.replace("*It is wrong.*", "It is wrong.")), 39);
        assert_eq!(line(format!("{PAGE}\n{}", &PAGE[PAGE.find("###").unwrap()..])), 41);
    }

    #[test]
    fn the_shipped_page_is_in_its_form() {
        assert_eq!(shipped_questions().map(|questions| questions.len()), Ok(22));
    }
}
