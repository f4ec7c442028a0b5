//! Reads `lab.kdl` and `scenarios.kdl`.

use kdl::{KdlDocument, KdlNode};

use super::diagnostic::{Result, Source};
use super::model::{Borrow, Dialect, Lab, LabStep, Sign};
use super::script::{Level, Outcome, Prompt, Role, Scenario, Verb};
use super::verbs::{Codes, ScriptReader};
use crate::text::Localised;

/// Reads a `lab.kdl`: names, order and marks of the steps. Their scenarios are read separately.
pub(super) fn read_lab(file: &str, text: &str) -> Result<Lab> {
    let source = Source { file, text };
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
        scenarios: Vec::new(),
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

fn role(source: &Source<'_>, span: miette::SourceSpan, text: &str) -> Result<Role> {
    [Role::Server, Role::Client, Role::Pair]
        .into_iter()
        .find(|r| r.name() == text)
        .ok_or_else(|| source.unknown("role", span, text, &["server", "client", "pair"]))
}

/// `title fr="…" en="…"`.
fn localised(source: &Source<'_>, node: &KdlNode) -> Result<Localised> {
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

/// Reads a `scenarios.kdl`. `known_code` tells whether a finding code has a text in the catalogues.
pub(super) fn read_scenarios(
    file: &str,
    text: &str,
    lab: &Lab,
    known_code: &dyn Fn(&str) -> bool,
) -> Result<Vec<Scenario>> {
    let source = Source { file, text };
    let document = source.parse()?;
    let mut common = Codes::new();
    let mut scenarios: Vec<Scenario> = Vec::new();
    for node in document.nodes() {
        match node.name().value() {
            "otherwise" => codes(&source, node, &mut common)?,
            "scenario" => {
                let scenario = read_scenario(&source, node, lab, &common)?;
                if scenarios.iter().any(|s| s.id == scenario.id) {
                    return Err(source.error(
                        node.span(),
                        format!("scenario {:?} is there twice", scenario.id),
                        "again here",
                        "give each scenario its own id",
                    ));
                }
                for need in &scenario.needs {
                    if !scenarios.iter().any(|s| s.id == *need) {
                        let known: Vec<&str> = scenarios.iter().map(|s| s.id.as_str()).collect();
                        return Err(source.unknown("scenario in `needs`", node.span(), need, &known));
                    }
                }
                if let Some(code) = scenario.codes().into_iter().find(|code| !known_code(code)) {
                    let at = text[node.span().offset()..]
                        .find(&format!("\"{code}\""))
                        .map_or(node.span(), |i| (node.span().offset() + i, code.len() + 2).into());
                    return Err(source.error(
                        at,
                        format!("finding {code:?} has no text"),
                        "unknown code",
                        "add it to the lab's catalogue (findings.fr.ftl and findings.en.ftl), dots written as dashes",
                    ));
                }
                scenarios.push(scenario);
            }
            other => return Err(source.unknown("node", node.name().span(), other, &["scenario", "otherwise"])),
        }
    }
    Ok(scenarios)
}

fn codes(source: &Source<'_>, node: &KdlNode, into: &mut Codes) -> Result<()> {
    let known: Vec<&str> = Outcome::ALL.iter().map(|(_, n)| *n).collect();
    source.only(node, &known)?;
    for (outcome, name) in Outcome::ALL {
        if let Some(code) = source.property_string(node, name)? {
            into.insert(outcome, code);
        }
    }
    Ok(())
}

fn read_scenario(source: &Source<'_>, node: &KdlNode, lab: &Lab, common: &Codes) -> Result<Scenario> {
    source.only(node, &["role", "level", "points", "question"])?;
    let id = source.string(node, 0, "an id")?.to_owned();
    let span = node.span();
    let role_text = source.property_string(node, "role")?.unwrap_or_default();
    let role = role(source, span, &role_text)?;
    let level_text = source.property_string(node, "level")?.unwrap_or_default();
    let level = [Level::Required, Level::Robustness, Level::Info]
        .into_iter()
        .find(|l| l.name() == level_text)
        .ok_or_else(|| source.unknown("level", span, &level_text, &["required", "robustness", "info"]))?;
    let points = source.property(node, "points").map(|e| source.number(e, "`points`", 1000)).transpose()?.unwrap_or(0);
    if level == Level::Info && points != 0 {
        return Err(source.error(
            span,
            "an info scenario has no points",
            "here",
            "remove `points`, or choose another level",
        ));
    }
    let mut codes_here = common.clone();
    let (mut title, mut needs, mut play) = (None, Vec::new(), None);
    for child in node.children().map(KdlDocument::nodes).unwrap_or_default() {
        match child.name().value() {
            "title" => title = Some(localised(source, child)?),
            "needs" => {
                for (i, _) in child.entries().iter().enumerate() {
                    needs.push(source.string(child, i, "a scenario's id")?.to_owned());
                }
            }
            "otherwise" => codes(source, child, &mut codes_here)?,
            "play" => {
                let steps = child.children().map(|d| ScriptReader { source }.block(d, &codes_here, &[])).transpose()?;
                play = steps.filter(|s| !s.is_empty());
            }
            other => {
                return Err(source.unknown(
                    "node",
                    child.name().span(),
                    other,
                    &["title", "needs", "otherwise", "play"],
                ));
            }
        }
    }
    let missing = |what: &str, cure: &str| {
        source.error(node.name().span(), format!("scenario {id:?} has no {what}"), "this one", cure)
    };
    let scenario = Scenario {
        title: title.ok_or_else(|| missing("title", "add `title fr=\"…\" en=\"…\"`"))?,
        play: play.ok_or_else(|| missing("play", "add `play { start \"server\" … }`"))?,
        role,
        level,
        points,
        needs,
        question: source.property_string(node, "question")?,
        port: lab.port,
        prompts: lab.prompts.clone(),
        id: id.clone(),
    };
    check_names(source, node, &scenario)?;
    Ok(scenario)
}

/// Peers must be made before they are used, each once.
fn check_names(source: &Source<'_>, node: &KdlNode, scenario: &Scenario) -> Result<()> {
    let mut peers: Vec<&str> = Vec::new();
    let at_line = |line: u32| -> miette::SourceSpan {
        let offset: usize = source.text.split_inclusive('\n').take(line as usize - 1).map(str::len).sum();
        let text = source.text[offset..].lines().next().unwrap_or_default();
        let indent = text.len() - text.trim_start().len();
        (offset + indent, text.trim().len()).into()
    };
    for step in scenario.steps() {
        let (made, used) = match &step.verb {
            Verb::Connect { peer, .. } | Verb::Listen { peer } => (Some(peer), None),
            Verb::Accept { peer, name, .. } => ((name != peer).then_some(name), Some(peer)),
            Verb::ExpectConnected { name, .. } => (Some(name), None),
            Verb::Send { peer, .. }
            | Verb::HalfClose { peer }
            | Verb::Close { peer }
            | Verb::Abort { peer }
            | Verb::Pause { peer }
            | Verb::Resume { peer }
            | Verb::Expect { peer, .. }
            | Verb::Notice { peer, .. }
            | Verb::ExpectEnd { peer }
            | Verb::Quiet { peer }
            | Verb::Welcome { peer, .. }
            | Verb::Greeting { peer } => (None, Some(peer)),
            _ => (None, None),
        };
        if let Some(peer) = used
            && !peers.contains(&peer.as_str())
        {
            return Err(source.error(
                at_line(step.line),
                format!("peer {peer:?} does not exist here"),
                "used before it is made",
                "make it first with `connect`, `listen`, `accept … as=` or `expect-connected`",
            ));
        }
        if let Some(peer) = made {
            if peers.contains(&peer.as_str()) {
                return Err(source.error(
                    at_line(step.line),
                    format!("peer {peer:?} is there already"),
                    "made again",
                    "give it another name",
                ));
            }
            peers.push(peer);
        }
    }
    if scenario.programs().is_empty() {
        return Err(source.error(
            node.name().span(),
            "this scenario starts no program",
            "here",
            "add `start \"server\"` or `start \"client\"`",
        ));
    }
    Ok(())
}
