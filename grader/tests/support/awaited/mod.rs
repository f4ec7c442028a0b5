//! What of a transcript is the same each time it is played.

/// The lines that some expectation waited for. A scenario is over as soon as its last expectation is
/// met, so what a program still shows, and how it closes, may or may not be recorded after that.
pub(crate) fn awaited(text: &str) -> String {
    let trailing =
        |l: &&str| l.contains(" shows ") || l.contains(" ended ") || l.ends_with(" ends") || l.ends_with(" resets");
    text.lines().filter(|l| !trailing(l)).map(|l| format!("{l}\n")).collect()
}
