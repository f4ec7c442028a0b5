//! The system calls a student's program may not make (seccomp(2)): those that reach for the kernel
//! rather than for sockets, files and processes. They fail with EPERM.

use std::collections::BTreeMap;

use nix::libc;
use seccompiler::{
    BpfProgram, SeccompAction, SeccompCmpArgLen, SeccompCmpOp, SeccompCondition, SeccompFilter, SeccompRule, TargetArch,
};

/// Refused whatever the arguments.
const REFUSED: &[libc::c_long] = &[
    libc::SYS_mount,
    libc::SYS_umount2,
    libc::SYS_pivot_root,
    libc::SYS_chroot,
    libc::SYS_unshare,
    libc::SYS_setns,
    libc::SYS_open_tree,
    libc::SYS_move_mount,
    libc::SYS_fsopen,
    libc::SYS_fsmount,
    libc::SYS_fsconfig,
    libc::SYS_mount_setattr,
    libc::SYS_ptrace,
    libc::SYS_process_vm_writev,
    libc::SYS_bpf,
    libc::SYS_perf_event_open,
    libc::SYS_userfaultfd,
    libc::SYS_keyctl,
    libc::SYS_add_key,
    libc::SYS_request_key,
    libc::SYS_init_module,
    libc::SYS_finit_module,
    libc::SYS_delete_module,
    libc::SYS_kexec_load,
    libc::SYS_swapon,
    libc::SYS_swapoff,
    libc::SYS_reboot,
    libc::SYS_syslog,
    libc::SYS_acct,
    libc::SYS_quotactl,
    libc::SYS_sethostname,
    libc::SYS_setdomainname,
    libc::SYS_io_uring_setup,
    libc::SYS_settimeofday,
    libc::SYS_clock_settime,
];
/// `clone` flags that make namespaces.
const NEW_NAMESPACE: u64 = 0x7e02_0000;
/// The address families of a lab.
const FAMILIES: [libc::c_int; 4] = [libc::AF_UNIX, libc::AF_INET, libc::AF_INET6, libc::AF_NETLINK];

/// The compiled filters, to be applied in this order; `None` on processors without support.
pub(super) fn build() -> Option<Vec<BpfProgram>> {
    let arch: TargetArch = std::env::consts::ARCH.try_into().ok()?;
    let mut rules: BTreeMap<i64, Vec<SeccompRule>> = REFUSED.iter().map(|n| (*n, vec![])).collect();
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
    let refuse = filter(rules, libc::EPERM, arch)?;
    // clone3 hides its flags in memory: glibc falls back to clone when it does not exist.
    let absent = filter(BTreeMap::from([(libc::SYS_clone3, vec![])]), libc::ENOSYS, arch)?;
    Some(vec![refuse, absent])
}

fn filter(rules: BTreeMap<i64, Vec<SeccompRule>>, errno: libc::c_int, arch: TargetArch) -> Option<BpfProgram> {
    let action = SeccompAction::Errno(u32::try_from(errno).ok()?);
    SeccompFilter::new(rules, SeccompAction::Allow, action, arch).ok()?.try_into().ok()
}
