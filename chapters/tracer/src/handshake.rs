//! How a process comes to be traced: it asks, and stops itself; its parent sees it stopped.

use std::{
    fs, io,
    process::{exit, id},
};

use nix::sys::{
    ptrace::traceme,
    signal::{Signal, raise},
};
use rustix::process::{Pid, WaitOptions, waitpid};

/// The exit status that means: the kernel does not let us be traced.
const NOT_TRACEABLE: i32 = 77;

/// What has become of a process that was to ask.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Asked {
    /// It has, and waits for its tracer.
    Waits,
    /// The kernel has refused: a container may forbid it, or another tracer is at work.
    NotTraceable,
    /// It has ended before it came to that, with this status.
    Ended(i32),
}

/// Hands this process over to the parent, which must trace it; returns when that lets it go on.
/// Where the kernel refuses, the process ends, and the parent is told so.
///
/// # Errors
///
/// The process can't stop itself (raise(3)).
pub fn ask_to_be_traced() -> io::Result<()> {
    if traceme().is_err() {
        exit(NOT_TRACEABLE);
    }
    Ok(raise(Signal::SIGSTOP)?)
}

/// Stops this process until somebody who [follows](crate::Live::start) it lets it go on.
///
/// # Errors
///
/// The process can't stop itself (raise(3)).
pub fn ask_to_be_followed() -> io::Result<()> {
    Ok(raise(Signal::SIGSTOP)?)
}

/// Waits until `child` has asked to be traced, or has ended.
///
/// # Errors
///
/// It is no child of this thread (waitpid(2)).
pub fn wait_until_it_asks(child: Pid) -> io::Result<Asked> {
    let status = waitpid(Some(child), WaitOptions::UNTRACED)?;
    Ok(match status.and_then(|(_, status)| status.exit_status()) {
        None => Asked::Waits,
        Some(NOT_TRACEABLE) => Asked::NotTraceable,
        Some(status) => Asked::Ended(status),
    })
}

/// Nearly all that the tracer sees of a server it sees through proc(5): is it there, and that of our
/// own PID namespace?
///
/// # Errors
///
/// It is not, which is said with the way out.
pub fn proc_is_ours() -> io::Result<()> {
    let link = fs::read_link("/proc/self").map_err(|error| {
        io::Error::new(error.kind(), "there is no /proc (mount it: `mount -t proc proc /proc`)")
    })?;
    if link.as_os_str() == id().to_string().as_str() {
        return Ok(());
    }
    let sentence = "/proc shows another PID namespace than the one that this program runs in \
        (mount its own: `unshare --mount-proc`)";
    Err(io::Error::other(sentence))
}
