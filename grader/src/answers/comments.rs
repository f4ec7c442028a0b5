//! What of a file is written for people: everything, or the comments of a program, without those that
//! are code put out of use.

use std::sync::LazyLock;

use regex::Regex;

/// Line comments of each kind of source file.
const LINE_COMMENTS: [(&[&str], &str); 2] = [
    (&["py", "pyw", "py3", "sh", "rb"], "#"),
    (&["c", "h", "cc", "cpp", "cxx", "hpp", "rs", "java", "js", "mjs", "cjs", "ts", "go"], "//"),
];

/// A line of code, put out of use or not.
static CODE: LazyLock<Option<Regex>> = LazyLock::new(|| {
    Regex::new(concat!(
        r"^\s*(?:(?:import|from|def|class|async|return|raise|global|del|assert)\s+\w[\w.,* ]*(?:import.*|\(.*|:|=.*)?$",
        r"|(?:while|if|elif|for|with|except|def|class)\b.*:\s*(?:#.*)?$|(?:else|try|finally|except)\s*:",
        r"|(?:break|continue|pass|return)\s*;?$|print\s*\(",
        r"|[A-Za-z_][\w.\[\]]*(?:\s*,\s*[A-Za-z_][\w.\[\]]*)*\s*[-+*/]?=[^=].*$",
        r"|[A-Za-z_][\w.]*\([^)]*\)(?:\.\w+\([^)]*\))*\s*;?$|[{}();]+$|@\w+|#include\b|.*;\s*$)",
    ))
    .ok()
});

fn extension(path: &str) -> String {
    let name = path.rsplit('/').next().unwrap_or(path);
    name.rsplit_once('.').map(|(_, e)| e.to_ascii_lowercase()).unwrap_or_default()
}

/// The sign of a line comment, when the file is a program.
pub(super) fn comment_sign(path: &str) -> Option<&'static str> {
    let extension = extension(path);
    LINE_COMMENTS.iter().find(|(kinds, _)| kinds.contains(&extension.as_str())).map(|(_, sign)| *sign)
}

/// True for a line that is code rather than prose.
pub(super) fn is_code(line: &str) -> bool {
    CODE.as_ref().is_some_and(|code| code.is_match(line))
}

/// Numbered lines that are prose; of a program, its comments and free-standing strings.
pub(super) fn prose(path: &str, text: &str) -> Vec<(usize, String)> {
    let numbered = text.split('\n').enumerate().map(|(i, line)| (i + 1, line.to_owned()));
    let Some(sign) = comment_sign(path) else { return numbered.collect() };
    let mut reader = Comments { sign, open: None };
    numbered.filter_map(|(number, line)| reader.line(&line).map(|said| (number, said))).collect()
}

struct Comments {
    sign: &'static str,
    /// What will end the block that is open.
    open: Option<&'static str>,
}

impl Comments {
    /// What a line says to people; `None` for code, an empty text where a comment has nothing to say.
    fn line(&mut self, line: &str) -> Option<String> {
        if let Some(end) = self.open {
            let (inside, closed) = line.split_once(end).map_or((line, false), |(inside, _)| (inside, true));
            if closed {
                self.open = None;
            }
            let text = if end == "*/" { inside.trim().trim_start_matches('*') } else { inside };
            return told(text);
        }
        let trimmed = line.trim_start();
        let blocks: &[(&str, &str)] =
            if self.sign == "#" { &[("\"\"\"", "\"\"\""), ("'''", "'''")] } else { &[("/*", "*/")] };
        for (begin, end) in blocks {
            if let Some(rest) = trimmed.strip_prefix(begin) {
                if let Some((inside, _)) = rest.split_once(end) {
                    return told(inside);
                }
                self.open = Some(end);
                return told(rest);
            }
        }
        let text = trimmed.strip_prefix(self.sign)?;
        told(text.trim_start_matches(['#', '/', '!']))
    }
}

fn told(text: &str) -> Option<String> {
    if is_code(text) { None } else { Some(text.strip_prefix(' ').unwrap_or(text).to_owned()) }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn code_out_of_use_is_no_prose() {
        for code in [
            " while True:",
            " conn, addr = serveur.accept()",
            " print(\"a b\")",
            " import socket",
            " serveur.listen()",
            " else:",
            " break",
            " data = b''",
            " from threading import Thread",
            " if msg == \"fin\":",
            " return 1",
        ] {
            assert!(is_code(code), "{code}");
        }
        for text in [
            " accept() attend un client",
            " 1. La socket bloque dans accept()",
            " Oui.",
            " si le client part, tout s’arrête",
            " 2.1.4",
            " Question 2 :",
            " if et else suffisent",
            " pour accept() : il attend",
        ] {
            assert!(!is_code(text), "{text}");
        }
    }

    #[test]
    fn comments_of_a_program() {
        let text = "import socket\n# 2.1.4\n# Elle attend\n# serveur.listen()\nx = 1  # rien\n\"\"\"\nOui.\n\"\"\"\n";
        let found: Vec<(usize, String)> =
            prose("a/serveur.py", text).into_iter().filter(|(_, t)| !t.is_empty()).collect();
        assert_eq!(found, [(2, "2.1.4".into()), (3, "Elle attend".into()), (7, "Oui.".into())]);
        let c = prose("serveur.c", "int x;\n/* Oui,\n * bien */\n// Non\n");
        assert_eq!(c.iter().map(|(_, t)| t.trim()).collect::<Vec<_>>(), ["Oui,", "bien", "Non"]);
    }

    #[test]
    fn other_files_are_prose() {
        assert_eq!(prose("README.md", "# a\nimport x").len(), 2);
    }
}
