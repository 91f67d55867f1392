//! What a script is played against.

use std::{ffi::OsString, fmt};

/// A server to be started.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Target {
    /// A server that this program knows by this name: see [`enter`](crate::enter).
    Known(String),
    /// Another program, with its arguments. It must listen on the address in `LISTEN_ADDRESS`;
    /// in the arguments `{address}`, `{host}` and `{port}` stand for it and its parts.
    Command(Vec<OsString>),
}

impl fmt::Display for Target {
    /// A server by its name, or by its command.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Known(name) => f.write_str(name),
            Self::Command(line) => {
                let words: Vec<_> = line.iter().map(|word| word.to_string_lossy()).collect();
                f.write_str(&words.join(" "))
            }
        }
    }
}
