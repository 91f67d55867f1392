//! Where the data is: what a session asks for, and whoever keeps it answers.

use core::ops::Range;

use crate::{
    buffer::{Full, Storage},
    command::Commands,
};

/// What keeps the data: all that a session knows of it.
pub trait Handler {
    /// What its clients may ask. A program has no code for what none of its handlers answers.
    const COMMANDS: Commands = Commands::All;

    /// Lends the value of a key, if it has one, to `answer`.
    fn get<T>(&mut self, key: &[u8], answer: impl FnOnce(Option<&[u8]>) -> T) -> T;

    /// Gives a key a value.
    ///
    /// # Errors
    /// [`Full`] if there is no room for it; then the key keeps the value that it had.
    fn set(&mut self, key: &[u8], value: &[u8]) -> Result<(), Full>;

    /// Gives a key a value, where both stand in `storage`, whose bytes are of no more use then:
    /// its memory may be exchanged instead of copied.
    ///
    /// # Errors
    /// [`Full`] if there is no room for it; then the key keeps the value that it had.
    fn set_moved(
        &mut self,
        storage: &mut impl Storage,
        key: Range<usize>,
        value: Range<usize>,
    ) -> Result<(), Full> {
        let bytes = storage.bytes();
        self.set(&bytes[key], &bytes[value])
    }

    /// Forgets a key; whether there was one.
    fn delete(&mut self, key: &[u8]) -> bool;
}

/// A [`Handler`] that keeps nothing.
#[derive(Clone, Copy, Debug, Default)]
pub struct Nothing;

impl Handler for Nothing {
    fn get<T>(&mut self, _: &[u8], answer: impl FnOnce(Option<&[u8]>) -> T) -> T {
        answer(None)
    }

    fn set(&mut self, _: &[u8], _: &[u8]) -> Result<(), Full> {
        Err(Full)
    }

    fn delete(&mut self, _: &[u8]) -> bool {
        false
    }
}
