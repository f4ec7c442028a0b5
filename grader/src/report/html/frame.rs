//! What every page has: its head, its policy, the way past its navigation, its foot.

use maud::{DOCTYPE, Markup, PreEscaped, html};

use super::super::words::Words;

const STYLE: &str = include_str!("page.css");
const SCRIPT: &str = include_str!("page.js");
/// Of the two files above, in base 64; a test holds them to be right.
const STYLE_SHA256: &str = "il6Ht2v3s3s2WqvuAAEuw3MhwBmsy/FtSllfwD9ZhZ8=";
const SCRIPT_SHA256: &str = "kZ5zQ3vdG9kXfbnP7gHOnwlYP928qdrkDIUwtMSz2jw=";

/// A page before it is written.
pub(super) struct Frame {
    /// Shown by the browser.
    pub(super) title: String,
    /// Whether it needs the whole width of a screen.
    pub(super) wide: bool,
    /// What leads to other pages.
    pub(super) around: Option<Markup>,
    /// The page itself, with its first heading.
    pub(super) main: Markup,
}

/// What may run and be shown: this style, this script, nothing that is fetched or that a student wrote.
pub(super) fn policy() -> String {
    format!(
        "default-src 'none'; style-src 'sha256-{STYLE_SHA256}'; script-src 'sha256-{SCRIPT_SHA256}'; \
         base-uri 'none'; form-action 'none'"
    )
}

impl Frame {
    /// The whole file.
    pub(super) fn finish(self, words: &Words<'_>) -> String {
        let page = html! {
            (DOCTYPE)
            html lang=(words.language.code()) {
                head {
                    meta charset="utf-8";
                    meta http-equiv="Content-Security-Policy" content=(policy());
                    meta name="viewport" content="width=device-width, initial-scale=1";
                    meta name="color-scheme" content="light dark";
                    meta name="referrer" content="no-referrer";
                    title { (self.title) }
                    style { (PreEscaped(STYLE)) }
                }
                body.wide[self.wide] {
                    a.skip href="#main" { (words.say("html-skip", &[])) }
                    @if let Some(around) = &self.around { (around) }
                    main id="main" tabindex="-1" { (self.main) }
                    footer { p { (words.say("html-foot", &[("version", env!("CARGO_PKG_VERSION"))])) } }
                    script { (PreEscaped(SCRIPT)) }
                }
            }
        };
        page.into_string()
    }
}

/// A sign that the eye reads, and the word for it that is read out.
pub(super) fn sign(sign: &str, word: &str) -> Markup {
    html! { span aria-hidden="true" { (sign) } span.unseen { (word) } }
}

#[cfg(test)]
mod tests {
    use base64::Engine;
    use sha2::{Digest, Sha256};

    use super::*;

    #[test]
    fn the_policy_names_the_style_and_the_script_as_they_are() {
        let digest = |text: &str| base64::engine::general_purpose::STANDARD.encode(Sha256::digest(text.as_bytes()));
        assert_eq!((STYLE_SHA256, SCRIPT_SHA256), (digest(STYLE).as_str(), digest(SCRIPT).as_str()));
        for (text, end) in [(STYLE, "</style"), (SCRIPT, "</script")] {
            assert!(!text.contains(end) && !text.contains("<!--"), "it would end there");
        }
    }

    #[test]
    fn nothing_on_a_page_is_fetched() {
        for text in [STYLE, SCRIPT] {
            assert!(!["http", "url(", "@import", "fetch(", "innerHTML", "eval("].iter().any(|w| text.contains(w)));
        }
    }
}
