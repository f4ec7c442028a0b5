//! Reads the steps of a script: one node, one verb.

use std::collections::BTreeMap;

use kdl::{KdlDocument, KdlNode};

use super::diagnostic::{Result, Source};
use super::script::{Matcher, Outcome, Step, Verb};
use crate::text::{Payload, parse_hex};

/// Every verb, for "did you mean".
const VERBS: &[&str] = &[
    "start",
    "interrupt",
    "kill",
    "listen",
    "connect",
    "send",
    "type",
    "end-input",
    "half-close",
    "close",
    "reset",
    "pause",
    "resume",
    "together",
    "many",
    "repeat",
    "expect-listening",
    "accept",
    "expect",
    "notice",
    "expect-shown",
    "expect-end",
    "expect-refused",
    "expect-exit",
    "expect-connected",
    "quiet",
    "greeting",
    "welcome",
    "settle",
];

/// Codes for outcomes, from the outermost to the innermost place that names them.
pub(super) type Codes = BTreeMap<Outcome, String>;

/// Reads scripts of one file.
pub(super) struct ScriptReader<'a> {
    pub(super) source: &'a Source<'a>,
}

impl ScriptReader<'_> {
    /// The steps of a block; `names` are loop variables already bound.
    pub(super) fn block(&self, document: &KdlDocument, codes: &Codes, names: &[(String, String)]) -> Result<Vec<Step>> {
        let mut steps = Vec::new();
        for node in document.nodes() {
            match node.name().value() {
                "repeat" => {
                    let times =
                        self.source.number(self.source.argument(node, 0, "how many times")?, "the count", 1000)?;
                    let name = self.source.property_string(node, "as")?.unwrap_or_else(|| "n".into());
                    self.source.only(node, &["as"])?;
                    for i in 1..=times {
                        steps.extend(self.block(self.children(node)?, codes, &with(names, &name, i))?);
                    }
                }
                "many" => {
                    let times = self.source.number(self.source.argument(node, 0, "how many")?, "the count", 500)?;
                    let name = self.source.property_string(node, "as")?.unwrap_or_else(|| "n".into());
                    self.source.only(node, &["as"])?;
                    let lanes = (1..=times)
                        .map(|i| self.block(self.children(node)?, codes, &with(names, &name, i)))
                        .collect::<Result<Vec<_>>>()?;
                    steps.push(self.step(node, Verb::Together { lanes }, codes, names)?);
                }
                "together" => {
                    let lanes = self
                        .children(node)?
                        .nodes()
                        .iter()
                        .map(|lane| {
                            if lane.name().value() != "lane" {
                                return Err(self.source.unknown(
                                    "node",
                                    lane.name().span(),
                                    lane.name().value(),
                                    &["lane"],
                                ));
                            }
                            self.block(self.children(lane)?, codes, names)
                        })
                        .collect::<Result<Vec<_>>>()?;
                    steps.push(self.step(node, Verb::Together { lanes }, codes, names)?);
                }
                _ => {
                    let verb = self.verb(node, names)?;
                    steps.push(self.step(node, verb, codes, names)?);
                }
            }
        }
        Ok(steps)
    }

    fn children<'n>(&self, node: &'n KdlNode) -> Result<&'n KdlDocument> {
        node.children().ok_or_else(|| {
            let name = node.name().value();
            self.source.error(
                node.name().span(),
                format!("`{name}` needs a block"),
                "no `{ … }` after this",
                format!("write `{name} … {{ … }}`"),
            )
        })
    }

    fn step(&self, node: &KdlNode, verb: Verb, codes: &Codes, names: &[(String, String)]) -> Result<Step> {
        let mut on = codes.clone();
        for (outcome, name) in Outcome::ALL {
            if let Some(code) = self.source.property_string(node, name)? {
                on.insert(outcome, code);
            }
        }
        let asked = self.source.property_string(node, "asked")?.map(|t| fill(&t, names));
        let line = u32::try_from(self.source.line_of(node.name().span().offset())).unwrap_or(u32::MAX);
        Ok(Step { line, verb, on, asked })
    }

    fn verb(&self, node: &KdlNode, names: &[(String, String)]) -> Result<Verb> {
        let name = node.name().value();
        let first = |what: &str| self.source.string(node, 0, what).map(|t| fill(t, names));
        let program = || first("the name of a program, such as \"server\"");
        let peer = || first("the name of a peer, such as \"A\"");
        let property = |key: &str, default: &str| -> Result<String> {
            Ok(fill(&self.source.property_string(node, key)?.unwrap_or_else(|| default.to_owned()), names))
        };
        let mut known: Vec<&str> = Outcome::ALL.iter().map(|(_, n)| *n).chain(["asked"]).collect();
        let mut also = |keys: &[&'static str]| known.extend_from_slice(keys);
        let verb = match name {
            "start" => Verb::Start { program: program()? },
            "interrupt" => Verb::Interrupt { program: program()? },
            "kill" => Verb::Kill { program: program()? },
            "listen" => Verb::Listen { peer: peer()? },
            "connect" => {
                also(&["to"]);
                Verb::Connect { peer: peer()?, program: property("to", "server")? }
            }
            "send" => {
                also(&["hex", "fill", "size", "then"]);
                Verb::Send { peer: peer()?, data: self.data(node, names)? }
            }
            "type" => Verb::Type {
                program: program()?,
                data: Payload::from(fill(self.source.string(node, 1, "the text to type")?, names).as_str()),
            },
            "end-input" => Verb::EndInput { program: program()? },
            "half-close" => Verb::HalfClose { peer: peer()? },
            "close" => Verb::Close { peer: peer()? },
            "reset" => Verb::Abort { peer: peer()? },
            "pause" => Verb::Pause { peer: peer()? },
            "resume" => Verb::Resume { peer: peer()? },
            "expect-listening" => Verb::ExpectListening { program: program()? },
            "accept" => {
                also(&["as", "from"]);
                let listener = peer()?;
                Verb::Accept { name: property("as", &listener)?, peer: listener, program: property("from", "client")? }
            }
            "expect" => {
                also(&["from", "contains", "regex", "any", "prefix", "hex", "fill", "size", "then"]);
                let from = self.source.property_string(node, "from")?;
                Verb::Expect { peer: peer()?, from, what: self.matcher(node, names)? }
            }
            "notice" => {
                also(&["contains", "regex", "code"]);
                let code = property("code", "")?;
                if code.is_empty() {
                    return Err(self.source.error(
                        node.name().span(),
                        "`notice` needs the code to give",
                        "no `code=`",
                        "write `code=\"server.other-greeting\"`",
                    ));
                }
                Verb::Notice { peer: peer()?, what: self.matcher(node, names)?, code }
            }
            "expect-shown" => {
                also(&["contains", "regex", "any"]);
                Verb::ExpectShown { program: program()?, what: self.matcher(node, names)? }
            }
            "expect-end" => Verb::ExpectEnd { peer: peer()? },
            "expect-refused" => Verb::ExpectRefused { program: program()? },
            "expect-exit" => {
                also(&["any-status", "or-accepting"]);
                Verb::ExpectExit {
                    program: program()?,
                    any_status: self.source.flag(node, "any-status")?,
                    or_accepting: self.source.flag(node, "or-accepting")?,
                }
            }
            "expect-connected" => {
                also(&["to", "as"]);
                Verb::ExpectConnected { program: program()?, to: property("to", "server")?, name: property("as", "W")? }
            }
            "quiet" => Verb::Quiet { peer: peer()? },
            "greeting" => Verb::Greeting { peer: peer()? },
            "welcome" => Verb::Welcome { peer: peer()?, data: self.data(node, names)? },
            "settle" => Verb::Settle,
            other => return Err(self.source.unknown("verb", node.name().span(), other, VERBS)),
        };
        self.source.only(node, &known)?;
        Ok(verb)
    }

    /// The bytes of a `send` or an exact `expect`: a string, `hex="…"`, or `fill="x" size=2000`
    /// (repeated to that many bytes), with `then="…"` after it.
    fn data(&self, node: &KdlNode, names: &[(String, String)]) -> Result<Payload> {
        if let Some(entry) = self.source.property(node, "hex") {
            let text = self.source.as_string(entry, "`hex`")?;
            return parse_hex(text).map(Payload).ok_or_else(|| {
                self.source.error(
                    entry.span(),
                    "these are not bytes in hexadecimal",
                    "here",
                    "pairs of hex digits: `hex=\"ff 00\"`",
                )
            });
        }
        if let Some(entry) = self.source.property(node, "fill") {
            let text = self.source.as_string(entry, "`fill`")?;
            let size = match self.source.property(node, "size") {
                Some(size) => self.source.number(size, "`size`", 4_000_000)? as usize,
                None => {
                    return Err(self.source.error(
                        entry.span(),
                        "`fill` needs a size",
                        "no `size=`",
                        "write `fill=\"x\" size=2000`",
                    ));
                }
            };
            let mut bytes: Vec<u8> = text.bytes().cycle().take(if text.is_empty() { 0 } else { size }).collect();
            bytes.extend(fill(&self.source.property_string(node, "then")?.unwrap_or_default(), names).into_bytes());
            return Ok(Payload(bytes));
        }
        Ok(Payload::from(fill(self.source.string(node, 1, "the text")?, names).as_str()))
    }

    fn matcher(&self, node: &KdlNode, names: &[(String, String)]) -> Result<Matcher> {
        if self.source.flag(node, "any")? {
            return Ok(Matcher::Anything);
        }
        if let Some(text) = self.source.property_string(node, "contains")? {
            return Ok(Matcher::Contains(Payload::from(fill(&text, names).as_str())));
        }
        if let Some(entry) = self.source.property(node, "regex") {
            let pattern = fill(self.source.as_string(entry, "`regex`")?, names);
            if let Err(error) = regex::bytes::Regex::new(&pattern) {
                let reason = error.to_string().lines().last().unwrap_or_default().to_owned();
                return Err(self.source.error(
                    entry.span(),
                    format!("this regular expression is wrong: {reason}"),
                    "here",
                    "see docs.rs/regex for the syntax",
                ));
            }
            return Ok(Matcher::Regex(pattern));
        }
        let data = self.data(node, names)?;
        Ok(match self.source.property_string(node, "prefix")? {
            Some(code) => Matcher::Prefixed(data, code),
            None => Matcher::Exact(data),
        })
    }
}

fn with(names: &[(String, String)], name: &str, value: u32) -> Vec<(String, String)> {
    let mut out = names.to_vec();
    out.push((name.to_owned(), value.to_string()));
    out
}

/// Replaces the loop variables; other braces stay (captures are filled in when the script plays).
fn fill(text: &str, names: &[(String, String)]) -> String {
    names.iter().fold(text.to_owned(), |text, (name, value)| text.replace(&format!("{{{name}}}"), value))
}
