//! Exercise 1: ask again when a receive has ended for want of a buffer, and let go of a client when
//! it has ended for good.

use std::{collections::HashMap, io};

use io_models::{Server, uring::Ring};
use socket_core::net;

use crate::exercises::with_buffers;

const LISTENER: u64 = 0;
const SHUTDOWN: u64 = 1;

/// Your part: there are two buffers, of four bytes each. A client that finds none is forgotten.
pub(crate) fn serve(server: Server) -> io::Result<()> {
    let mut ring = Ring::new(with_buffers(2, 4))?;
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
                (client, _, Ok(1..)) => _ = net::send(&clients[&client], ring.bytes())?,
                (client, _, Ok(0)) => _ = clients.remove(&client),
                _ => {}
            }
        }
    }
}
