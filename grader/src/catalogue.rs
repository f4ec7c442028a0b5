//! Texts for people, in French and English: Fluent catalogues, those that come with the program and
//! those that labs bring.

use std::collections::BTreeSet;
use std::fmt;

use fluent_bundle::concurrent::FluentBundle;
use fluent_bundle::{FluentArgs, FluentResource, FluentValue};
use unic_langid::LanguageIdentifier;

use crate::text::Language;

const SHIPPED: [(&str, &str); 12] = [
    ("findings.fr.ftl", include_str!("../catalogue/findings.fr.ftl")),
    ("findings.en.ftl", include_str!("../catalogue/findings.en.ftl")),
    ("report.fr.ftl", include_str!("../catalogue/report.fr.ftl")),
    ("report.en.ftl", include_str!("../catalogue/report.en.ftl")),
    ("class.fr.ftl", include_str!("../catalogue/class.fr.ftl")),
    ("class.en.ftl", include_str!("../catalogue/class.en.ftl")),
    ("html.fr.ftl", include_str!("../catalogue/html.fr.ftl")),
    ("html.en.ftl", include_str!("../catalogue/html.en.ftl")),
    ("answers.fr.ftl", include_str!("../catalogue/answers.fr.ftl")),
    ("answers.en.ftl", include_str!("../catalogue/answers.en.ftl")),
    ("command.fr.ftl", include_str!("../catalogue/command.fr.ftl")),
    ("command.en.ftl", include_str!("../catalogue/command.en.ftl")),
];

/// All texts.
pub struct Catalogue {
    fr: FluentBundle<FluentResource>,
    en: FluentBundle<FluentResource>,
    ids: BTreeSet<String>,
}

impl fmt::Debug for Catalogue {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Catalogue({} messages)", self.ids.len())
    }
}

/// The texts of a finding.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FindingText {
    /// What the program does wrong, in one sentence.
    pub title: String,
    /// The mechanism behind it.
    pub why: String,
    /// Where to look; never the solution.
    pub hint: String,
    /// The general rule.
    pub lesson: String,
}

fn bundle(tag: &str) -> FluentBundle<FluentResource> {
    let language: LanguageIdentifier = tag.parse().unwrap_or_default();
    let mut bundle = FluentBundle::new_concurrent(vec![language]);
    // The invisible isolation marks would end up in terminals and files.
    bundle.set_use_isolating(false);
    bundle
}

impl Catalogue {
    /// The texts that come with the program.
    pub fn shipped() -> Catalogue {
        let mut catalogue = Catalogue { fr: bundle("fr"), en: bundle("en"), ids: BTreeSet::new() };
        for (name, text) in SHIPPED {
            // A test holds the shipped files to be free of errors.
            let _ = catalogue.add(name, text);
        }
        catalogue
    }

    /// Adds a file `….fr.ftl` or `….en.ftl`; later texts replace earlier ones.
    pub fn add(&mut self, name: &str, text: &str) -> Result<(), String> {
        let resource = FluentResource::try_new(text.to_owned()).map_err(|(_, errors)| {
            errors.first().map_or_else(String::new, |e| {
                let line = text.as_bytes()[..e.pos.start.min(text.len())].iter().filter(|b| **b == b'\n').count() + 1;
                format!("line {line}: {}", e.kind)
            })
        })?;
        let messages = resource.entries().filter_map(|entry| match entry {
            fluent_syntax::ast::Entry::Message(message) => Some(message.id.name.to_owned()),
            _ => None,
        });
        self.ids.extend(messages);
        match name {
            n if n.ends_with(".fr.ftl") => self.fr.add_resource_overriding(resource),
            n if n.ends_with(".en.ftl") => self.en.add_resource_overriding(resource),
            _ => return Err("its name must end in .fr.ftl or .en.ftl".into()),
        }
        Ok(())
    }

    /// True when a finding code has a text in both languages.
    pub fn knows(&self, code: &str) -> bool {
        let id = code.replace('.', "-");
        self.fr.has_message(&id) && self.en.has_message(&id)
    }

    /// All message ids.
    pub fn ids(&self) -> impl Iterator<Item = &str> {
        self.ids.iter().map(String::as_str)
    }

    /// A text of the program; its id when it has none.
    pub fn text(&self, language: Language, id: &str, args: &[(&str, &str)]) -> String {
        self.message(language, id, None, args).unwrap_or_else(|| id.to_owned())
    }

    /// The texts of a finding; `program` is the student's file.
    pub fn finding(&self, language: Language, code: &str, program: &str) -> FindingText {
        let id = code.replace('.', "-");
        let args = [("program", program)];
        let part = |name| self.message(language, &id, Some(name), &args).unwrap_or_default();
        FindingText {
            title: self.message(language, &id, None, &args).unwrap_or_else(|| code.to_owned()),
            why: part("why"),
            hint: part("hint"),
            lesson: part("lesson"),
        }
    }

    fn message(&self, language: Language, id: &str, attribute: Option<&str>, args: &[(&str, &str)]) -> Option<String> {
        let bundle = match language {
            Language::Fr => &self.fr,
            Language::En => &self.en,
        };
        let message = bundle.get_message(id)?;
        let pattern = match attribute {
            Some(name) => message.get_attribute(name)?.value(),
            None => message.value()?,
        };
        let mut fluent_args = FluentArgs::new();
        for (name, value) in args {
            fluent_args.set(*name, FluentValue::from(*value));
        }
        let mut errors = Vec::new();
        Some(bundle.format_pattern(pattern, Some(&fluent_args), &mut errors).into_owned())
    }
}
