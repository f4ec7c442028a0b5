//! Addresses inside and between pages: names of files as they are written in links, ids of places.

use std::fmt::Write;

/// A file's name as a link writes it: whatever it holds, it stays one part of a path.
pub(super) fn encoded(name: &str) -> String {
    let mut out = String::with_capacity(name.len());
    for byte in name.bytes() {
        if byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'_' | b'.' | b'~') {
            out.push(char::from(byte));
        } else {
            // Writing to a string cannot fail.
            let _ = write!(out, "%{byte:02X}");
        }
    }
    out
}

/// The page of a student, from the class's page.
pub(super) fn page_of(slug: &str) -> String {
    format!("student/{}.html", encoded(slug))
}

/// The id of a step's place on a student's page.
pub(super) fn step_id(step: &str) -> String {
    format!("step-{}", encoded(step))
}

/// The id of a scenario's place on a student's page.
pub(super) fn scenario_id(step: &str, scenario: &str) -> String {
    format!("at-{}-{}", encoded(step), encoded(scenario))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_link_stays_one_part_of_a_path_whatever_the_name() {
        assert_eq!(encoded("Zoé_1.x"), "Zo%C3%A9_1.x");
        assert_eq!(encoded("../a b\"#?<&%:"), "..%2Fa%20b%22%23%3F%3C%26%25%3A");
        assert_eq!(page_of("a+b"), "student/a%2Bb.html");
    }
}
