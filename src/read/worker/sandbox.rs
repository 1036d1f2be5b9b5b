//! What a worker gives up before it reads anything: the user's files and the network.
//!
//! In: nothing. Out: a process that may read and run what the system's own folders hold (the OCR program
//! needs its libraries and data), and nothing else: it opens no other file, writes none and makes no
//! connection. On Linux the kernel holds this by Landlock (files, TCP) and seccomp (all sockets); every
//! Unix forbids it to write files by its limits. Where the kernel cannot, the worker runs without, and
//! [`Isolation`] says so.

use std::fs::File;
use std::io::ErrorKind;
use std::net::{TcpListener, UdpSocket};
use std::path::Path;

use serde::{Deserialize, Serialize};

/// What a worker proved unable to reach when it tried.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Isolation {
    /// It could neither open nor make a file.
    pub files: bool,
    /// It could open no socket.
    pub network: bool,
}

/// Gives up files and network for this process and all that it starts, as far as the kernel can.
///
/// Only threads started later are bound too, so this comes before all others.
pub fn enter() {
    limit_files();
    #[cfg(target_os = "linux")]
    {
        // A kernel without one of them still has the other; `Isolation` tells what holds.
        drop(linux::restrict_files());
        drop(linux::restrict_sockets());
    }
}

/// Tries to open `file`, which is there, to make another beside it, and to open sockets.
#[must_use]
pub fn probe(file: &Path) -> Isolation {
    let denied = |error: Option<std::io::Error>| error.is_some_and(|error| error.kind() == ErrorKind::PermissionDenied);
    let files = denied(File::open(file).err()) && denied(File::create(file.with_extension("probe")).err());
    let network = denied(TcpListener::bind("127.0.0.1:0").err()) && denied(UdpSocket::bind("127.0.0.1:0").err());
    Isolation { files, network }
}

#[cfg(unix)]
fn limit_files() {
    // Pipes are no files; a core file of a crash would hold the document.
    for resource in [rlimit::Resource::FSIZE, rlimit::Resource::CORE] {
        drop(rlimit::setrlimit(resource, 0, 0));
    }
}

#[cfg(not(unix))]
fn limit_files() {}

#[cfg(target_os = "linux")]
mod linux {
    use std::path::PathBuf;

    use landlock::{ABI, Access as _, AccessFs, AccessNet, Ruleset, RulesetAttr as _, RulesetCreatedAttr as _, Scope, path_beneath_rules};
    use nix::libc;
    use seccompiler::{BpfProgram, SeccompAction, SeccompFilter};

    /// Programs, libraries and their data; what is missing is passed over.
    const SYSTEM: &[&str] = &[
        "/usr",
        "/bin",
        "/lib",
        "/lib32",
        "/lib64",
        "/opt",
        "/nix/store",
        "/etc/alternatives",
        "/etc/ld.so.cache",
        "/etc/localtime",
        "/sys/devices/system/cpu",
        "/sys/fs/cgroup",
        "/dev/urandom",
    ];

    /// The newest Landlock interface that is asked for; an older kernel gives what it has.
    const INTERFACE: ABI = ABI::V6;

    /// System calls that open connections or reach into other processes.
    const FORBIDDEN: &[libc::c_long] = &[
        libc::SYS_socket,
        libc::SYS_io_uring_setup,
        libc::SYS_ptrace,
        libc::SYS_process_vm_readv,
        libc::SYS_process_vm_writev,
        libc::SYS_pidfd_getfd,
        libc::SYS_bpf,
        libc::SYS_perf_event_open,
        libc::SYS_userfaultfd,
    ];

    pub(super) fn restrict_files() -> Result<(), landlock::RulesetError> {
        Ruleset::default()
            .handle_access(AccessFs::from_all(INTERFACE))?
            .handle_access(AccessNet::from_all(INTERFACE))?
            .scope(Scope::from_all(INTERFACE))?
            .create()?
            .add_rules(path_beneath_rules(SYSTEM.iter().map(PathBuf::from).chain(recognition()), AccessFs::from_read(INTERFACE)))?
            .add_rules(path_beneath_rules(["/dev/null"], AccessFs::ReadFile | AccessFs::WriteFile))?
            .restrict_self()?;
        Ok(())
    }

    /// Where the OCR program and its data stand if not in the system's folders.
    fn recognition() -> Vec<PathBuf> {
        let mut folders: Vec<PathBuf> = std::env::var_os("TESSDATA_PREFIX").map(PathBuf::from).into_iter().collect();
        let path = std::env::var_os("PATH").unwrap_or_default();
        if let Some(program) = std::env::split_paths(&path).map(|folder| folder.join("tesseract")).find(|program| program.is_file()) {
            let around = program.parent().and_then(|programs| programs.parent()).map(PathBuf::from);
            folders.extend(around.iter().flat_map(|prefix| [prefix.join("lib"), prefix.join("share")]));
            folders.push(program);
        }
        folders
    }

    pub(super) fn restrict_sockets() -> Result<(), Box<dyn std::error::Error>> {
        let rules = FORBIDDEN.iter().map(|&call| (call, Vec::new())).collect();
        let refusal = SeccompAction::Errno(libc::EACCES.unsigned_abs());
        let filter = SeccompFilter::new(rules, SeccompAction::Allow, refusal, std::env::consts::ARCH.try_into()?)?;
        let program: BpfProgram = filter.try_into()?;
        seccompiler::apply_filter(&program)?;
        Ok(())
    }
}
