//! One receive is asked for in a ring; all else is as in chapter 1.

use std::{io, os::fd::OwnedFd};

use io_models::{
    Recycled, Server,
    uring::{Ring, Sizes},
};
use socket_core::{
    buffer::Buffer,
    net::{self, Accepted, Blocking},
};

const SIZES: Sizes = Sizes { requests: 2, completions: 4, buffers: 1, bytes: 4 << 10 };

pub(crate) fn serve(server: Server) -> io::Result<()> {
    let mut ring = Ring::new(SIZES)?;
    loop {
        match net::accept(&server.listener, Blocking::Yes)? {
            Accepted::Client(client) => echo(&client, &mut ring)?,
            Accepted::Stopped => return Ok(()),
            _ => {}
        }
    }
}

// ANCHOR: echo
fn echo(client: &OwnedFd, ring: &mut Ring) -> io::Result<()> {
    let mut buffer = Buffer::new(Recycled::new(512));
    loop {
        ring.receive_into(0, client, buffer)?;
        ring.wait(None)?;
        let Some(done) = ring.next() else { return Ok(()) };
        let Ok(received @ 1..) = done.result else { return Ok(()) };
        buffer = done.lent.expect("the kernel is done with it");
        buffer.commit(received);
        net::send(client, buffer.filled())?;
        buffer.consume(received);
    }
}
// ANCHOR_END: echo
