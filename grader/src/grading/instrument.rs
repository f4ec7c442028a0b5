//! A second build of compiled programs, with ThreadSanitizer, for the scenarios that examine threads.
//!
//! What cannot be built so costs nothing: the reason is kept, and said.

use std::collections::{BTreeMap, BTreeSet};

use object::{Object, ObjectSymbol};

use super::ready::{Readiness, Workshop};
use crate::player::{Job, Task, run_errand};
use crate::sandbox::{COMPILERS, Limits, is_compiler, sanitized_build, without_wrappers};
use crate::submission::{Discovery, Program, ProgrammingLanguage, Snapshot};
use crate::transcript::{Ending, Isolation, Unexamined};

/// The outer net of such a build, in seconds.
const LIMIT: u64 = 300;

/// Locks, barriers and threads that ThreadSanitizer, or some of its versions, takes for nothing.
const UNKNOWN_LOCKS: [&str; 14] = [
    "mtx_lock",
    "mtx_timedlock",
    "mtx_trylock",
    "cnd_wait",
    "cnd_timedwait",
    "thrd_create",
    "call_once",
    "pthread_mutex_clocklock",
    "pthread_rwlock_clockrdlock",
    "pthread_rwlock_clockwrlock",
    "sem_clockwait",
    "GOMP_parallel",
    "__tsan_atomic_thread_fence",
    "swapcontext",
];

/// Ways to hand something to another thread through the kernel: whoever reads comes after who wrote.
const HAND_OVERS: [&str; 9] =
    ["pipe", "pipe2", "socketpair", "eventfd", "epoll_ctl", "mq_send", "msgsnd", "pthread_kill", "signalfd"];

/// A build with ThreadSanitizer.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct SanitizedBuild {
    /// The files it left.
    pub(super) files: Snapshot,
    /// See [`crate::transcript::Sanitizer`].
    pub(super) hands_over: bool,
}

impl Workshop<'_> {
    /// Builds the programs whose threads are to be examined once more.
    pub(super) fn sanitize(&self, discovery: &Discovery, wanted: &dyn Fn(&Program) -> bool, ready: &mut Readiness) {
        let mut done: BTreeMap<(&[String], &str), Result<SanitizedBuild, Unexamined>> = BTreeMap::new();
        for (index, program) in discovery.programs.iter().enumerate().filter(|(_, p)| wanted(p)) {
            let (Some(build), Some(plain)) = (&program.build, ready.built.get(&index)) else { continue };
            if self.isolation == Isolation::Portable || !is_native(program) {
                continue;
            }
            let key = (build.as_slice(), program.folder.as_str());
            let result = done.entry(key).or_insert_with(|| self.sanitized_build(program, build, plain));
            ready.sanitized.insert(index, result.clone());
        }
    }

    fn sanitized_build(
        &self,
        program: &Program,
        build: &[String],
        plain: &Snapshot,
    ) -> Result<SanitizedBuild, Unexamined> {
        let first = build.first().and_then(|word| word.rsplit('/').next()).unwrap_or_default();
        if matches!(first, "rustc" | "cargo") {
            return Err(Unexamined::Language);
        }
        let toolbox = &self.checker.toolbox;
        let named = build.iter().map(String::as_str).filter(|word| is_compiler(word) && !word.contains('/'));
        let names: BTreeSet<&str> = COMPILERS.into_iter().chain(named).collect();
        let path = |name: &str| Some((name.to_owned(), toolbox.path(name)?.to_string_lossy().into_owned()));
        let compilers: Vec<(String, String)> = names.into_iter().filter_map(path).collect();
        let launch = self.launch(build, &program.folder, Limits::for_building(), 0).ok_or(Unexamined::Compiler)?;
        let (launch, files) = sanitized_build(launch, self.snapshot, &compilers);
        let task = Task::Errand { launch, collect: true, limit_s: LIMIT };
        let job = Job::new(task, self.isolation, toolbox.view(), &[&files]);
        let _slot = self.checker.slots.take();
        // A build that leaves too much, say, is no reason to stop here.
        let errand = run_errand(&job, &[&files]).map_err(|_| Unexamined::Build)?;
        if errand.ending != Some(Ending::Status(0)) {
            return Err(Unexamined::Build);
        }
        examine(plain, without_wrappers(errand.files))
    }
}

/// Whether a program could be one that a C or C++ compiler made.
fn is_native(program: &Program) -> bool {
    use ProgrammingLanguage::{Java, JavaScript, Python};
    !matches!(ProgrammingLanguage::of_path(&program.path), Some(Python | JavaScript | Java))
}

/// What can be said of a program built so, by what it and its plain build ask of the system's libraries.
fn examine(plain: &Snapshot, files: Snapshot) -> Result<SanitizedBuild, Unexamined> {
    if !files.files.iter().any(|file| has_sanitizer(&file.bytes)) {
        return Err(Unexamined::Compiler);
    }
    let wanted: BTreeSet<String> =
        plain.files.iter().chain(&files.files).flat_map(|file| imports(&file.bytes)).collect();
    if UNKNOWN_LOCKS.iter().any(|name| wanted.contains(*name)) {
        return Err(Unexamined::Locks);
    }
    let hands_over = HAND_OVERS.iter().any(|name| wanted.contains(*name));
    Ok(SanitizedBuild { files, hands_over })
}

fn has_sanitizer(bytes: &[u8]) -> bool {
    let file = object::File::parse(bytes).ok();
    file.is_some_and(|file| file.dynamic_symbols().any(|symbol| symbol.name() == Ok("__tsan_init")))
}

/// Names that a binary, if it is one, expects from libraries.
fn imports(bytes: &[u8]) -> Vec<String> {
    let Ok(file) = object::File::parse(bytes) else { return Vec::new() };
    let wanted = file.dynamic_symbols().filter(ObjectSymbol::is_undefined);
    wanted.filter_map(|symbol| symbol.name().ok().map(str::to_owned)).collect()
}
