//! ThreadSanitizer: how a C or C++ program is built with it and run with it, and whether a compiler has
//! it at all.
//!
//! Compilers are wrapped, not build commands rewritten: a makefile or a script then builds with it too.

use std::path::Path;
use std::process::{Command, Output, Stdio};

use super::program::{Launch, Limits, PLACE};
use crate::submission::{Snapshot, SnapshotFile};

/// Folder of the wrappers, inside a submission's scratch copy.
const FOLDER: &str = ".thread-sanitizer";

/// Compilers that have it.
pub const COMPILERS: [&str; 6] = ["gcc", "cc", "g++", "c++", "clang", "clang++"];

/// `COMPILER` is the real one. What goes ill with ThreadSanitizer, or would hide lines, is left out.
const WRAPPER: &str = r#"#!/bin/sh
for word do
    shift
    case $word in
        -static | -static-pie | -static-libgcc | -static-libstdc++ | -static-libtsan) ;;
        -s | -O* | -no-pie | -fsanitize=* | -Wl,-s | -Werror | -Werror=*) ;;
        *) set -- "$@" "$word" ;;
    esac
done
exec 'COMPILER' "$@" -fsanitize=thread -g -O1
"#;

/// What it is told: to go on after a report, to say nothing of what is no question of messages and
/// locks, both stacks of each, and not to take a socket for something that orders threads, since two
/// clients know nothing of each other.
const OPTIONS: &str = "halt_on_error=0 io_sync=0 history_size=7 suppress_equal_addresses=0 second_deadlock_stack=1 \
                       detect_deadlocks=1 report_thread_leaks=0 report_signal_unsafe=0 report_mutex_bugs=0 \
                       report_destroy_locked=0 die_after_fork=0 atexit_sleep_ms=0 allocator_may_return_null=1 \
                       max_allocation_size_mb=1024 hard_rss_limit_mb=2048 color=never";

/// A name of a compiler, with or without its version: `gcc`, `g++-12`.
pub fn is_compiler(command: &str) -> bool {
    let name = command.rsplit('/').next().unwrap_or(command);
    let bare = name.rsplit_once('-').filter(|(_, version)| version.bytes().all(|b| b.is_ascii_digit() || b == b'.'));
    COMPILERS.contains(&bare.map_or(name, |(bare, _)| bare))
}

/// A build command as it is run with ThreadSanitizer, and the files it is run over: the submission's and
/// the wrappers. `compilers`: names and absolute paths of those that this machine has.
pub fn sanitized_build(build: Launch, files: &Snapshot, compilers: &[(String, String)]) -> (Launch, Snapshot) {
    let mut files = files.clone();
    for (name, path) in compilers {
        let bytes = WRAPPER.replace("COMPILER", &path.replace('\'', r"'\''")).into_bytes();
        files.files.push(SnapshotFile { path: format!("{FOLDER}/{name}"), bytes, executable: true });
    }
    let folder = format!("{PLACE}/{FOLDER}");
    let mut build = build;
    for (_, value) in build.env.iter_mut().filter(|(name, _)| name == "PATH") {
        *value = format!("{folder}:{value}");
    }
    if let Some(first) = build.argv.first_mut().filter(|first| is_compiler(first)) {
        *first = format!("{folder}/{}", first.rsplit('/').next().unwrap_or(first));
    } else if build.argv.first().is_some_and(|first| first.ends_with("/make")) {
        // What was handed in as built already is built again.
        build.argv.insert(1, "--always-make".into());
    }
    (build, files)
}

/// The files that such a build left, without the wrappers.
pub fn without_wrappers(mut files: Snapshot) -> Snapshot {
    files.files.retain(|file| !file.path.starts_with(FOLDER));
    files
}

impl Launch {
    /// The same program where it carries ThreadSanitizer.
    pub fn sanitized(mut self) -> Launch {
        self.env.push(("TSAN_OPTIONS".into(), OPTIONS.into()));
        // It maps terabytes of addresses, of which it uses little: its own bound is on what is used.
        self.limits = Limits { memory_mb: 1 << 30, ..self.limits };
        self.sanitized = true;
        self
    }
}

