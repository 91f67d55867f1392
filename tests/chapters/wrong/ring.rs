//! Wrong solutions of chapter 9's second exercise: replies through the ring, and not quite.

use std::{
    collections::{HashMap, VecDeque},
    io,
    os::fd::OwnedFd,
};

use io_models::{
    Recycled, Server,
    uring::{Done, Ring, Sizes},
};
use rustix::io::write;
use socket_core::buffer::Buffer;

const LISTENER: u64 = 0;
const SHUTDOWN: u64 = 1;
const SEND: u64 = 1 << 32;

/// What is wrong.
#[derive(Clone, Copy, PartialEq)]
enum Flaw {
    Writes,
    ClosesAtOnce,
}

/// It is not sendto(2) that sends, but it is a call.
pub(super) fn writes(server: Server) -> io::Result<()> {
    serve(server, Flaw::Writes)
}

/// Who says no more is let go, whatever is still to be sent.
pub(super) fn closes_at_once(server: Server) -> io::Result<()> {
    serve(server, Flaw::ClosesAtOnce)
}

struct Client {
    socket: OwnedFd,
    replies: VecDeque<Buffer<Recycled>>,
    ended: bool,
}

fn serve(server: Server, flaw: Flaw) -> io::Result<()> {
    let sizes = Sizes { requests: 64, completions: 128, buffers: 16, bytes: 16 << 10 };
    let mut ring = Ring::new(sizes)?;
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
                _ => go_on(&mut ring, &mut clients, done, flaw)?,
            }
        }
    }
}

fn go_on(
    ring: &mut Ring,
    clients: &mut HashMap<u64, Client>,
    done: Done,
    flaw: Flaw,
) -> io::Result<()> {
    let number = done.data % SEND;
    let Some(client) = clients.get_mut(&number) else { return Ok(()) };
    match (done.lent, done.result) {
        (None, Ok(1..)) if flaw == Flaw::Writes => _ = write(&client.socket, ring.bytes())?,
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
    if !ring.is_asked(number + SEND)
        && let Some(reply) = client.replies.pop_front()
    {
        ring.send(number + SEND, &client.socket, reply)?;
    }
    if client.ended && (flaw == Flaw::ClosesAtOnce || !ring.is_asked(number + SEND)) {
        clients.remove(&number);
    }
    Ok(())
}

fn reply(bytes: &[u8]) -> Buffer<Recycled> {
    let mut reply = Buffer::new(Recycled::new(16 << 10));
    reply.push(bytes).unwrap();
    reply
}
