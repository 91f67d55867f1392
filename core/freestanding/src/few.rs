//! The same data, for clients that ask for nothing else.

use socket_core::{buffer::Full, command::Commands, session::Handler};

// ANCHOR: few
/// A [`Handler`] for the few commands that are about data.
#[derive(Clone, Debug, Default)]
pub struct Few<H>(pub H);

impl<H: Handler> Handler for Few<H> {
    const COMMANDS: Commands = Commands::Few;

    fn get<T>(&mut self, key: &[u8], answer: impl FnOnce(Option<&[u8]>) -> T) -> T {
        self.0.get(key, answer)
    }

    fn set(&mut self, key: &[u8], value: &[u8]) -> Result<(), Full> {
        self.0.set(key, value)
    }

    fn delete(&mut self, key: &[u8]) -> bool {
        self.0.delete(key)
    }
}
// ANCHOR_END: few
