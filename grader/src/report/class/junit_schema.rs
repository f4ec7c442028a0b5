//! A strict reader of JUnit XML for the tests: what the schemas of Jenkins and of the Windy Road, which
//! GitLab's documentation refers to, have in common with what GitLab takes in. Anything else panics.

use std::collections::{BTreeMap, BTreeSet};

use quick_xml::Reader;
use quick_xml::events::{BytesStart, Event};

/// What an attribute may hold.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Kind {
    /// Anything but nothing.
    Name,
    /// Anything.
    Text,
    /// A whole number.
    Count,
    /// Seconds, with at most three decimals.
    Seconds,
}

/// An element: its attributes and whether each must be there; what may be in it, in this order; whether
/// text may.
struct Model {
    name: &'static str,
    attributes: &'static [(&'static str, Kind, bool)],
    children: &'static [&'static str],
    text: bool,
}

const RESULTS: [&str; 3] = ["skipped", "error", "failure"];

const MODELS: [Model; 8] = [
    Model {
        name: "testsuites",
        attributes: &[
            ("name", Kind::Name, false),
            ("tests", Kind::Count, true),
            ("failures", Kind::Count, true),
            ("errors", Kind::Count, true),
            ("skipped", Kind::Count, false),
            ("time", Kind::Seconds, false),
        ],
        children: &["testsuite"],
        text: false,
    },
    Model {
        name: "testsuite",
        attributes: &[
            ("name", Kind::Name, true),
            ("tests", Kind::Count, true),
            ("failures", Kind::Count, true),
            ("errors", Kind::Count, true),
            ("skipped", Kind::Count, false),
            ("time", Kind::Seconds, false),
        ],
        children: &["testcase", "system-out", "system-err"],
        text: false,
    },
    Model {
        name: "testcase",
        attributes: &[("name", Kind::Name, true), ("classname", Kind::Name, true), ("time", Kind::Seconds, false)],
        children: &["skipped", "error", "failure", "system-out", "system-err"],
        text: false,
    },
    Model { name: "skipped", attributes: &[("message", Kind::Text, false)], children: &[], text: true },
    Model { name: "error", attributes: PROBLEM, children: &[], text: true },
    Model { name: "failure", attributes: PROBLEM, children: &[], text: true },
    Model { name: "system-out", attributes: &[], children: &[], text: true },
    Model { name: "system-err", attributes: &[], children: &[], text: true },
];
const PROBLEM: &[(&str, Kind, bool)] = &[("type", Kind::Name, true), ("message", Kind::Text, false)];

/// An element that was read.
#[derive(Debug, Default)]
pub(super) struct Element {
    pub(super) name: String,
    pub(super) attributes: BTreeMap<String, String>,
    pub(super) children: Vec<Element>,
    text: bool,
}

impl Element {
    pub(super) fn of<'a>(&'a self, name: &'a str) -> impl Iterator<Item = &'a Element> {
        self.children.iter().filter(move |child| child.name == name)
    }

    pub(super) fn number(&self, name: &str) -> usize {
        self.attributes.get(name).map_or(0, |value| value.parse().unwrap())
    }
}

/// Reads a file; panics where it is not what the schema says.
pub(super) fn read(text: &str) -> Element {
    legal(text);
    let mut reader = Reader::from_str(text);
    let mut stack = vec![Element::default()];
    let close = |stack: &mut Vec<Element>| {
        let done = stack.pop().unwrap();
        stack.last_mut().unwrap().children.push(done);
    };
    loop {
        match reader.read_event().unwrap() {
            Event::Decl(decl) => {
                assert!(stack.len() == 1 && stack[0].children.is_empty(), "a declaration in the middle");
                assert_eq!(decl.version().unwrap().as_ref(), b"1.0");
                assert_eq!(decl.encoding().unwrap().unwrap().as_ref(), b"UTF-8");
            }
            Event::Start(tag) => stack.push(element(&tag)),
            Event::Empty(tag) => {
                stack.push(element(&tag));
                close(&mut stack);
            }
            Event::End(_) => close(&mut stack),
            Event::Text(piece) => {
                let blank = piece.iter().all(u8::is_ascii_whitespace);
                stack.last_mut().unwrap().text |= !blank;
            }
            Event::GeneralRef(_) => stack.last_mut().unwrap().text = true,
            Event::Eof => break,
            other => panic!("nothing of this kind belongs here: {other:?}"),
        }
    }
    let top = stack.pop().unwrap();
    assert!(stack.is_empty() && !top.text && top.children.len() == 1, "one element holds all others");
    let root = top.children.into_iter().next().unwrap();
    assert_eq!(root.name, "testsuites");
    conforms(&root);
    adds_up(&root);
    root
}

/// Characters and references that XML 1.0 allows, and no entity that would have to be declared.
fn legal(text: &str) {
    let allowed =
        |c: char| matches!(c, '\t' | '\n' | '\r' | ' '..='\u{d7ff}' | '\u{e000}'..='\u{fffd}' | '\u{10000}'..);
    assert!(text.chars().all(allowed), "{text:?}");
    for piece in text.split('&').skip(1) {
        let name = piece.split(';').next().unwrap();
        let number = name.strip_prefix('#').map(|n| match n.strip_prefix('x') {
            Some(hex) => u32::from_str_radix(hex, 16).unwrap(),
            None => n.parse().unwrap(),
        });
        let fine = match number {
            Some(number) => char::from_u32(number).is_some_and(allowed),
            None => ["lt", "gt", "amp", "quot", "apos"].contains(&name),
        };
        assert!(fine, "&{name};");
    }
}

