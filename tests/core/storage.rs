//! Storage that tells how much of it is taken.

use std::{cell::Cell, rc::Rc};

use socket_core::buffer::{Growing, Storage};

/// [`Growing`], seen from outside.
#[derive(Clone, Debug)]
pub(crate) struct Watched {
    storage: Growing,
    seen: Rc<Seen>,
}

/// What has been seen of it, in bytes.
#[derive(Debug, Default)]
pub(crate) struct Seen {
    pub(crate) now: Cell<usize>,
    pub(crate) most: Cell<usize>,
}

impl Watched {
    pub(crate) fn new(limit: usize) -> (Self, Rc<Seen>) {
        let seen = Rc::new(Seen::default());
        (Self { storage: Growing::new(limit), seen: Rc::clone(&seen) }, seen)
    }

    fn look(&self) {
        let now = self.storage.bytes().len();
        self.seen.now.set(now);
        self.seen.most.set(self.seen.most.get().max(now));
    }
}

impl Storage for Watched {
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
        self.storage.grow(len);
        self.look();
    }

    fn release(&mut self) {
        self.storage.release();
        self.look();
    }
}
