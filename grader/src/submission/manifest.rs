//! `tp.toml`: what a student or teacher says about a submission, overriding what discovery finds.

use miette::{Diagnostic, NamedSource, SourceSpan};
use serde::Deserialize;

use crate::lab::Role;

/// The file's name, at the top of a submission.
pub const MANIFEST: &str = "tp.toml";

/// The whole file.
#[derive(Debug, Clone, Default, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Manifest {
    /// Lab id, such as `tp-a`.
    pub lab: Option<String>,
    /// One entry a step and role.
    #[serde(default, rename = "program")]
    pub programs: Vec<ManifestProgram>,
}

/// How one program is built and started.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ManifestProgram {
    /// Step id, or several.
    pub step: Steps,
    /// `server` or `client`.
    pub role: Role,
    /// Program and arguments; `{port}` stands for the port to use.
    pub command: Vec<String>,
    /// Run once before, in the submission's folder.
    pub build: Option<Vec<String>>,
    /// Folder to run in, relative to the submission.
    #[serde(default)]
    pub folder: String,
}

/// One step or several.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(untagged)]
pub enum Steps {
    /// One.
    One(String),
    /// Several.
    Many(Vec<String>),
}

impl Steps {
    /// As a list.
    pub fn list(&self) -> Vec<&str> {
        match self {
            Steps::One(step) => vec![step],
            Steps::Many(steps) => steps.iter().map(String::as_str).collect(),
        }
    }
}

/// A `tp.toml` that cannot be used.
#[derive(Debug, Clone, thiserror::Error, Diagnostic)]
#[error("{MANIFEST}:{line}: {message}")]
#[diagnostic(help(
    "each program is written so:\n\n[[program]]\nstep = \"2.2\"\nrole = \"server\"\ncommand = [\"python3\", \"server.py\"]"
))]
pub struct ManifestError {
    /// Line, from 1.
    pub line: usize,
    /// What is wrong.
    pub message: String,
    #[source_code]
    named: NamedSource<String>,
    #[label("here")]
    span: SourceSpan,
}

impl Manifest {
    /// Reads the file's text. `steps`: ids of the lab's steps, to check against when known.
    pub fn parse(bytes: &[u8], steps: Option<&[&str]>) -> Result<Manifest, Box<ManifestError>> {
        let text = String::from_utf8_lossy(bytes).into_owned();
        let fail = |offset: usize, length: usize, message: String| {
            let end = offset.min(text.len());
            let line = text.as_bytes()[..end].iter().filter(|b| **b == b'\n').count() + 1;
            Box::new(ManifestError {
                line,
                message,
                named: NamedSource::new(MANIFEST, text.clone()),
                span: (end, length).into(),
            })
        };
        let manifest: Manifest = toml::from_str(&text).map_err(|error| {
            let span = error.span().unwrap_or(0..0);
            fail(span.start, span.len(), error.message().to_owned())
        })?;
        for program in &manifest.programs {
            let find = |word: &str| text.find(&format!("\"{word}\"")).map_or((0, 0), |i| (i, word.len() + 2));
            if program.command.is_empty() || program.build.as_ref().is_some_and(Vec::is_empty) {
                let (at, length) = text.find("[]").map_or((0, 0), |i| (i, 2));
                return Err(fail(at, length, "a command is empty".into()));
            }
            if program.role == Role::Pair {
                let (at, length) = find("pair");
                return Err(fail(at, length, "a program is a `server` or a `client`".into()));
            }
            if program.folder.starts_with('/') || program.folder.split('/').any(|part| part == "..") {
                let (at, length) = find(&program.folder);
                return Err(fail(at, length, "the folder must be inside the submission".into()));
            }
            if let Some(known) = steps
                && let Some(unknown) = program.step.list().into_iter().find(|s| !known.contains(s))
            {
                let (at, length) = find(unknown);
                return Err(fail(at, length, format!("the lab has no step {unknown:?}; it has {}", known.join(", "))));
            }
        }
        Ok(manifest)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn errors_name_the_line() {
        let bad =
            Manifest::parse(b"lab = \"tp-a\"\n[[program]]\nstep = \"2.2\"\nrole = \"serveur\"\n", None).unwrap_err();
        assert_eq!(bad.line, 4, "{bad}");
        let unknown =
            Manifest::parse(b"[[program]]\nstep = \"9.9\"\nrole = \"server\"\ncommand = [\"x\"]\n", Some(&["2.1"]))
                .unwrap_err();
        assert_eq!(unknown.line, 2);
        assert!(unknown.message.contains("2.1"), "{unknown}");
    }

    #[test]
    fn a_program_may_serve_several_steps() {
        let text = b"[[program]]\nstep = [\"2.2\", \"2.3\"]\nrole = \"client\"\ncommand = [\"./c\", \"{port}\"]\n";
        let manifest = Manifest::parse(text, None).unwrap();
        assert_eq!(manifest.programs[0].step.list(), ["2.2", "2.3"]);
    }
}
