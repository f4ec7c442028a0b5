//! One submission being checked: plays its plan, several scenarios at once, and judges them.

use std::collections::BTreeMap;
use std::fs;
use std::io::Write;
use std::sync::atomic::Ordering;
use std::sync::{Condvar, Mutex, OnceLock, PoisonError};
use std::time::Instant;

use super::check::{CheckError, Checker, Options, Progress};
use super::commands::with_commands;
use super::model::{Detail, Finding, Graded, GradedProgram, GradedScenario, GradedStep, LearntHabit, NotPlayed};
use super::plan::{Plan, PlannedScenario, PlannedStep};
use super::ready::{Readiness, Workshop};
use super::standstill::{locked_at, standing_at};
use super::traceback::{error_line, locate, located};
use crate::judge::{Failure, State, Verdict, judge};
use crate::lab::{Lab, LabStep, Outcome, Role, Scenario, Verb};
use crate::player::{Examined, Job, Part, Task, run_play};
use crate::sandbox::Limits;
use crate::submission::{Discovery, Program, Snapshot};
use crate::text::Payload;
use crate::transcript::{Event, Header, Isolation, Place, SCHEMA, Transcript};

/// Everything a thread needs to play a scenario.
pub(super) struct Session<'a> {
    pub(super) checker: &'a Checker<'a>,
    pub(super) options: &'a Options,
    pub(super) lab: &'a Lab,
    pub(super) discovery: &'a Discovery,
    pub(super) snapshot: &'a Snapshot,
    /// The snapshot's, once it is asked for.
    pub(super) digest: OnceLock<String>,
    pub(super) readiness: &'a Readiness,
    /// Ports that clients were seen to aim at, by path.
    pub(super) aims: Mutex<BTreeMap<String, u16>>,
}

/// Results so far, by position of step and scenario in the plan.
type Results = BTreeMap<(usize, usize), GradedScenario>;

impl<'a> Session<'a> {
    pub(super) fn new(
        checker: &'a Checker<'a>,
        options: &'a Options,
        lab: &'a Lab,
        discovery: &'a Discovery,
        snapshot: &'a Snapshot,
        readiness: &'a Readiness,
    ) -> Self {
        Self { checker, options, lab, discovery, snapshot, readiness, digest: OnceLock::new(), aims: Mutex::default() }
    }
}

