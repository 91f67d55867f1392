//! Why the kernel's tracepoints can't be read, and what would help.

use std::{error, fmt, io, path::Path};

/// One sentence: what is missing, and who can do what about it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Unavailable(String);

impl Unavailable {
    pub(crate) fn new(what: impl Into<String>) -> Self {
        Self(what.into())
    }

    /// The sentence without its beginning, which says what can't be seen.
    #[must_use]
    pub fn reason(&self) -> &str {
        &self.0
    }

    /// What an operation on a file of tracefs that should succeed has said.
    pub(crate) fn at(path: &Path, error: &io::Error) -> Self {
        Self(format!("{}: {error}", path.display()))
    }
}

impl fmt::Display for Unavailable {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "how the kernel does it can't be seen here: {}", self.0)
    }
}

impl error::Error for Unavailable {}
