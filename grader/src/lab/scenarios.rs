//! Reads a step's `scenarios.kdl`: the habits of its programs and its scenarios.

use std::collections::BTreeMap;

use kdl::{KdlDocument, KdlNode};

use super::diagnostic::{Result, Source};
use super::habit::{Habit, Phrases, Way, Ways};
use super::model::{Lab, ScriptFile};
use super::reader::{localised, role};
use super::script::{Level, Outcome, Scenario, Text, Verb};
use super::verbs::{Codes, ScriptReader};
use crate::text::Localised;

static NOTHING: std::sync::LazyLock<KdlDocument> = std::sync::LazyLock::new(KdlDocument::new);

/// What a `scenarios.kdl` holds.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Script {
    pub(super) habits: Vec<Habit>,
    pub(super) scenarios: Vec<Scenario>,
}

/// What to read of one.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Parts {
    Habits,
    All,
}

/// What is known while a file is read.
struct Context<'a> {
    source: &'a Source<'a>,
    lab: &'a Lab,
    common: Codes,
    phrases: Phrases<'a>,
}

/// Reads a `scenarios.kdl` for a program that has these ways. `known_code` tells whether a finding
/// code has a text in the catalogues.
pub(super) fn read_script(
    file: &ScriptFile,
    lab: &Lab,
    ways: &Ways,
    parts: Parts,
    known_code: &dyn Fn(&str) -> bool,
) -> Result<Script> {
    let source = file.source();
    let document = file.document()?;
    let mut context = Context { source: &source, lab, common: Codes::new(), phrases: Phrases::new() };
    let mut habits: Vec<Habit> = Vec::new();
    let mut scenarios: Vec<Scenario> = Vec::new();
    for node in document.nodes() {
        match node.name().value() {
            "otherwise" => codes(&source, node, &mut context.common)?,
            "habit" => {
                let habit = context.habit(node, ways)?;
                if habits.iter().any(|h| h.id == habit.id) {
                    let message = format!("habit {:?} is there twice", habit.id);
                    return Err(source.error(node.span(), message, "again here", "give each habit its own id"));
                }
                habits.push(habit);
            }
            "scenario" if parts == Parts::Habits => {}
            "scenario" => {
                let scenario = context.scenario(node)?;
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
                    let at = source.text[node.span().offset()..]
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
            other => {
                return Err(source.unknown("node", node.name().span(), other, &["scenario", "otherwise", "habit"]));
            }
        }
    }
    Ok(Script { habits, scenarios })
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

impl<'a> Context<'a> {
    /// Reads a habit; from here on, `use` speaks in the way that is taken.
    fn habit(&mut self, node: &'a KdlNode, ways: &Ways) -> Result<Habit> {
        let source = self.source;
        source.only(node, &["role"])?;
        let id = source.string(node, 0, "an id")?.to_owned();
        let role = role(source, node.span(), &source.property_string(node, "role")?.unwrap_or_default())?;
        let mut habit = Habit { id, role, title: Localised::default(), ways: Vec::new() };
        let mut spoken: Vec<Phrases<'a>> = Vec::new();
        for child in node.children().map(KdlDocument::nodes).unwrap_or_default() {
            match child.name().value() {
                "title" => habit.title = localised(source, child)?,
                "way" => {
                    let (way, phrases) = self.way(child, &habit)?;
                    if spoken.first().is_some_and(|first| !first.keys().eq(phrases.keys())) {
                        let message = format!("way {:?} does not define the phrases of the others", way.id);
                        return Err(source.error(
                            child.span(),
                            message,
                            "this one",
                            "write `as \"…\" { … }` for each of them",
                        ));
                    }
                    habit.ways.push(way);
                    spoken.push(phrases);
                }
                other => return Err(source.unknown("node", child.name().span(), other, &["title", "way"])),
            }
        }
        let taken = ways.get(&habit.id).or(habit.fallback().map(|way| &way.id)).cloned();
        let Some(at) = habit.ways.iter().position(|way| Some(&way.id) == taken.as_ref()) else {
            let message = format!("habit {:?} has no ways", habit.id);
            return Err(source.error(node.name().span(), message, "this one", "add `way \"…\" { … }`"));
        };
        self.phrases.append(&mut spoken[at]);
        Ok(habit)
    }

    fn way(&self, node: &'a KdlNode, habit: &Habit) -> Result<(Way, Phrases<'a>)> {
        let source = self.source;
        let id = source.string(node, 0, "an id")?.to_owned();
        let (mut title, mut play, mut phrases) = (None, None, Phrases::new());
        for child in node.children().map(KdlDocument::nodes).unwrap_or_default() {
            match child.name().value() {
                "title" => title = Some(localised(source, child)?),
                "play" => play = child.children(),
                "as" => {
                    let name = source.string(child, 0, "the name of a phrase")?;
                    phrases.insert(name, child.children().unwrap_or(&NOTHING));
                }
                other => return Err(source.unknown("node", child.name().span(), other, &["title", "play", "as"])),
            }
        }
        let title = title.ok_or_else(|| {
            source.error(
                node.name().span(),
                format!("way {id:?} has no title"),
                "this one",
                "add `title fr=\"…\" en=\"…\"`",
            )
        })?;
        let known: Phrases<'a> = self.phrases.iter().chain(&phrases).map(|(name, block)| (*name, *block)).collect();
        let probe = play
            .map(|play| -> Result<Scenario> {
                let scenario = Scenario {
                    id: format!("{}-{id}", habit.id),
                    role: habit.role,
                    level: Level::Info,
                    points: 0,
                    title: title.clone(),
                    needs: Vec::new(),
                    question: None,
                    port: self.lab.port,
                    tools: BTreeMap::new(),
                    prompts: self.lab.prompts.clone(),
                    seed: 0,
                    play: self.script(&known).block(play, &Codes::new(), &[])?.into(),
                };
                check_names(source, node, &scenario)?;
                Ok(scenario)
            })
            .transpose()?;
        Ok((Way { id, title, probe }, phrases))
    }

    fn script<'s>(&'s self, phrases: &'s Phrases<'a>) -> ScriptReader<'s> {
        ScriptReader { source: self.source, dialect: self.lab.dialect, phrases }
    }

    fn scenario(&self, node: &KdlNode) -> Result<Scenario> {
        let (source, lab) = (self.source, self.lab);
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
        let points =
            source.property(node, "points").map(|e| source.number(e, "`points`", 1000)).transpose()?.unwrap_or(0);
        if level == Level::Info && points != 0 {
            return Err(source.error(
                span,
                "an info scenario has no points",
                "here",
                "remove `points`, or choose another level",
            ));
        }
        let mut codes_here = self.common.clone();
        let (mut title, mut needs, mut play, mut tools) = (None, Vec::new(), None, BTreeMap::new());
        for child in node.children().map(KdlDocument::nodes).unwrap_or_default() {
            match child.name().value() {
                "title" => title = Some(localised(source, child)?),
                "needs" => {
                    for (i, _) in child.entries().iter().enumerate() {
                        needs.push(source.string(child, i, "a scenario's id")?.to_owned());
                    }
                }
                "otherwise" => codes(source, child, &mut codes_here)?,
                "tool" => {
                    let name = source.string(child, 0, "a name for the program")?.to_owned();
                    let words = (1..child.entries().len()).map(|i| source.string(child, i, "a word of its command"));
                    let words = words.map(|word| word.map(str::to_owned)).collect::<Result<Vec<_>>>()?;
                    source.string(child, 1, "the command of the program")?;
                    tools.insert(name, words);
                }
                "play" => {
                    let steps =
                        child.children().map(|d| self.script(&self.phrases).block(d, &codes_here, &[])).transpose()?;
                    play = steps.filter(|s| !s.is_empty());
                }
                other => {
                    return Err(source.unknown(
                        "node",
                        child.name().span(),
                        other,
                        &["title", "needs", "otherwise", "tool", "play"],
                    ));
                }
            }
        }
        let missing = |what: &str, cure: &str| {
            source.error(node.name().span(), format!("scenario {id:?} has no {what}"), "this one", cure)
        };
        let scenario = Scenario {
            title: title.ok_or_else(|| missing("title", "add `title fr=\"…\" en=\"…\"`"))?,
            play: play.ok_or_else(|| missing("play", "add `play { start \"server\" … }`"))?.into(),
            role,
            level,
            points,
            needs,
            question: source.property_string(node, "question")?,
            port: lab.port,
            tools,
            prompts: lab.prompts.clone(),
            seed: 0,
            id: id.clone(),
        };
        check_names(source, node, &scenario)?;
        Ok(scenario)
    }
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
        let (made, used): (Vec<&String>, Vec<&String>) = match &step.verb {
            Verb::Connect { peer, .. } | Verb::Listen { peer } => (vec![peer], vec![]),
            Verb::Accept { peer, name, .. } => ((name != peer).then_some(name).into_iter().collect(), vec![peer]),
            Verb::ExpectConnected { name, .. } => (vec![name], vec![]),
            Verb::Sweep { peers, victims, joins, asides, .. } => (
                joins.iter().collect(),
                peers.iter().chain(victims).chain(asides.iter().map(|aside| &aside.peer)).collect(),
            ),
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
            | Verb::Collect { peer, .. }
            | Verb::Tally { text: Text::Peer(peer), .. }
            | Verb::Greeting { peer } => (vec![], vec![peer]),
            _ => (vec![], vec![]),
        };
        if let Some(peer) = used.into_iter().find(|peer| !peers.contains(&peer.as_str())) {
            return Err(source.error(
                at_line(step.line),
                format!("peer {peer:?} does not exist here"),
                "used before it is made",
                "make it first with `connect`, `listen`, `accept … as=` or `expect-connected`",
            ));
        }
        for peer in made {
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
