//! Memory for a connection's buffers that goes from one connection to the next.
//!
//! A buffer gives its memory back whenever it is drained, which is after nearly every turn. To get
//! it from an allocator each time, and cleared, costs 64 pipelined PINGs a fifth of their time
//! outside the kernel; for a value of 1 MB the kernel must also find the pages again, and that is
//! half of its time. Here memory waits for the next buffer instead: two small pieces in each thread,
//! and a few larger ones in the whole process, for a buffer that has outgrown a small one.
//!
//! The old bytes stay in the memory. That is safe: a buffer hands out only what was committed to
//! it.

use std::{
    cell::RefCell,
    cmp::Ordering,
    mem,
    sync::{Mutex, MutexGuard, PoisonError},
};

use socket_core::buffer::{Growing, Storage};

/// The least that is taken at once, in bytes: as many requests as usually come together, or the
/// beginning of one that is long.
const FIRST: usize = 16 << 10;

/// How many small pieces wait in each thread: a turn takes two, one for each of the session's buffers.
const SMALL: usize = 2;

/// How many bytes wait in larger pieces, in all: what a few values of the longest take.
const LARGER: usize = 4 << 20;

/// How many times as large as needed a piece that waits may be. So a client gets a large one only
/// after it has sent a part of that itself; and then it takes one receive more, not one for each
/// doubling.
const AHEAD: usize = 8;

thread_local! {
    /// Pieces of [`FIRST`] bytes.
    static SPARE: RefCell<Vec<Vec<u8>>> = const { RefCell::new(Vec::new()) };
}

/// Pieces of more, the one that has waited longest first.
static GROWN: Mutex<Vec<Vec<u8>>> = Mutex::new(Vec::new());

/// Storage that [grows](Growing), and passes on its memory.
#[derive(Clone, Debug, Default)]
pub struct Recycled {
    storage: Growing,
    /// How many small pieces it leaves to others.
    leaves: usize,
}

impl Recycled {
    /// Storage of at most `limit` bytes.
    #[must_use]
    pub const fn new(limit: usize) -> Self {
        Self { storage: Growing::new(limit), leaves: 0 }
    }

    /// The same, for requests: one piece is left to replies. Half a request may keep its memory for
    /// long; a reply gives it back when it is sent, so even where no memory is left there is a reply.
    #[must_use]
    pub const fn for_requests(limit: usize) -> Self {
        Self { storage: Growing::new(limit), leaves: 1 }
    }

    /// Continues in other memory.
    fn move_to(&mut self, memory: Vec<u8>) {
        let new = Growing::from_memory(memory, self.limit());
        let old = mem::replace(&mut self.storage, new).into_memory();
        self.storage.bytes_mut()[..old.len()].copy_from_slice(&old);
        keep(old);
    }
}

impl Storage for Recycled {
    fn bytes(&self) -> &[u8] {
        self.storage.bytes()
    }

    fn bytes_mut(&mut self) -> &mut [u8] {
        self.storage.bytes_mut()
    }

    fn limit(&self) -> usize {
        self.storage.limit()
    }

    fn grow(&mut self, len: usize) {
        let len = len.min(self.limit());
        if len <= self.bytes().len() {
            return;
        }
        match if len <= FIRST { small(self.leaves) } else { larger(len) } {
            Some(memory) => self.move_to(memory),
            None => self.storage.grow(len.max(FIRST)),
        }
        // Where that can't be had, less may do.
        if self.bytes().len() < len {
            self.storage.grow(len);
        }
    }

    fn release(&mut self) {
        let limit = self.limit();
        keep(mem::replace(&mut self.storage, Growing::new(limit)).into_memory());
    }

    fn exchange(&mut self, memory: &mut Vec<u8>) -> bool {
        self.storage.exchange(memory)
    }
}

/// A small piece that waits, if so many others do.
fn small(others: usize) -> Option<Vec<u8>> {
    SPARE.with_borrow_mut(|spare| if spare.len() > others { spare.pop() } else { None })
}

/// The largest piece that waits and has room for so many bytes, and not for far more.
fn larger(len: usize) -> Option<Vec<u8>> {
    let mut grown = grown();
    let suits = |(_, memory): &(_, &Vec<u8>)| (len..=len * AHEAD).contains(&memory.len());
    let suiting = grown.iter().enumerate().filter(suits);
    let (place, _) = suiting.max_by_key(|(_, memory)| memory.len())?;
    Some(grown.remove(place))
}

/// Lets memory wait for the next buffer.
fn keep(memory: Vec<u8>) {
    match memory.len().cmp(&FIRST) {
        Ordering::Less => {}
        Ordering::Equal => keep_small(memory),
        Ordering::Greater => keep_larger(memory),
    }
}

fn keep_small(memory: Vec<u8>) {
    SPARE.with_borrow_mut(|spare| {
        if spare.len() < SMALL {
            spare.push(memory);
        }
    });
}

/// What has waited longest makes room for it.
fn keep_larger(memory: Vec<u8>) {
    let mut grown = grown();
    grown.push(memory);
    while grown.iter().map(Vec::len).sum::<usize>() > LARGER {
        grown.remove(0);
    }
}

fn grown() -> MutexGuard<'static, Vec<Vec<u8>>> {
    // A thread that panicked has left the list whole: each change of it is one call.
    GROWN.lock().unwrap_or_else(PoisonError::into_inner)
}
