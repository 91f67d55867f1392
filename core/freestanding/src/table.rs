//! A store of fixed size: so many keys, each with room for so many bytes.

use core::array;

use socket_core::{buffer::Full, session::Handler};

/// Keys that can be kept.
pub const KEYS: usize = 64;
/// Bytes of the longest key.
pub const LONGEST_KEY: usize = 64;
/// Bytes of the longest value.
pub const LONGEST_VALUE: usize = 1 << 10;

// ANCHOR: table
/// A [`Handler`] with all of its memory from the start.
#[derive(Clone, Debug)]
pub struct Table([Option<Entry>; KEYS]);

#[derive(Clone, Debug)]
struct Entry {
    key: Bytes<LONGEST_KEY>,
    value: Bytes<LONGEST_VALUE>,
}

/// As many bytes as are used, of those that there are.
#[derive(Clone, Debug)]
struct Bytes<const N: usize> {
    bytes: [u8; N],
    len: usize,
}
// ANCHOR_END: table

impl Default for Table {
    fn default() -> Self {
        Self(array::from_fn(|_| None))
    }
}

impl Handler for Table {
    fn get<T>(&mut self, key: &[u8], answer: impl FnOnce(Option<&[u8]>) -> T) -> T {
        let entry = self.place(key).and_then(|place| self.0[place].as_ref());
        answer(entry.map(|entry| entry.value.as_slice()))
    }

    // ANCHOR: set
    fn set(&mut self, key: &[u8], value: &[u8]) -> Result<(), Full> {
        let free = || self.0.iter().position(Option::is_none);
        let place = self.place(key).or_else(free).ok_or(Full)?;
        self.0[place] = Some(Entry { key: Bytes::copy(key)?, value: Bytes::copy(value)? });
        Ok(())
    }
    // ANCHOR_END: set

    fn delete(&mut self, key: &[u8]) -> bool {
        self.place(key).is_some_and(|place| self.0[place].take().is_some())
    }
}

impl Table {
    fn place(&self, key: &[u8]) -> Option<usize> {
        let is_it = |entry: &Entry| entry.key.as_slice() == key;
        self.0.iter().position(|entry| entry.as_ref().is_some_and(is_it))
    }
}

impl<const N: usize> Bytes<N> {
    fn copy(from: &[u8]) -> Result<Self, Full> {
        let mut bytes = [0; N];
        bytes.get_mut(..from.len()).ok_or(Full)?.copy_from_slice(from);
        Ok(Self { bytes, len: from.len() })
    }

    fn as_slice(&self) -> &[u8] {
        &self.bytes[..self.len]
    }
}
