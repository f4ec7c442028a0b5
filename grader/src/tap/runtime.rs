//! Threads that a language's runtime keeps for itself and that wake by the clock for ever.

use std::fs;

/// How those of the HotSpot virtual machine of Java are called, as far as the kernel keeps a name (15 bytes;
/// `os::set_native_thread_name` in its source).
const HOTSPOT: &[&str] = &[
    "C1 CompilerThre",
    "C2 CompilerThre",
    "Common-Cleaner",
    "G1 Conc",
    "G1 Main Marker",
    "G1 Refine",
    "G1 Service",
    "GC Thread",
    "Monitor Deflati",
    "Notification Th",
    "Service Thread",
    "Sweeper thread",
    FIRST_TO_GO,
    "VM Thread",
];

/// The one of them that ends first when the machine does (`before_exit` in HotSpot's source), by itself and only
/// then: the others wait for each other after that, some by the clock, and nobody for anything from outside.
pub(super) const FIRST_TO_GO: &str = "VM Periodic Tas";

/// The known name of a thread that is such a one. It may be at work, and others wait for it then; but where it waits
/// for the clock, what it does afterwards is nothing that the program asked for.
pub(super) fn kept_for_itself(pid: i32, tid: i32) -> Option<&'static str> {
    let is_java = || fs::read_link(format!("/proc/{pid}/exe")).is_ok_and(|path| path.ends_with("java"));
    let name = fs::read_to_string(format!("/proc/{pid}/task/{tid}/comm")).unwrap_or_default();
    HOTSPOT.iter().copied().find(|known| name.starts_with(known)).filter(|_| is_java())
}
