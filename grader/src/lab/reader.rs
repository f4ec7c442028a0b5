//! Reads `lab.kdl`: names, order and signs of the steps; their scenarios are read by [`super::scenarios`].

use kdl::{KdlDocument, KdlNode};

use super::diagnostic::{Result, Source};
use super::model::{Borrow, Dialect, Lab, LabStep, Sign};
use super::script::{Prompt, Role};
use crate::text::Localised;

/// Reads a `lab.kdl`: names, order and marks of the steps. Their scenarios are read separately.
pub(super) fn read_lab(file: &str, text: &str) -> Result<Lab> {
    let source = Source::new(file, text);
    let document = source.parse()?;
    let Some(node) = document.nodes().iter().find(|n| n.name().value() == "lab") else {
        return Err(source.error(
            (0, 0).into(),
            "there is no `lab` in this file",
            "",
            "begin with `lab \"my-lab\" { … }`",
        ));
    };
    let id = source.string(node, 0, "the id of the lab")?.to_owned();
    let mut lab = Lab {
        id,
        title: Localised::default(),
        dialect: Dialect::Raw,
        port: 63000,
        prompts: Vec::new(),
        steps: Vec::new(),
    };
    let Some(children) = node.children() else {
        return Err(source.error(
            node.name().span(),
            "the lab is empty",
            "no steps",
            "write `lab \"…\" { step \"1\" { … } }`",
        ));
    };
    for child in children.nodes() {
        match child.name().value() {
            "title" => lab.title = localised(&source, child)?,
            "dialect" => {
                lab.dialect = match source.string(child, 0, "raw or lines")? {
                    "raw" => Dialect::Raw,
                    "lines" => Dialect::Lines,
                    other => return Err(source.unknown("dialect", child.span(), other, &["raw", "lines"])),
                }
            }
            "port" => lab.port = port(&source, child)?,
            "answer" => lab.prompts.push(prompt(&source, child)?),
            "step" => {
                let step = read_step(&source, child)?;
                if lab.step(&step.id).is_some() {
                    return Err(source.error(
                        child.span(),
                        format!("step {:?} is there twice", step.id),
                        "again here",
                        "give each step its own id",
                    ));
                }
                lab.steps.push(step);
            }
            other => {
                return Err(source.unknown(
                    "node",
                    child.name().span(),
                    other,
                    &["title", "dialect", "port", "answer", "step"],
                ));
            }
        }
    }
    Ok(lab)
}

fn port(source: &Source<'_>, node: &KdlNode) -> Result<u16> {
    let entry = source.argument(node, 0, "a port number")?;
    Ok(u16::try_from(source.number(entry, "a port", 65535)?).unwrap_or(0))
}

fn prompt(source: &Source<'_>, node: &KdlNode) -> Result<Prompt> {
    let pattern = source.string(node, 0, "a regular expression")?.to_owned();
    if let Err(error) = regex::Regex::new(&pattern) {
        let reason = error.to_string().lines().last().unwrap_or_default().to_owned();
        return Err(source.error(
            node.span(),
            format!("this regular expression is wrong: {reason}"),
            "here",
            "see docs.rs/regex for the syntax",
        ));
    }
    Ok(Prompt { pattern, answer: source.string(node, 1, "the answer to type")?.to_owned() })
}

fn read_step(source: &Source<'_>, node: &KdlNode) -> Result<LabStep> {
    let id = source.string(node, 0, "the id of the step")?.to_owned();
    source.only(node, &["bonus"])?;
    let mut step = LabStep {
        id,
        title: Localised::default(),
        bonus: source.flag(node, "bonus")?,
        names: Vec::new(),
        signs: Vec::new(),
        borrows: Vec::new(),
        habits: Vec::new(),
        scenarios: Vec::new(),
        script: None,
    };
    for child in node.children().map(KdlDocument::nodes).unwrap_or_default() {
        match child.name().value() {
            "title" => step.title = localised(source, child)?,
            "names" => {
                for (i, _) in child.entries().iter().enumerate() {
                    step.names.push(source.string(child, i, "a word")?.to_owned());
                }
            }
            kind @ ("has" | "lacks" | "borrow") => {
                source.only(child, &["role"])?;
                let role = source
                    .property(child, "role")
                    .map(|e| role(source, e.span(), source.as_string(e, "`role`")?))
                    .transpose()?;
                let words = child.entries().iter().filter(|e| e.name().is_none());
                let words =
                    words.map(|e| source.as_string(e, "a word").map(str::to_owned)).collect::<Result<Vec<_>>>()?;
                if kind == "borrow" {
                    step.borrows.push(Borrow { role, steps: words });
                } else {
                    step.signs.extend(words.into_iter().map(|fact| Sign { role, fact, present: kind == "has" }));
                }
            }
            other => {
                return Err(source.unknown(
                    "node",
                    child.name().span(),
                    other,
                    &["title", "names", "has", "lacks", "borrow"],
                ));
            }
        }
    }
    Ok(step)
}

pub(super) fn role(source: &Source<'_>, span: miette::SourceSpan, text: &str) -> Result<Role> {
    [Role::Server, Role::Client, Role::Pair]
        .into_iter()
        .find(|r| r.name() == text)
        .ok_or_else(|| source.unknown("role", span, text, &["server", "client", "pair"]))
}

/// `title fr="…" en="…"`.
pub(super) fn localised(source: &Source<'_>, node: &KdlNode) -> Result<Localised> {
    source.only(node, &["fr", "en"])?;
    let get = |key: &str| -> Result<String> {
        source.property_string(node, key)?.filter(|t| !t.trim().is_empty()).ok_or_else(|| {
            source.error(
                node.span(),
                format!("`{}` has no text in `{key}`", node.name().value()),
                "here",
                "write both `fr=\"…\"` and `en=\"…\"`",
            )
        })
    };
    Ok(Localised { fr: get("fr")?, en: get("en")? })
}
