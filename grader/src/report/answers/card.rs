//! What `explain` says around the experiment.

use super::super::evidence::still;
use super::super::ladder::ladder;
use super::super::page::{Page, Tone};
use super::super::phrase::Phrases;
use super::super::words::Words;
use crate::answers::Question;
use crate::catalogue::Catalogue;
use crate::text::Language;
use crate::transcript::{Event, Transcript};

/// Most moments of rest that are told.
const MOMENTS: usize = 6;

/// The question and its experiment, then the exchange drawn with what the programs waited in (`Err`: why it
/// could not be played), then the model answer, or for a student the invitation to conclude.
pub fn question_card(
    question: &Question,
    played: Result<&Transcript, &str>,
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
    page.paragraph(0, Tone::Faint, &words.say("answers-explain-scenario", &[("path", &path)]));
    if !student {
        page.paragraph(0, Tone::Plain, &words.say("answers-explain-experiment", &[("what", &shown.shows)]));
    }
    page.blank();
    match played {
        Ok(transcript) => {
            for line in ladder(transcript, None, catalogue, language, page.room(0)) {
                page.line(0, Tone::Plain, &line);
            }
            page.blank();
            for moment in moments(&words, transcript) {
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
