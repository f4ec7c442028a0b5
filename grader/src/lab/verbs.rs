//! Reads the steps of a script: one node, one verb.

use std::collections::{BTreeMap, HashSet};
use std::sync::{LazyLock, Mutex, PoisonError};

use kdl::{KdlDocument, KdlNode};

use super::diagnostic::{Result, Source};
use super::habit::Phrases;
use super::model::Dialect;
use super::script::{Matcher, Outcome, Step, Tally, Text, Verb};
use super::sweep_reader::SWEEP_PROPERTIES;
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
    "not-shown",
    "expect-gone",
    "expect-file",
    "no-file",
    "tally",
    "collect",
    "expect-count",
    "expect-kept",
    "remark",
    "sweep",
    "expect-lock",
    "enough",
    "sweep-first",
    "commands-first",
    "use",
];

/// Codes for outcomes, from the outermost to the innermost place that names them.
pub(super) type Codes = BTreeMap<Outcome, String>;

/// Reads scripts of one file.
pub(super) struct ScriptReader<'a> {
    pub(super) source: &'a Source<'a>,
    pub(super) dialect: Dialect,
    /// What `use` stands for.
    pub(super) phrases: &'a Phrases<'a>,
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
                "use" => steps.extend(self.phrase(node, codes, names)?),
                _ => {
                    let verb = self.verb(node, names)?;
                    steps.push(self.step(node, verb, codes, names)?);
                }
            }
        }
        Ok(steps)
    }

    /// The steps that a phrase of the program's way stands for; its properties are variables there.
    fn phrase(&self, node: &KdlNode, codes: &Codes, names: &[(String, String)]) -> Result<Vec<Step>> {
        let name = self.source.string(node, 0, "the name of a phrase")?;
        let Some(phrase) = self.phrases.get(name) else {
            let known: Vec<&str> = self.phrases.keys().copied().collect();
            return Err(self.source.unknown("phrase", node.span(), name, &known));
        };
        let (mut names, mut codes) = (names.to_vec(), codes.clone());
        for entry in node.entries() {
            let Some(key) = entry.name().map(kdl::KdlIdentifier::value) else { continue };
            let value = self.source.as_string(entry, "the value")?;
            match Outcome::ALL.iter().find(|(_, name)| *name == key) {
                Some((outcome, _)) => drop(codes.insert(*outcome, value.to_owned())),
                None => {
                    let value = fill(value, &names);
                    names.insert(0, (key.to_owned(), value));
                }
            }
        }
        self.block(phrase, &codes, &names)
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
            "start" => {
                also(&["probe"]);
                Verb::Start { program: program()?, probe: self.source.flag(node, "probe")? }
            }
            "interrupt" => Verb::Interrupt { program: program()? },
            "kill" => Verb::Kill { program: program()? },
            "listen" => Verb::Listen { peer: peer()? },
            "connect" => {
                also(&["to"]);
                Verb::Connect { peer: peer()?, program: property("to", "server")? }
            }
            "send" => {
                also(&["hex", "fill", "size", "then", "part"]);
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
                also(&["from", "contains", "regex", "any", "prefix", "hex", "fill", "size", "then", "part"]);
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
            "welcome" => {
                also(&["hex", "fill", "size", "then", "part"]);
                Verb::Welcome { peer: peer()?, data: self.data(node, names)? }
            }
            "settle" => Verb::Settle,
            "not-shown" => {
                also(&["contains", "regex"]);
                Verb::NotShown { program: program()?, what: self.matcher(node, names)? }
            }
            "expect-gone" => {
                also(&["or-accepting"]);
                Verb::ExpectGone { program: program()?, or_accepting: self.source.flag(node, "or-accepting")? }
            }
            "expect-file" => {
                also(&["contains", "regex", "any"]);
                let path = fill(self.source.string(node, 1, "the path of a file")?, names);
                let what = match node.entries().iter().any(|e| e.name().is_some_and(|n| known.contains(&n.value()))) {
                    true => self.matcher(node, names)?,
                    false => Matcher::Anything,
                };
                Verb::ExpectFile { program: program()?, path, what: Some(what) }
            }
            "no-file" => {
                let path = fill(self.source.string(node, 1, "the path of a file")?, names);
                Verb::ExpectFile { program: program()?, path, what: None }
            }
            "tally" => {
                also(&["shown", "file", "senders", "each", "message"]);
                Verb::Tally { text: self.text(node, names)?, tally: self.tally(node)? }
            }
            "collect" => {
                also(&["regex"]);
                let Matcher::Regex(pattern) = self.matcher(node, names)? else {
                    return Err(self.source.error(
                        node.span(),
                        "`collect` needs the number's pattern",
                        "no `regex=`",
                        "write `collect \"totals\" \"A\" regex=\"([0-9]+)\"`",
                    ));
                };
                let peer = fill(self.source.string(node, 1, "the name of a peer")?, names);
                Verb::Collect { peer, pattern, bag: first("the name of a collection")? }
            }
            "expect-count" => {
                let count = self.source.number(self.source.argument(node, 1, "how many")?, "the count", 100_000)?;
                Verb::ExpectCount { bag: first("the name of a collection")?, count }
            }
            "expect-kept" => Verb::ExpectKept { program: program()?, texts: self.texts(node, names)? },
            "remark" => {
                also(&["about"]);
                Verb::Remark { code: first("a finding's code")?, program: property("about", "server")? }
            }
            "sweep" | "expect-lock" | "sweep-first" | "commands-first" => {
                also(SWEEP_PROPERTIES);
                self.sweep(node, names, program()?)?
            }
            "enough" => Verb::Enough { program: program()? },
            other => return Err(self.source.unknown("verb", node.name().span(), other, VERBS)),
        };
        self.source.only(node, &known)?;
        Ok(verb)
    }

    /// Where `tally` looks: a peer's stream, `shown="server"`, or `file="list.txt"` of the server.
    fn text(&self, node: &KdlNode, names: &[(String, String)]) -> Result<Text> {
        if let Some(program) = self.source.property_string(node, "shown")? {
            return Ok(Text::Shown(fill(&program, names)));
        }
        if let Some(path) = self.source.property_string(node, "file")? {
            return Ok(Text::File { program: "server".into(), path: fill(&path, names) });
        }
        Ok(Text::Peer(fill(self.source.string(node, 0, "the name of a peer (or `shown=`, or `file=`)")?, names)))
    }

    /// What must be kept in one place: two texts or more, each on one line.
    fn texts(&self, node: &KdlNode, names: &[(String, String)]) -> Result<Vec<String>> {
        let given = node.entries().iter().filter(|entry| entry.name().is_none()).count();
        let texts = (1..given.max(3))
            .map(|i| self.source.string(node, i, "a text that is kept").map(|text| fill(text, names)))
            .collect::<Result<Vec<_>>>()?;
        if texts.iter().any(|text| text.is_empty() || text.contains(char::is_control)) {
            return Err(self.source.error(
                node.span(),
                "`expect-kept` needs texts of one line",
                "one of these is empty, or has a newline or a tab in it",
                "write `expect-kept \"server\" \"one message\" \"another\"`",
            ));
        }
        Ok(texts)
    }

    fn tally(&self, node: &KdlNode) -> Result<Tally> {
        let number = |key: &str| match self.source.property(node, key) {
            Some(entry) => self.source.number(entry, key, 1000),
            None => Err(self.source.error(
                node.span(),
                format!("`tally` needs `{key}`"),
                "missing",
                format!("write `{key}=4`"),
            )),
        };
        let message = self.source.property_string(node, "message")?.unwrap_or_default();
        let framed = message.len() > 2 && !message.starts_with('{') && !message.ends_with('}');
        if !framed || !message.contains("{sender}") || !message.contains("{n}") {
            return Err(self.source.error(
                node.span(),
                "`tally` needs what a message looks like",
                "no such `message=`",
                "write `message=\"<{sender}:{n}>\"`: with both names, between two characters of its own",
            ));
        }
        Ok(Tally { senders: number("senders")?, each: number("each")?, message })
    }

    /// The bytes of a `send` or an exact `expect`: a string, `hex="…"`, or `fill="x" size=2000`
    /// (repeated to that many bytes), with `then="…"` after it.
    pub(super) fn data(&self, node: &KdlNode, names: &[(String, String)]) -> Result<Payload> {
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
            let mut bytes = text.repeat(size.checked_div(text.len()).map_or(0, |times| times + 1)).into_bytes();
            bytes.truncate(size);
            bytes.extend(fill(&self.source.property_string(node, "then")?.unwrap_or_default(), names).into_bytes());
            return self.ended(node, bytes);
        }
        self.ended(node, fill(self.source.string(node, 1, "the text")?, names).into_bytes())
    }

    /// In a lab of lines a message ends in a newline, unless it is only `part=#true` of one.
    fn ended(&self, node: &KdlNode, mut bytes: Vec<u8>) -> Result<Payload> {
        if self.dialect == Dialect::Lines && !self.source.flag(node, "part")? {
            bytes.push(b'\n');
        }
        Ok(Payload(bytes))
    }

    fn matcher(&self, node: &KdlNode, names: &[(String, String)]) -> Result<Matcher> {
        let any = self.source.flag(node, "any")?;
        if let Some(text) = self.source.property_string(node, "contains")? {
            let text = Payload::from(fill(&text, names).as_str());
            return Ok(if any { Matcher::Usually(text) } else { Matcher::Contains(text) });
        }
        if any {
            return Ok(Matcher::Anything);
        }
        if let Some(entry) = self.source.property(node, "regex") {
            let pattern = fill(self.source.as_string(entry, "`regex`")?, names);
            // Those of the shipped labs are compiled by a test.
            if let Err(error) = if self.source.is_shipped { Ok(()) } else { check_pattern(&pattern) } {
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
pub(super) fn fill(text: &str, names: &[(String, String)]) -> String {
    if !text.contains('{') {
        return text.to_owned();
    }
    names.iter().fold(text.to_owned(), |text, (name, value)| text.replace(&format!("{{{name}}}"), value))
}

/// Whether a regular expression can be read. The same ones are met again each time a script is read
/// for another way of speaking, and compiling them takes most of that time.
fn check_pattern(pattern: &str) -> std::result::Result<(), regex::Error> {
    static KNOWN: LazyLock<Mutex<HashSet<String>>> = LazyLock::new(Mutex::default);
    let mut known = KNOWN.lock().unwrap_or_else(PoisonError::into_inner);
    if !known.contains(pattern) {
        regex::bytes::Regex::new(pattern)?;
        known.insert(pattern.to_owned());
    }
    Ok(())
}
