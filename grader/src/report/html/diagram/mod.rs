//! The sequence diagram of an exchange, as SVG, with the same in words for those who cannot see it.
//!
//! It is drawn from the rows of the ladder that terminals show: what happened, to whom, when. [`stage`] says
//! who stands where, [`layout`] where everything is, [`svg`] writes it, [`spoken`] says it.

mod layout;
mod spoken;
mod stage;
mod svg;

use maud::{Markup, html};

use super::super::ladder::shortened;
use super::super::ladder_row::Moment;
use super::super::ladder_rows::rows;
use super::super::phrase::Phrases;
use super::super::words::Words;
use crate::grading::Finding;
use crate::transcript::Transcript;

/// The exchange, with a finding up to what settled it. `id`: of the place on the page, to be unique there.
pub(super) fn diagram(words: &Words<'_>, transcript: &Transcript, finding: Option<&Finding>, id: &str) -> Markup {
    let phrases = Phrases::new(*words, transcript);
    let rows = shortened(rows(&phrases, finding.and_then(|f| f.detail.as_ref())), words);
    let stage = stage::Stage::of(&phrases, &rows);
    let drawing = layout::Drawing::of(&phrases, &stage, &rows);
    let told = format!("{id}-told");
    html! {
        figure.diagram {
            figcaption { (words.say("html-diagram", &[])) }
            div.scroll tabindex="0" role="region" aria-label=(words.say("html-diagram", &[])) {
                (svg::svg(words, &stage, &drawing, &told))
            }
            details {
                summary { (words.say("html-diagram-told", &[])) }
                ol id=(told) { @for line in spoken::lines(&phrases, &rows) { li { (line) } } }
            }
        }
    }
}

/// « 12 ms », « 3,2 s » since the scenario began.
fn clock(words: &Words<'_>, (_, micros): Moment) -> String {
    let tenths = micros / 100_000;
    match micros / 1000 {
        ms @ 0..1000 => words.say("html-ms", &[("count", &ms.to_string())]),
        _ => {
            let (whole, tenth) = ((tenths / 10).to_string(), (tenths % 10).to_string());
            words.say("html-seconds", &[("whole", &whole), ("tenth", &tenth)])
        }
    }
}

#[cfg(test)]
mod tests;
