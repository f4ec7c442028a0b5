//! Programs of different submissions against each other: one student's client, another's server.

use super::check::{CheckError, Checker, Options};
use super::model::Finding;
use super::plan::{Plan, PlannedScenario, PlannedStep, planned};
use super::ready::{Readiness, Workshop};
use super::session::Session;
use crate::judge::Verdict;
use crate::lab::{Lab, LabStep, Role};
use crate::submission::{Discovery, MANIFEST, Manifest, Program, Snapshot, discover};

/// A program that can be started, and the files around it.
#[derive(Debug, Clone)]
struct Half {
    files: Snapshot,
    program: Program,
}

/// A submission's programs for one step, made ready once.
#[derive(Debug, Clone)]
pub struct Entrant {
    /// Whose.
    pub name: String,
    server: Option<Half>,
    client: Option<Half>,
    /// The step as its server speaks it.
    step: LabStep,
}

impl Entrant {
    /// It has a server that can be started.
    pub fn serves(&self) -> bool {
        self.server.is_some()
    }

    /// It has a client that can be started.
    pub fn connects(&self) -> bool {
        self.client.is_some()
    }
}

/// What came of two programs together.
#[derive(Debug, Clone, PartialEq)]
pub struct Meeting {
    /// The worst of the step's pair scenarios.
    pub verdict: Verdict,
    /// The scenario that it is of.
    pub scenario: String,
    /// Why it failed.
    pub finding: Option<Finding>,
    /// Why it could not be judged.
    pub reason: Option<String>,
}

impl Checker<'_> {
    /// Makes a submission's programs for a step of an opened lab ready to meet others.
    pub fn entrant(
        &self,
        name: String,
        snapshot: &Snapshot,
        lab: &Lab,
        step: &LabStep,
        options: &Options,
    ) -> Result<Entrant, CheckError> {
        let steps: Vec<&str> = lab.steps.iter().map(|s| s.id.as_str()).collect();
        // A manifest that cannot be used is the student's finding elsewhere; here it is as if there were none.
        let manifest = snapshot.file(MANIFEST).and_then(|f| Manifest::parse(&f.bytes, Some(&steps)).ok());
        let discovery = discover(lab, snapshot, &manifest.unwrap_or_default(), Some(&step.id));
        let workshop = Workshop { checker: self, isolation: options.isolation, snapshot };
        let readiness = workshop.prepare(&discovery, &|p: &Program| p.step == step.id)?;
        let spoken = self.spoken(lab, step, &discovery, snapshot, &readiness, options);
        let half = |role: Role| {
            let at = discovery.programs.iter().position(|p| p.step == step.id && p.role == role)?;
            let files = readiness.built.get(&at).unwrap_or(snapshot).clone();
            let program = Program { build: None, ..discovery.programs[at].clone() };
            (!readiness.unusable.contains(&at)).then_some(Half { files, program })
        };
        Ok(Entrant { name, server: half(Role::Server), client: half(Role::Client), step: spoken })
    }

    fn spoken(
        &self,
        lab: &Lab,
        step: &LabStep,
        discovery: &Discovery,
        snapshot: &Snapshot,
        readiness: &Readiness,
        options: &Options,
    ) -> LabStep {
        let plan = Plan { steps: vec![PlannedStep::new(step, discovery)] };
        let session = Session::new(self, options, lab, discovery, snapshot, readiness);
        let (plan, _) = session.learn(plan);
        let Some(spoken) = plan.steps.into_iter().next() else { return step.clone() };
        let scenarios = spoken.scenarios.into_iter().map(|p| p.scenario).collect();
        LabStep { scenarios, ..spoken.step }
    }

    /// Lets a client meet a server: every pair scenario of the step, until one is not passed. `None` when
    /// one of the two is missing.
    pub fn meet(&self, lab: &Lab, server: &Entrant, client: &Entrant, options: &Options) -> Option<Meeting> {
        let halves = [(server.server.as_ref()?, "server"), (client.client.as_ref()?, "client")];
        let (snapshot, discovery) = together(&halves);
        let readiness = Readiness::default();
        let session = Session::new(self, options, lab, &discovery, &snapshot, &readiness);
        let mut last = None;
        for scenario in server.step.scenarios.iter().filter(|s| s.role == Role::Pair) {
            let planned: PlannedScenario = planned(scenario, &server.step, &discovery);
            let meeting = match session.obstacle(&planned, None) {
                Some(why) => Meeting {
                    verdict: Verdict::Skipped,
                    scenario: scenario.id.clone(),
                    finding: None,
                    reason: Some(format!("{why:?}")),
                },
                None => {
                    let result = session.attempt(&server.step, &planned);
                    Meeting {
                        verdict: result.verdict,
                        scenario: result.id,
                        finding: result.findings.into_iter().next().filter(|_| result.verdict == Verdict::Failed),
                        reason: result.reason,
                    }
                }
            };
            let passed = meeting.verdict == Verdict::Passed;
            last = Some(meeting);
            if !passed {
                break;
            }
        }
        last
    }
}

/// Two programs and their files, each in a folder of its own.
fn together(halves: &[(&Half, &str)]) -> (Snapshot, Discovery) {
    let (mut snapshot, mut discovery) = (Snapshot::default(), Discovery::default());
    for (half, top) in halves {
        let inside = |path: &str| if path.is_empty() { (*top).to_owned() } else { format!("{top}/{path}") };
        snapshot.files.extend(
            half.files.files.iter().map(|f| crate::submission::SnapshotFile { path: inside(&f.path), ..f.clone() }),
        );
        let program = &half.program;
        discovery.programs.push(Program {
            path: inside(&program.path),
            folder: inside(&program.folder),
            ..program.clone()
        });
    }
    snapshot.files.sort_by(|a, b| a.path.cmp(&b.path));
    (snapshot, discovery)
}
