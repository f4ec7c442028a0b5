//! Where the threads of a compiled program are in the submission's own code, read from outside: the
//! registers by ptrace(2), the frames by the binaries' unwind tables. Only for a program whose verdict is
//! in: its threads are stopped for it.

use std::collections::BTreeMap;
use std::fs::File;
use std::os::unix::fs::FileExt;
use std::path::Path;
use std::rc::Rc;

use addr2line::gimli::{CfaRule, EhFrame, LittleEndian, Register, RegisterRule, UnwindContext, UnwindSection};

use super::halted::Halted;
use super::image::{Image, Module};
use super::symbols::Symbols;
use super::threads::{alive, tids};
use crate::transcript::Stack;

/// Frames gone through of one thread.
const DEEPEST: usize = 64;

/// Registers by the numbers of DWARF.
type Registers = BTreeMap<u16, u64>;
/// Where a thread is in the submission's own binaries, innermost first: each, and an address as it counts.
type Trace = Vec<(Rc<Module>, u64)>;

#[cfg(target_arch = "x86_64")]
mod machine {
    use super::Registers;

    /// Stack pointer, return address; those that a function gives back as it found them.
    pub(super) const STACK: u16 = 7;
    pub(super) const RETURN: u16 = 16;
    pub(super) const KEPT: &[u16] = &[3, 6, 12, 13, 14, 15];

    /// Where it is, and the registers.
    pub(super) fn read(regs: &nix::libc::user_regs_struct) -> (u64, Registers) {
        let kept = [(3, regs.rbx), (6, regs.rbp), (7, regs.rsp), (12, regs.r12), (13, regs.r13)];
        (regs.rip, kept.into_iter().chain([(14, regs.r14), (15, regs.r15)]).collect())
    }
}

#[cfg(target_arch = "aarch64")]
mod machine {
    use super::Registers;

    /// Stack pointer, return address; those that a function gives back as it found them.
    pub(super) const STACK: u16 = 31;
    pub(super) const RETURN: u16 = 30;
    pub(super) const KEPT: &[u16] = &[19, 20, 21, 22, 23, 24, 25, 26, 27, 28, 29, 30];

    /// Where it is, and the registers.
    pub(super) fn read(regs: &nix::libc::user_regs_struct) -> (u64, Registers) {
        let kept = (19u16..).zip(regs.regs[19..=30].iter().copied());
        (regs.pc, kept.chain([(STACK, regs.sp)]).collect())
    }
}

/// The stacks of all threads, innermost frame first, only frames of the submission's own code; empty for
/// a process that has none.
pub(super) fn stacks(pid: i32, root: &Path) -> Vec<Stack> {
    let mut image = Image::of(pid, root);
    if !image.has_own_code() {
        return Vec::new();
    }
    let Ok(memory) = File::open(format!("/proc/{}/mem", alive(pid))) else { return Vec::new() };
    let mut threads = tids(pid);
    threads.sort_unstable();
    let traces: Vec<(i32, Trace)> = threads.into_iter().map(|tid| (tid, trace(tid, &mut image, &memory))).collect();
    let symbols = Symbols::of(traces.iter().flat_map(|(_, trace)| trace.iter().map(|(module, _)| module.as_ref())));
    let place = |(module, address): &(Rc<Module>, u64)| symbols.place(module, *address, root);
    traces
        .iter()
        .map(|(tid, trace)| Stack { tid: Some(*tid), frames: trace.iter().filter_map(place).collect(), outside: false })
        .collect()
}

/// Where a thread is in the submission's own code, read while it is stopped; nothing where it cannot be.
fn trace(tid: i32, image: &mut Image, memory: &File) -> Trace {
    let Some(halted) = Halted::thread(tid) else { return Trace::new() };
    halted.registers().map(|registers| walk(machine::read(&registers), image, memory)).unwrap_or_default()
}

/// Goes from a thread's innermost frame outwards.
fn walk(start: (u64, Registers), image: &mut Image, memory: &File) -> Trace {
    let (mut pc, mut registers) = start;
    let mut found = Vec::new();
    for depth in 0..DEEPEST {
        let Some((module, bias)) = image.module(pc) else { break };
        // A return address may be the first of the next line, or of the next function.
        let address = pc.wrapping_sub(bias).saturating_sub(u64::from(depth > 0));
        if module.own {
            found.push((Rc::clone(&module), address));
        }
        let Some((caller, theirs)) = caller(&module, address, &registers, memory) else { break };
        // The stack only ever shrinks on the way back.
        if caller == 0 || theirs.get(&machine::STACK) <= registers.get(&machine::STACK) {
            break;
        }
        (pc, registers) = (caller, theirs);
    }
    found
}

