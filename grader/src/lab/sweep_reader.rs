//! Reads `sweep`, `expect-lock`, `sweep-first` and `commands-first`.

use kdl::{KdlDocument, KdlNode};
use miette::SourceSpan;

use super::diagnostic::Result;
use super::model::Dialect;
use super::script::Verb;
use super::sweep::{Aside, SweepGoal};
use super::verbs::{ScriptReader, fill};
use crate::text::Payload;

/// In the block of a sweep: what clients also say.
const ASIDE: &str = "aside";

/// There too: two messages that begin alike.
const KEYED: &str = "keyed";

/// What these verbs may have, besides outcomes.
pub(super) const SWEEP_PROPERTIES: &[&str] = &["first", "second", "victims", "joins", "endings", "message"];

impl ScriptReader<'_> {
    pub(super) fn sweep(&self, node: &KdlNode, names: &[(String, String)], program: String) -> Result<Verb> {
        let property = |key: &str, default: &str| -> Result<String> {
            let given = self.source.property_string(node, key)?;
            Ok(fill(&given.unwrap_or_else(|| default.to_owned()), names))
        };
        let names_of = |list: String| list.split_whitespace().map(str::to_owned).collect();
        let goal = match node.name().value() {
            "sweep" => SweepGoal::NoRace,
            "sweep-first" => SweepGoal::FirstMessages,
            "commands-first" => SweepGoal::FirstCommands,
            _ => SweepGoal::CommonLock,
        };
        // It sends what the sweep before it sent, or no message.
        match goal {
            SweepGoal::FirstMessages => self.source.only(node, &["first", "second"])?,
            SweepGoal::FirstCommands => self.source.only(node, &["endings"])?,
            SweepGoal::NoRace | SweepGoal::CommonLock => {}
        }
        let has_messages = matches!(goal, SweepGoal::NoRace | SweepGoal::CommonLock);
        Ok(Verb::Sweep {
            program,
            goal,
            peers: [property("first", "A")?, property("second", "B")?],
            victims: names_of(property("victims", "")?),
            joins: names_of(property("joins", "")?),
            endings: names_of(property("endings", "")?),
            messages: if has_messages { self.shapes(node, names)? } else { vec![] },
            keyed: self.keyed(node, names)?,
            asides: self.asides(node, names)?,
            only: None,
        })
    }

    /// What a sweep may send: its `message=`, or the `message` nodes of its block.
    fn shapes(&self, node: &KdlNode, names: &[(String, String)]) -> Result<Vec<Payload>> {
        let shape = |text: String, span: SourceSpan| {
            if !text.contains("{mark}") {
                return Err(self.source.error(
                    span,
                    format!("`{}` needs messages that are found again", node.name().value()),
                    "a message here has no `{mark}`",
                    "write `message=\"je dis {mark}\"`",
                ));
            }
            Ok(Payload::from(format!("{text}{}", self.end_of_line()).as_str()))
        };
        let block = node.children().map(KdlDocument::nodes);
        let inside: Vec<&KdlNode> =
            block.into_iter().flatten().filter(|child| ![ASIDE, KEYED].contains(&child.name().value())).collect();
        let alone = self.source.property_string(node, "message")?;
        let says_nothing = block.is_some_and(<[KdlNode]>::is_empty);
        if inside.is_empty() && !says_nothing {
            return Ok(vec![shape(fill(&alone.unwrap_or_else(|| "{mark}".into()), names), node.span())?]);
        }
        if says_nothing || alone.is_some() {
            return Err(self.source.error(
                node.span(),
                format!("`{}` has either one `message=` or a block of them", node.name().value()),
                "here",
                "write `{ message \"je dis {mark}\"; message \"<{mark}>\"; }`",
            ));
        }
        let of_one = |child: &KdlNode| {
            if child.name().value() != "message" {
                return Err(self.source.unknown(
                    "node",
                    child.name().span(),
                    child.name().value(),
                    &["message", ASIDE, KEYED],
                ));
            }
            self.source.only(child, &[])?;
            shape(fill(self.source.string(child, 0, "a message")?, names), child.span())
        };
        inside.into_iter().map(of_one).collect()
    }

    /// What is sent where two messages are to begin alike: the `keyed` node of its block.
    fn keyed(&self, node: &KdlNode, names: &[(String, String)]) -> Result<Option<Payload>> {
        let block = node.children().map(KdlDocument::nodes).unwrap_or_default();
        let Some(child) = block.iter().find(|child| child.name().value() == KEYED) else { return Ok(None) };
        self.source.only(child, &[])?;
        let text = fill(self.source.string(child, 0, "a message")?, names);
        if !text.contains("{mark}") || !text.contains("{word}") {
            return Err(self.source.error(
                child.span(),
                "`keyed` needs a word that two messages have in common, and one by which they are told apart",
                "one of these is not there",
                "write `keyed \"{word} {mark}\"`",
            ));
        }
        Ok(Some(Payload::from(format!("{text}{}", self.end_of_line()).as_str())))
    }

    /// What clients also say in a sweep: the `aside` nodes of its block.
    fn asides(&self, node: &KdlNode, names: &[(String, String)]) -> Result<Vec<Aside>> {
        let block = node.children().map(KdlDocument::nodes).unwrap_or_default();
        let of_one = |child: &KdlNode| {
            self.source.only(child, &["hex", "fill", "size", "then", "part", "command"])?;
            let peer = fill(self.source.string(child, 0, "the name of a peer")?, names);
            let Some(entry) = self.source.property(child, "command") else {
                return Ok(Aside { peer, data: self.data(child, names)?, command: None });
            };
            if child.entries().len() > 2 {
                return Err(self.source.error(
                    child.span(),
                    "`command=` stands for what is said",
                    "here both are given",
                    "write `aside \"A\" \"/list\"` or `aside \"A\" command=1`",
                ));
            }
            let command = Some(self.source.number(entry, "which command", 20)?);
            Ok(Aside { peer, data: Payload::from(self.end_of_line()), command })
        };
        block.iter().filter(|child| child.name().value() == ASIDE).map(of_one).collect()
    }

    /// What ends each message.
    fn end_of_line(&self) -> &'static str {
        if self.dialect == Dialect::Lines { "\n" } else { "" }
    }
}
