//! Making programs ready to start: tools found, Python compiled once to see that it does, others
//! built. What fails here is the student's finding, and the programs concerned are not played.

use std::collections::btree_map::Entry;
use std::collections::{BTreeMap, BTreeSet};

use serde::Deserialize;

use super::check::Checker;
use super::instrument::SanitizedBuild;
use super::model::Finding;
use super::traceback::{at, error_line, locate};
use crate::player::{Job, PlayerError, Task, run_errand};
use crate::sandbox::{Launch, Limits};
use crate::submission::{Discovery, Program, ProgrammingLanguage, Snapshot};
use crate::transcript::{Ending, Isolation, Unexamined};

/// The outer net of a build, in seconds.
const BUILD_LIMIT: u64 = 300;
/// The outer net of the compile check, in seconds.
const COMPILE_LIMIT: u64 = 60;

/// Compiles every file it is given, runs none, and says one JSON line for each that fails.
const COMPILE: &str = r#"
import json, sys, warnings
warnings.simplefilter("ignore")
for path in sys.argv[1:]:
    try:
        with open(path, "rb") as f:
            compile(f.read(), path, "exec", dont_inherit=True)
    except SyntaxError as e:
        print(json.dumps({"path": path, "line": e.lineno or 1, "message": type(e).__name__ + ": " + str(e.msg)}))
    except Exception as e:
        print(json.dumps({"path": path, "line": 1, "message": type(e).__name__ + ": " + str(e)}))
"#;

#[derive(Debug, Deserialize)]
struct Broken {
    path: String,
    line: u32,
    message: String,
}

/// What came of it.
#[derive(Debug, Default)]
pub(super) struct Readiness {
    /// Findings by step id.
    pub(super) findings: Vec<(String, Finding)>,
    /// Index (in the discovery) of programs that cannot be started.
    pub(super) unusable: BTreeSet<usize>,
    /// Files for a program, where a build changed them.
    pub(super) built: BTreeMap<usize, Snapshot>,
    /// For a program whose threads are to be examined: another build of it, or why there is none.
    pub(super) sanitized: BTreeMap<usize, Result<SanitizedBuild, Unexamined>>,
}

/// Starts errands.
pub(super) struct Workshop<'a> {
    pub(super) checker: &'a Checker<'a>,
    pub(super) isolation: Isolation,
    pub(super) snapshot: &'a Snapshot,
}

