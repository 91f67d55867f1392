//! Memory for a connection's buffers that goes from one connection to the next.
//!
//! A buffer gives its memory back whenever it is drained, which is after nearly every turn. To get
//! it from an allocator each time, and cleared, costs 64 pipelined PINGs a fifth of their time
//! outside the kernel. Here what it held before stays in it; of a buffer, nobody is sent more than
//! what has been put into it.

use std::{cell::RefCell, mem};

use socket_core::buffer::{Growing, Storage};

/// How many pieces wait in each thread: a turn takes two, one for each of the session's buffers.
const KEPT: usize = 2;

thread_local! {
    /// Pieces of [`Growing::FIRST`] bytes.
    static SPARE: RefCell<Vec<Vec<u8>>> = const { RefCell::new(Vec::new()) };
}

/// Storage that [grows](Growing), and passes on its first piece of memory if that was enough.
#[derive(Clone, Debug, Default)]
pub struct Recycled(Growing);

impl Recycled {
    /// Storage of at most `limit` bytes.
    #[must_use]
    pub const fn new(limit: usize) -> Self {
        Self(Growing::new(limit))
    }
}

impl Storage for Recycled {
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
        if self.bytes().is_empty()
            && let Some(memory) = SPARE.with_borrow_mut(Vec::pop)
        {
            self.0 = Growing::from_memory(memory, self.limit());
        }
        if self.bytes().len() < len {
            self.0.grow(len);
        }
    }

    fn release(&mut self) {
        let limit = self.limit();
        let memory = mem::replace(&mut self.0, Growing::new(limit)).into_memory();
        if memory.len() == Growing::FIRST {
            SPARE.with_borrow_mut(|spare| {
                if spare.len() < KEPT {
                    spare.push(memory);
                }
            });
        }
    }
}
