//! `SEND_ZC`: what `MSG_ZEROCOPY` is for a ring. It completes twice: when the bytes are on their way,
//! and when the memory that they are in is free again.
#![expect(unsafe_code, reason = "the kernel borrows memory until a request is completed")]

use std::{
    io,
    os::fd::{AsRawFd, OwnedFd},
};

use io_uring::{
    IoUring,
    cqueue::{Entry, more},
    opcode::SendZc,
    types::Fd,
};
use rustix::io::Errno;
use socket_core::net::{self, Blame};

use crate::pages::Pages;

/// A ring with one request at a time.
pub(crate) struct Ring(IoUring);

/// io_uring_enter(2): the second completion says whether there was a copy after all.
const REPORT_USAGE: u16 = 1 << 3;

impl Ring {
    pub(crate) fn new() -> io::Result<Self> {
        Ok(Self(IoUring::new(2)?))
    }

    // ANCHOR: send
    /// Sends `length` bytes of `pages` from `at` on, and waits until they are free
    /// again. Returns how much was sent.
    pub(crate) fn send(
        &mut self,
        client: &OwnedFd,
        pages: &Pages,
        at: usize,
        length: usize,
    ) -> Result<usize, Errno> {
        self.ask(client, pages, at, length)?;
        let sent = self.completion()?;
        if more(sent.flags()) {
            self.completion()?;
        }
        let result = sent.result();
        usize::try_from(result).map_err(|_| Errno::from_raw_os_error(-result))
    }
    // ANCHOR_END: send

    fn ask(&mut self, to: &OwnedFd, pages: &Pages, at: usize, length: usize) -> Result<(), Errno> {
        assert!(at + length <= pages.len(), "{at} and {length} of {}", pages.len());
        let length = u32::try_from(length).map_err(|_| Errno::INVAL)?;
        let send = SendZc::new(Fd(to.as_raw_fd()), pages.address(at), length);
        let send = send.zc_flags(REPORT_USAGE).build();
        // SAFETY: the pages that it is about are borrowed until its last completion has come.
        unsafe { self.0.submission().push(&send) }.map_err(|_| Errno::BUSY)
    }

    /// Waits for the next completion.
    fn completion(&mut self) -> Result<Entry, Errno> {
        loop {
            if let Some(completion) = self.0.completion().next() {
                return Ok(completion);
            }
            if let Err(error) = self.0.submit_and_wait(1) {
                match Errno::from_io_error(&error) {
                    Some(error) if net::blame(error) == Blame::Nobody => {}
                    error => return Err(error.unwrap_or(Errno::IO)),
                }
            }
        }
    }
}
