//! A queue of bytes that is always one slice to read and one slice to fill.
//!
//! A system call wants its bytes in one piece, and so does a parser. A ring would cut them in
//! two, so this queue is a window that slides over its storage instead:
//!
//! ```text
//!  0       start            end             capacity      limit
//!  ├─ gone ──┼──── filled ────┼──── spare ─────┼┄┄┄ growth ┄┄┤
//! ```
//!
//! When the window has slid as far as it is long, moving it back to the front costs no more than
//! the bytes that were consumed before, so the work stays linear in the bytes.

#[cfg(feature = "alloc")]
mod growing;
#[cfg(feature = "alloc")]
use alloc::vec::Vec;
use core::ops::Range;

#[cfg(feature = "alloc")]
pub use growing::Growing;

/// Memory for a [`Buffer`]: it belongs to the caller, which thereby sets the bound.
pub trait Storage {
    /// The bytes that there are now.
    fn bytes(&self) -> &[u8];
    /// The bytes that there are now, to be written.
    fn bytes_mut(&mut self) -> &mut [u8];
    /// The most bytes that there can ever be.
    fn limit(&self) -> usize {
        self.bytes().len()
    }
    /// Makes room for at least `len` bytes in all, keeping what is there; or does nothing, if the
    /// limit does not allow it or the memory can't be had.
    fn grow(&mut self, len: usize) {
        _ = len;
    }
    /// Gives back what can be given back; what was stored is of no more use.
    fn release(&mut self) {}
    /// Exchanges its memory for other, if it has memory on the heap that can be given away;
    /// whether it did.
    #[cfg(feature = "alloc")]
    fn exchange(&mut self, memory: &mut Vec<u8>) -> bool {
        _ = memory;
        false
    }
}

impl<const N: usize> Storage for [u8; N] {
    fn bytes(&self) -> &[u8] {
        self
    }
    fn bytes_mut(&mut self) -> &mut [u8] {
        self
    }
}

impl Storage for &mut [u8] {
    fn bytes(&self) -> &[u8] {
        self
    }
    fn bytes_mut(&mut self) -> &mut [u8] {
        self
    }
}

/// A window that is smaller grows rather than slides, in bytes.
const WINDOW: usize = 16 << 10;

/// The bytes did not fit; nothing was stored.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Full;

/// A byte queue over any [`Storage`]: a fixed array, a borrowed slice, or one that grows.
#[derive(Clone, Debug, Default)]
pub struct Buffer<S> {
    storage: S,
    start: usize,
    end: usize,
}

impl<S: Storage> Buffer<S> {
    /// An empty queue.
    pub const fn new(storage: S) -> Self {
        Self { storage, start: 0, end: 0 }
    }

    /// The bytes that are queued, oldest first.
    #[inline]
    pub fn filled(&self) -> &[u8] {
        &self.storage.bytes()[self.start..self.end]
    }

    /// How many bytes are queued.
    #[inline]
    pub fn len(&self) -> usize {
        self.end - self.start
    }

    /// Whether nothing is queued.
    #[inline]
    pub fn is_empty(&self) -> bool {
        self.start == self.end
    }

    /// The most bytes that can ever be queued at once.
    pub fn limit(&self) -> usize {
        self.storage.limit()
    }

    /// Room after the queued bytes; empty only if [`Buffer::limit`] bytes are queued, or no memory
    /// is left.
    ///
    /// Room is made by sliding the bytes to the front or by growing, whichever is cheaper.
    #[inline]
    pub fn spare(&mut self) -> &mut [u8] {
        if self.end == self.storage.bytes().len() {
            self.make_room(1);
        }
        &mut self.storage.bytes_mut()[self.end..]
    }

    /// Queues the first `n` bytes of [`Buffer::spare`], which the caller has filled.
    ///
    /// # Panics
    /// If `n` is more than there was room for.
    #[inline]
    pub fn commit(&mut self, n: usize) {
        assert!(n <= self.storage.bytes().len() - self.end, "committed more than was spare");
        self.end += n;
    }

    /// Forgets the oldest `n` bytes; the last one gives the storage back.
    ///
    /// # Panics
    /// If fewer are queued.
    #[inline]
    pub fn consume(&mut self, n: usize) {
        assert!(n <= self.len(), "consumed more than was filled");
        self.start += n;
        if self.is_empty() {
            self.release();
        }
    }

    /// Gives the storage back if nothing is queued, even where nothing ever came.
    pub fn release(&mut self) {
        if self.is_empty() {
            self.start = 0;
            self.end = 0;
            self.storage.release();
        }
    }

    /// Where in the storage a part of [`Buffer::filled`] stands.
    pub fn place(&self, part: &[u8]) -> Range<usize> {
        let start = part.as_ptr().addr() - self.storage.bytes().as_ptr().addr();
        start..start + part.len()
    }

    /// Forgets all queued bytes, after `take` has had the storage that they stand in, and may have
    /// exchanged its memory.
    pub fn hand_over<T>(&mut self, take: impl FnOnce(&mut S) -> T) -> T {
        let taken = take(&mut self.storage);
        self.start = self.end;
        self.release();
        taken
    }

    /// Queues all of `bytes`.
    ///
    /// # Errors
    /// [`Full`] if they do not fit; then none of them is queued.
    #[inline]
    pub fn push(&mut self, bytes: &[u8]) -> Result<(), Full> {
        self.reserve(bytes.len())?;
        self.storage.bytes_mut()[self.end..][..bytes.len()].copy_from_slice(bytes);
        self.end += bytes.len();
        Ok(())
    }

    /// Queues all of all `parts`, one after the other.
    ///
    /// # Errors
    /// [`Full`] if they do not fit together; then none of them is queued.
    pub fn push_all(&mut self, parts: &[&[u8]]) -> Result<(), Full> {
        self.reserve(parts.iter().map(|part| part.len()).sum())?;
        for part in parts {
            self.storage.bytes_mut()[self.end..][..part.len()].copy_from_slice(part);
            self.end += part.len();
        }
        Ok(())
    }

    /// Forgets the newest bytes, so that `len` are left; does nothing if no more are queued.
    #[inline]
    pub fn truncate(&mut self, len: usize) {
        self.end = self.end.min(self.start + len);
    }

    /// Makes sure that the next `n` bytes fit.
    ///
    /// # Errors
    /// [`Full`] if they can't.
    #[inline]
    pub fn reserve(&mut self, n: usize) -> Result<(), Full> {
        if n > self.storage.bytes().len() - self.end {
            self.make_room(n);
        }
        if n > self.storage.bytes().len() - self.end { Err(Full) } else { Ok(()) }
    }

    #[cold]
    fn make_room(&mut self, n: usize) {
        let wanted = self.len() + n;
        let slides_cheaply = self.start >= self.len();
        // What has filled a small window has probably more behind it.
        let small = self.storage.bytes().len() < WINDOW;
        if small || !slides_cheaply || wanted > self.storage.bytes().len() {
            self.storage.grow(self.end + n);
        }
        if n > self.storage.bytes().len() - self.end {
            self.storage.bytes_mut().copy_within(self.start..self.end, 0);
            self.end -= self.start;
            self.start = 0;
        }
    }
}
