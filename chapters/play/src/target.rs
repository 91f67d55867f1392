//! What a script is played against.

use std::ffi::OsString;

/// A server to be started.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Target {
    /// A server that this program knows by this name: see [`enter`](crate::enter).
    Known(String),
    /// Another program, with its arguments. It must listen on the address in `LISTEN_ADDRESS`;
    /// in the arguments `{address}`, `{host}` and `{port}` stand for it and its parts.
    Command(Vec<OsString>),
}
