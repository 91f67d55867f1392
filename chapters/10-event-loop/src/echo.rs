//! What a client of this chapter's first steps gets: its bytes back, until it sends no more.

use std::{io, os::fd::OwnedFd};

use socket_core::net::{self, Transfer};

// ANCHOR: echo
/// One receive, one send; whether there will be more. What the send does not take is
/// lost.
pub(crate) fn echo(client: &OwnedFd) -> io::Result<bool> {
    let mut bytes = [0; 512];
    match net::receive(client, &mut bytes)? {
        Transfer::Bytes(received @ 1..) => net::send(client, &bytes[..received])?,
        other => return Ok(other == Transfer::NotNow),
    };
    Ok(true)
}
// ANCHOR_END: echo
