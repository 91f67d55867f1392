//! Everything is asked for in a ring: each client, each receive and each send, once.

use std::{collections::HashMap, io, os::fd::OwnedFd};

use io_models::{
    Recycled, Server,
    uring::{Done, Ring, Sizes},
};
use socket_core::buffer::Buffer;

const SIZES: Sizes = Sizes { requests: 64, completions: 128, buffers: 1, bytes: 4 << 10 };
/// Each client's socket, by the number of its requests.
type Clients = HashMap<u64, OwnedFd>;

const LISTENER: u64 = 0;
const SHUTDOWN: u64 = 1;

// ANCHOR: serve
pub(crate) fn serve(server: Server) -> io::Result<()> {
    let mut ring = Ring::new(SIZES)?;
    let mut clients = Clients::new();
    ring.readable(SHUTDOWN, &server.shutdown)?;
    ring.accept(LISTENER, &server.listener, false)?;
    let mut number = SHUTDOWN;
    loop {
        ring.wait(None)?;
        while let Some(done) = ring.next() {
            match done.data {
                SHUTDOWN => return Ok(()),
                LISTENER => {
                    let Some(client) = done.client else { continue };
                    number += 1;
                    let buffer = Buffer::new(Recycled::new(512));
                    ring.receive_into(number, &client, buffer)?;
                    clients.insert(number, client);
                    ring.accept(LISTENER, &server.listener, false)?;
                }
                _ => go_on(&mut ring, &mut clients, done)?,
            }
        }
    }
}
// ANCHOR_END: serve

// ANCHOR: go_on
/// What was received is sent; what was sent makes room for what is received next.
fn go_on(ring: &mut Ring, clients: &mut Clients, done: Done) -> io::Result<()> {
    let (Ok(count @ 1..), Some(mut buffer)) = (done.result, done.lent) else {
        clients.remove(&done.data);
        return Ok(());
    };
    let client = &clients[&done.data];
    if buffer.is_empty() {
        buffer.commit(count);
    } else {
        buffer.consume(count);
    }
    match buffer.is_empty() {
        true => ring.receive_into(done.data, client, buffer),
        false => ring.send(done.data, client, buffer),
    }
}
// ANCHOR_END: go_on