/// Whether a compiler builds programs with ThreadSanitizer that run on this machine; an error is what it,
/// or the program, said.
///
/// # Errors
/// It has none, or the kernel does not let it map its memory.
pub fn thread_sanitizer(compiler: &Path) -> Result<(), String> {
    let scratch = tempfile::tempdir().map_err(|error| error.to_string())?;
    let (source, program) = (scratch.path().join("probe.c"), scratch.path().join("probe"));
    let written = std::fs::write(&source, "int main(void) { return 0; }\n");
    written.map_err(|error| error.to_string())?;
    let build = Command::new(compiler).args(["-fsanitize=thread", "-o"]).arg(&program).arg(&source).output();
    said(build)?;
    said(Command::new(&program).stdin(Stdio::null()).output())
}

fn said(output: std::io::Result<Output>) -> Result<(), String> {
    let output = output.map_err(|error| error.to_string())?;
    if output.status.success() {
        return Ok(());
    }
    let text = String::from_utf8_lossy(&output.stderr).into_owned();
    Err(text.lines().next().map_or_else(|| output.status.to_string(), str::to_owned))
}

#[cfg(test)]
mod tests {
    use std::io::Write;
    use std::os::unix::fs::PermissionsExt;

    use super::*;

    fn build(argv: &[&str]) -> Launch {
        Launch {
            argv: argv.iter().map(|w| (*w).to_owned()).collect(),
            env: vec![("PATH".into(), "/usr/bin".into())],
            folder: String::new(),
            limits: Limits::default(),
            probe: false,
            sanitized: false,
        }
    }

    #[test]
    fn a_compiler_is_known_by_its_name() {
        assert!(["gcc", "/usr/bin/g++-12", "clang-14", "c++"].iter().all(|name| is_compiler(name)));
        assert!(["make", "rustc", "gcc-ar", "tgcc"].iter().all(|name| !is_compiler(name)));
    }

    #[test]
    fn a_build_goes_through_the_wrapper_however_it_names_the_compiler() {
        let compilers = [("gcc".to_owned(), "/opt/l'autre/gcc".to_owned())];
        let (direct, files) = sanitized_build(build(&["/usr/bin/gcc", "a.c"]), &Snapshot::default(), &compilers);
        assert_eq!(direct.argv[0], "/tp/.thread-sanitizer/gcc");
        let script = String::from_utf8(files.file(".thread-sanitizer/gcc").unwrap().bytes.clone()).unwrap();
        assert!(script.contains(r"exec '/opt/l'\''autre/gcc' "), "{script}");
        let (make, _) = sanitized_build(build(&["/usr/bin/make", "all"]), &Snapshot::default(), &compilers);
        assert_eq!(make.argv, ["/usr/bin/make", "--always-make", "all"]);
        assert_eq!(make.env[0].1, "/tp/.thread-sanitizer:/usr/bin");
        assert!(without_wrappers(files).files.is_empty());
    }

    /// What the wrapper passes on, seen through a compiler that only says what it is given.
    #[test]
    fn the_wrapper_leaves_out_what_goes_ill_with_it() {
        let scratch = tempfile::tempdir().unwrap();
        let script = scratch.path().join("wrapper");
        let mut file = std::fs::File::create(&script).unwrap();
        file.write_all(WRAPPER.replace("COMPILER", "/bin/echo").as_bytes()).unwrap();
        file.set_permissions(std::fs::Permissions::from_mode(0o755)).unwrap();
        drop(file);
        let words = ["-O3", "-static", "-o", "mon serveur", "-Wall", "-s", "server.c"];
        let output = Command::new("/bin/sh").arg(&script).args(words).output().unwrap();
        let said = String::from_utf8(output.stdout).unwrap();
        assert_eq!(said, "-o mon serveur -Wall server.c -fsanitize=thread -g -O1\n");
    }
}
