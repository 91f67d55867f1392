//! The data: keys and their values, for as long as the server runs.
//!
//! A value is memory and the place in it. So a large one need not be copied: the memory that it
//! came in becomes the store's, and what the key had before goes the other way.

use alloc::{boxed::Box, collections::BTreeMap, vec::Vec};
use core::{hint::black_box, ops::Range};

use crate::{
    buffer::{Full, Storage},
    session::Handler,
};

/// What must be left after a new key, in bytes: a map can't be asked to try for its nodes, and
/// others need a little too.
const LEFT: usize = 16 << 10;

/// A [`Handler`] that keeps everything in memory, without a bound of its own: it refuses a value
/// when no more memory can be had.
#[derive(Clone, Debug, Default)]
pub struct Store {
    // Ordered, and so the same in each run; the core has no source of randomness for a hash.
    values: BTreeMap<Box<[u8]>, Value>,
}

/// The bytes at a place in memory of its own, at most half of which is idle.
#[derive(Clone, Debug, Default)]
struct Value {
    memory: Vec<u8>,
    place: Range<usize>,
}

impl Handler for Store {
    fn get<T>(&mut self, key: &[u8], answer: impl FnOnce(Option<&[u8]>) -> T) -> T {
        answer(self.values.get(key).map(Value::bytes))
    }

    fn set(&mut self, key: &[u8], value: &[u8]) -> Result<(), Full> {
        if let Some(old) = self.values.get_mut(key) {
            return old.copy(value);
        }
        let mut new = Value::default();
        new.copy(value)?;
        let key = copy(key)?;
        leaves_some()?;
        self.values.insert(key.into(), new);
        Ok(())
    }

    fn set_moved(
        &mut self,
        storage: &mut impl Storage,
        key: Range<usize>,
        value: Range<usize>,
    ) -> Result<(), Full> {
        if let Some(old) = self.values.get_mut(&storage.bytes()[key.clone()]) {
            return old.exchange(storage, value);
        }
        let key = copy(&storage.bytes()[key])?;
        let mut new = Value::default();
        leaves_some()?;
        new.exchange(storage, value)?;
        self.values.insert(key.into(), new);
        Ok(())
    }

    fn delete(&mut self, key: &[u8]) -> bool {
        self.values.remove(key).is_some()
    }
}

impl Value {
    fn bytes(&self) -> &[u8] {
        &self.memory[self.place.clone()]
    }

    /// Takes a copy, into the memory that is here if it suits.
    fn copy(&mut self, bytes: &[u8]) -> Result<(), Full> {
        if suits(&self.memory, bytes.len()) {
            self.memory[..bytes.len()].copy_from_slice(bytes);
        } else {
            self.memory = copy(bytes)?;
        }
        self.place = 0..bytes.len();
        Ok(())
    }

    /// Takes the memory of the storage, which takes what is here; or a copy, if it does not suit.
    fn exchange(&mut self, storage: &mut impl Storage, place: Range<usize>) -> Result<(), Full> {
        // ANCHOR: exchange
        let suits = suits(storage.bytes(), place.len());
        if suits && storage.exchange(&mut self.memory) {
            self.place = place;
            return Ok(());
        }
        self.copy(&storage.bytes()[place])
        // ANCHOR_END: exchange
    }
}

/// Whether memory has room for so many bytes, and at most as much again.
fn suits(memory: &[u8], len: usize) -> bool {
    (len..=2 * len).contains(&memory.len())
}

/// As much memory as that, and not more.
fn copy(bytes: &[u8]) -> Result<Vec<u8>, Full> {
    let mut copy = Vec::new();
    copy.try_reserve_exact(bytes.len()).map_err(|_| Full)?;
    copy.extend_from_slice(bytes);
    Ok(copy)
}

/// Takes what must be left, and gives it back at once.
fn leaves_some() -> Result<(), Full> {
    let mut some = Vec::<u8>::new();
    some.try_reserve_exact(LEFT).map_err(|_| Full)?;
    // Or the compiler would see that nobody needs it, and not even try.
    black_box(&mut some);
    Ok(())
}
