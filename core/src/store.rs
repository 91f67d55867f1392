//! The data: keys and their values, for as long as the server runs.

use alloc::{boxed::Box, collections::BTreeMap};

use crate::{buffer::Full, session::Handler};

/// A [`Handler`] that keeps everything in memory, without a bound of its own.
#[derive(Clone, Debug, Default)]
pub struct Store {
    // Ordered, and so the same in each run; the core has no source of randomness for a hash.
    values: BTreeMap<Box<[u8]>, Box<[u8]>>,
}

impl Handler for Store {
    fn get<T>(&mut self, key: &[u8], answer: impl FnOnce(Option<&[u8]>) -> T) -> T {
        answer(self.values.get(key).map(|value| &value[..]))
    }

    fn set(&mut self, key: &[u8], value: &[u8]) -> Result<(), Full> {
        match self.values.get_mut(key) {
            Some(old) => *old = value.into(),
            None => _ = self.values.insert(key.into(), value.into()),
        }
        Ok(())
    }

    fn delete(&mut self, key: &[u8]) -> bool {
        self.values.remove(key).is_some()
    }
}
