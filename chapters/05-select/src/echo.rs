//! What each client of this chapter gets: its bytes back.

use std::{io, os::fd::OwnedFd};

use socket_core::net::{self, Accepted, Blocking, Transfer};

// ANCHOR: turn
/// What has come goes back. Whether the client is still there.
pub(crate) fn turn(client: &OwnedFd) -> io::Result<bool> {
    let mut bytes = [0; 512];
    match net::receive(client, &mut bytes)? {
        Transfer::Bytes(0) | Transfer::Gone => Ok(false),
        Transfer::Bytes(received) => send_all(client, &bytes[..received]),
        Transfer::NotNow => Ok(true),
    }
}
// ANCHOR_END: turn

fn send_all(client: &OwnedFd, mut bytes: &[u8]) -> io::Result<bool> {
    while !bytes.is_empty() {
        match net::send(client, bytes)? {
            Transfer::Bytes(sent) => bytes = &bytes[sent..],
            // It takes no more now: this server has no way to wait for that, and gives up.
            Transfer::NotNow | Transfer::Gone => return Ok(false),
        }
    }
    Ok(true)
}

/// Waits for the first two clients; for fewer, if the server must stop.
pub(crate) fn two_clients(listener: &OwnedFd) -> io::Result<Vec<OwnedFd>> {
    let mut clients = Vec::new();
    while clients.len() < 2 {
        match net::accept(listener, Blocking::Yes)? {
            Accepted::Client(client) => clients.push(client),
            Accepted::Stopped => break,
            _ => {}
        }
    }
    Ok(clients)
}
