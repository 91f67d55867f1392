//! The store behind a lock, for threads that share it.

use std::{
    ops::Range,
    sync::{Mutex, MutexGuard, PoisonError},
};

use socket_core::{
    buffer::{Full, Storage},
    session::Handler,
    store::Store,
};

// ANCHOR: shared
/// A store for many threads; each is its handler through a reference.
#[derive(Debug)]
pub(crate) struct Shared(Mutex<Store>);

impl Shared {
    pub(crate) fn new(store: Store) -> Self {
        Self(Mutex::new(store))
    }

    fn lock(&self) -> MutexGuard<'_, Store> {
        // A thread that panicked has left the store whole: each change of it is one
        // call.
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Handler for &Shared {
    fn get<T>(&mut self, key: &[u8], answer: impl FnOnce(Option<&[u8]>) -> T) -> T {
        self.lock().get(key, answer)
    }

    fn set(&mut self, key: &[u8], value: &[u8]) -> Result<(), Full> {
        self.lock().set(key, value)
    }

    fn set_moved(
        &mut self,
        storage: &mut impl Storage,
        key: Range<usize>,
        value: Range<usize>,
    ) -> Result<(), Full> {
        self.lock().set_moved(storage, key, value)
    }

    fn delete(&mut self, key: &[u8]) -> bool {
        self.lock().delete(key)
    }
}
// ANCHOR_END: shared
