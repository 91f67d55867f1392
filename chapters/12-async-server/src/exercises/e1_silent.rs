//! Exercise 1: close a client that says nothing for a fifth of a second.

use std::{io, os::fd::OwnedFd};

use io_models::{Server, executor::Source};
use socket_core::net::{self, Transfer};

use crate::clients::{send_all, serve_each};

pub(crate) fn serve(server: Server) -> io::Result<()> {
    serve_each(server, echo)
}

/// Your part: it waits for ever.
async fn echo(client: Source<OwnedFd>) -> io::Result<()> {
    let mut bytes = [0; 512];
    loop {
        client.readable().await?;
        match net::receive(&client, &mut bytes)? {
            Transfer::Bytes(len @ 1..) => send_all(&client, &bytes[..len]).await?,
            Transfer::NotNow => {}
            Transfer::Bytes(_) | Transfer::Gone => return Ok(()),
        }
    }
}
