//! Exercise 2: a signal says that there are bytes, and not how many.

use std::{io, os::fd::OwnedFd};

use socket_core::net::{self, Transfer};

use crate::streams::send_all;

/// Sends the client's bytes back; whether it is still there. Your part: this reads once.
pub(crate) fn turn(client: &OwnedFd) -> io::Result<bool> {
    let mut bytes = [0; 512];
    match net::receive(client, &mut bytes)? {
        Transfer::Bytes(received @ 1..) => send_all(client, &bytes[..received]),
        Transfer::NotNow => Ok(true),
        Transfer::Bytes(_) | Transfer::Gone => Ok(false),
    }
}
