//! Storage that counts what this thread has taken of it, in bytes.

use std::cell::Cell;

use socket_core::buffer::{Growing, Storage};

thread_local! {
    static TAKEN: Cell<usize> = const { Cell::new(0) };
}

/// How much there is now.
pub(crate) fn taken() -> usize {
    TAKEN.get()
}

/// [`Growing`], counted. What the store takes from it is counted no more.
#[derive(Debug, Default)]
pub(crate) struct Counted(Growing);

impl Counted {
    pub(crate) const fn new(limit: usize) -> Self {
        Self(Growing::new(limit))
    }

    fn change<T>(&mut self, change: impl FnOnce(&mut Growing) -> T) -> T {
        let before = self.0.bytes().len();
        let changed = change(&mut self.0);
        TAKEN.set(TAKEN.get() + self.0.bytes().len() - before);
        changed
    }
}

impl Clone for Counted {
    fn clone(&self) -> Self {
        TAKEN.set(TAKEN.get() + self.0.bytes().len());
        Self(self.0.clone())
    }
}

impl Drop for Counted {
    fn drop(&mut self) {
        TAKEN.set(TAKEN.get() - self.0.bytes().len());
    }
}

impl Storage for Counted {
    fn bytes(&self) -> &[u8] {
        self.0.bytes()
    }

    fn bytes_mut(&mut self) -> &mut [u8] {
        self.0.bytes_mut()
    }

    fn limit(&self) -> usize {
        self.0.limit()
    }

    fn grow(&mut self, len: usize) {
        self.change(|storage| storage.grow(len));
    }

    fn release(&mut self) {
        self.change(Storage::release);
    }

    fn exchange(&mut self, memory: &mut Vec<u8>) -> bool {
        self.change(|storage| storage.exchange(memory))
    }
}
