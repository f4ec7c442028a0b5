//! How a mark was worked out, in sentences.

use super::super::words::Words;
use crate::class::{Mark, Operation, Points, Towards, decimal};
use crate::text::{Language, harmless};

/// Points as they are written in the language.
pub(in crate::report) fn number(words: &Words<'_>, points: Points) -> String {
    let text = decimal(points);
    match words.language {
        Language::Fr => text.replace('.', ","),
        Language::En => text,
    }
}

fn signed(words: &Words<'_>, points: Points) -> String {
    let text = number(words, points);
    if text.starts_with('-') { text.replacen('-', "−", 1) } else { format!("+{text}") }
}

/// The mark, as in « 12,5/20 ».
pub(in crate::report) fn mark_of(words: &Words<'_>, mark: &Mark) -> String {
    let Some(value) = mark.value else { return words.say("class-mark-none", &[]) };
    format!("{}{}", number(words, value), words.say("class-mark-of", &[("scale", &mark.scale.to_string())]))
}

/// One sentence for each operation.
pub(in crate::report) fn lines(words: &Words<'_>, mark: &Mark) -> Vec<String> {
    let mut lines: Vec<String> = mark.operations.iter().map(|o| line(words, o)).collect();
    if mark.value.is_none() {
        lines.push(words.say("mark-none", &[]));
    }
    if mark.undecided > 0 {
        let args = [("form", words.form(mark.undecided)), ("count", &mark.undecided.to_string())];
        lines.push(words.say("mark-undecided", &args));
    }
    lines
}

fn line(words: &Words<'_>, operation: &Operation) -> String {
    let n = |points: &Points| number(words, *points);
    match operation {
        Operation::Answers { score, max, counted, decided, waiting } => {
            let args = [
                ("score", n(score)),
                ("max", n(max)),
                ("form", words.form(*counted).to_owned()),
                ("count", counted.to_string()),
                ("decided", decided.to_string()),
                ("waiting", waiting.to_string()),
            ];
            let args = args.each_ref().map(|(k, v)| (*k, v.as_str()));
            if *waiting > 0 { words.say("mark-answers-waiting", &args) } else { words.say("mark-answers", &args) }
        }
        Operation::StepAdjusted { step, points, reason } => {
            let args = [("step", step.as_str()), ("points", &signed(words, *points)), ("reason", &harmless(reason))];
            words.say("mark-step-adjusted", &args)
        }
        Operation::Scaled { score, max, scale, value } => {
            let args = [("score", n(score)), ("max", n(max)), ("scale", scale.to_string()), ("value", n(value))];
            words.say("mark-scaled", &args.each_ref().map(|(k, v)| (*k, v.as_str())))
        }
        Operation::Extra { points, max, scale, value, limited } => {
            let args = [("points", n(points)), ("max", n(max)), ("scale", scale.to_string()), ("value", n(value))];
            let args = args.each_ref().map(|(k, v)| (*k, v.as_str()));
            if *limited { words.say("mark-extra-limited", &args) } else { words.say("mark-extra", &args) }
        }
        Operation::Late { days, value, limited } => {
            let form = words.form(usize::try_from(*days).unwrap_or(usize::MAX));
            let args = [("form", form), ("days", &days.to_string()), ("value", &n(value))];
            if *limited { words.say("mark-late-limited", &args) } else { words.say("mark-late", &args) }
        }
        Operation::Adjusted { points, reason } => {
            words.say("mark-adjusted", &[("points", &signed(words, *points)), ("reason", &harmless(reason))])
        }
        Operation::Bounded { value } => words.say("mark-bounded", &[("value", &n(value))]),
        Operation::Rounded { step, towards, value } => {
            let way = match towards {
                Towards::Nearest => "nearest",
                Towards::Up => "up",
                Towards::Down => "down",
            };
            words.say("mark-rounded", &[("way", way), ("step", &n(step)), ("value", &n(value))])
        }
    }
}
