//! What `explain` says around the experiment.

use super::super::evidence::still;
use super::super::ladder::ladder;
use super::super::lanes::{happened, lanes};
use super::super::page::{Page, Tone};
use super::super::phrase::Phrases;
use super::super::words::Words;
use crate::answers::Question;
use crate::catalogue::Catalogue;
use crate::grading::Finding;
use crate::text::Language;
use crate::transcript::{Event, Transcript};

/// Most moments of rest that are told.
const MOMENTS: usize = 6;

/// What an experiment has shown.
#[derive(Debug, Clone, Copy)]
pub struct Experience<'a> {
    /// What happened.
    pub transcript: &'a Transcript,
    /// What its programs do wrong, where they are to.
    pub finding: Option<&'a Finding>,
}

impl Experience<'_> {
    /// Two threads as lanes where their messages were played against each other, else the exchange.
    fn drawn(self, catalogue: &Catalogue, language: Language, width: usize) -> Vec<String> {
        let lanes = self.finding.map(|finding| lanes(self.transcript, finding, catalogue, language, width));
        let lanes = lanes.filter(|lanes| !lanes.is_empty());
        lanes.unwrap_or_else(|| ladder(self.transcript, None, catalogue, language, width))
    }
}

/// The question and its experiment, then the exchange drawn with what the programs waited in (`Err`: why it
/// could not be played), then the model answer, or for a student the invitation to conclude.
pub fn question_card(
    question: &Question,
    played: Result<Experience<'_>, &str>,
    student: bool,
    (catalogue, language): (&Catalogue, Language),
    (width, color): (usize, bool),
) -> String {
    let words = Words::new(catalogue, language);
    let mut page = Page::new(width, color);
    let asked = question.asked.get(language);
    page.paragraph(0, Tone::Strong, &words.say("answers-explain-title", &[("id", &question.id), ("question", asked)]));
    page.blank();
    let shown = &question.experiment;
    let path = format!("{}/{}/{}", shown.lab, shown.step, shown.scenario);
    let scenario = if shown.has_own_programs() { "answers-explain-own-programs" } else { "answers-explain-scenario" };
    page.paragraph(0, Tone::Faint, &words.say(scenario, &[("path", &path)]));
    if !student {
        page.paragraph(
            0,
            Tone::Plain,
            &words.say("answers-explain-experiment", &[("what", shown.shows.get(language))]),
        );
    }
    page.blank();
    match played {
        Ok(experience) => {
            for line in experience.drawn(catalogue, language, page.room(0)) {
                page.line(0, Tone::Plain, &line);
            }
            page.blank();
            if let Some(finding) = experience.finding {
                let text = catalogue.finding(language, &finding.code, "");
                page.item(0, (Tone::Bad, "✗"), (Tone::Plain, &text.title));
                if finding.detail.as_ref().is_some_and(|detail| detail.interleaving.is_some()) {
                    let happened = happened(experience.transcript, finding, catalogue, language);
                    happened.iter().for_each(|what| page.paragraph(2, Tone::Plain, what));
                }
            }
            for moment in moments(&words, experience.transcript) {
                page.item(0, (Tone::Unknown, "·"), (Tone::Plain, &moment));
            }
        }
        Err(reason) => page.paragraph(0, Tone::Warning, reason),
    }
    page.blank();
    if student {
        page.paragraph(0, Tone::Strong, &words.say("answers-explain-own", &[]));
    } else {
        page.paragraph(0, Tone::Strong, &words.say("answers-explain-answer", &[]));
        page.paragraph(0, Tone::Plain, question.answer.get(language));
    }
    page.finish()
}

/// What the programs waited in each time that nothing moved any more, each once.
fn moments(words: &Words<'_>, transcript: &Transcript) -> Vec<String> {
    let phrases = Phrases::new(*words, transcript);
    let mut told: Vec<String> = Vec::new();
    for entry in &transcript.entries {
        if let Event::Still { threads, .. } = &entry.event
            && !threads.is_empty()
        {
            let text = words.capital(&still(&phrases, threads));
            if !told.contains(&text) && told.len() < MOMENTS {
                told.push(text);
            }
        }
    }
    told
}
