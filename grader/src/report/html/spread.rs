//! How the marks of a class spread: a bar for each tenth of the scale.

use maud::{Markup, html};

use super::super::class::arithmetic::number;
use super::super::class::table::middle;
use super::super::words::Words;
use crate::class::{Class, Points, Survey};

/// Of the drawing, in its own pixels.
const WIDTH: usize = 420;
const BAR: usize = 34;
const GAP: usize = 8;
const HIGHEST: usize = 120;
const TOP: usize = 22;

/// The bars, with everything that they say in words.
pub(super) fn spread(words: &Words<'_>, class: &Class, survey: &Survey) -> Markup {
    let Some(scale) = class.students.iter().find_map(|s| s.mark.as_ref()).map(|m| m.scale) else { return html! {} };
    let most = survey.spread.iter().copied().max().unwrap_or(0).max(1);
    let edge = |tenth: usize| {
        let tenth = i64::try_from(tenth).unwrap_or(0);
        number(words, Points::new(tenth * i64::from(scale), 10))
    };
    let told: Vec<String> = survey
        .spread
        .iter()
        .enumerate()
        .map(|(tenth, count)| {
            let args = [("from", edge(tenth)), ("to", edge(tenth + 1)), ("count", count.to_string())];
            words.say("html-spread-bar", &args.each_ref().map(|(k, v)| (*k, v.as_str())))
        })
        .collect();
    let label = words.say("html-spread-label", &[("bars", &told.join(&words.say("word-semicolon", &[])))]);
    html! {
        figure.spread {
            svg role="img" aria-label=(label) viewBox={ "0 0 " (WIDTH) " " (TOP + HIGHEST + 24) } width=(WIDTH) {
                @for (tenth, count) in survey.spread.iter().enumerate() {
                    @let x = tenth * (BAR + GAP);
                    @let height = (count * HIGHEST).div_ceil(most);
                    rect.low[tenth < 5] x=(x) y=(TOP + HIGHEST - height) width=(BAR) height=(height.max(1)) rx="2" { title { (told[tenth]) } }
                    @if *count > 0 {
                        text x=(x + BAR / 2) y=(TOP + HIGHEST - height - 6) text-anchor="middle" { (count) }
                    }
                    text.edge x=(x) y=(TOP + HIGHEST + 18) text-anchor="middle" { (edge(tenth)) }
                }
                line x1="0" y1=(TOP + HIGHEST) x2=(10 * (BAR + GAP) - GAP) y2=(TOP + HIGHEST) {}
                text.edge x=(10 * (BAR + GAP) - GAP / 2) y=(TOP + HIGHEST + 18) text-anchor="middle" { (scale) }
            }
            @if let Some(text) = middle(words, class) { figcaption { (text) } }
        }
    }
}
