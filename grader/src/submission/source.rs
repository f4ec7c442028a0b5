//! What a source file says about itself: its language, and facts read off its code with comments
//! and strings told apart. Tolerant on purpose: it must also work on files that do not compile.

use std::collections::BTreeSet;
use std::sync::LazyLock;

use regex::Regex;

/// A programming language the grader can start without being told how.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[expect(missing_docs, reason = "the names are the languages'")]
pub enum ProgrammingLanguage {
    Python,
    C,
    Cpp,
    Rust,
    Java,
    JavaScript,
}

impl ProgrammingLanguage {
    /// From a file's extension.
    pub fn of_path(path: &str) -> Option<ProgrammingLanguage> {
        let extension = path.rsplit_once('.')?.1.to_ascii_lowercase();
        Some(match extension.as_str() {
            "py" | "pyw" | "py3" => ProgrammingLanguage::Python,
            "c" => ProgrammingLanguage::C,
            "cc" | "cpp" | "cxx" => ProgrammingLanguage::Cpp,
            "rs" => ProgrammingLanguage::Rust,
            "java" => ProgrammingLanguage::Java,
            "js" | "mjs" | "cjs" => ProgrammingLanguage::JavaScript,
            _ => return None,
        })
    }
}

/// A file read for what it says.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Source {
    /// Its language.
    pub language: ProgrammingLanguage,
    /// Its code: comments gone, strings emptied, lines kept.
    pub code: String,
    /// The strings in it.
    pub strings: Vec<String>,
    /// Names of facts; see [`FACTS`].
    pub facts: BTreeSet<&'static str>,
}

/// The facts that a lab file may name, with the pattern in the code that shows each. No `\w` and no `\d`: all the
/// letters of the world take a millisecond to compile.
pub const FACTS: &[(&str, &str)] = &[
    (
        "listens",
        r"\blisten\s*\(|create_server\s*\(|start_server\s*\(|TCPServer|ServerSocket\s*\(|TcpListener::bind|createServer\s*\(",
    ),
    ("accepts", r"\baccept[a-z_]*\s*\(|serve_forever|start_server|TCPServer|\.incoming\s*\(|createServer\s*\("),
    ("connects", r"\bconnect(_ex)?\s*\(|create_connection|open_connection|new\s+Socket\s*\(|createConnection\s*\("),
    ("binds", r"\bbind\s*\("),
    ("keyboard", r"\b(raw_)?input\s*\(|sys\.stdin|\bstdin\b|Scanner\s*\(|fgets\s*\(|scanf\s*\(|getline\s*\(|readline"),
    ("loop", r"\bwhile\b|\bfor\b|\bloop\b|serve_forever"),
    (
        "threads",
        r"threading|\bThread\b|_thread|pthread_create|thread::spawn|ThreadPool|ThreadingMixIn|ThreadingTCPServer",
    ),
    ("events", r"asyncio|selectors|\bselect\s*\(|select\.select|epoll|\bpoll\s*\("),
    ("fork", r"\bfork\s*\(|multiprocessing"),
    ("lock", r"\bR?Lock\s*\(|Mutex|Semaphore\s*\(|Condition\s*\(|synchronized|pthread_mutex"),
    ("eval", r"\beval\s*\(|literal_eval|\bast\."),
    ("list", r"\.append\s*\(|\.push\s*\(|\.add\s*\("),
];