/// Where a frame returns to, and the registers there.
fn caller(module: &Module, address: u64, registers: &Registers, memory: &File) -> Option<(u64, Registers)> {
    let (table, bases) = module.unwind_table()?;
    let frames = EhFrame::new(table, LittleEndian);
    let mut context = UnwindContext::new();
    let row = frames.unwind_info_for_address(&bases, &mut context, address, EhFrame::cie_from_offset).ok()?;
    let CfaRule::RegisterAndOffset { register, offset } = row.cfa() else { return None };
    let frame = registers.get(&register.0)?.wrapping_add_signed(*offset);
    let word = |offset: i64| {
        let mut bytes = [0; 8];
        memory.read_exact_at(&mut bytes, frame.wrapping_add_signed(offset)).ok()?;
        Some(u64::from_le_bytes(bytes))
    };
    let before = |number: u16| match row.register(Register(number)) {
        None | Some(RegisterRule::SameValue) => registers.get(&number).copied(),
        Some(RegisterRule::Offset(offset)) => word(offset),
        Some(RegisterRule::ValOffset(offset)) => Some(frame.wrapping_add_signed(offset)),
        Some(RegisterRule::Register(other)) => registers.get(&other.0).copied(),
        Some(_) => None,
    };
    let back = before(machine::RETURN)?;
    let kept = machine::KEPT.iter().filter_map(|number| Some((*number, before(*number)?)));
    Some((back, kept.chain([(machine::STACK, frame)]).collect()))
}

#[cfg(test)]
mod tests {
    use std::process::{Child, Command, Stdio};

    use super::*;
    use crate::sandbox::find_in_path;
    use crate::transcript::Place;

    /// Waits in `read` on line 5, called from line 10 of a thread and of the main one.
    const PROGRAM: &str = "#include <pthread.h>\n#include <unistd.h>\n\
        static int wait_for(char *at, int size)\n{\n    return read(0, at, size);\n}\n\
        static void *serve(void *unused)\n{\n    char at[4];\n    return wait_for(at, 4) > 0 ? unused : NULL;\n}\n\
        int main(void)\n{\n    pthread_t other;\n    pthread_create(&other, NULL, serve, NULL);\n    serve(NULL);\n}\n";

    /// The program, built with these options, once both its threads wait.
    fn waiting(folder: &Path, options: &[&str]) -> Option<Child> {
        let compiler = find_in_path("gcc")?;
        std::fs::write(folder.join("program.c"), PROGRAM).unwrap();
        let built = Command::new(compiler)
            .args(options)
            .args(["-O0", "-fno-inline", "-pthread", "-o", "program", "program.c"])
            .current_dir(folder)
            .status();
        assert!(built.unwrap().success());
        let mut child = Command::new(folder.join("program")).stdin(Stdio::piped()).spawn().unwrap();
        let pid = i32::try_from(child.id()).unwrap();
        let reads = |tid: &i32| {
            let call = std::fs::read_to_string(format!("/proc/{pid}/task/{tid}/syscall")).unwrap_or_default();
            call.starts_with("0 0x0 ") || call.starts_with("63 0x0 ")
        };
        while tids(pid).iter().filter(|tid| reads(tid)).count() < 2 {
            assert!(child.try_wait().unwrap().is_none(), "the program has ended");
            std::thread::yield_now();
        }
        Some(child)
    }

    fn frames(options: &[&str]) -> Option<Vec<Vec<Place>>> {
        let folder = tempfile::tempdir().unwrap();
        let root = folder.path().canonicalize().unwrap();
        let mut child = waiting(&root, options)?;
        let stacks = stacks(i32::try_from(child.id()).unwrap(), &root);
        child.kill().unwrap();
        child.wait().unwrap();
        Some(stacks.into_iter().map(|stack| stack.frames).collect())
    }

    #[test]
    fn each_thread_of_a_compiled_program_is_found_in_its_own_lines() {
        let Some(stacks) = frames(&["-g"]) else {
            println!("left out: no gcc here");
            return;
        };
        let place = |line, function: &str| Place { file: "program.c".into(), line, function: function.into() };
        assert_eq!(stacks[0], [place(5, "wait_for"), place(10, "serve"), place(16, "main")]);
        assert_eq!(stacks[1], [place(5, "wait_for"), place(10, "serve")]);
    }

    #[test]
    fn without_debug_information_the_functions_are_known() {
        let Some(stacks) = frames(&[]) else {
            println!("left out: no gcc here");
            return;
        };
        let names: Vec<&str> = stacks[0].iter().map(|frame| frame.function.as_str()).collect();
        assert_eq!(names, ["wait_for", "serve", "main"]);
        assert!(stacks[0].iter().all(|frame| frame.line == 0 && frame.file.is_empty()));
    }
}
