//! Memory that shares its pages with something else: with a file, or with what a socket has received.
//!
//! Whoever has the file open may change these bytes at any time. So they are never borrowed as a
//! slice: the kernel sends from their address, and what is read of them is read byte by byte.
#![expect(unsafe_code, reason = "mmap(2)")]

use std::{
    fs::File,
    io,
    os::fd::{AsFd, AsRawFd, OwnedFd},
    ptr::{NonNull, null_mut},
};

use rustix::{
    io::{Errno, retry_on_intr},
    mm::{MapFlags, ProtFlags, mmap, munmap},
    param::page_size,
};
use socket_core::net::{self, Transfer};

/// A mapping; it goes with its owner.
#[derive(Debug)]
pub(crate) struct Pages {
    start: NonNull<u8>,
    length: usize,
}

impl Pages {
    /// The first `length` bytes of a file: its own pages, and no copy of them.
    pub(crate) fn of_file(file: &File, length: usize) -> io::Result<Self> {
        Self::map(file, length)
    }

    /// Room for so many pages of what a socket has received (tcp(7): `TCP_ZEROCOPY_RECEIVE`).
    pub(crate) fn of_socket(socket: impl AsFd, pages: usize) -> io::Result<Self> {
        Self::map(socket, pages * page_size())
    }

    fn map(of: impl AsFd, length: usize) -> io::Result<Self> {
        let (protection, flags) = (ProtFlags::READ, MapFlags::SHARED);
        // SAFETY: the kernel chooses an address at which nothing of ours is.
        let start = unsafe { mmap(null_mut(), length, protection, flags, of, 0) }?;
        let start = NonNull::new(start.cast()).expect("the kernel maps nothing at address 0");
        Ok(Self { start, length })
    }

    // ANCHOR: send
    /// Sends `length` bytes from `at` on, with flags of send(2).
    pub(crate) fn send(
        &self,
        socket: &OwnedFd,
        at: usize,
        length: usize,
        flags: i32,
    ) -> io::Result<Transfer> {
        assert!(at + length <= self.length, "{at} and {length} of {}", self.length);
        let (address, flags) = (self.address(at).cast(), flags | libc::MSG_NOSIGNAL);
        let send = || {
            // SAFETY: `length` bytes from `address` on are mapped. Where the kernel sends out of these
            // pages it has a hold on them of its own, and may read from them after they are unmapped.
            let sent = unsafe { libc::send(socket.as_raw_fd(), address, length, flags) };
            usize::try_from(sent).map_err(|_| last_error())
        };
        Ok(net::transferred(retry_on_intr(send))?)
    }
    // ANCHOR_END: send

    pub(crate) fn len(&self) -> usize {
        self.length
    }

    /// Where the byte of this number is.
    pub(crate) fn address(&self, at: usize) -> *const u8 {
        assert!(at <= self.length, "{at} of {}", self.length);
        // SAFETY: it is inside of the mapping, or at its end.
        unsafe { self.start.as_ptr().add(at) }
    }

    /// How often a byte is among the first `length`.
    pub(crate) fn count(&self, byte: u8, length: usize) -> usize {
        assert!(length <= self.length, "{length} of {}", self.length);
        // SAFETY: it is inside of the mapping; volatile, for others may write to it meanwhile.
        let read = |at| unsafe { self.address(at).read_volatile() };
        (0..length).filter(|at| read(*at) == byte).count()
    }
}

impl Pages {
    /// Reads a byte of each page, so that all of them are mapped.
    pub(crate) fn touch(&self) {
        for at in (0..self.length).step_by(page_size()) {
            // SAFETY: it is inside of the mapping; volatile, so that it is read at all.
            unsafe { self.address(at).read_volatile() };
        }
    }
}

impl Drop for Pages {
    fn drop(&mut self) {
        // SAFETY: it is a mapping of ours, and with `self` the last way to it goes.
        let gone = unsafe { munmap(self.start.as_ptr().cast(), self.length) };
        debug_assert!(gone.is_ok(), "it was mapped");
    }
}

/// The error of the call before.
pub(crate) fn last_error() -> Errno {
    Errno::from_io_error(&io::Error::last_os_error()).unwrap_or(Errno::INVAL)
}
