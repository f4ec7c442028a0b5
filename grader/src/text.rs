//! Text for people: languages, bilingual strings, and bytes made harmless.
//!
//! Everything a student's program produced is hostile until it went through here.

use std::fmt;

use serde::{Deserialize, Serialize};

/// The languages of reports.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize, clap::ValueEnum)]
#[serde(rename_all = "lowercase")]
pub enum Language {
    /// French, the labs' own language.
    Fr,
    /// English.
    En,
}

impl Language {
    /// `fr` or `en`.
    pub fn code(self) -> &'static str {
        match self {
            Language::Fr => "fr",
            Language::En => "en",
        }
    }

    /// French when the locale (`LC_ALL`, `LC_MESSAGES`, `LANG`, in that order) is French, else English.
    pub fn from_locale() -> Language {
        let locale = ["LC_ALL", "LC_MESSAGES", "LANG"]
            .iter()
            .filter_map(|name| std::env::var(name).ok())
            .find(|value| !value.is_empty())
            .unwrap_or_default();
        if locale.to_ascii_lowercase().starts_with("fr") { Language::Fr } else { Language::En }
    }
}

/// The name of a C or C++ function without its arguments; a lambda goes by the function around it.
pub fn bare_name(function: &str) -> String {
    let name = function.strip_prefix("(anonymous namespace)::").unwrap_or(function);
    let ends = ["::{lambda", "::'lambda", "(", "["].iter().filter_map(|mark| name.find(mark)).filter(|i| *i > 0);
    name[..ends.min().unwrap_or(name.len())].to_owned()
}

/// A text in both languages.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Localised {
    /// French.
    pub fr: String,
    /// English.
    pub en: String,
}

impl Localised {
    /// The text in one language.
    pub fn get(&self, language: Language) -> &str {
        match language {
            Language::Fr => &self.fr,
            Language::En => &self.en,
        }
    }
}

/// Bytes of a stream. In JSON a string when they are UTF-8, else `{"hex": "…"}`; what fills a buffer, the same
/// few bytes over and over, is `{"cycle": "abc", "length": 500000, "then": "end"}`.
#[derive(Clone, Default, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Payload(pub Vec<u8>);

impl Payload {
    /// The bytes on one line, control bytes and broken UTF-8 escaped (`\n`, `\x1b`), at most
    /// `limit` characters followed by `…`.
    pub fn shown(&self, limit: usize) -> String {
        shown(&self.0, limit)
    }
}

impl fmt::Debug for Payload {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "\"{}\"", self.shown(200))
    }
}

impl From<&str> for Payload {
    fn from(text: &str) -> Payload {
        Payload(text.as_bytes().to_vec())
    }
}

/// Bytes from which a payload is looked at for what repeats in it.
const LONG: usize = 4096;
/// Most bytes that repeat, and most that may follow them.
const SHORT: usize = 64;
/// Most bytes that a payload is read back to.
const WHOLE: usize = 1 << 28;

/// The length of what repeats at the start of long bytes, and where it ends repeating; `None` when more than a
/// little follows.
fn cycle(bytes: &[u8]) -> Option<(usize, usize)> {
    if bytes.len() < LONG {
        return None;
    }
    (1..=SHORT).find_map(|period| {
        let same = bytes.iter().zip(&bytes[period..]).take_while(|(one, next)| one == next).count();
        let end = period + same;
        (bytes.len() - end <= SHORT).then_some((period, end))
    })
}

impl Serialize for Payload {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        use serde::ser::SerializeMap;
        if let Some((period, end)) = cycle(&self.0) {
            let mut map = serializer.serialize_map(None)?;
            map.serialize_entry("cycle", &Payload(self.0[..period].to_vec()))?;
            map.serialize_entry("length", &end)?;
            if end < self.0.len() {
                map.serialize_entry("then", &Payload(self.0[end..].to_vec()))?;
            }
            return map.end();
        }
        if let Ok(text) = std::str::from_utf8(&self.0) {
            return serializer.serialize_str(text);
        }
        let mut hex = String::with_capacity(self.0.len() * 2);
        for byte in &self.0 {
            hex.push_str(&format!("{byte:02x}"));
        }
        let mut map = serializer.serialize_map(Some(1))?;
        map.serialize_entry("hex", &hex)?;
        map.end()
    }
}

impl<'de> Deserialize<'de> for Payload {
    fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Payload, D::Error> {
        #[derive(Deserialize)]
        #[serde(untagged)]
        enum Form {
            Text(String),
            Hex {
                hex: String,
            },
            Cycle {
                cycle: Box<Payload>,
                length: usize,
                #[serde(default)]
                then: Payload,
            },
        }
        use serde::de::Error;
        match Form::deserialize(deserializer)? {
            Form::Text(text) => Ok(Payload(text.into_bytes())),
            Form::Hex { hex } => parse_hex(&hex).map(Payload).ok_or_else(|| D::Error::custom("bad hex bytes")),
            // As it is written: a record must not grow by being nested.
            Form::Cycle { cycle, length, then }
                if (1..=SHORT).contains(&cycle.0.len()) && then.0.len() <= SHORT && length <= WHOLE =>
            {
                let mut bytes = cycle.0.repeat(length.div_ceil(cycle.0.len()));
                bytes.truncate(length);
                bytes.extend(then.0);
                Ok(Payload(bytes))
            }
            Form::Cycle { .. } => Err(D::Error::custom("bytes that repeat: nothing, or too often")),
        }
    }
}

