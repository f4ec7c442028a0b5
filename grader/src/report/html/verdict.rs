//! How a verdict is shown: a colour, a sign for those who see no colours, a word for those who see neither.

use maud::{Markup, html};

use super::super::words::Words;
use crate::class::Counts;
use crate::judge::Verdict;

/// A verdict as it is shown.
#[derive(Debug, Clone)]
pub(super) struct Seal {
    /// Names the colour in the style sheet.
    pub(super) class: &'static str,
    pub(super) sign: &'static str,
    pub(super) word: String,
}

impl Seal {
    /// Of a scenario that counts as `counts`.
    pub(super) fn of(words: &Words<'_>, verdict: Verdict, counts: Counts) -> Seal {
        let (class, sign, word) = match (verdict, counts) {
            (Verdict::Passed, _) => ("pass", "✓", words.say("html-passed", &[])),
            (Verdict::Failed, Counts::Required) => ("fail", "✗", words.say("html-failed", &[])),
            (Verdict::Failed, Counts::Extra) => ("lack", "!", words.say("html-failed-extra", &[])),
            (Verdict::Failed, Counts::Nothing) => ("lack", "!", words.say("html-failed-info", &[])),
            (Verdict::Inconclusive, _) => ("open", "?", words.say("html-unjudged", &[])),
            (Verdict::Skipped, _) => ("none", "–", words.say("html-skipped", &[])),
        };
        Seal { class, sign, word }
    }

    /// The sign and its word.
    pub(super) fn mark(&self) -> Markup {
        html! { span.seal.(self.class) { (super::frame::sign(self.sign, &self.word)) } }
    }
}
