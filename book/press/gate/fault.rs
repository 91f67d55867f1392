//! One broken rule, told so that the author knows where to go and what to do.

use std::fmt::{self, Display, Formatter};

/// A sentence in two halves: what is wrong, and the way out.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Fault {
    /// The file, from the root of the repository.
    pub file: String,
    /// The line in it, from 1.
    pub line: usize,
    /// What is wrong.
    pub what: String,
    /// What to do about it.
    pub way_out: String,
}

impl Display for Fault {
    fn fmt(&self, formatter: &mut Formatter<'_>) -> fmt::Result {
        let Self { file, line, what, way_out } = self;
        write!(formatter, "{file}:{line}: {what}; {way_out}.")
    }
}
