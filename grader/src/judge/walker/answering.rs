//! Answers to programs that ask at the keyboard for what no script foresees: a host, a port, a name.

use super::{Act, Lane, Walker};
use crate::judge::outcome::subject;
use crate::lab::Verb;
use crate::text::Payload;
use crate::transcript::Waiting;

impl Walker {
    /// Types at the keyboard of a program that waits there while a step is pending.
    pub(super) fn answer(&mut self, lane: &mut Lane, acts: &mut Vec<Act>) -> bool {
        if !lane.children.is_empty() {
            let mut children = std::mem::take(&mut lane.children);
            let answered = children.iter_mut().any(|child| self.answer(child, acts));
            lane.children = children;
            return answered;
        }
        let Some(step) = lane.steps.get(lane.at).cloned() else { return false };
        let Some(name) = subject(&self.state, &step) else { return false };
        let asks =
            self.state.still.as_ref().is_some_and(|(_, threads)| {
                threads.iter().any(|t| t.program == name && t.waiting == Waiting::Keyboard)
            });
        if !asks {
            return false;
        }
        let line = match &step.asked {
            Some(text) if lane.asked < 3 => {
                lane.asked += 1;
                text.clone()
            }
            // A program may ask for a host, a port or a name before its first connection.
            _ if matches!(
                step.verb,
                Verb::Accept { .. }
                    | Verb::ExpectListening { .. }
                    | Verb::ExpectConnected { .. }
                    | Verb::ExpectRefused { .. }
            ) =>
            {
                match self.prompt_answer(&name) {
                    Some(text) => text,
                    None => return false,
                }
            }
            _ => return false,
        };
        let mut data = self.fill(&Payload::from(line.as_str()));
        data.push(b'\n');
        acts.push(Act::Type { program: name, data: Payload(data) });
        true
    }

    /// The answer for what a program asks in its last line; at most six per start.
    fn prompt_answer(&mut self, name: &str) -> Option<String> {
        let program = self.state.programs.get_mut(name)?;
        if program.answered >= 6 {
            return None;
        }
        program.answered += 1;
        let text = String::from_utf8_lossy(&program.shown);
        let last = text.lines().rev().find(|line| !line.trim().is_empty()).unwrap_or_default();
        self.scenario
            .prompts
            .iter()
            .find(|p| regex::Regex::new(&p.pattern).is_ok_and(|r| r.is_match(last)))
            .map(|p| p.answer.clone())
    }
}
