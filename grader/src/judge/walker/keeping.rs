//! Whether a program keeps what it was told in one place, as its probe sees it.

use super::super::interleaving::Keeping;
use super::{Act, Walker};

impl Walker {
    /// Whether all these texts are in one place; the probe is asked at rest. True where nobody can tell.
    pub(in super::super) fn keeps(&mut self, program: &str, texts: &[String], acts: &mut Vec<Act>) -> bool {
        let Some(probe) = self.state.probes.get(program) else { return true };
        if probe.version.is_none() || probe.untraced || probe.failed.is_some() || probe.elsewhere {
            return true;
        }
        match &probe.keeping {
            // Each process has a copy of its own.
            Keeping::Unasked if !probe.threaded => self.state.still.is_some() && !probe.forked,
            Keeping::Unasked if self.state.still.is_some() => {
                let order = texts.iter().fold("kept".to_owned(), |order, text| order + "\t" + text);
                acts.push(Act::Tell { program: program.to_owned(), order });
                false
            }
            Keeping::Unasked | Keeping::Asked => false,
            Keeping::Found { together, all } => *together || !*all && !probe.forked,
        }
    }

    /// True while a probe was asked that, and can still say.
    pub(super) fn awaits_kept(&self) -> bool {
        let is_there = |name: &str| self.state.programs.get(name).is_some_and(|program| program.ended.is_none());
        self.state.probes.iter().any(|(name, probe)| probe.keeping == Keeping::Asked && is_there(name))
    }
}
