//! fork(2), and the one condition that it has in Rust.
//!
//! The child is born with all memory of its parent but only one of its threads; a lock that
//! another thread held stays locked in it for ever. So only a process with one thread may fork.

#![expect(unsafe_code, reason = "after fork(2) the program runs twice")]

use std::{
    io,
    marker::PhantomData,
    os::fd::OwnedFd,
    panic::{AssertUnwindSafe, catch_unwind},
};

use rustix::process::{
    Pid, PidfdFlags, Signal, WaitOptions, getpid, kill_process, pidfd_open, waitpid,
};
use socket_core::net::{self, Blame};

use crate::needed::{entries, explain};

/// Whether a child can be made and waited for: whether this process is in proc(5), and pidfd_open(2)
/// is there, and allowed.
///
/// # Errors
/// It says what is missing, and the way out.
pub fn available() -> io::Result<()> {
    entries(THREADS)?;
    let opened = pidfd_open(getpid(), PidfdFlags::empty());
    opened.map(drop).map_err(|error| explain("pidfd_open(2)", "5.3", error.into()))
}

/// The threads of a process, in proc(5).
const THREADS: &str = "task";

/// Ends a child that nobody could wait for, and waits for it at once.
fn undo(child: Pid) {
    // Both fail only if it is gone.
    _ = kill_process(child, Signal::KILL);
    let wait = || waitpid(Some(child), WaitOptions::empty());
    while wait().is_err_and(|error| net::blame(error) == Blame::Nobody) {}
}

/// Proof that the calling thread is the only one of its process. It stays with that thread.
#[derive(Debug)]
pub struct OnlyThread(PhantomData<*const ()>);

impl OnlyThread {
    /// Looks at the process: one thread?
    ///
    /// # Errors
    /// There are more, or `/proc` can't be read.
    pub fn prove() -> io::Result<Self> {
        match entries(THREADS)? {
            1 => Ok(Self(PhantomData)),
            _ => Err(io::Error::other("only a process with a single thread can fork")),
        }
    }

    /// Does `work` in a child process, which ends with it: with 0, or with 1 if it failed. Returns
    /// a descriptor of the child, readable when the child has ended (pidfd_open(2)).
    ///
    /// The child has a copy of all memory, and shares every open descriptor. While threads run
    /// that were started after the proof, don't call this.
    ///
    /// # Errors
    /// No process, no memory or no descriptor is left (fork(2), pidfd_open(2)). Then there is no
    /// child.
    pub fn fork(&self, work: impl FnOnce() -> io::Result<()>) -> io::Result<OwnedFd> {
        // SAFETY: no other thread can hold a lock that the child needs: there is none.
        match unsafe { libc::fork() } {
            -1 => Err(io::Error::last_os_error()),
            0 => {
                let done = catch_unwind(AssertUnwindSafe(work));
                let status = i32::from(!matches!(done, Ok(Ok(()))));
                // SAFETY: the call takes no memory of ours and does not return; what is registered
                // for the end of the process is the parent's to run.
                unsafe { libc::_exit(status) }
            }
            child => {
                let child = Pid::from_raw(child).expect("fork(2) returns 0 only in the child");
                pidfd_open(child, PidfdFlags::empty()).map_err(|error| {
                    undo(child);
                    error.into()
                })
            }
        }
    }
}
