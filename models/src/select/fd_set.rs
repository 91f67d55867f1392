//! The sets of select(2): a bit for each descriptor below 1024.
//!
//! The limit is not how many descriptors are in a set but the *value* of each. In C, `FD_SET` with
//! a higher one writes to memory that is not the set's (select(2)); here it is an error.

#![expect(unsafe_code, reason = "select(2) takes numbers, whoever they belong to")]

use std::{
    fmt, io,
    marker::PhantomData,
    os::fd::{AsFd, AsRawFd, BorrowedFd},
    slice,
};

use rustix::event::{
    self, FdSetElement, FdSetIter, Timespec, fd_set_bound, fd_set_insert, fd_set_remove,
};

use crate::scarcity;

/// The first descriptor that a set has no room for (`FD_SETSIZE`).
pub const LIMIT: u32 = 1024;

const BITS: usize = 8 * size_of::<FdSetElement>();

/// Descriptors; each is open for as long as the set may be used.
#[derive(Clone, Default)]
pub struct FdSet<'fd> {
    bits: [FdSetElement; LIMIT as usize / BITS],
    open: PhantomData<BorrowedFd<'fd>>,
}

impl<'fd> FdSet<'fd> {
    /// A set with nothing in it.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    /// Whether a set can hold the descriptor.
    pub fn has_room_for(descriptor: impl AsFd) -> bool {
        number(descriptor) < LIMIT as usize
    }

    /// Puts a descriptor into the set.
    ///
    /// # Errors
    /// The set has no room for it.
    pub fn insert(&mut self, descriptor: BorrowedFd<'fd>) -> io::Result<()> {
        if !Self::has_room_for(descriptor) {
            return Err(io::Error::other(NO_ROOM));
        }
        fd_set_insert(&mut self.bits, descriptor.as_raw_fd());
        Ok(())
    }

    /// Takes a descriptor out of the set.
    pub fn remove(&mut self, descriptor: impl AsFd) {
        if Self::has_room_for(&descriptor) {
            fd_set_remove(&mut self.bits, descriptor.as_fd().as_raw_fd());
        }
    }

    /// Whether the descriptor is in the set.
    pub fn contains(&self, descriptor: impl AsFd) -> bool {
        let number = number(descriptor);
        let word = self.bits.get(number / BITS).map_or(&[][..], slice::from_ref);
        FdSetIter::new(word).any(|bit| usize::try_from(bit) == Ok(number % BITS))
    }
}

impl fmt::Debug for FdSet<'_> {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.debug_set().entries(FdSetIter::new(&self.bits)).finish()
    }
}

const NO_ROOM: &str =
    "select(2) takes no descriptor above 1023: open fewer (ulimit -n), or use poll(2)";

/// Waits until a descriptor of `read` can be read or one of `write` written, and leaves in each set
/// only those that can; none when the time is up, a signal has come in between (EINTR), or there
/// was no memory to wait.
///
/// # Errors
/// As select(2) says; all of them are the caller's.
pub fn select(
    read: &mut FdSet<'_>,
    write: &mut FdSet<'_>,
    timeout: Option<&Timespec>,
) -> io::Result<()> {
    // The kernel looks at each bit below this one.
    let end = fd_set_bound(&read.bits).max(fd_set_bound(&write.bits));
    let (read_bits, write_bits) = (&mut read.bits[..], &mut write.bits[..]);
    // SAFETY: All descriptors in the sets are open: the sets borrow them.
    let selected = unsafe { event::select(end, Some(read_bits), Some(write_bits), None, timeout) };
    // An interrupted call leaves the sets as they were.
    if scarcity::waited(selected)? == 0 {
        (*read, *write) = (FdSet::new(), FdSet::new());
    }
    Ok(())
}

/// A descriptor as the place of its bit.
fn number(descriptor: impl AsFd) -> usize {
    let number = descriptor.as_fd().as_raw_fd();
    usize::try_from(number).expect("an open descriptor is not negative")
}
