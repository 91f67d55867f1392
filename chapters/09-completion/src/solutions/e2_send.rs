//! Exercise 2: replies are asked for in the ring.

use std::{collections::HashMap, io};

use io_models::{Recycled, Server, uring::Ring};
use socket_core::buffer::Buffer;

use crate::exercises::with_buffers;

const LISTENER: u64 = 0;
const SHUTDOWN: u64 = 1;
/// The number of a client's send, above that of its receive.
const SEND: u64 = 1 << 32;

pub(crate) fn serve(server: Server) -> io::Result<()> {
    let mut ring = Ring::new(with_buffers(16, 4 << 10))?;
    let mut clients = HashMap::new();
    let mut number = SHUTDOWN;
    ring.readable(SHUTDOWN, &server.shutdown)?;
    ring.accept(LISTENER, &server.listener, true)?;
    loop {
        ring.wait(None)?;
        while let Some(done) = ring.next() {
            match (done.data, done.client, done.result) {
                (SHUTDOWN, ..) => return Ok(()),
                (LISTENER, Some(client), _) => {
                    number += 1;
                    ring.receive(number, &client)?;
                    clients.insert(number, client);
                }
                (SEND.., ..) => {}
                (client, _, Ok(1..)) => {
                    let mut reply = Buffer::new(Recycled::new(4 << 10));
                    reply.push(ring.bytes()).expect("a provided buffer is no longer");
                    ring.send(client + SEND, &clients[&client], reply)?;
                }
                (client, _, Ok(0)) => _ = clients.remove(&client),
                _ => {}
            }
        }
    }
}
