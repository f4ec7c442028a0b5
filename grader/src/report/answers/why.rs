//! Why a mark is proposed, in sentences.

use super::super::words::Words;
use crate::answers::{Answered, Doubt, Fault, How, Note, Presence, Proposal, Sureness};
use crate::text::harmless;

/// Every sentence, most telling first.
pub(super) fn reasons(words: &Words<'_>, answered: &Answered) -> Vec<String> {
    let review = &answered.review;
    if review.proposal == Proposal::Missing {
        return vec![words.say("answers-why-missing", &[])];
    }
    let named = |wanted: Presence| {
        let ideas = review.ideas.iter().filter(|i| i.essential && i.presence == wanted);
        let told = ideas.filter_map(|i| answered.question.idea(&i.id)).map(|idea| short(idea.what.get(words.language)));
        told.collect::<Vec<_>>().join(&words.say("word-semicolon", &[]))
    };
    let (found, absent, denied) = (named(Presence::Found), named(Presence::Absent), named(Presence::Denied));
    let mut out = Vec::new();
    if review.proposal == Proposal::Full {
        out.push(words.say("answers-why-full", &[("ideas", &found)]));
    } else {
        let against = review.contradictions.iter().map(|fault| {
            words.say("answers-why-against", &told(words, answered, fault).each_ref().map(|(k, v)| (*k, v.as_str())))
        });
        out.extend(against);
        if !denied.is_empty() {
            out.push(words.say("answers-why-denied", &[("ideas", &denied)]));
        }
        if !absent.is_empty() {
            out.push(words.say("answers-why-lacks", &[("ideas", &absent)]));
        }
        if found.is_empty() {
            out.push(words.say("answers-why-nothing", &[]));
        } else {
            out.push(words.say("answers-why-has", &[("ideas", &found)]));
        }
    }
    out.extend(review.misconceptions.iter().map(|fault| {
        words.say("answers-why-beside", &told(words, answered, fault).each_ref().map(|(k, v)| (*k, v.as_str())))
    }));
    out.extend(review.doubts.iter().map(|doubt| words.say(doubt_id(*doubt), &[])));
    out
}

fn told(words: &Words<'_>, answered: &Answered, fault: &Fault) -> [(&'static str, String); 2] {
    let what =
        answered.question.idea(&fault.id).map(|idea| idea.what.get(words.language).to_owned()).unwrap_or_default();
    [("what", what), ("quote", quote(words, &fault.quote))]
}

/// A student's words, in quotes.
pub(super) fn quote(words: &Words<'_>, text: &str) -> String {
    words.say("answers-quote", &[("text", &harmless(text))])
}

/// An idea without its full stop.
pub(super) fn short(what: &str) -> String {
    what.trim_end_matches('.').replace('`', "")
}

fn doubt_id(doubt: Doubt) -> &'static str {
    match doubt {
        Doubt::Mixed => "answers-doubt-mixed",
        Doubt::OtherWords => "answers-doubt-other-words",
        Doubt::Spelling => "answers-doubt-spelling",
        Doubt::CutShort => "answers-doubt-cut-short",
        Doubt::Placed => "answers-doubt-placed",
        Doubt::Unrecognised => "answers-doubt-unrecognised",
    }
}

/// The name of a mark.
pub(super) fn mark(words: &Words<'_>, proposal: Proposal) -> String {
    match proposal {
        Proposal::Full => words.say("answers-mark-full", &[]),
        Proposal::Partial => words.say("answers-mark-partial", &[]),
        Proposal::Wrong => words.say("answers-mark-wrong", &[]),
        Proposal::Missing => words.say("answers-mark-missing", &[]),
    }
}

/// What says that the answer is this question's.
pub(super) fn matched(words: &Words<'_>, how: How, sure: Sureness) -> String {
    let how = match how {
        How::Number => words.say("answers-by-number", &[]),
        How::Wording => words.say("answers-by-wording", &[]),
        How::Place => words.say("answers-by-place", &[]),
        How::Content => words.say("answers-by-content", &[]),
    };
    let sure = match sure {
        Sureness::Certain => words.say("answers-sureness-certain", &[]),
        Sureness::Likely => words.say("answers-sureness-likely", &[]),
        Sureness::Doubtful => words.say("answers-sureness-doubtful", &[]),
    };
    words.say("answers-match", &[("how", &how), ("sure", &sure)])
}

/// What else there is to know about where it was found.
pub(super) fn notes(words: &Words<'_>, answered: &Answered) -> Vec<String> {
    let found = &answered.found;
    let told = |note: &Note| match note {
        Note::Unanswered if found.place.is_none() => words.say("answers-note-not-found", &[]),
        Note::Unanswered => words.say("answers-note-unanswered", &[]),
        Note::CutShort => words.say("answers-note-cut", &[]),
        Note::Duplicated(place) => {
            words.say("answers-note-duplicated", &[("file", &harmless(&place.file)), ("line", &place.line.to_string())])
        }
        Note::NumberDisagrees(number) => words.say("answers-note-number", &[("number", &number.to_string())]),
    };
    found.notes.iter().map(told).collect()
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;
    use std::path::Path;

    use regex::Regex;

    fn ids(text: &str) -> BTreeSet<String> {
        text.lines().filter_map(|l| l.split_once(" = ")).map(|(id, _)| id.to_owned()).collect()
    }

    #[test]
    fn every_message_asked_for_exists_and_none_is_left_over() {
        let said = Regex::new(r#""(answers-[a-z]+(?:-[a-z]+)*)""#).unwrap();
        let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("src");
        let mut used = BTreeSet::new();
        for entry in walkdir::WalkDir::new(root).into_iter().flatten().filter(|e| e.file_type().is_file()) {
            let source = std::fs::read_to_string(entry.path()).unwrap();
            used.extend(said.captures_iter(&source).map(|c| c[1].to_owned()));
        }
        assert_eq!(used, ids(include_str!("../../../catalogue/answers.fr.ftl")));
    }
}
