//! `grader doctor`: what this machine allows, and how to allow the rest.

use std::fs;
use std::path::Path;

use super::check::refused_namespaces;
use crate::sandbox::{NoCells, Toolbox, cells, thread_sanitizer};
use crate::text::{Language, harmless};

/// Kernel settings that can forbid unprivileged namespaces: file, value that allows, what to type.
const SETTINGS: [(&str, &str, &str); 3] = [
    ("/proc/sys/kernel/unprivileged_userns_clone", "1", "sudo sysctl -w kernel.unprivileged_userns_clone=1"),
    (
        "/proc/sys/kernel/apparmor_restrict_unprivileged_userns",
        "0",
        "sudo sysctl -w kernel.apparmor_restrict_unprivileged_userns=0",
    ),
    ("/proc/sys/user/max_user_namespaces", "", "sudo sysctl -w user.max_user_namespaces=15000"),
];
const TOOLS: [&str; 6] = ["python3", "gcc", "g++", "rustc", "javac", "node"];

/// Why memory is not bounded by a control group: the message, and what to do.
fn missing_group(why: NoCells) -> (&'static str, &'static str) {
    let own = "systemd-run --user --scope -p Delegate=yes grader …";
    let boot = "systemd.unified_cgroup_hierarchy=1 (kernel command line); docker run --cgroupns=private …";
    match why {
        NoCells::Absent => ("doctor-memory-absent", boot),
        NoCells::Controllers => ("doctor-memory-controllers", boot),
        NoCells::Forbidden => ("doctor-memory-forbidden", own),
        NoCells::Shared => ("doctor-memory-shared", own),
    }
}

/// Prints the diagnosis; 0 when worlds can be had, 3 when only the portable backend works.
pub(super) fn doctor(labs: Option<&Path>, language: Language) -> miette::Result<u8> {
    let library = super::library(labs)?;
    let say = |id: &str, args: &[(&str, &str)]| anstream::println!("{}", library.catalogue.text(language, id, args));
    let refused = refused_namespaces();
    match &refused {
        None => say("doctor-namespaces-work", &[]),
        Some(why) => {
            say("doctor-namespaces-refused", &[("why", why)]);
            for (file, allows, cure) in SETTINGS {
                let Ok(value) = fs::read_to_string(file) else { continue };
                let value = value.trim();
                let forbids = if allows.is_empty() { value == "0" } else { value != allows };
                if forbids {
                    say("doctor-setting", &[("file", file), ("value", value), ("cure", cure)]);
                }
            }
            if Path::new("/.dockerenv").exists() || Path::new("/run/.containerenv").exists() {
                let flags = "--security-opt seccomp=unconfined --security-opt apparmor=unconfined --security-opt systempaths=unconfined";
                say("doctor-container", &[("flags", flags)]);
            }
            say("doctor-portable", &[]);
        }
    }
    match cells() {
        Ok(_) => say("doctor-memory-group", &[]),
        Err(why) => {
            let (reason, cure) = missing_group(why);
            say(reason, &[]);
            say("doctor-memory-cure", &[("cure", cure)]);
        }
    }
    let toolbox = Toolbox::default();
    for tool in TOOLS {
        match toolbox.path(tool) {
            Some(path) => say("doctor-tool", &[("tool", tool), ("path", &path.display().to_string())]),
            None => say("doctor-no-tool", &[("tool", tool)]),
        }
    }
    for compiler in ["gcc", "g++", "clang"] {
        let Some(path) = toolbox.path(compiler) else { continue };
        match thread_sanitizer(&path) {
            Ok(()) => say("doctor-sanitizer", &[("compiler", compiler)]),
            Err(why) => say("doctor-no-sanitizer", &[("compiler", compiler), ("why", &harmless(&why))]),
        }
    }
    let labs: Vec<&str> = library.labs.iter().map(|l| l.id.as_str()).collect();
    say("doctor-labs", &[("labs", &labs.join(", "))]);
    Ok(if refused.is_some() { 3 } else { 0 })
}