/// Bytes from pairs of hex digits; blanks are ignored.
pub fn parse_hex(text: &str) -> Option<Vec<u8>> {
    let digits: Vec<u32> =
        text.chars().filter(|c| !c.is_whitespace()).map(|c| c.to_digit(16)).collect::<Option<_>>()?;
    if !digits.len().is_multiple_of(2) {
        return None;
    }
    digits.chunks(2).map(|pair| u8::try_from(pair[0] * 16 + pair[1]).ok()).collect()
}

/// True for characters that may change what a terminal or a page shows around them: controls,
/// bidirectional overrides, invisible marks.
pub fn is_treacherous(c: char) -> bool {
    c.is_control()
        || matches!(c, '\u{200b}'..='\u{200f}' | '\u{2028}'..='\u{202e}' | '\u{2060}'..='\u{2069}' | '\u{feff}' | '\u{fff9}'..='\u{fffb}')
}

/// See [`Payload::shown`].
pub fn shown(bytes: &[u8], limit: usize) -> String {
    let mut out = String::new();
    let mut count = 0;
    for chunk in bytes.utf8_chunks() {
        for c in chunk.valid().chars() {
            if count >= limit {
                out.push('…');
                return out;
            }
            count += 1;
            match c {
                '\n' => out.push_str("\\n"),
                '\r' => out.push_str("\\r"),
                '\t' => out.push_str("\\t"),
                '\\' => out.push_str("\\\\"),
                c if is_treacherous(c) && (c as u32) < 0x100 => out.push_str(&format!("\\x{:02x}", c as u32)),
                c if is_treacherous(c) => out.push_str(&format!("\\u{{{:x}}}", c as u32)),
                c => out.push(c),
            }
        }
        for byte in chunk.invalid() {
            if count >= limit {
                out.push('…');
                return out;
            }
            count += 1;
            out.push_str(&format!("\\x{byte:02x}"));
        }
    }
    out
}

/// A text that may come from a student, made safe for a terminal line but otherwise unchanged.
pub fn harmless(text: &str) -> String {
    text.chars().map(|c| if is_treacherous(c) && c != '\n' { '\u{fffd}' } else { c }).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_function_goes_by_its_bare_name() {
        assert_eq!(bare_name("ranger(std::string const&)"), "ranger");
        assert_eq!(bare_name("(anonymous namespace)::f(int)"), "f");
        assert_eq!(bare_name("main::{lambda()#1}::operator()() const"), "main");
        assert_eq!(bare_name("ajouter[abi:cxx11]"), "ajouter");
        assert_eq!(bare_name(""), "");
    }

    #[test]
    fn payload_survives_json_whatever_the_bytes() {
        let long = |text: &str| text.repeat(9000).into_bytes();
        let all = [
            b"bonjour".to_vec(),
            "ça 😀".into(),
            vec![0xff, 0, 0xc3],
            vec![],
            long("abcdefghij"),
            long("é")[1..].to_vec(),
            [long("a"), b"fin\n".to_vec()].concat(),
            [b"fin\n".to_vec(), long("a")].concat(),
        ];
        for bytes in all {
            let json = serde_json::to_string(&Payload(bytes.clone())).unwrap();
            let back: Payload = serde_json::from_str(&json).unwrap();
            assert_eq!(back.0, bytes, "{json}");
        }
    }

    #[test]
    fn what_repeats_is_written_once() {
        let filled = Payload([b"ab".repeat(5000), b"\n".to_vec()].concat());
        assert_eq!(serde_json::to_string(&filled).unwrap(), r#"{"cycle":"ab","length":10000,"then":"\n"}"#);
        let nested = r#"{"cycle":{"cycle":"a","length":5000},"length":9000}"#;
        for hostile in [r#"{"cycle":"","length":1}"#, r#"{"cycle":"a","length":18446744073709551615}"#, nested] {
            assert!(serde_json::from_str::<Payload>(hostile).is_err(), "{hostile}");
        }
    }

    #[test]
    fn shown_escapes_control_bytes_and_broken_utf8() {
        assert_eq!(shown(b"a\x1b[31m\xc3\n\\", 50), r"a\x1b[31m\xc3\n\\");
        assert_eq!(shown("x\u{202e}y".as_bytes(), 50), "x\\u{202e}y");
        assert_eq!(shown(b"abcdef", 3), "abc…");
    }
}
