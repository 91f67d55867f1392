//! What each client of the later steps gets: its bytes back, one piece at a time.

use std::{io, os::fd::OwnedFd};

use socket_core::net::{self, Transfer};

// ANCHOR: echo
/// One receive, and all of it back; whether the client is still there.
pub(crate) fn echo(client: &OwnedFd) -> io::Result<bool> {
    let mut bytes = [0; 512];
    match net::receive(client, &mut bytes)? {
        Transfer::Bytes(received @ 1..) => send_all(client, &bytes[..received]),
        Transfer::NotNow => Ok(true),
        Transfer::Bytes(_) | Transfer::Gone => Ok(false),
    }
}
// ANCHOR_END: echo

/// A client that takes nothing is given up: to wait for it is for the finished server.
pub(crate) fn send_all(client: &OwnedFd, mut bytes: &[u8]) -> io::Result<bool> {
    while !bytes.is_empty() {
        match net::send(client, bytes)? {
            Transfer::Bytes(sent) => bytes = &bytes[sent..],
            Transfer::NotNow | Transfer::Gone => return Ok(false),
        }
    }
    Ok(true)
}
