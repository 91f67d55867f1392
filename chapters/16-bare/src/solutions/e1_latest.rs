//! Exercise 1, solved: the array is in the order in which the keys were set, the latest first.

use crate::exercises::KEYS;

/// What was set last, of each key; no memory but this.
#[derive(Debug, Default)]
pub(crate) struct Latest {
    entries: [Option<(u32, u32)>; KEYS],
}

impl Latest {
    pub(crate) fn get(&self, key: u32) -> Option<u32> {
        self.entries.iter().flatten().find(|entry| entry.0 == key).map(|entry| entry.1)
    }

    /// The place that the key had, or a free one, or the last one, moves to the front.
    pub(crate) fn set(&mut self, key: u32, value: u32) {
        let is_it = |entry: &Option<(u32, u32)>| entry.is_none_or(|entry| entry.0 == key);
        let place = self.entries.iter().position(is_it).unwrap_or(KEYS - 1);
        self.entries[..=place].rotate_right(1);
        self.entries[0] = Some((key, value));
    }
}
