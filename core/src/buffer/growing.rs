//! Storage that is there only while it is needed.

use alloc::vec::Vec;
use core::mem;

use super::Storage;

/// Storage on the heap: nothing at first, doubled on demand up to a limit, given back when drained.
///
/// Memory is taken for bytes that have come, never for bytes that were only announced.
#[derive(Clone, Debug, Default)]
pub struct Growing {
    bytes: Vec<u8>,
    limit: usize,
}

impl Growing {
    /// The least that is taken at once, in bytes: a page, several requests of the usual size.
    pub const FIRST: usize = 4 << 10;

    /// Storage of at most `limit` bytes.
    #[must_use]
    pub const fn new(limit: usize) -> Self {
        Self { bytes: Vec::new(), limit }
    }

    /// The same, beginning with this memory, whatever is in it.
    #[must_use]
    pub fn from_memory(mut memory: Vec<u8>, limit: usize) -> Self {
        memory.truncate(limit);
        Self { bytes: memory, limit }
    }

    /// The memory that it has taken, for a caller that has another use for it.
    #[must_use]
    pub fn into_memory(self) -> Vec<u8> {
        self.bytes
    }
}

impl Storage for Growing {
    fn bytes(&self) -> &[u8] {
        &self.bytes
    }

    fn bytes_mut(&mut self) -> &mut [u8] {
        &mut self.bytes
    }

    fn limit(&self) -> usize {
        self.limit
    }

    fn grow(&mut self, len: usize) {
        let doubled = len.max(Self::FIRST).max(self.bytes.len() * 2).min(self.limit);
        let more = doubled.saturating_sub(self.bytes.len());
        // Not less if that can't be had: byte for byte, each would be a copy of all.
        if self.bytes.try_reserve_exact(more).is_ok() {
            self.bytes.resize(self.bytes.len() + more, 0);
        }
    }

    fn release(&mut self) {
        self.bytes = Vec::new();
    }

    fn exchange(&mut self, memory: &mut Vec<u8>) -> bool {
        mem::swap(&mut self.bytes, memory);
        self.bytes.truncate(self.limit);
        true
    }
}
