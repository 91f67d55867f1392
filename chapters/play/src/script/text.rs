//! What a client says or hears, as bytes.

/// A text, repeated.
#[derive(Debug, Clone, Copy)]
pub struct Text(pub(crate) &'static [u8], pub(crate) usize);

impl Text {
    /// These bytes, once.
    #[must_use]
    pub const fn new(bytes: &'static [u8]) -> Self {
        Self(bytes, 1)
    }

    /// The bytes that travel.
    #[must_use]
    pub fn bytes(self) -> Vec<u8> {
        self.0.repeat(self.1)
    }
}
