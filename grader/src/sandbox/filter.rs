//! The system calls a student's program may not make (seccomp(2)): those that reach for the kernel
//! or for other processes rather than for sockets, files and processes of its own. What runtimes and
//! libraries also try in passing fails with EPERM or ENOSYS; what only an attack does ends the program.

use std::collections::BTreeMap;

use nix::libc;
use seccompiler::{
    BpfProgram, SeccompAction, SeccompCmpArgLen, SeccompCmpOp, SeccompCondition, SeccompFilter, SeccompRule,
    TargetArch, sock_filter,
};

/// Refused whatever the arguments.
const REFUSED: &[libc::c_long] = &[
    libc::SYS_chroot,
    libc::SYS_unshare,
    libc::SYS_bpf,
    libc::SYS_perf_event_open,
    libc::SYS_userfaultfd,
    libc::SYS_keyctl,
    libc::SYS_add_key,
    libc::SYS_request_key,
    libc::SYS_open_by_handle_at,
    libc::SYS_pidfd_getfd,
    libc::SYS_process_vm_readv,
    libc::SYS_swapon,
    libc::SYS_swapoff,
    libc::SYS_syslog,
    libc::SYS_acct,
    libc::SYS_quotactl,
    libc::SYS_sethostname,
    libc::SYS_setdomainname,
    libc::SYS_io_uring_setup,
    libc::SYS_settimeofday,
    libc::SYS_clock_settime,
];
/// The program that makes one of these is killed: it is the proof of what it tried.
const DEADLY: &[libc::c_long] = &[
    libc::SYS_ptrace,
    libc::SYS_process_vm_writev,
    libc::SYS_mount,
    libc::SYS_umount2,
    libc::SYS_pivot_root,
    libc::SYS_setns,
    libc::SYS_open_tree,
    libc::SYS_move_mount,
    libc::SYS_fsopen,
    libc::SYS_fsmount,
    libc::SYS_fsconfig,
    libc::SYS_mount_setattr,
    libc::SYS_init_module,
    libc::SYS_finit_module,
    libc::SYS_delete_module,
    libc::SYS_kexec_load,
    libc::SYS_reboot,
];
/// As if the kernel did not have them: glibc falls back from clone3, whose flags lie in memory, to
/// clone; memory in files of no file system, and shared memory that outlives its last user, is
/// counted as nobody's.
const ABSENT: &[libc::c_long] = &[libc::SYS_clone3, libc::SYS_memfd_create, libc::SYS_shmget];
/// `clone` flags that make namespaces.
const NEW_NAMESPACE: u64 = 0x7e02_0000;
/// The address families of a lab.
const FAMILIES: [libc::c_int; 4] = [libc::AF_UNIX, libc::AF_INET, libc::AF_INET6, libc::AF_NETLINK];

/// The compiled filters, to be applied in this order; `None` on processors without support.
pub(super) fn build() -> Option<Vec<BpfProgram>> {
    let arch: TargetArch = std::env::consts::ARCH.try_into().ok()?;
    let whole = |calls: &[i64]| calls.iter().map(|number| (*number, vec![])).collect::<BTreeMap<_, _>>();
    let mut rules = whole(REFUSED);
    // One rule a flag: any of them set is refused.
    let clone = (0..64).map(|bit| 1u64 << bit).filter(|flag| NEW_NAMESPACE & flag != 0).filter_map(|flag| {
        let condition = SeccompCondition::new(0, SeccompCmpArgLen::Qword, SeccompCmpOp::MaskedEq(flag), flag).ok()?;
        SeccompRule::new(vec![condition]).ok()
    });
    rules.insert(libc::SYS_clone, clone.collect());
    let strange: Vec<SeccompCondition> = FAMILIES
        .iter()
        .filter_map(|f| {
            SeccompCondition::new(0, SeccompCmpArgLen::Dword, SeccompCmpOp::Ne, u64::try_from(*f).ok()?).ok()
        })
        .collect();
    rules.insert(libc::SYS_socket, vec![SeccompRule::new(strange).ok()?]);
    let errno = |errno: libc::c_int| u32::try_from(errno).ok().map(SeccompAction::Errno);
    let mut filters = vec![
        filter(rules, errno(libc::EPERM)?, arch)?,
        filter(whole(DEADLY), SeccompAction::KillProcess, arch)?,
        filter(whole(ABSENT), errno(libc::ENOSYS)?, arch)?,
    ];
    if cfg!(target_arch = "x86_64") {
        filters.push(no_second_numbering());
    }
    Some(filters)
}

fn filter(rules: BTreeMap<i64, Vec<SeccompRule>>, action: SeccompAction, arch: TargetArch) -> Option<BpfProgram> {
    SeccompFilter::new(rules, SeccompAction::Allow, action, arch).ok()?.try_into().ok()
}

/// On x86-64 every call has a second number (the x32 interface), which none of the other filters
/// knows: absent, as on most kernels.
fn no_second_numbering() -> BpfProgram {
    /// The bit that these numbers have.
    const SECOND: u32 = 0x4000_0000;
    let statement = |code: u32, k: u32| sock_filter { code: u16::try_from(code).unwrap_or(0), jt: 0, jf: 0, k };
    let refuse = libc::SECCOMP_RET_ERRNO | u32::try_from(libc::ENOSYS).unwrap_or(0);
    vec![
        // The call's number is the first word of `struct seccomp_data`.
        statement(libc::BPF_LD | libc::BPF_W | libc::BPF_ABS, 0),
        sock_filter { jf: 1, ..statement(libc::BPF_JMP | libc::BPF_JGE | libc::BPF_K, SECOND) },
        statement(libc::BPF_RET | libc::BPF_K, refuse),
        statement(libc::BPF_RET | libc::BPF_K, libc::SECCOMP_RET_ALLOW),
    ]
}
