//! Errors in a lab's files, shown with the line, a caret and a cure.

use kdl::{KdlDocument, KdlEntry, KdlNode, KdlValue};
use miette::{Diagnostic, NamedSource, SourceSpan};

/// Something wrong in a lab file.
#[derive(Debug, Clone, thiserror::Error, Diagnostic)]
#[error("{file}:{line}: {message}")]
pub struct LabError {
    /// Path as shown.
    pub file: String,
    /// Line, from 1.
    pub line: usize,
    /// What is wrong.
    pub message: String,
    #[source_code]
    named: NamedSource<String>,
    #[label("{label}")]
    span: SourceSpan,
    label: String,
    #[help]
    cure: String,
}

/// A file being read.
#[derive(Debug, Clone)]
pub(crate) struct Source<'a> {
    pub(crate) file: &'a str,
    pub(crate) text: &'a str,
    /// Whether it is exactly a file that comes with the program.
    pub(crate) is_shipped: bool,
}

pub(crate) type Result<T> = std::result::Result<T, Box<LabError>>;

impl<'a> Source<'a> {
    pub(crate) fn new(file: &'a str, text: &'a str) -> Self {
        Self { file, text, is_shipped: super::shipped::knows(text) }
    }

    pub(crate) fn error(
        &self,
        span: SourceSpan,
        message: impl Into<String>,
        label: impl Into<String>,
        cure: impl Into<String>,
    ) -> Box<LabError> {
        Box::new(LabError {
            file: self.file.to_owned(),
            line: self.line_of(span.offset()),
            message: message.into(),
            named: NamedSource::new(self.file, self.text.to_owned()),
            span,
            label: label.into(),
            cure: cure.into(),
        })
    }

    pub(crate) fn line_of(&self, offset: usize) -> usize {
        let end = offset.min(self.text.len());
        memchr::memchr_iter(b'\n', &self.text.as_bytes()[..end]).count() + 1
    }

    pub(crate) fn parse(&self) -> Result<KdlDocument> {
        if let Some(document) = super::shipped::document(self.text) {
            return Ok(document);
        }
        KdlDocument::parse(self.text).map_err(|error| {
            let first = error.diagnostics.first();
            let span = first.map_or_else(|| (0, 0).into(), |d| d.span);
            let message = first.and_then(|d| d.message.clone()).unwrap_or_else(|| "this is not KDL".into());
            let label = first.and_then(|d| d.label.clone()).unwrap_or_else(|| "here".into());
            let cure = first.and_then(|d| d.help.clone()).unwrap_or_else(|| {
                "KDL 2: `name \"argument\" key=\"value\" { children }`, booleans are #true and #false, \
                 strings are in double quotes"
                    .into()
            });
            self.error(span, message, label, cure)
        })
    }

    /// The `index`th argument (entries without a name).
    pub(crate) fn argument<'n>(&self, node: &'n KdlNode, index: usize, what: &str) -> Result<&'n KdlEntry> {
        node.entries().iter().filter(|e| e.name().is_none()).nth(index).ok_or_else(|| {
            self.error(
                node.name().span(),
                format!("`{}` needs {what}", node.name().value()),
                "something is missing after this",
                format!("write `{} \"…\"`", node.name().value()),
            )
        })
    }

    pub(crate) fn string<'n>(&self, node: &'n KdlNode, index: usize, what: &str) -> Result<&'n str> {
        let entry = self.argument(node, index, what)?;
        self.as_string(entry, what)
    }

    pub(crate) fn as_string<'n>(&self, entry: &'n KdlEntry, what: &str) -> Result<&'n str> {
        entry.value().as_string().ok_or_else(|| {
            self.error(entry.span(), format!("{what} must be a string"), "not a string", "put it in double quotes")
        })
    }

    pub(crate) fn property<'n>(&self, node: &'n KdlNode, name: &str) -> Option<&'n KdlEntry> {
        node.entries().iter().find(|e| e.name().is_some_and(|n| n.value() == name))
    }

    pub(crate) fn property_string(&self, node: &KdlNode, name: &str) -> Result<Option<String>> {
        self.property(node, name).map(|e| self.as_string(e, &format!("`{name}`")).map(str::to_owned)).transpose()
    }

    pub(crate) fn number(&self, entry: &KdlEntry, what: &str, max: i128) -> Result<u32> {
        match entry.value() {
            KdlValue::Integer(n) if (0..=max).contains(n) => Ok(u32::try_from(*n).unwrap_or(u32::MAX)),
            _ => Err(self.error(
                entry.span(),
                format!("{what} must be a whole number from 0 to {max}"),
                "not such a number",
                "write it without quotes, such as `points=4`",
            )),
        }
    }

    pub(crate) fn flag(&self, node: &KdlNode, name: &str) -> Result<bool> {
        match self.property(node, name).map(|e| (e, e.value())) {
            None => Ok(false),
            Some((_, KdlValue::Bool(b))) => Ok(*b),
            Some((e, _)) => {
                Err(self.error(e.span(), format!("`{name}` must be #true or #false"), "neither", "write `#true`"))
            }
        }
    }

    /// Refuses properties that the node does not know.
    pub(crate) fn only(&self, node: &KdlNode, known: &[&str]) -> Result<()> {
        for entry in node.entries() {
            if let Some(name) = entry.name()
                && !known.contains(&name.value())
            {
                return Err(self.unknown("property", name.span(), name.value(), known));
            }
        }
        Ok(())
    }

    pub(crate) fn unknown(&self, kind: &str, span: SourceSpan, name: &str, known: &[&str]) -> Box<LabError> {
        let near = known
            .iter()
            .map(|k| (strsim::damerau_levenshtein(k, name), *k))
            .filter(|(distance, k)| *distance <= 1 + k.len() / 4)
            .min();
        let cure = match near {
            Some((_, near)) => format!("did you mean `{near}`?"),
            None => format!("known here: {}", known.join(", ")),
        };
        self.error(span, format!("unknown {kind} `{name}`"), "not known", cure)
    }
}
