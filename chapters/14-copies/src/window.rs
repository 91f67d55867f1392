//! `TCP_ZEROCOPY_RECEIVE`: whole pages of what has arrived come into memory as they are.
#![expect(unsafe_code, reason = "no safe library has TCP_ZEROCOPY_RECEIVE")]

use std::{
    io,
    mem::size_of,
    os::fd::{AsRawFd, OwnedFd},
};

use rustix::{io::Errno, param::page_size};

use crate::{
    option,
    pages::{Pages, last_error},
};

/// getsockopt(2): the option, which libc does not name.
const TCP_ZEROCOPY_RECEIVE: i32 = 35;

/// What it is asked, and what it answers (`linux/tcp.h`); what the file has after these is not asked.
#[repr(C)]
#[derive(Debug, Default)]
struct Asked {
    address: u64,
    /// How much room there is; then, how much is mapped.
    length: u32,
    /// How many bytes come next that can't be mapped.
    hint: u32,
    /// How many have arrived in all.
    arrived: u32,
    error: i32,
}

/// What has come of it.
#[derive(Debug)]
pub(crate) struct Mapped {
    /// So many bytes stand at the beginning of the pages.
    pub(crate) bytes: usize,
    /// So many come next that have to be received as usual.
    pub(crate) hint: usize,
}

/// What the header of a segment takes from its length: time stamps.
const OPTIONS: usize = 12;

/// Lets each segment that clients of `listener` send be a page of bytes, so that what arrives lies
/// in whole pages.
pub(crate) fn ask_for_pages(listener: &OwnedFd) -> io::Result<()> {
    let segment = i32::try_from(page_size() + OPTIONS).map_err(io::Error::other)?;
    option::set(listener, libc::IPPROTO_TCP, libc::TCP_MAXSEG, segment)
}

// ANCHOR: receive
/// Maps what has arrived over `pages`, which are of this socket; what stood there
/// before is gone.
pub(crate) fn receive(socket: &OwnedFd, pages: &mut Pages) -> Result<Mapped, Errno> {
    let length = u32::try_from(pages.len()).map_err(|_| Errno::INVAL)?;
    let address = pages.address(0) as u64;
    let mut asked = Asked { address, length, ..Asked::default() };
    ask(socket, &mut asked)?;
    Ok(Mapped { bytes: asked.length as usize, hint: asked.hint as usize })
}
// ANCHOR_END: receive

fn ask(socket: &OwnedFd, asked: &mut Asked) -> Result<(), Errno> {
    let mut size = libc::socklen_t::try_from(size_of::<Asked>()).map_err(|_| Errno::INVAL)?;
    let (level, option) = (libc::IPPROTO_TCP, TCP_ZEROCOPY_RECEIVE);
    let value = (&raw mut *asked).cast();
    // SAFETY: the kernel writes `size` bytes of `asked` at most; its address and length are those of a
    // mapping of this very socket, which is borrowed, and it replaces no other memory than that.
    let result =
        unsafe { libc::getsockopt(socket.as_raw_fd(), level, option, value, &raw mut size) };
    if result == 0 { Ok(()) } else { Err(last_error()) }
}
