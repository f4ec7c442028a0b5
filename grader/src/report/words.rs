//! The catalogue in one language, with the small turns of phrase that all reports share: quotes around
//! bytes, names of programs and peers.
//!
//! It must not know what is being reported.

use std::net::SocketAddr;

use super::cast::Actor;
use super::columns;
use crate::catalogue::Catalogue;
use crate::text::{Language, shown};

/// A catalogue and the language to speak.
#[derive(Debug, Clone, Copy)]
pub(super) struct Words<'a> {
    pub(super) catalogue: &'a Catalogue,
    pub(super) language: Language,
}

/// The grammatical place of a name in a sentence: French contracts « de le » and « à le ».
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Case {
    /// The one who acts.
    Plain,
    /// From, of.
    Of,
    /// To.
    To,
}

impl<'a> Words<'a> {
    pub(super) fn new(catalogue: &'a Catalogue, language: Language) -> Words<'a> {
        Words { catalogue, language }
    }

    /// A message. `id` is always a literal: a test looks for them all in both catalogues.
    pub(super) fn say(&self, id: &'static str, args: &[(&str, &str)]) -> String {
        self.catalogue.text(self.language, id, args)
    }

    /// Hostile bytes, escaped and in quotes; longer than `limit` characters, cut and with their number.
    pub(super) fn quote(&self, bytes: &[u8], limit: usize) -> String {
        let text = shown(bytes, limit);
        self.quoted(&text, is_cut(bytes, limit).then_some(bytes.len()))
    }

    /// As [`Words::quote`], in at most `width` columns.
    pub(super) fn quote_within(&self, bytes: &[u8], width: usize) -> String {
        let whole = shown(bytes, width);
        let plain = self.quoted(&whole, None);
        if !is_cut(bytes, width) && columns::width(&plain) <= width {
            return plain;
        }
        let frame = columns::width(&self.quoted("", Some(bytes.len())));
        self.quoted(&columns::cut(&whole, width.saturating_sub(frame)), Some(bytes.len()))
    }

    /// As [`Words::quote_within`], without the number of bytes: what a terminal showed is text.
    pub(super) fn quote_text(&self, bytes: &[u8], width: usize) -> String {
        let frame = columns::width(&self.quoted("", None));
        self.quoted(&columns::cut(&shown(bytes, width), width.saturating_sub(frame)), None)
    }

    fn quoted(&self, text: &str, cut_from: Option<usize>) -> String {
        match cut_from {
            None => self.say("word-quote", &[("text", text)]),
            Some(count) => self.say("word-quote-cut", &[("text", text), ("count", &count.to_string())]),
        }
    }

    /// « votre serveur », « le client A ».
    pub(super) fn actor(&self, actor: &Actor, case: Case) -> String {
        match actor {
            Actor::Program(name) => self.program(name, case),
            Actor::Peer { name, serves } => {
                let id = match (serves, case) {
                    (false, Case::Plain) => "word-peer-client",
                    (false, Case::Of) => "word-peer-client-of",
                    (false, Case::To) => "word-peer-client-to",
                    (true, Case::Plain) => "word-peer-server",
                    (true, Case::Of) => "word-peer-server-of",
                    (true, Case::To) => "word-peer-server-to",
                };
                self.say(id, &[("name", name)])
            }
            Actor::Nobody(address) => {
                let id = match case {
                    Case::Plain => "word-address",
                    Case::Of => "word-address-of",
                    Case::To => "word-address-to",
                };
                self.say(id, &[("address", &self.address(*address))])
            }
        }
    }

    /// A program of the student's, by its name in the script.
    pub(super) fn program(&self, name: &str, case: Case) -> String {
        let id = match (name.starts_with("client"), case) {
            (false, Case::Plain) => "word-your-server",
            (false, Case::Of) => "word-your-server-of",
            (false, Case::To) => "word-your-server-to",
            (true, Case::Plain) => "word-your-client",
            (true, Case::Of) => "word-your-client-of",
            (true, Case::To) => "word-your-client-to",
        };
        let text = self.say(id, &[]);
        // `client2` is the second of several.
        match name.trim_start_matches(|c: char| !c.is_ascii_digit()) {
            "" => text,
            number => format!("{text} {number}"),
        }
    }

    /// An address as students write it.
    pub(super) fn address(&self, address: SocketAddr) -> String {
        self.say("word-endpoint", &[("host", &address.ip().to_string()), ("port", &address.port().to_string())])
    }

    /// `one` or `other`, for messages that must agree with a number.
    pub(super) fn form(&self, count: usize) -> &'static str {
        match (self.language, count) {
            (Language::Fr, 0 | 1) | (Language::En, 1) => "one",
            _ => "other",
        }
    }

    /// The first letter in upper case: fragments that open a sentence.
    pub(super) fn capital(&self, text: &str) -> String {
        let mut chars = text.chars();
        chars.next().map(|c| c.to_uppercase().chain(chars).collect()).unwrap_or_default()
    }
}

