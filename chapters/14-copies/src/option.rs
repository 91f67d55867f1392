//! Options of a socket that no safe library has.
#![expect(unsafe_code, reason = "setsockopt(2)")]

use std::{
    io,
    mem::size_of_val,
    os::fd::{AsRawFd, OwnedFd},
};

/// Sets an option that is a number.
pub(crate) fn set(socket: &OwnedFd, level: i32, option: i32, value: i32) -> io::Result<()> {
    let size = libc::socklen_t::try_from(size_of_val(&value)).map_err(io::Error::other)?;
    let (socket, value) = (socket.as_raw_fd(), (&raw const value).cast());
    // SAFETY: the kernel reads `size` bytes of `value`, which lives until after the call.
    let result = unsafe { libc::setsockopt(socket, level, option, value, size) };
    if result == 0 { Ok(()) } else { Err(io::Error::last_os_error()) }
}
