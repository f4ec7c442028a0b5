//! The commands that a server written in Python knows, as its text shows them: no statement names the words
//! by which a student's server is asked for what it keeps.

use std::sync::{Arc, LazyLock};

use regex::Regex;

use crate::lab::{Aside, Scenario, Step, Verb};
use crate::submission::{Program, Snapshot};
use crate::text::Payload;

/// A text that begins with a slash, or that something is compared with.
static WORD: LazyLock<Option<Regex>> = LazyLock::new(|| {
    let slash = r#"["'](?<slash>/\p{L}[\w-]{0,18} ?)["']"#;
    let compared = r#"(?:[=!]=|\bcase|startswith\() *b?["'](?<word>\p{L}[\w-]{1,18} ?)["']"#;
    Regex::new(&format!("{slash}|{compared}")).ok()
});

static IMPORT: LazyLock<Option<Regex>> = LazyLock::new(|| Regex::new(r"(?m)^[ \t]*(?:from|import)[ \t]+(\w+)").ok());

/// The scenario with the commands of the program that it examines in place of their numbers. What stands for
/// a command that the program does not have is left out.
pub(super) fn with_commands(scenario: &Scenario, program: Option<&Program>, snapshot: &Snapshot) -> Scenario {
    let mut scenario = scenario.clone();
    let asks = |step: &Step| matches!(&step.verb, Verb::Sweep { asides, .. } if asides.iter().any(Aside::is_command));
    if !scenario.play.iter().any(asks) {
        return scenario;
    }
    let known = program.map(|program| commands(&text_of(program, snapshot))).unwrap_or_default();
    // Only now: the play is shared, and copied when it is changed.
    for step in Arc::make_mut(&mut scenario.play) {
        let Verb::Sweep { asides, endings, .. } = &mut step.verb else { continue };
        let said: Vec<String> = asides.iter().map(|a| String::from_utf8_lossy(&a.data.0).trim().to_owned()).collect();
        let new: Vec<&String> = known
            .iter()
            .filter(|word| {
                let name = name_of(word);
                !said.iter().any(|said| said == name) && !endings.iter().any(|end| end.eq_ignore_ascii_case(name))
            })
            .collect();
        asides.retain_mut(|aside| {
            let Some(number) = aside.command else { return true };
            let word = usize::try_from(number).ok().and_then(|n| n.checked_sub(1)).and_then(|n| new.get(n));
            if let Some(word) = word {
                aside.data = Payload([word.as_bytes(), &aside.data.0].concat());
            }
            word.is_some()
        });
    }
    scenario
}

/// The text of a program, and of the modules of its own that it imports.
fn text_of(program: &Program, snapshot: &Snapshot) -> String {
    let read = |path: &str| snapshot.file(path).map(|file| String::from_utf8_lossy(&file.bytes).into_owned());
    if !program.path.ends_with(".py") {
        return String::new();
    }
    let mut text = read(&program.path).unwrap_or_default();
    let folder = program.path.rfind('/').map_or("", |i| &program.path[..=i]);
    let imported: Vec<String> =
        IMPORT.iter().flat_map(|import| import.captures_iter(&text)).map(|found| found[1].to_owned()).collect();
    for module in imported {
        text.extend(read(&format!("{folder}{module}.py")));
    }
    text
}

/// A command without what is said after it.
fn name_of(command: &str) -> &str {
    command.split(' ').next().unwrap_or(command)
}

/// The words that a text knows as commands, each once, in its order; one that it wants something after, with that.
fn commands(text: &str) -> Vec<String> {
    let mut words: Vec<String> = Vec::new();
    for found in WORD.iter().flat_map(|word| word.captures_iter(text)) {
        let Some(word) = found.name("slash").or_else(|| found.name("word")).map(|m| m.as_str().to_owned()) else {
            continue;
        };
        if !word.starts_with("__") && !words.iter().any(|known| name_of(known) == name_of(&word)) {
            // A number may be a number of something, a word to be looked for, a name.
            words.push(if word.ends_with(' ') { word + "1" } else { word });
        }
    }
    words
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn commands_are_what_messages_are_compared_with() {
        let text = r#"
if __name__ == "__main__": pass
if texte == '/list' or recu == b"tout":
elif texte.startswith("/get "): dire("la liste : a/b")
match mot:
    case "stats": ...
ordres = {"/aide": aide, '/list': lister}
if texte != 'fin': open("/tmp/x/y")
"#;
        assert_eq!(commands(text), ["/list", "tout", "/get 1", "stats", "/aide", "fin"]);
        assert!(commands("if x == '': pass").is_empty());
    }
}
