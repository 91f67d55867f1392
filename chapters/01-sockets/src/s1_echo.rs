//! Wrong on purpose (`short_writes`): relies on `send` to take all that it is given.

use std::{io, os::fd::OwnedFd};

use io_models::Server;
use socket_core::net::{self, Accepted, Blocking, Transfer};

// ANCHOR: serve
pub(crate) fn serve(server: Server) -> io::Result<()> {
    loop {
        match net::accept(&server.listener, Blocking::Yes)? {
            Accepted::Client(client) => echo(&client)?,
            Accepted::Stopped => return Ok(()),
            _ => {}
        }
    }
}

fn echo(client: &OwnedFd) -> io::Result<()> {
    let mut bytes = [0; 512];
    while let Transfer::Bytes(received @ 1..) = net::receive(client, &mut bytes)? {
        net::send(client, &bytes[..received])?;
    }
    Ok(())
}
// ANCHOR_END: serve
