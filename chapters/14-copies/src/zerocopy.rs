//! `MSG_ZEROCOPY`: the kernel may send out of memory that it is lent, and says later, in the socket's
//! error queue, when it is done with it and whether it has copied after all.
#![expect(unsafe_code, reason = "no safe library reads the error queue")]

use std::{
    io,
    mem::{MaybeUninit, offset_of, size_of, zeroed},
    os::fd::{AsRawFd, OwnedFd},
    ptr::null_mut,
};

use rustix::io::{Errno, retry_on_intr};
use socket_core::net::Transfer;

use crate::{
    option,
    pages::{Pages, last_error},
};

/// Allows the flag: the kernel ignores it where this was not set (socket(7)). What a listener accepts
/// inherits it.
pub(crate) fn allow(socket: &OwnedFd) -> io::Result<()> {
    option::set(socket, libc::SOL_SOCKET, libc::SO_ZEROCOPY, 1)
}

/// Sends `length` bytes of `pages` from `at` on, and lends the kernel these pages for it.
pub(crate) fn send(
    socket: &OwnedFd,
    pages: &Pages,
    at: usize,
    length: usize,
) -> io::Result<Transfer> {
    pages.send(socket, at, length, libc::MSG_ZEROCOPY)
}

/// What the kernel says of earlier sends.
#[derive(Debug)]
pub(crate) struct Released {
    /// How many they are.
    pub(crate) sends: u32,
}

/// Takes the next word from the error queue, if there is one.
pub(crate) fn released(socket: &OwnedFd) -> io::Result<Option<Released>> {
    let mut control = Control { header: MaybeUninit::uninit(), error: MaybeUninit::zeroed() };
    // SAFETY: a message without an address, pieces and control bytes is all zeroes.
    let mut message: libc::msghdr = unsafe { zeroed() };
    message.msg_name = null_mut();
    message.msg_control = (&raw mut control).cast();
    message.msg_controllen = size_of::<Control>();
    let take = || {
        // SAFETY: the message points at `control` and its size, and both live until after the call.
        let taken =
            unsafe { libc::recvmsg(socket.as_raw_fd(), &raw mut message, libc::MSG_ERRQUEUE) };
        usize::try_from(taken).map_err(|_| last_error())
    };
    match retry_on_intr(take) {
        Err(Errno::AGAIN) => return Ok(None),
        outcome => drop(outcome?),
    }
    // SAFETY: it was all zeroes, and the kernel has written whole fields over it.
    let error = unsafe { control.error.assume_init() };
    // They are numbered: from `ee_info` to `ee_data`.
    Ok(Some(Released { sends: error.ee_data.wrapping_sub(error.ee_info).wrapping_add(1) }))
}

/// A control message of the error queue: where the kernel says what it is, and then says it.
#[repr(C)]
struct Control {
    header: MaybeUninit<libc::cmsghdr>,
    error: MaybeUninit<libc::sock_extended_err>,
}

const _: () = assert!(offset_of!(Control, error) == size_of::<libc::cmsghdr>());
