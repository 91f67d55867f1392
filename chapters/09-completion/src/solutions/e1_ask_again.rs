//! Exercise 1: a receive that found no buffer is asked for again; any other failure is an end.

use std::{collections::HashMap, io};

use io_models::{Server, uring::Ring};
use rustix::io::Errno;
use socket_core::net;

use crate::exercises::with_buffers;

const LISTENER: u64 = 0;
const SHUTDOWN: u64 = 1;

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
                (client, _, Err(Errno::NOBUFS)) => ring.receive(client, &clients[&client])?,
                (client, ..) => _ = clients.remove(&client),
            }
        }
    }
}
