//! Exercise 2: replies are asked for in the ring, one of each client at a time.

use std::{
    collections::{HashMap, VecDeque},
    io,
    os::fd::OwnedFd,
};

use io_models::{
    Recycled, Server,
    uring::{Done, Ring},
};
use socket_core::buffer::Buffer;

use crate::exercises::with_buffers;

const LISTENER: u64 = 0;
const SHUTDOWN: u64 = 1;
/// The number of a client's send, above that of its receive.
const SEND: u64 = 1 << 32;

/// A client, and what is to be sent to it when it can be.
struct Client {
    socket: OwnedFd,
    replies: VecDeque<Buffer<Recycled>>,
    /// It says no more: when all is sent, it can go.
    ended: bool,
}

pub(crate) fn serve(server: Server) -> io::Result<()> {
    let mut ring = Ring::new(with_buffers(16, 16 << 10))?;
    let mut clients = HashMap::new();
    let mut number = SHUTDOWN;
    ring.readable(SHUTDOWN, &server.shutdown)?;
    ring.accept(LISTENER, &server.listener, true)?;
    loop {
        ring.wait(None)?;
        while let Some(mut done) = ring.next() {
            match (done.data, done.client.take()) {
                (SHUTDOWN, _) => return Ok(()),
                (LISTENER, Some(socket)) => {
                    number += 1;
                    ring.receive(number, &socket)?;
                    let client = Client { socket, replies: VecDeque::new(), ended: false };
                    clients.insert(number, client);
                }
                _ => go_on(&mut ring, &mut clients, done)?,
            }
        }
    }
}

/// A client has said something, or has been told something.
fn go_on(ring: &mut Ring, clients: &mut HashMap<u64, Client>, done: Done) -> io::Result<()> {
    let number = done.data % SEND;
    let Some(client) = clients.get_mut(&number) else { return Ok(()) };
    match (done.lent, done.result) {
        (None, Ok(1..)) => client.replies.push_back(reply(ring.bytes())),
        (None, _) => client.ended = true,
        (Some(mut rest), Ok(sent)) => {
            rest.consume(sent);
            if !rest.is_empty() {
                client.replies.push_front(rest);
            }
        }
        (Some(_), Err(_)) => client.replies.clear(),
    }
    send(ring, number, client)?;
    if client.ended && !ring.is_asked(number + SEND) {
        clients.remove(&number);
    }
    Ok(())
}

/// Asks for the next send, once the last one is complete: two at a time have no order.
fn send(ring: &mut Ring, number: u64, client: &mut Client) -> io::Result<()> {
    if !ring.is_asked(number + SEND)
        && let Some(reply) = client.replies.pop_front()
    {
        ring.send(number + SEND, &client.socket, reply)?;
    }
    Ok(())
}

fn reply(bytes: &[u8]) -> Buffer<Recycled> {
    let mut reply = Buffer::new(Recycled::new(16 << 10));
    reply.push(bytes).expect("a provided buffer is no longer");
    reply
}
