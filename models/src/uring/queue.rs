//! The arithmetic of a queue that we share with the kernel: one of us fills it, the other empties.
//!
//! Two indices say all. They only grow, and wrap at 2^32; the low bits are the place in the queue.
//!
//! ```text
//!          head                    tail
//!  ─ free ──┼────── filled ─────────┼── free ─
//!           └ its owner empties     └ its owner fills, then moves it
//! ```
//!
//! Each index has one owner, which stores it with Release: all that was done with the entries comes
//! before it. The other side loads it with Acquire: all that it does with them comes after. So the
//! kernel sees an entry whole or not at all, and overwrites none that we still read. (Nothing here
//! knows memory or a kernel, and `tests/loom` puts a thread in the kernel's place.)

use std::sync::atomic::Ordering;

/// An index in shared memory.
pub(crate) trait Index {
    fn load(&self, order: Ordering) -> u32;
    fn store(&self, value: u32, order: Ordering);
}

// ANCHOR: filler
/// The side that fills: ours is the tail.
#[derive(Debug)]
pub(crate) struct Filler<I> {
    head: I,
    tail: I,
    /// How many entries there are: a power of two.
    entries: u32,
    /// The tail to come: behind the entries that are filled but not published yet.
    next: u32,
}

impl<I: Index> Filler<I> {
    pub(crate) fn new(head: I, tail: I, entries: u32) -> Self {
        let next = tail.load(Ordering::Relaxed);
        Self { head, tail, entries, next }
    }

    /// The place of the next entry to fill; none while all are filled.
    pub(crate) fn place(&mut self) -> Option<u32> {
        if self.free() == 0 {
            return None;
        }
        let place = self.next & (self.entries - 1);
        self.next = self.next.wrapping_add(1);
        Some(place)
    }

    /// Entries that the other side has not emptied.
    pub(crate) fn filled(&self) -> u32 {
        self.next.wrapping_sub(self.head.load(Ordering::Acquire))
    }

    /// Entries that can be filled.
    pub(crate) fn free(&self) -> u32 {
        self.entries - self.filled()
    }

    /// Lets the other side see what is filled.
    pub(crate) fn publish(&self) {
        self.tail.store(self.next, Ordering::Release);
    }
}
// ANCHOR_END: filler

// ANCHOR: drainer
/// The side that empties: ours is the head.
#[derive(Debug)]
pub(crate) struct Drainer<I> {
    head: I,
    tail: I,
    entries: u32,
}

impl<I: Index> Drainer<I> {
    pub(crate) const fn new(head: I, tail: I, entries: u32) -> Self {
        Self { head, tail, entries }
    }

    /// Entries that the other side has filled.
    pub(crate) fn filled(&self) -> u32 {
        self.tail.load(Ordering::Acquire).wrapping_sub(self.head.load(Ordering::Relaxed))
    }

    /// The place of the oldest entry, if there is one.
    pub(crate) fn place(&self) -> Option<u32> {
        (self.filled() > 0).then(|| self.head.load(Ordering::Relaxed) & (self.entries - 1))
    }

    /// The oldest entry has been read: its place can be filled again.
    pub(crate) fn advance(&self) {
        let head = self.head.load(Ordering::Relaxed);
        self.head.store(head.wrapping_add(1), Ordering::Release);
    }
}
// ANCHOR_END: drainer