fn is_cut(bytes: &[u8], limit: usize) -> bool {
    shown(bytes, limit) != shown(bytes, limit.saturating_add(1))
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;
    use std::path::Path;

    use fluent_bundle::FluentResource;
    use fluent_syntax::ast::Entry;
    use regex::Regex;

    use super::*;

    /// French and English, of each catalogue that reports speak from.
    const FILES: [[(&str, &str); 2]; 3] = [
        [
            ("report.fr.ftl", include_str!("../../catalogue/report.fr.ftl")),
            ("report.en.ftl", include_str!("../../catalogue/report.en.ftl")),
        ],
        [
            ("class.fr.ftl", include_str!("../../catalogue/class.fr.ftl")),
            ("class.en.ftl", include_str!("../../catalogue/class.en.ftl")),
        ],
        [
            ("html.fr.ftl", include_str!("../../catalogue/html.fr.ftl")),
            ("html.en.ftl", include_str!("../../catalogue/html.en.ftl")),
        ],
    ];

    fn ids(name: &str, text: &str) -> BTreeSet<String> {
        let resource = FluentResource::try_new(text.to_owned()).map_err(|(_, errors)| errors);
        let resource = resource.unwrap_or_else(|errors| panic!("{name}: {errors:?}"));
        let entries = resource.entries().filter_map(|entry| match entry {
            Entry::Message(message) => Some(message.id.name.to_owned()),
            _ => None,
        });
        entries.collect()
    }

    #[test]
    fn both_languages_have_the_same_messages_with_the_same_variables() {
        let variable = Regex::new(r"\{ \$(\w+)").unwrap();
        let variables = |text: &str| -> Vec<(String, BTreeSet<String>)> {
            let lines = text.lines().filter_map(|line| line.split_once(" = "));
            lines
                .map(|(id, value)| (id.to_owned(), variable.captures_iter(value).map(|c| c[1].to_owned()).collect()))
                .collect()
        };
        for [french, english] in FILES {
            assert_eq!(ids(french.0, french.1), ids(english.0, english.1));
            assert_eq!(variables(french.1), variables(english.1));
        }
    }

    #[test]
    fn every_message_the_code_asks_for_exists_and_none_is_left_over() {
        let said = Regex::new(r#""((?:[a-z]+-)+[a-z]+|waits)""#).unwrap();
        let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("src/report");
        let mut used = BTreeSet::new();
        let catalogue: BTreeSet<String> = FILES.iter().flat_map(|[french, _]| ids(french.0, french.1)).collect();
        let subjects: BTreeSet<&str> = catalogue.iter().filter_map(|id| id.split('-').next()).collect();
        for entry in walkdir::WalkDir::new(folder)
            .into_iter()
            .flatten()
            .filter(|e| e.path().extension().is_some_and(|x| x == "rs"))
        {
            let source = std::fs::read_to_string(entry.path()).unwrap();
            let code = source.split("#[cfg(test)]\nmod tests").next().unwrap_or_default();
            for found in said.captures_iter(code).map(|c| c[1].to_owned()) {
                let subject = found.split('-').next().unwrap_or_default();
                if subjects.contains(subject) {
                    used.insert(found);
                }
            }
        }
        // Names of facts and reasons of the model, not messages.
        for other in ["not-played", "program-missing"] {
            used.remove(other);
        }
        assert_eq!(used, catalogue);
    }

    #[test]
    fn quotes_escape_what_is_hostile_and_say_how_much_is_left_out() {
        let catalogue = Catalogue::shipped();
        let words = Words::new(&catalogue, Language::Fr);
        assert_eq!(words.quote("a\u{1b}[31m\u{202e}".as_bytes(), 60), "«\u{a0}a\\x1b[31m\\u{202e}\u{a0}»");
        assert_eq!(words.quote(&[b'a'; 3000], 5), "«\u{a0}aaaaa…\u{a0}» (3000 octets)");
        for width in 20..60 {
            assert!(columns::width(&words.quote_within(&[b'a'; 3000], width)) <= width);
            assert!(columns::width(&words.quote_within("😀".repeat(30).as_bytes(), width)) <= width);
        }
        assert_eq!(words.quote_within(b"fin", 30), "«\u{a0}fin\u{a0}»");
    }

    #[test]
    fn the_catalogue_writes_french_as_french_is_printed() {
        let french = FILES.iter().flat_map(|[french, _]| french.1.lines());
        for line in french.filter_map(|line| line.split_once(" = ")).map(|(_, value)| value) {
            assert!(!line.contains('\''), "a straight apostrophe: {line}");
            assert!(
                ![" :", " ;", " !", " ?", " »", "« "].iter().any(|bad| line.contains(bad)),
                "a breaking space: {line}"
            );
        }
    }
}