static PATTERNS: LazyLock<Vec<(&'static str, Regex)>> =
    LazyLock::new(|| FACTS.iter().filter_map(|(name, pattern)| Some((*name, Regex::new(pattern).ok()?))).collect());
static ACCEPT: LazyLock<Option<Regex>> = LazyLock::new(|| Regex::new(r"\baccept[a-z_]*\s*\(").ok());
static INPUT: LazyLock<Option<Regex>> =
    LazyLock::new(|| Regex::new(r"\b(raw_)?input\s*\(|fgets\s*\(|getline\s*\(|read_line").ok());
static LOOP: LazyLock<Option<Regex>> =
    LazyLock::new(|| Regex::new(r"^\s*(async\s+)?(while|for|loop)\b|\b(while|for)\s*\(|\bloop\s*\{").ok());

impl Source {
    /// Reads a file; `None` when the language is none of those known.
    pub fn read(path: &str, bytes: &[u8]) -> Option<Source> {
        let language = ProgrammingLanguage::of_path(path)?;
        let text = String::from_utf8_lossy(bytes).replace("\r\n", "\n").replace('\r', "\n");
        let (code, strings) = strip(&text, language);
        let mut facts: BTreeSet<&'static str> =
            PATTERNS.iter().filter(|(_, pattern)| pattern.is_match(&code)).map(|(name, _)| *name).collect();
        let whole_loop = code.contains("serve_forever")
            || code.contains("start_server")
            || code.contains("createServer")
            || code.contains(".incoming(");
        if whole_loop || ACCEPT.as_ref().is_some_and(|r| in_loop(&code, language, r)) {
            facts.insert("accept-loop");
        }
        if INPUT.as_ref().is_some_and(|r| in_loop(&code, language, r)) {
            facts.insert("keyboard-loop");
        }
        if strings.iter().any(|s| s.trim().eq_ignore_ascii_case("fin")) {
            facts.insert("fin");
        }
        if strings.iter().any(|s| ["/me", "/all", "/bye", "/help"].iter().any(|c| s.trim().starts_with(c))) {
            facts.insert("commands");
        }
        Some(Source { language, code, strings, facts })
    }

    /// True when nothing but comments and blank space is left.
    pub fn is_empty(&self) -> bool {
        self.code.trim().is_empty()
    }
}

/// True when a match of `what` stands inside a loop: by indentation in Python, by braces elsewhere.
fn in_loop(code: &str, language: ProgrammingLanguage, what: &Regex) -> bool {
    let Some(is_loop) = LOOP.as_ref() else { return false };
    if language == ProgrammingLanguage::Python {
        let mut open: Vec<usize> = Vec::new();
        for line in code.lines().filter(|l| !l.trim().is_empty()) {
            let indent = line.len() - line.trim_start().len();
            open.retain(|loop_indent| *loop_indent < indent);
            let here = is_loop.is_match(line);
            if what.is_match(line)
                && (!open.is_empty() || here && line.trim_end().len() > line.trim_end_matches(':').len() + 1)
            {
                return true;
            }
            if here {
                open.push(indent);
            }
        }
        return false;
    }
    let mut depth = 0usize;
    let mut loops: Vec<usize> = Vec::new();
    for line in code.lines() {
        if is_loop.is_match(line) {
            loops.push(depth);
        }
        if what.is_match(line) && !loops.is_empty() {
            return true;
        }
        for c in line.chars() {
            match c {
                '{' => depth += 1,
                '}' => {
                    depth = depth.saturating_sub(1);
                    loops.retain(|d| *d < depth);
                }
                _ => {}
            }
        }
    }
    false
}

/// Code without comments and with empty strings, and the strings.
fn strip(text: &str, language: ProgrammingLanguage) -> (String, Vec<String>) {
    let hash = language == ProgrammingLanguage::Python;
    let chars: Vec<char> = text.strip_prefix('\u{feff}').unwrap_or(text).chars().collect();
    let at = |i: usize| chars.get(i).copied().unwrap_or('\0');
    let (mut code, mut strings) = (String::with_capacity(text.len()), Vec::new());
    let mut i = 0;
    while i < chars.len() {
        let c = chars[i];
        if hash && c == '#' || !hash && c == '/' && at(i + 1) == '/' {
            while i < chars.len() && chars[i] != '\n' {
                i += 1;
            }
        } else if !hash && c == '/' && at(i + 1) == '*' {
            i += 2;
            while i < chars.len() && !(chars[i] == '*' && at(i + 1) == '/') {
                if chars[i] == '\n' {
                    code.push('\n');
                }
                i += 1;
            }
            i += 2;
        } else if hash && (c == '"' || c == '\'') && at(i + 1) == c && at(i + 2) == c {
            // A string over several lines: mostly a way to comment things out, so it is no code.
            let statement = code.lines().last().is_none_or(|l| l.trim().is_empty()) || code.ends_with('\n');
            let mut content = String::new();
            i += 3;
            while i < chars.len() && !(chars[i] == c && at(i + 1) == c && at(i + 2) == c) {
                if chars[i] == '\n' {
                    code.push('\n');
                }
                content.push(chars[i]);
                i += 1;
            }
            i += 3;
            if !statement {
                code.push_str("\"\"");
                strings.push(content);
            }
        } else if c == '"'
            || (c == '\'' && (hash || language == ProgrammingLanguage::JavaScript))
            || c == '`' && language == ProgrammingLanguage::JavaScript
        {
            let mut content = String::new();
            i += 1;
            while i < chars.len() && chars[i] != c && (chars[i] != '\n' || c == '`') {
                if chars[i] == '\\' {
                    i += 1;
                }
                content.push(at(i));
                i += 1;
            }
            i += 1;
            code.push_str("\"\"");
            strings.push(content);
        } else {
            code.push(c);
            i += 1;
        }
    }
    (code, strings)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn facts(path: &str, text: &str) -> Vec<&'static str> {
        Source::read(path, text.as_bytes()).unwrap().facts.into_iter().collect()
    }

    #[test]
    fn comments_and_commented_out_blocks_say_nothing() {
        let source = Source::read("s.py", b"# s.listen(1)\n'''\ns.accept()\n'''\n\"\"\"doc\"\"\"\n").unwrap();
        assert!(source.facts.is_empty(), "{:?}", source.facts);
        assert!(source.is_empty());
    }

    #[test]
    fn accept_inside_and_outside_a_loop() {
        assert!(!facts("s.py", "c, a = s.accept()\nwhile True:\n    c.recv(9)\n").contains(&"accept-loop"));
        assert!(
            facts("s.py", "while True:\n    try:\n        c, a = s.accept()\n    except OSError: pass\n")
                .contains(&"accept-loop")
        );
        assert!(!facts("s.py", "while True:\n    x()\nc, a = s.accept()\n").contains(&"accept-loop"));
        assert!(facts("s.c", "int main() {\n for (;;) {\n  int c = accept(s, 0, 0);\n }\n}").contains(&"accept-loop"));
        assert!(!facts("s.c", "int main() {\n while (x) {\n }\n int c = accept(s, 0, 0);\n}").contains(&"accept-loop"));
    }

    #[test]
    fn fin_is_a_whole_string() {
        assert!(facts("c.py", "if m == \"fin\":\n    pass").contains(&"fin"));
        assert!(!facts("c.py", "print('la fin')").contains(&"fin"));
    }

    #[test]
    fn no_text_makes_it_panic() {
        for text in ["'", "\"\"\"", "/*", "'\\", "\\", "\u{feff}#", "`", "'''\n"] {
            for path in ["a.py", "a.c", "a.js", "a.rs"] {
                let _ = Source::read(path, text.as_bytes());
            }
        }
    }
}
