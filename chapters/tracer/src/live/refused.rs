//! Why a process can't be followed, and the way out.

use std::{
    fmt,
    fs::{self, File},
    io::{self, Read},
};

use nix::errno::Errno;
use rustix::process::{Pid, getpid, getuid};

use crate::stops::proc::status;

/// Why a process can't be followed.
#[derive(Debug)]
pub enum Refused {
    /// There is no process of this number.
    Absent(i32),
    /// The number is that of a thread; its process has another.
    Thread(i32, i32),
    /// It has ended, and its parent has not asked how.
    Ended(i32),
    /// It is a thread of the kernel.
    Kernel(i32),
    /// It is this program.
    Ours,
    /// It runs code for 32 bits.
    Narrow(i32),
    /// A process with this number and name follows it already.
    Followed(i32, i32, String),
    /// It belongs to another user.
    Foreign(i32),
    /// The kernel lets only parents trace, or only root, or nobody: `ptrace_scope`.
    Scope(i32, u8),
    /// The kernel does not let us, and does not say why.
    Forbidden(i32),
    /// Something else went wrong.
    Failed(io::Error),
}

impl Refused {
    /// Looks at a process before anything is done to it.
    pub(crate) fn look_at(number: i32) -> Result<Pid, Self> {
        let says = |name| Pid::from_raw(number).and_then(|process| status(process, name));
        let (Some(process), Some(state)) = (Pid::from_raw(number.max(0)), says("State:")) else {
            return Err(Self::Absent(number));
        };
        let group = says("Tgid:").and_then(|group| group.parse().ok()).unwrap_or(number);
        match says("TracerPid:").and_then(|tracer| tracer.parse().ok()) {
            _ if group != number => Err(Self::Thread(number, group)),
            _ if process == getpid() => Err(Self::Ours),
            _ if state.starts_with(['Z', 'X']) => Err(Self::Ended(number)),
            _ if says("VmSize:").is_none() => Err(Self::Kernel(number)),
            Some(tracer @ 1..) => Err(Self::Followed(number, tracer, name(tracer))),
            _ if is_narrow(number) => Err(Self::Narrow(number)),
            _ => Ok(process),
        }
    }

    /// Why ptrace(2) has failed.
    pub(crate) fn because(process: Pid, why: Errno) -> Self {
        let number = process.as_raw_nonzero().get();
        match (why, scope()) {
            (Errno::ESRCH, _) => Self::Absent(number),
            (Errno::EPERM, 3) => Self::Scope(number, 3),
            (Errno::EPERM, _) if is_foreign(process) => Self::Foreign(number),
            (Errno::EPERM, scope @ 1..) => Self::Scope(number, scope),
            (Errno::EPERM, _) => Self::Forbidden(number),
            (other, _) => Self::Failed(other.into()),
        }
    }
}

fn name(process: i32) -> String {
    fs::read_to_string(format!("/proc/{process}/comm")).unwrap_or_default().trim().to_owned()
}

/// The fifth byte of an ELF file is its class (elf(5)).
fn is_narrow(process: i32) -> bool {
    let mut head = [0; 5];
    let read =
        File::open(format!("/proc/{process}/exe")).and_then(|mut exe| exe.read_exact(&mut head));
    read.is_ok() && head == *b"\x7fELF\x01"
}

/// Yama's rule; 0, the rule without it, where there is no Yama.
fn scope() -> u8 {
    let text = fs::read_to_string("/proc/sys/kernel/yama/ptrace_scope").unwrap_or_default();
    text.trim().parse().unwrap_or(0)
}

/// Whether a process belongs to another user, and we are not root.
fn is_foreign(process: Pid) -> bool {
    let owner = status(process, "Uid:");
    let owner = owner.and_then(|ids| ids.split_whitespace().next()?.parse().ok());
    !getuid().is_root() && owner.is_some_and(|owner: u32| owner != getuid().as_raw())
}

impl From<io::Error> for Refused {
    fn from(error: io::Error) -> Self {
        Self::Failed(error)
    }
}

impl fmt::Display for Refused {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Absent(number) => write!(
                out,
                "There is no process {number}; `pgrep -a NAME` and `ss -tlnp` find a server's number."
            ),
            Self::Thread(number, process) => {
                write!(out, "{number} is a thread of process {process}: watch that.")
            }
            Self::Ended(number) => {
                write!(out, "Process {number} has ended; only its parent does not know yet.")
            }
            Self::Kernel(number) => write!(
                out,
                "Process {number} is a thread of the kernel, which makes no system calls."
            ),
            Self::Ours => write!(out, "That is this program, which can't watch itself."),
            Self::Narrow(number) => write!(
                out,
                "Process {number} runs code for 32 bits, whose system calls have other numbers and \
                 registers; watch the server built for 64 bits."
            ),
            Self::Followed(number, tracer, name) => write!(
                out,
                "Process {number} is traced already, by {name} ({tracer}), and a process has one \
                 tracer: end that one first."
            ),
            Self::Foreign(number) => write!(
                out,
                "Process {number} belongs to another user; watch it as that user or as root (sudo)."
            ),
            Self::Scope(number, 3) => write!(
                out,
                "The kernel lets nobody trace process {number} (ptrace_scope is 3) until it is \
                 started again with another setting."
            ),
            Self::Scope(number, scope) => write!(
                out,
                "The kernel does not let you trace process {number} (ptrace_scope is {scope}): be \
                 root (sudo), or start the server with `waits watch -- COMMAND`."
            ),
            Self::Forbidden(number) => write!(
                out,
                "The kernel does not let you trace process {number}: it may have rights that you \
                 have not, or a container forbids ptrace(2); be root (sudo) outside of it."
            ),
            Self::Failed(error) => write!(out, "{error}"),
        }
    }
}

impl std::error::Error for Refused {}