impl Session<'_> {
    pub(super) fn make_folders(&self, plan: &Plan) -> Result<(), CheckError> {
        for base in self.options.transcripts.iter().chain(&self.options.pcap) {
            for step in &plan.steps {
                let path = base.join(&step.step.id);
                fs::create_dir_all(&path).map_err(|source| CheckError::Output { path, source })?;
            }
        }
        Ok(())
    }

    /// Plays every scenario of the plan, several at once, each after those it needs.
    pub(super) fn play_all(&self, plan: &Plan, progress: &dyn Progress) -> Results {
        let todo: Vec<(usize, usize)> =
            plan.steps.iter().enumerate().flat_map(|(i, s)| (0..s.scenarios.len()).map(move |j| (i, j))).collect();
        let state = Mutex::new((todo, Results::new()));
        let changed = Condvar::new();
        std::thread::scope(|scope| {
            for _ in 0..self.options.jobs.max(1) {
                scope.spawn(|| {
                    loop {
                        let mut guard = state.lock().unwrap_or_else(PoisonError::into_inner);
                        if guard.0.is_empty() {
                            return;
                        }
                        let (todo, results) = &mut *guard;
                        // The first whose needs are all settled.
                        let ready = todo.iter().position(|(i, j)| {
                            let scenarios = &plan.steps[*i].scenarios;
                            scenarios[*j].scenario.needs.iter().all(|need| {
                                scenarios
                                    .iter()
                                    .position(|s| s.scenario.id == *need)
                                    .is_none_or(|k| results.contains_key(&(*i, k)))
                            })
                        });
                        let Some(ready) = ready else {
                            drop(changed.wait(guard).unwrap_or_else(PoisonError::into_inner));
                            continue;
                        };
                        let (i, j) = todo.remove(ready);
                        let step = &plan.steps[i];
                        let needs = step.scenarios[j].scenario.needs.iter().filter_map(|need| {
                            let k = step.scenarios.iter().position(|s| s.scenario.id == *need)?;
                            results.get(&(i, k)).filter(|r| r.verdict != Verdict::Passed)
                        });
                        let unmet = unmet(needs);
                        drop(guard);
                        let graded = self.play_one(step, &step.scenarios[j], unmet, progress);
                        progress.finished(&step.step.id, &graded);
                        state.lock().unwrap_or_else(PoisonError::into_inner).1.insert((i, j), graded);
                        changed.notify_all();
                    }
                });
            }
        });
        state.into_inner().unwrap_or_else(PoisonError::into_inner).1
    }

    fn play_one(
        &self,
        step: &PlannedStep,
        planned: &PlannedScenario,
        unmet: Option<NotPlayed>,
        progress: &dyn Progress,
    ) -> GradedScenario {
        let scenario = &planned.scenario;
        if let Some(reason) = self.obstacle(planned, unmet) {
            let costs = matches!(reason, NotPlayed::NoProgram { .. }) && scenario.role != Role::Pair;
            let verdict = if costs { Verdict::Failed } else { Verdict::Skipped };
            return graded(scenario, verdict, Some(reason));
        }
        progress.started(&step.step.id, scenario);
        let began = Instant::now();
        let mut result = self.attempt(&step.step, planned);
        result.duration_ms = u64::try_from(began.elapsed().as_millis()).unwrap_or(u64::MAX);
        result
    }

    /// Why a scenario cannot be played.
    pub(super) fn obstacle(&self, planned: &PlannedScenario, unmet: Option<NotPlayed>) -> Option<NotPlayed> {
        if self.checker.stop.load(Ordering::Relaxed) {
            return Some(NotPlayed::Stopped);
        }
        if let Some(role) = planned.missing.first() {
            return Some(NotPlayed::NoProgram { role: *role });
        }
        for (_, program) in &planned.programs {
            if self.index_of(program).is_some_and(|i| self.readiness.unusable.contains(&i)) {
                return Some(NotPlayed::NoProgram { role: program.role });
            }
        }
        let tools = &planned.scenario.tools;
        if let Some(tool) = tools.values().filter_map(|c| c.first()).find(|t| self.checker.toolbox.path(t).is_none()) {
            return Some(NotPlayed::NoTool { tool: tool.clone() });
        }
        if unmet.is_some() {
            return unmet;
        }
        let watches = planned.scenario.steps().iter().any(|s| matches!(s.verb, Verb::ExpectRefused { .. }));
        if self.options.isolation == Isolation::Portable && (watches || planned.scenario.role == Role::Pair) {
            return Some(NotPlayed::Isolation { what: "packet capture".into() });
        }
        None
    }

    fn index_of(&self, program: &Program) -> Option<usize> {
        self.discovery.programs.iter().position(|p| p == program)
    }

    /// Plays a scenario; once more when the client turned out to aim at another port.
    pub(super) fn attempt(&self, step: &LabStep, planned: &PlannedScenario) -> GradedScenario {
        let mut scenario = planned.scenario.clone();
        let client = planned.programs.iter().find(|(_, p)| p.role == Role::Client).map(|(_, p)| p.path.clone());
        let aims = || self.aims.lock().unwrap_or_else(PoisonError::into_inner);
        if scenario.role == Role::Client
            && let Some(port) = client.as_ref().and_then(|path| aims().get(path).copied())
        {
            scenario.port = port;
        }
        let takes_port = |p: &Program| p.command.iter().any(|word| word.contains("{port}"));
        if self.options.isolation == Isolation::Portable && planned.programs.iter().any(|(_, p)| takes_port(p)) {
            scenario.port = portpicker::pick_unused_port().unwrap_or(scenario.port);
        }
        let (mut transcript, mut result) = self.play(step, planned, &scenario);
        if scenario.role == Role::Client
            && result.verdict != Verdict::Passed
            && let Some(port) = refused_port(&transcript).filter(|p| *p != scenario.port)
        {
            if let Some(path) = client {
                aims().insert(path, port);
            }
            scenario.port = port;
            (transcript, result) = self.play(step, planned, &scenario);
        }
        result.transcript = self.options.keep.then_some(transcript);
        result
    }

    fn play(&self, step: &LabStep, planned: &PlannedScenario, scenario: &Scenario) -> (Transcript, GradedScenario) {
        let mut snapshots: Vec<&Snapshot> = vec![self.snapshot];
        let mut parts = BTreeMap::new();
        let mut paths = BTreeMap::new();
        let workshop = Workshop { checker: self.checker, isolation: self.options.isolation, snapshot: self.snapshot };
        for (name, program) in &planned.programs {
            let built = self.index_of(program).and_then(|i| self.readiness.built.get(&i));
            let index = built.map_or(0, |files| {
                snapshots.push(files);
                snapshots.len() - 1
            });
            let sanitized = self.index_of(program).and_then(|i| self.readiness.sanitized.get(&i));
            let examined = match sanitized.filter(|_| scenario.examines(name)) {
                None => Examined::Probe,
                Some(Err(why)) => Examined::Not(*why),
                Some(Ok(build)) => {
                    snapshots.push(&build.files);
                    Examined::Sanitizer { snapshot: snapshots.len() - 1, hands_over: build.hands_over }
                }
            };
            if let Some(launch) = workshop.launch(&program.command, &program.folder, Limits::default(), scenario.port) {
                parts.insert(name.clone(), Part { launch, snapshot: index, examined });
            }
            paths.insert(name.clone(), program.path.clone());
        }
        for (name, command) in &scenario.tools {
            if let Some(launch) = workshop.launch(command, "", Limits::default(), scenario.port) {
                parts.insert(name.clone(), Part { launch, snapshot: 0, examined: Examined::Probe });
            }
            paths.insert(name.clone(), command.first().cloned().unwrap_or_default());
        }
        let examined = planned.programs.iter().find(|(name, _)| scenario.examines(name));
        let header = Header {
            schema: SCHEMA.into(),
            lab: self.lab.id.clone(),
            step: step.id.clone(),
            scenario: Scenario {
                seed: self.seed(step, scenario),
                ..with_commands(scenario, examined.map(|(_, program)| program), self.snapshot)
            },
            programs: paths,
            isolation: self.options.isolation,
        };
        let task = Task::Play { header: Box::new(header.clone()), parts, limit_s: self.options.limit_s };
        let mut job = Job::new(task, self.options.isolation, self.checker.toolbox.view(), &snapshots);
        job.pcap = self.options.pcap.as_ref().map(|d| d.join(&step.id).join(format!("{}.pcapng", scenario.id)));
        let slot = self.checker.slots.take();
        let mut file = self.options.transcripts.as_ref().and_then(|d| {
            let mut file = fs::File::create(d.join(&step.id).join(format!("{}.jsonl", scenario.id))).ok()?;
            let line = serde_json::to_string(&header).ok()?;
            writeln!(file, "{line}").ok()?;
            Some(file)
        });
        let played = run_play(&job, &snapshots, self.checker.stop, |entry| {
            if let (Some(file), Ok(line)) = (&mut file, serde_json::to_string(entry)) {
                let _ = writeln!(file, "{line}");
            }
        });
        drop(slot);
        match played {
            Ok(transcript) => {
                let result = self.judge(planned, &transcript);
                (transcript, result)
            }
            Err(error) => {
                let mut result = graded(scenario, Verdict::Inconclusive, None);
                result.reason = Some(error.to_string());
                (Transcript { header, entries: vec![] }, result)
            }
        }
    }

    /// The same for the same files, so that a mark given once is given again; of another program nobody knows
    /// it before that program is written.
    fn seed(&self, step: &LabStep, scenario: &Scenario) -> u64 {
        if !scenario.programs().iter().any(|name| scenario.examines(name)) {
            return 0;
        }
        let text = format!(
            "{} {} {} {}",
            self.digest.get_or_init(|| self.snapshot.digest()),
            self.lab.id,
            step.id,
            scenario.id
        );
        u64::from(crc32fast::hash(text.as_bytes())).wrapping_mul(0x9e37_79b9_7f4a_7c15)
    }

    fn judge(&self, planned: &PlannedScenario, transcript: &Transcript) -> GradedScenario {
        let judgement = judge(transcript);
        let mut result = graded(&planned.scenario, judgement.verdict, None);
        if judgement.verdict == Verdict::Skipped {
            result.not_played = Some(NotPlayed::Unfit { why: judgement.reason.unwrap_or_default() });
            return result;
        }
        result.reason = judgement.reason;
        for failure in judgement.failure.iter().chain(&judgement.notices) {
            result.findings.push(self.finding(planned, failure, transcript));
        }
        if let Some(reason) = judgement.failure.as_ref().and_then(|f| self.excuse(f, transcript)) {
            result.verdict = Verdict::Inconclusive;
            result.reason = Some(reason.into());
            result.findings.clear();
        }
        let mut seen = std::collections::BTreeSet::new();
        result.findings.retain(|f| seen.insert(f.code.clone()));
        result
    }

    /// What the portable backend cannot know must not cost anything: where a client aims, and whether
    /// an address of the lab room would do.
    fn excuse(&self, failure: &Failure, transcript: &Transcript) -> Option<&'static str> {
        if self.options.isolation != Isolation::Portable {
            return None;
        }
        let shown = |text: &str| {
            transcript.entries.iter().any(|e| match &e.event {
                Event::Output { data, .. } => String::from_utf8_lossy(&data.0).contains(text),
                _ => false,
            })
        };
        match failure.step.verb {
            Verb::Accept { .. } => Some("without packet capture it cannot be seen where the client aims"),
            Verb::ExpectListening { .. } if shown("assign requested address") || shown("already in use") => {
                Some("this machine does not have the address or port that the server asks for")
            }
            _ => None,
        }
    }

    fn finding(&self, planned: &PlannedScenario, failure: &Failure, transcript: &Transcript) -> Finding {
        let named = |name: &str| planned.programs.iter().find(|(n, _)| n == name).map(|(_, p)| p);
        let program = failure.program.as_deref().and_then(named);
        // The file at fault: a code names it by its role, also where the one that could not go on is the other.
        let culprit = failure.code.split('.').next().and_then(named).or(program);
        let mut state = State::default();
        for entry in transcript.entries.iter().take_while(|e| e.n <= failure.at) {
            state.apply(&entry.event);
        }
        let errors = failure
            .program
            .as_ref()
            .and_then(|name| state.programs.get(name))
            .map(|p| p.errors.clone())
            .unwrap_or_default();
        let folder = program.map(|p| p.folder.as_str()).unwrap_or_default();
        // The two that came into each other's way, the report of an error, or where it stands still.
        let collision = failure.interleaving.as_ref().and_then(|i| i.place.as_ref());
        let line_of = |place: &Place| located(&place.file, place.line, self.snapshot, folder);
        // What a sanitizer wrote there is told already.
        let probes = failure.program.as_ref().and_then(|name| state.probes.get(name));
        let sanitized = probes.is_some_and(|probe| probe.sanitizer.is_some());
        let report = locate(&errors, self.snapshot, folder).filter(|_| !sanitized);
        let said = report.as_ref().and_then(|_| error_line(&errors));
        // A thread that died tells where itself; the place it was held at is why.
        let died = matches!(failure.code.as_str(), "server.thread-died" | "race.iteration-broken");
        let own = if died { report.clone() } else { None };
        let standing = standing_at(failure, transcript);
        let stands = || standing.and_then(|standing| standing.line(failure.outcome, self.snapshot, folder));
        let locked = locked_at(failure, transcript, self.snapshot, folder).filter(|_| report.is_none());
        let code = if locked.is_some() { "lock.not-released".into() } else { failure.code.clone() };
        // Of a program that spins it is the loop that counts, whatever one of its threads died of before.
        let spins = if failure.outcome == Outcome::Spins { stands() } else { None };
        let location = locked.or(own).or(spins).or_else(|| collision.and_then(line_of)).or(report).or_else(stands);
        let innermost = standing.and_then(|standing| standing.frames.first());
        let function = innermost.filter(|_| location.is_none()).map(|place| place.function.clone());
        Finding {
            code,
            program: culprit.map(|p| p.path.clone()),
            said,
            location,
            detail: Some(Detail {
                step: failure.step.clone(),
                outcome: failure.outcome,
                received: failure.received.clone().map(Payload),
                subject: failure.program.clone(),
                events: (failure.since, failure.at),
                interleaving: failure.interleaving.clone(),
                function,
            }),
        }
    }

    pub(super) fn assemble(
        &self,
        submission: String,
        plan: &Plan,
        mut habits: Vec<Vec<LearntHabit>>,
        mut results: Results,
    ) -> Graded {
        let mut steps = Vec::new();
        for (i, planned) in plan.steps.iter().enumerate() {
            let mut findings: Vec<Finding> = self
                .readiness
                .findings
                .iter()
                .filter(|(step, _)| *step == planned.step.id)
                .map(|(_, f)| f.clone())
                .collect();
            // A pair's other half may belong to another step.
            let alone = planned.scenarios.iter().filter(|s| s.scenario.role != Role::Pair);
            let mut missing: Vec<Role> = alone.flat_map(|s| s.missing.clone()).collect();
            missing.sort();
            missing.dedup();
            findings.extend(missing.iter().map(|role| Finding {
                code: "step.no-program".into(),
                program: None,
                location: None,
                detail: None,
                said: Some(role.name().into()),
            }));
            let scenarios = (0..planned.scenarios.len())
                .map(|j| {
                    results.remove(&(i, j)).unwrap_or_else(|| {
                        graded(&planned.scenarios[j].scenario, Verdict::Skipped, Some(NotPlayed::Stopped))
                    })
                })
                .collect();
            steps.push(GradedStep {
                id: planned.step.id.clone(),
                title: planned.step.title.clone(),
                bonus: planned.step.bonus,
                habits: habits.get_mut(i).map(std::mem::take).unwrap_or_default(),
                findings,
                scenarios,
            });
        }
        let refused = self.snapshot.refused.iter().map(|r| Finding {
            code: r.code.into(),
            program: Some(r.path.clone()),
            location: None,
            detail: None,
            said: None,
        });
        let programs =
            self.discovery.programs.iter().filter(|p| plan.steps.iter().any(|s| s.step.id == p.step)).map(|p| {
                GradedProgram {
                    step: p.step.clone(),
                    role: p.role,
                    path: p.path.clone(),
                    command: p.command.clone(),
                    why: p.why.clone(),
                }
            });
        Graded {
            submission,
            lab: self.lab.id.clone(),
            programs: programs.collect(),
            unused: self.discovery.unused.clone(),
            findings: refused.collect(),
            steps,
            answers: Vec::new(),
            isolation: self.options.isolation,
            interrupted: self.checker.stop.load(Ordering::Relaxed),
        }
    }
}

