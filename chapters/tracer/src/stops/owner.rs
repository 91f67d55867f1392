//! Whom the kernel tells of a descriptor's news: a process, or one thread alone (fcntl(2),
//! F_SETOWN_EX).
#![expect(unsafe_code, reason = "fcntl(2), for no crate has a name for F_GETOWN_EX")]

use std::os::fd::{AsRawFd, OwnedFd};

use linux_raw_sys::general::{F_GETOWN_EX, F_OWNER_TID, f_owner_ex};
use rustix::process::Pid;

/// The thread that alone is told of what happens to this descriptor, if it is told to one.
pub(crate) fn thread(descriptor: &OwnedFd) -> Option<Pid> {
    let mut owner = f_owner_ex { type_: 0, pid: 0 };
    let command = F_GETOWN_EX.cast_signed();
    // SAFETY: F_GETOWN_EX fills an f_owner_ex.
    let answer = unsafe { libc::fcntl(descriptor.as_raw_fd(), command, &raw mut owner) };
    let is_thread = answer == 0 && owner.type_ == F_OWNER_TID.cast_signed();
    Pid::from_raw(owner.pid).filter(|_| is_thread)
}
