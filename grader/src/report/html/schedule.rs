//! What two threads did to each other, as a table: one column each, time going down.

use maud::{Markup, html};

use super::super::lanes::{Lane, schedule};
use super::super::words::Words;
use crate::grading::Finding;
use crate::transcript::Transcript;

/// The last round of a sweep; `None` when there is none to show.
pub(super) fn schedule_table(words: &Words<'_>, transcript: &Transcript, finding: &Finding) -> Option<Markup> {
    let schedule = schedule(*words, transcript, finding)?;
    Some(html! {
        table.schedule {
            caption { (words.say("html-schedule", &[])) }
            thead { tr { @for thread in &schedule.threads { th scope="col" { (words.capital(thread)) } } } }
            tbody {
                @for (lane, text) in &schedule.lines {
                    tr {
                        @match lane {
                            Lane::First => { td.on { (text) } td {} }
                            Lane::Second => { td {} td.on { (text) } }
                            Lane::Between => td colspan="2" { (text) },
                            Lane::Both => td.on.both colspan="2" { (text) },
                        }
                    }
                }
            }
        }
    })
}
