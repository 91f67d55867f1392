//! One server, written once for every way of waiting.

use rustix::fd::OwnedFd;

/// Soon.
#[derive(Debug)]
pub struct Server {
    /// A listening TCP socket.
    pub listener: OwnedFd,
}
