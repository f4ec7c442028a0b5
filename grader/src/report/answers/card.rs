//! What `explain` says around the experiment.

use super::super::page::{Page, Tone};
use super::super::words::Words;
use crate::answers::Question;
use crate::catalogue::Catalogue;
use crate::text::Language;

/// The question and its experiment, then what is drawn (`drawing`), then the model answer, or for a
/// student the invitation to conclude.
pub fn question_card(
    question: &Question,
    drawing: &[String],
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
    for line in drawing {
        page.line(0, Tone::Plain, line);
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
