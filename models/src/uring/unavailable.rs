//! Whether there is a ring for us; if not, why, and the way out, in one sentence.

use std::{fs, io, thread};

use rustix::{event::Timespec, io::Errno};

use super::{Ring, SIZES};
use crate::needed;

/// Who may make a ring: 0 everyone, 1 root and one group, 2 nobody (sysctl(2) since Linux 6.6).
const SWITCH: &str = "/proc/sys/kernel/io_uring_disabled";

/// One wait that ends at once: all three calls must be there, and allowed.
///
/// In a thread that ends with it. Some time after a ring is closed, the kernel interrupts each
/// thread that has used it; and a recv(2) that is interrupted where an urgent byte is next fails
/// with EAGAIN, though there are bytes after it. A multishot receive then waits for more of them.
pub(super) fn available() -> io::Result<()> {
    let tries = || Ring::new(SIZES)?.wait(Some(Timespec::default())).map(drop);
    match thread::Builder::new().spawn(tries) {
        Ok(thread) => thread.join().expect("it does not panic"),
        // Rather an urgent byte that waits than no server.
        Err(_) => tries(),
    }
}

/// The error of io_uring_setup(2), io_uring_register(2) or io_uring_enter(2) as the reader can act
/// on it. This is not who is to blame, but which words to use.
pub(super) fn explain(error: io::Error) -> io::Error {
    let why = match Errno::from_io_error(&error) {
        Some(Errno::NOSYS | Errno::INVAL) => {
            "The kernel is too old: this takes the io_uring of Linux 6.1 or later".to_owned()
        }
        Some(Errno::PERM) => forbidden(fs::read_to_string(SWITCH).unwrap_or_default().trim()),
        Some(Errno::NOMEM) => {
            "The kernel has no memory for io_uring; it may count as locked memory (`ulimit -l`)"
                .to_owned()
        }
        _ => return error,
    };
    io::Error::new(error.kind(), why)
}

fn forbidden(switch: &str) -> String {
    match switch {
        "1" | "2" => format!("io_uring is switched off: {SWITCH} says {switch}; root can write 0"),
        _ => needed::forbidden("io_uring"),
    }
}