fn element(tag: &BytesStart<'_>) -> Element {
    let text = |bytes: &[u8]| std::str::from_utf8(bytes).unwrap().to_owned();
    // The reader refuses an attribute that is there twice.
    let attributes = tag.attributes().map(|a| {
        let a = a.unwrap();
        (text(a.key.as_ref()), quick_xml::escape::unescape(&text(&a.value)).unwrap().into_owned())
    });
    Element { name: text(tag.name().as_ref()), attributes: attributes.collect(), ..Element::default() }
}

fn conforms(element: &Element) {
    let name = &element.name;
    let model = MODELS.iter().find(|m| m.name == name).unwrap_or_else(|| panic!("no element {name}"));
    for (key, value) in &element.attributes {
        let known = model.attributes.iter().find(|(k, ..)| k == key);
        let (_, kind, _) = known.unwrap_or_else(|| panic!("{name} has no {key}"));
        assert!(fits(value, *kind), "{name} {key}={value:?}");
    }
    for (key, ..) in model.attributes.iter().filter(|(_, _, required)| *required) {
        assert!(element.attributes.contains_key(*key), "{name} without {key}");
    }
    assert!(model.text || !element.text, "text in {name}");
    let places: Vec<usize> = element
        .children
        .iter()
        .map(|child| {
            let place = model.children.iter().position(|c| *c == child.name);
            place.unwrap_or_else(|| panic!("{} in {name}", child.name))
        })
        .collect();
    assert!(places.is_sorted(), "{name}: not in this order");
    if name == "testcase" {
        let results = element.children.iter().filter(|c| RESULTS.contains(&c.name.as_str())).count();
        assert!(results <= 1, "a case with several results");
    }
    element.children.iter().for_each(conforms);
}

fn fits(value: &str, kind: Kind) -> bool {
    let digits = |text: &str| !text.is_empty() && text.bytes().all(|b| b.is_ascii_digit());
    match kind {
        Kind::Text => true,
        Kind::Name => !value.trim().is_empty(),
        Kind::Count => digits(value),
        Kind::Seconds => match value.split_once('.') {
            Some((whole, part)) => digits(whole) && digits(part) && part.len() <= 3,
            None => digits(value),
        },
    }
}

/// Every count is that of what is there, and every name is its own.
fn adds_up(root: &Element) {
    let mut suites = BTreeSet::new();
    let mut sums = BTreeMap::new();
    for suite in root.of("testsuite") {
        assert!(suites.insert(&suite.attributes["name"]), "two suites {:?}", suite.attributes["name"]);
        let mut names = BTreeSet::new();
        for case in suite.of("testcase") {
            let name = (&case.attributes["classname"], &case.attributes["name"]);
            assert!(names.insert(name), "two cases {name:?}");
        }
        let with = |result: &str| suite.of("testcase").filter(|case| case.of(result).next().is_some()).count();
        let counts = [
            ("tests", suite.of("testcase").count()),
            ("failures", with("failure")),
            ("errors", with("error")),
            ("skipped", with("skipped")),
        ];
        for (name, count) in counts {
            assert_eq!(suite.number(name), count, "{name} of {:?}", suite.attributes["name"]);
            *sums.entry(name).or_insert(0) += count;
        }
    }
    for (name, sum) in sums {
        assert_eq!(root.number(name), sum, "{name} of all");
    }
}

/// What must not pass.
#[test]
fn what_is_not_of_the_schema_is_refused() {
    let head = r#"<?xml version="1.0" encoding="UTF-8"?>"#;
    let file = |cases: &str| {
        format!(
            r#"{head}<testsuites tests="1" failures="1" errors="0"><testsuite name="s" tests="1" failures="1" errors="0">{cases}</testsuite></testsuites>"#
        )
    };
    let case = |inside: &str| file(&format!(r#"<testcase name="n" classname="c" time="0.125">{inside}</testcase>"#));
    let fine = case(r#"<failure type="t" message="&lt;">text &amp; more</failure>"#);
    assert_eq!(read(&fine).children.len(), 1);
    let wrong = [
        case(""),
        case("<failure>no type</failure>"),
        case(r#"<failure type="t"/><error type="t"/>"#),
        case(r#"<failure type="t"/>text"#),
        case(r#"<failure type="t"><b/></failure>"#),
        case("<failure type=\"t\">\u{1b}</failure>"),
        case(r#"<failure type="t">&#27;</failure>"#),
        case(r#"<failure type="t">&e;</failure>"#),
        case(r#"<failure type="t"/><!-- a comment -->"#),
        fine.replace("0.125", "0.1257"),
        fine.replace("0.125", "-1"),
        fine.replace(" classname=\"c\"", ""),
        fine.replace("name=\"n\"", "name=\" \""),
        fine.replace("time=", "colour="),
        fine.replace("</testsuites>", "</testsuites><testsuites/>"),
        fine.replace("</testsuite>", "</testsuites>"),
        fine.replace("failures=\"1\" errors=\"0\"><testcase", "failures=\"0\" errors=\"0\"><testcase"),
        fine.replace("UTF-8", "latin1"),
    ];
    for text in wrong {
        let panicked = std::panic::catch_unwind(|| drop(read(&text))).is_err();
        assert!(panicked, "{text}");
    }
}
