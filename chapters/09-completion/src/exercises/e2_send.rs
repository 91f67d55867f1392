//! Exercise 2: send through the ring as well, so that a round is one call.

use std::{
    collections::{HashMap, VecDeque},
    io,
    os::fd::OwnedFd,
};

use io_models::{Recycled, Server, uring::Ring};
use socket_core::{buffer::Buffer, net};

use crate::exercises::with_buffers;

const LISTENER: u64 = 0;
const SHUTDOWN: u64 = 1;

/// A client, and what is to be sent to it when it can be.
struct Client {
    socket: OwnedFd,
    replies: VecDeque<Buffer<Recycled>>,
}

pub(crate) fn serve(server: Server) -> io::Result<()> {
    let mut ring = Ring::new(with_buffers(16, 16 << 10))?;
    let mut clients = HashMap::new();
    let mut number = SHUTDOWN;
    ring.readable(SHUTDOWN, &server.shutdown)?;
    ring.accept(LISTENER, &server.listener, true)?;
    loop {
        ring.wait(None)?;
        while let Some(done) = ring.next() {
            match (done.data, done.client, done.result) {
                (SHUTDOWN, ..) => return Ok(()),
                (LISTENER, Some(socket), _) => {
                    number += 1;
                    ring.receive(number, &socket)?;
                    clients.insert(number, Client { socket, replies: VecDeque::new() });
                }
                (number, _, Ok(1..)) => {
                    let client = clients.get_mut(&number).expect("its receive is asked for");
                    let mut reply = Buffer::new(Recycled::new(16 << 10));
                    reply.push(ring.bytes()).expect("a provided buffer is no longer");
                    client.replies.push_back(reply);
                    send(client)?;
                }
                (number, ..) => _ = clients.remove(&number),
            }
        }
    }
}

/// Your part: each reply is a call of its own.
fn send(client: &mut Client) -> io::Result<()> {
    while let Some(reply) = client.replies.pop_front() {
        _ = net::send(&client.socket, reply.filled())?;
    }
    Ok(())
}
