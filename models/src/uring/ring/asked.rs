//! What a ring has been asked for, and what has become of it.

use std::os::fd::OwnedFd;

use rustix::io::Errno;
use socket_core::buffer::Buffer;

use crate::recycled::Recycled;

/// A request that has not had its last completion.
#[derive(Debug)]
pub(super) enum Asked {
    Clients,
    /// With nothing of ours.
    Word,
    /// The same, and it is to end.
    Cancelled,
    /// With memory of ours: its heap memory stays where it is, wherever the buffer itself goes.
    Lent(Buffer<Recycled>),
    /// The same, and nobody waits for it.
    Quietly(Buffer<Recycled>),
}

/// What has become of a request.
#[derive(Debug)]
pub struct Done {
    /// The number that it was asked under.
    pub data: u64,
    /// How much of it was done, which may be less than was asked for.
    pub result: Result<usize, Errno>,
    /// Whether more completions of it will come.
    pub more: bool,
    /// Of an accept: the client's socket.
    pub client: Option<OwnedFd>,
    /// What was lent for it.
    pub lent: Option<Buffer<Recycled>>,
}