fn graded(scenario: &Scenario, verdict: Verdict, not_played: Option<NotPlayed>) -> GradedScenario {
    GradedScenario {
        id: scenario.id.clone(),
        title: scenario.title.clone(),
        role: scenario.role,
        level: scenario.level,
        points: scenario.points,
        question: scenario.question.clone(),
        verdict,
        not_played,
        reason: None,
        findings: Vec::new(),
        duration_ms: 0,
        transcript: None,
    }
}

/// What stands in the way of a scenario whose needs came to this, none of them passed: one that failed, rather
/// than one that could not be judged.
fn unmet<'g>(needs: impl Iterator<Item = &'g GradedScenario>) -> Option<NotPlayed> {
    let needs: Vec<&GradedScenario> = needs.collect();
    let failed = needs.iter().find(|r| r.is_judged()).map(|r| NotPlayed::Needs { scenario: r.id.clone() });
    failed.or_else(|| needs.first().map(|r| NotPlayed::NeedsJudged { scenario: r.id.clone() }))
}

/// The port a client aimed at in vain, when it never reached us.
fn refused_port(transcript: &Transcript) -> Option<u16> {
    let mut port = None;
    for entry in &transcript.entries {
        match &entry.event {
            Event::Taken { .. } => return None,
            Event::Syn { to, .. } => port = Some(to.port()),
            _ => {}
        }
    }
    port
}
