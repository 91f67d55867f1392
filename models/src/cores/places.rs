//! For how many clients there is room in all threads together, and how a thread hears that there
//! is room again.
//!
//! A thread takes a place before it accepts, so they are never too many. One that finds none takes
//! the listener off its list, and any thread may have done so. So whoever gives back a place when
//! none was left wakes all of them.

use crate::{
    executor::eventfd::EventFd,
    sync::{
        AtomicBool, AtomicUsize,
        Ordering::{AcqRel, Acquire, Release},
    },
};

#[derive(Debug)]
pub(crate) struct Places {
    most: usize,
    taken: AtomicUsize,
    closed: AtomicBool,
    bell: EventFd,
}

impl Places {
    pub(crate) fn new(most: usize, bell: EventFd) -> Self {
        Self { most, taken: AtomicUsize::new(0), closed: AtomicBool::new(false), bell }
    }

    /// What tells all threads that they must look again. Nobody resets it: each is told of each ring
    /// (EPOLLET).
    pub(crate) fn bell(&self) -> &EventFd {
        &self.bell
    }

    // ANCHOR: places
    pub(crate) fn are_left(&self) -> bool {
        self.taken.load(Acquire) < self.most
    }

    /// Takes one, if there is one.
    pub(crate) fn take(&self) -> bool {
        let one_more = |taken| (taken < self.most).then_some(taken + 1);
        self.taken.fetch_update(AcqRel, Acquire, one_more).is_ok()
    }

    pub(crate) fn give_back(&self, number: usize) {
        let taken = self.taken.fetch_sub(number, AcqRel);
        if number > 0 && taken == self.most {
            self.bell.ring();
        }
    }
    // ANCHOR_END: places

    /// A thread has failed, and so the server ends.
    pub(crate) fn close(&self) {
        self.closed.store(true, Release);
        self.bell.ring();
    }

    pub(crate) fn are_closed(&self) -> bool {
        self.closed.load(Acquire)
    }
}
