//! Sends until all of it is gone: `send` says how much it took, and that may be less.

use std::{io, os::fd::OwnedFd};

use io_models::Server;
use socket_core::net::{self, Accepted, Blocking, Transfer};

pub(crate) fn serve(server: Server) -> io::Result<()> {
    loop {
        match net::accept(&server.listener, Blocking::Yes)? {
            Accepted::Client(client) => echo(&client)?,
            Accepted::Stopped => return Ok(()),
            _ => {}
        }
    }
}

// ANCHOR: send_all
fn echo(client: &OwnedFd) -> io::Result<()> {
    let mut bytes = [0; 512];
    while let Transfer::Bytes(received @ 1..) = net::receive(client, &mut bytes)? {
        send_all(client, &bytes[..received])?;
    }
    Ok(())
}

pub(crate) fn send_all(client: &OwnedFd, mut bytes: &[u8]) -> io::Result<()> {
    while !bytes.is_empty() {
        match net::send(client, bytes)? {
            Transfer::Bytes(sent) => bytes = &bytes[sent..],
            Transfer::NotNow | Transfer::Gone => return Ok(()),
        }
    }
    Ok(())
}
// ANCHOR_END: send_all
