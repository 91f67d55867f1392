//! The signals that a thread lets wait: its mask, pthread_sigmask(3).
//!
//! A program inherits the mask of the one that started it (execve(2)). So a program that
//! must hear a signal unblocks it first.
#![expect(unsafe_code, reason = "rustix has no calls for signals")]

use std::{io, mem::MaybeUninit, ptr};

/// A set of signals.
pub(crate) type Set = libc::sigset_t;

/// A set of these signals.
pub(crate) fn set(signals: &[i32]) -> io::Result<Set> {
    let mut set = MaybeUninit::uninit();
    // SAFETY: sigemptyset(3) writes the whole set.
    done(unsafe { libc::sigemptyset(set.as_mut_ptr()) })?;
    // SAFETY: it has been written.
    let mut set = unsafe { set.assume_init() };
    for signal in signals {
        // SAFETY: the set is a set.
        done(unsafe { libc::sigaddset(&raw mut set, *signal) })?;
    }
    Ok(set)
}

/// Lets these signals wait, in this thread and those that it starts.
pub(crate) fn block(set: &Set) -> io::Result<()> {
    change(libc::SIG_BLOCK, set)
}

/// Lets these signals come, to this thread and those that it starts.
pub(crate) fn unblock(set: &Set) -> io::Result<()> {
    change(libc::SIG_UNBLOCK, set)
}

fn change(how: i32, set: &Set) -> io::Result<()> {
    // SAFETY: the set is read, and the old one is not asked for.
    match unsafe { libc::pthread_sigmask(how, set, ptr::null_mut()) } {
        0 => Ok(()),
        error => Err(io::Error::from_raw_os_error(error)),
    }
}

fn done(result: i32) -> io::Result<()> {
    if result == -1 { Err(io::Error::last_os_error()) } else { Ok(()) }
}
