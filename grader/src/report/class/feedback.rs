//! Where a student's page lies in the zip that Moodle takes back: « upload multiple feedback files ».

use crate::class::Record;
use crate::text::is_treacherous;

/// `Zoé MARTIN_12345_assignsubmission_file_/PAGE`, the folder in which Moodle handed the submission out;
/// `None` for a student who has no number there.
pub fn feedback_path(record: &Record, page: &str) -> Option<String> {
    let id = record.id.as_deref()?;
    // Namesakes have their number behind their name.
    let name = record.name.strip_suffix(&format!(" ({id})")).unwrap_or(&record.name);
    let safe = |c: char| if matches!(c, '/' | '\\') || is_treacherous(c) { '\u{fffd}' } else { c };
    let name: String = name.chars().map(safe).collect();
    Some(format!("{name}_{id}_assignsubmission_file_/{page}"))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::class::Outcome;

    fn path(name: &str, id: Option<&str>) -> Option<String> {
        let outcome = Outcome::Undecided(String::new());
        let (name, slug, id) = (name.to_owned(), String::new(), id.map(str::to_owned));
        feedback_path(&Record { name, id, slug, digest: String::new(), outcome, excerpts: vec![] }, "x.html")
    }

    #[test]
    fn the_folder_is_the_one_moodle_handed_out_and_leads_nowhere_else() {
        assert_eq!(path("Zoé MARTIN", Some("12")).as_deref(), Some("Zoé MARTIN_12_assignsubmission_file_/x.html"));
        assert_eq!(path("Zoé (12)", Some("12")).as_deref(), Some("Zoé_12_assignsubmission_file_/x.html"));
        assert_eq!(
            path("../a\\b\n", Some("1")).as_deref(),
            Some("..\u{fffd}a\u{fffd}b\u{fffd}_1_assignsubmission_file_/x.html")
        );
        assert_eq!(path("binome-01", None), None);
    }
}
