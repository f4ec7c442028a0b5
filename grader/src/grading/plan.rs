//! What will be played, printable before anything runs.

use std::collections::BTreeSet;

use super::check::CheckError;
use crate::lab::{Lab, LabStep, Role, Scenario};
use crate::submission::{Discovery, Program};

/// The scenarios of the steps that were asked for.
#[derive(Debug, Clone, PartialEq)]
pub struct Plan {
    /// In the lab's order; only steps that have scenarios.
    pub steps: Vec<PlannedStep>,
}

/// One step.
#[derive(Debug, Clone, PartialEq)]
pub struct PlannedStep {
    /// The step, without its scenarios: those stand beside it, once.
    pub step: LabStep,
    /// In file order.
    pub scenarios: Vec<PlannedScenario>,
}

/// One scenario and the programs it starts, by their names in the script.
#[derive(Debug, Clone, PartialEq)]
pub struct PlannedScenario {
    /// The scenario.
    pub scenario: Scenario,
    /// Found programs.
    pub programs: Vec<(String, Program)>,
    /// Roles for which there is none.
    pub missing: Vec<Role>,
}

impl Plan {
    /// The plan for a submission; `only` restricts it to one step.
    pub fn new(lab: &Lab, discovery: &Discovery, only: Option<&str>) -> Plan {
        let wanted = |step: &&LabStep| only.is_none_or(|id| step.id == id) && !step.scenarios.is_empty();
        Plan { steps: lab.steps.iter().filter(wanted).map(|step| PlannedStep::new(step, discovery)).collect() }
    }

    /// The plan with a step's scenarios as they are spoken to its programs.
    pub(super) fn respoken(mut self, at: usize, step: &LabStep, discovery: &Discovery) -> Plan {
        self.steps[at] = PlannedStep::new(step, discovery);
        self
    }

    /// Whether some scenario examines the threads of a program.
    pub(super) fn examines(&self, program: &Program) -> bool {
        self.steps
            .iter()
            .flat_map(|s| &s.scenarios)
            .any(|planned| planned.programs.iter().any(|(name, p)| p == program && planned.scenario.examines(name)))
    }

    /// Leaves only these scenarios and those they need, unless none is asked for; an error names one that
    /// is not there.
    pub(super) fn narrow(&mut self, asked: &[String]) -> Result<(), CheckError> {
        if asked.is_empty() {
            return Ok(());
        }
        let all = || self.steps.iter().flat_map(|s| &s.scenarios).map(|s| s.scenario.id.as_str());
        if let Some(name) = asked.iter().find(|name| all().all(|id| id != *name)) {
            let known: BTreeSet<&str> = all().collect();
            let known = known.into_iter().collect::<Vec<_>>().join(", ");
            return Err(CheckError::NoScenario { name: name.clone(), known });
        }
        for step in &mut self.steps {
            let own = |id: &&String| step.scenarios.iter().any(|s| s.scenario.id == **id);
            let mut wanted: Vec<String> = asked.iter().filter(own).cloned().collect();
            let mut next = 0;
            while let Some(id) = wanted.get(next).cloned() {
                let needs = step.scenarios.iter().find(|s| s.scenario.id == id).map(|s| s.scenario.needs.clone());
                wanted.extend(needs.unwrap_or_default());
                next += 1;
            }
            step.scenarios.retain(|s| wanted.contains(&s.scenario.id));
        }
        self.steps.retain(|step| !step.scenarios.is_empty());
        Ok(())
    }

    /// Number of scenarios.
    pub fn len(&self) -> usize {
        self.steps.iter().map(|s| s.scenarios.len()).sum()
    }

    /// True when there is nothing to play.
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }
}

impl PlannedStep {
    pub(super) fn new(step: &LabStep, discovery: &Discovery) -> PlannedStep {
        let scenarios = step.scenarios.iter().map(|scenario| planned(scenario, step, discovery)).collect();
        PlannedStep { step: step.with(step.habits.clone(), Vec::new()), scenarios }
    }
}

pub(super) fn planned(scenario: &Scenario, step: &LabStep, discovery: &Discovery) -> PlannedScenario {
    let (mut programs, mut missing) = (Vec::new(), Vec::new());
    for name in scenario.programs().into_iter().filter(|name| !scenario.tools.contains_key(*name)) {
        // `server2` would be a second server: the digits only tell instances apart.
        let role = if name.starts_with("client") { Role::Client } else { Role::Server };
        match discovery.programs.iter().find(|p| p.step == step.id && p.role == role) {
            Some(program) => programs.push((name.to_owned(), program.clone())),
            None => missing.push(role),
        }
    }
    PlannedScenario { scenario: scenario.clone(), programs, missing }
}
