//! The scripts that were parsed when the grader was built.

use kdl::{KdlDocument, KdlEntry, KdlIdentifier, KdlNode, KdlValue};

use super::packed::{Entry, Identifier, Node, Value};

/// Text of a file, and what is in it.
static SCRIPTS: &[(&str, &[u8])] = include!(concat!(env!("OUT_DIR"), "/scripts.rs"));

/// Whether there is a file with exactly this text.
pub(super) fn knows(text: &str) -> bool {
    SCRIPTS.iter().any(|(known, _)| *known == text)
}

/// The document with exactly this text, if it is one of the shipped ones.
pub(super) fn document(text: &str) -> Option<KdlDocument> {
    let (_, packed) = SCRIPTS.iter().find(|(known, _)| *known == text)?;
    Some(documented(serde_json::from_slice(packed).ok()?))
}

fn documented(nodes: Vec<Node>) -> KdlDocument {
    let mut document = KdlDocument::new();
    document.nodes_mut().extend(nodes.into_iter().map(node));
    document
}

fn identifier(packed: Identifier) -> KdlIdentifier {
    let mut identifier = KdlIdentifier::from(packed.0);
    identifier.set_span(packed.1);
    identifier
}

fn node(packed: Node) -> KdlNode {
    let mut node = KdlNode::new(identifier(packed.name));
    node.set_span(packed.span);
    node.entries_mut().extend(packed.entries.into_iter().map(entry));
    if let Some(children) = packed.children {
        node.set_children(documented(children));
    }
    node
}

fn entry(packed: Entry) -> KdlEntry {
    let value = match packed.value {
        Value::Null => KdlValue::Null,
        Value::Bool(value) => KdlValue::Bool(value),
        Value::Integer(number) => KdlValue::Integer(number.into()),
        Value::Float(number) => KdlValue::Float(number),
        Value::String(text) => KdlValue::String(text),
    };
    let mut entry = KdlEntry::new(value);
    entry.set_name(packed.name.map(identifier));
    entry.set_span(packed.span);
    entry
}

#[cfg(test)]
mod tests {
    use super::*;

    /// As much of a document as readers see.
    fn told(document: &KdlDocument, out: &mut Vec<String>) {
        for node in document.nodes() {
            out.push(format!("{} {:?} {:?}", node.name().value(), node.name().span(), node.span()));
            for entry in node.entries() {
                let name = entry.name().map(|n| (n.value(), n.span()));
                out.push(format!("{name:?} {:?} {:?}", entry.value(), entry.span()));
            }
            out.push(format!("{}", node.children().is_some()));
            if let Some(children) = node.children() {
                told(children, out);
            }
        }
    }

    #[test]
    fn what_was_parsed_before_is_what_parsing_gives() {
        assert!(SCRIPTS.len() > 10);
        for (text, _) in SCRIPTS {
            let (mut before, mut now) = (Vec::new(), Vec::new());
            told(&document(text).unwrap(), &mut before);
            told(&KdlDocument::parse(text).unwrap(), &mut now);
            assert_eq!(before, now);
        }
        assert!(document("lab").is_none());
    }

    #[test]
    fn every_pattern_in_every_way_of_speaking_compiles() {
        fn patterns(nodes: &KdlDocument, out: &mut Vec<String>) {
            for node in nodes.nodes() {
                let texts = node.entries().iter().filter(|e| e.name().is_some_and(|n| n.value() == "regex"));
                out.extend(texts.filter_map(|e| e.value().as_string()).map(str::to_owned));
                node.children().into_iter().for_each(|children| patterns(children, out));
            }
        }
        let mut found = Vec::new();
        for (text, _) in SCRIPTS {
            patterns(&document(text).unwrap(), &mut found);
        }
        assert!(found.len() > 30);
        let names = regex::Regex::new(r"\{[a-z]+\}").unwrap();
        for pattern in found {
            // What a loop or a phrase fills in: a number or a name.
            let filled = names.replace_all(&pattern, "1").into_owned();
            assert!(regex::bytes::Regex::new(&filled).is_ok(), "{pattern}");
        }
    }
}
