//! The two versions of the protocol of which a client takes one with `HELLO`.

/// The version of RESP in which a connection's replies are written. Requests are alike in both.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Version {
    /// RESP2: a map is an array of names and values in turn, and what is not there is `$-1`.
    #[default]
    Two,
    /// RESP3: with types of their own for maps, sets, texts and what is not there.
    Three,
}

impl Version {
    /// The number that stands for it in `HELLO`.
    #[must_use]
    pub const fn number(self) -> isize {
        match self {
            Self::Two => 2,
            Self::Three => 3,
        }
    }
}
