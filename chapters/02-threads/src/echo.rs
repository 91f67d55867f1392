//! What each client of this chapter gets: its bytes back, until it sends no more.

use std::{io, os::fd::OwnedFd, panic::resume_unwind};

use socket_core::net::{self, Transfer};

// ANCHOR: echo
pub(crate) fn echo(client: &OwnedFd) -> io::Result<()> {
    let mut bytes = [0; 512];
    while let Transfer::Bytes(received @ 1..) = net::receive(client, &mut bytes)? {
        if &bytes[..received] == b"boom\n" {
            // The bug that every program has: the thread unwinds, and ends.
            resume_unwind(Box::new("a bug"));
        }
        send_all(client, &bytes[..received])?;
    }
    Ok(())
}
// ANCHOR_END: echo

fn send_all(client: &OwnedFd, mut bytes: &[u8]) -> io::Result<()> {
    while !bytes.is_empty() {
        match net::send(client, bytes)? {
            Transfer::Bytes(sent) => bytes = &bytes[sent..],
            Transfer::NotNow | Transfer::Gone => return Ok(()),
        }
    }
    Ok(())
}
