//! Where in a server's code a call was made.

#[cfg(feature = "json")]
use serde::{Deserialize, Serialize};

/// A function that was at work when a call was made: it made the call, or called what did.
#[derive(Debug, Clone, PartialEq, Eq)]
#[cfg_attr(feature = "json", derive(Serialize, Deserialize))]
pub struct Frame {
    /// Its name with its modules, without types and hashes.
    pub function: String,
    /// The line that was at work; unknown of a program without debug information.
    #[cfg_attr(feature = "json", serde(default, skip_serializing_if = "Option::is_none"))]
    pub place: Option<Place>,
}

/// A place in the source.
#[derive(Debug, Clone, PartialEq, Eq)]
#[cfg_attr(feature = "json", derive(Serialize, Deserialize))]
pub struct Place {
    /// The file, relative to the folder in which the compiler ran if it lies in it.
    pub file: String,
    /// The line, from 1.
    pub line: u32,
    /// The column, from 1; 0 for the line as a whole.
    pub column: u32,
    /// The line's text.
    pub text: String,
}