impl Workshop<'_> {
    /// How a command is started; `None` when its tool is not on this machine.
    pub(super) fn launch(&self, command: &[String], folder: &str, limits: Limits, port: u16) -> Option<Launch> {
        let mut argv: Vec<String> = command.iter().map(|word| word.replace("{port}", &port.to_string())).collect();
        let first = argv.first_mut()?;
        // A program of the submission's own is named by a path inside it.
        if !first.contains('/') || first.starts_with('/') {
            *first = self.checker.toolbox.path(first)?.to_string_lossy().into_owned();
        }
        Some(Launch {
            env: self.environment(),
            argv,
            folder: folder.to_owned(),
            limits,
            probe: false,
            sanitized: false,
        })
    }

    fn environment(&self) -> Vec<(String, String)> {
        let fixed = [
            ("LANG", "C.UTF-8"),
            ("HOME", "/tmp"),
            ("TERM", "dumb"),
            ("PYTHONUNBUFFERED", "1"),
            ("PYTHONDONTWRITEBYTECODE", "1"),
            // It would trace its own process, which no program may; the rest of the sanitizer works.
            ("ASAN_OPTIONS", "detect_leaks=0"),
            ("LSAN_OPTIONS", "detect_leaks=0"),
        ];
        let mut env = vec![("PATH".to_owned(), self.checker.toolbox.search_path())];
        env.extend(fixed.map(|(k, v)| (k.to_owned(), v.to_owned())));
        env
    }

    /// Makes all programs ready.
    pub(super) fn prepare(
        &self,
        discovery: &Discovery,
        wanted: &dyn Fn(&Program) -> bool,
    ) -> Result<Readiness, PlayerError> {
        let mut ready = Readiness::default();
        for (index, program) in discovery.programs.iter().enumerate().filter(|(_, p)| wanted(p)) {
            if program.empty {
                ready.refuse(index, program, "program.empty", None);
            } else if let Some(missing) = self.missing_file(program) {
                ready.refuse(index, program, "program.missing-file", Some(missing));
            } else if let Some(tool) = self.missing_tool(program) {
                ready.refuse(index, program, "program.interpreter-missing", Some(tool));
            }
        }
        self.compile_python(discovery, wanted, &mut ready)?;
        self.build(discovery, wanted, &mut ready)?;
        Ok(ready)
    }

    /// A source named by a manifest that is not there.
    fn missing_file(&self, program: &Program) -> Option<String> {
        let named = program.command.iter().chain(program.build.iter().flatten());
        let is_source = |word: &&String| ProgrammingLanguage::of_path(word).is_some() && !word.starts_with('-');
        let inside =
            |word: &String| if program.folder.is_empty() { word.clone() } else { format!("{}/{word}", program.folder) };
        named
            .filter(is_source)
            .find(|word| self.snapshot.file(inside(word).trim_start_matches("./")).is_none())
            .cloned()
    }

    fn missing_tool(&self, program: &Program) -> Option<String> {
        let commands = program.build.iter().chain([&program.command]);
        let tools = commands.filter_map(|c| c.first()).filter(|w| !w.contains('/') || w.starts_with('/'));
        tools.into_iter().find(|tool| self.checker.toolbox.path(tool).is_none()).cloned()
    }

    fn compile_python(
        &self,
        discovery: &Discovery,
        wanted: &dyn Fn(&Program) -> bool,
        ready: &mut Readiness,
    ) -> Result<(), PlayerError> {
        let is_python = |p: &Program| ProgrammingLanguage::of_path(&p.path) == Some(ProgrammingLanguage::Python);
        let usable = discovery
            .programs
            .iter()
            .enumerate()
            .filter(|(i, p)| wanted(p) && is_python(p) && !ready.unusable.contains(i));
        let mut paths: Vec<&str> = usable.map(|(_, p)| p.path.as_str()).collect();
        paths.sort_unstable();
        paths.dedup();
        if paths.is_empty() {
            return Ok(());
        }
        let command: Vec<String> = ["python3", "-c", COMPILE].iter().chain(&paths).map(|w| (*w).to_owned()).collect();
        let Some(launch) = self.launch(&command, "", Limits::default(), 0) else { return Ok(()) };
        let task = Task::Errand { launch, collect: false, limit_s: COMPILE_LIMIT };
        let job = Job::new(task, self.isolation, self.checker.toolbox.view(), &[self.snapshot]);
        let _slot = self.checker.slots.take();
        let errand = run_errand(&job, &[self.snapshot])?;
        for line in errand.output.split(|b| *b == b'\n') {
            let Ok(broken) = serde_json::from_slice::<Broken>(line) else { continue };
            let Some(file) = self.snapshot.file(&broken.path) else { continue };
            for (index, program) in
                discovery.programs.iter().enumerate().filter(|(_, p)| p.path == broken.path && wanted(p))
            {
                ready.unusable.insert(index);
                let finding = Finding {
                    code: "program.does-not-compile".into(),
                    program: Some(program.path.clone()),
                    location: Some(at(file, broken.line)),
                    detail: None,
                    said: Some(broken.message.clone()),
                };
                ready.findings.push((program.step.clone(), finding));
            }
        }
        Ok(())
    }

    fn build(
        &self,
        discovery: &Discovery,
        wanted: &dyn Fn(&Program) -> bool,
        ready: &mut Readiness,
    ) -> Result<(), PlayerError> {
        let mut done: BTreeMap<(&Vec<String>, &str), Result<Snapshot, Finding>> = BTreeMap::new();
        for (index, program) in discovery.programs.iter().enumerate().filter(|(_, p)| wanted(p)) {
            let Some(build) = program.build.as_ref().filter(|_| !ready.unusable.contains(&index)) else { continue };
            let key = (build, program.folder.as_str());
            let result = match done.entry(key) {
                Entry::Occupied(known) => known.into_mut(),
                Entry::Vacant(new) => new.insert(self.run_build(program, build)?),
            };
            match result {
                Ok(snapshot) => drop(ready.built.insert(index, snapshot.clone())),
                Err(finding) => {
                    ready.unusable.insert(index);
                    ready.findings.push((program.step.clone(), finding.clone()));
                }
            }
        }
        Ok(())
    }

    fn run_build(&self, program: &Program, build: &[String]) -> Result<Result<Snapshot, Finding>, PlayerError> {
        let Some(launch) = self.launch(build, &program.folder, Limits::for_building(), 0) else {
            return Ok(Ok(self.snapshot.clone()));
        };
        let task = Task::Errand { launch, collect: true, limit_s: BUILD_LIMIT };
        let job = Job::new(task, self.isolation, self.checker.toolbox.view(), &[self.snapshot]);
        let _slot = self.checker.slots.take();
        let errand = run_errand(&job, &[self.snapshot])?;
        if errand.ending == Some(Ending::Status(0)) {
            return Ok(Ok(errand.files));
        }
        let text = String::from_utf8_lossy(&errand.output).into_owned();
        let said = text.lines().find(|l| l.contains("error")).map(str::to_owned).or_else(|| error_line(&errand.output));
        Ok(Err(Finding {
            code: "program.build-failed".into(),
            program: Some(program.path.clone()),
            location: locate(&errand.output, self.snapshot, &program.folder),
            detail: None,
            said,
        }))
    }
}

impl Readiness {
    fn refuse(&mut self, index: usize, program: &Program, code: &str, said: Option<String>) {
        self.unusable.insert(index);
        let finding =
            Finding { code: code.into(), program: Some(program.path.clone()), location: None, detail: None, said };
        self.findings.push((program.step.clone(), finding));
    }
}
