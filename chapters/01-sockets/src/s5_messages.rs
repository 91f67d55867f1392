//! Wrong on purpose (`two_messages_in_one_send`): takes what one receive brings for one message.

use std::{io, os::fd::OwnedFd};

use io_models::Server;
use socket_core::net::{self, Accepted, Blocking, Transfer};

use crate::s4_send_all::send_all;

pub(crate) fn serve(server: Server) -> io::Result<()> {
    loop {
        match net::accept(&server.listener, Blocking::Yes)? {
            Accepted::Client(client) => count(&client)?,
            Accepted::Stopped => return Ok(()),
            _ => {}
        }
    }
}

// ANCHOR: count
/// Answers each message with its length.
fn count(client: &OwnedFd) -> io::Result<()> {
    let mut bytes = [0; 512];
    while let Transfer::Bytes(received @ 1..) = net::receive(client, &mut bytes)? {
        send_all(client, format!("{received} bytes\n").as_bytes())?;
    }
    Ok(())
}
// ANCHOR_END: count
