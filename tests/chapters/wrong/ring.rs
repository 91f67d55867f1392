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
    WaitsForEach,
    TwoAtATime,
    ClosesAtOnce,
}
/// It is not sendto(2) that sends, but it is a call.
pub(super) fn writes(server: Server) -> io::Result<()> {
    serve(server, Flaw::Writes)
}

/// Each send is a call of its own again, though the ring sends.
pub(super) fn waits_for_each(server: Server) -> io::Result<()> {
    serve(server, Flaw::WaitsForEach)
}

/// Two sends of one client are asked for before the next wait.
pub(super) fn two_at_a_time(server: Server) -> io::Result<()> {
    serve(server, Flaw::TwoAtATime)
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

impl Client {
    /// What the kernel has done: bytes came, or the end, or a reply has gone, or a part of one.
    fn takes(&mut self, ring: &Ring, done: Done, flaw: Flaw) -> io::Result<()> {
        match (done.lent, done.result) {
            (None, Ok(1..)) if flaw == Flaw::Writes => _ = write(&self.socket, ring.bytes())?,
            (None, Ok(1..)) => self.replies.push_back(reply(ring.bytes())),
            (None, _) => self.ended = true,
            (Some(mut rest), Ok(sent)) => {
                rest.consume(sent);
                if !rest.is_empty() {
                    self.replies.push_front(rest);
                }
            }
            (Some(_), Err(_)) => self.replies.clear(),
        }
        Ok(())
    }

    /// Its next reply, if the send of this number is free.
    fn sends(&mut self, ring: &mut Ring, number: u64) -> io::Result<()> {
        if !ring.is_asked(number)
            && let Some(reply) = self.replies.pop_front()
        {
            ring.send(number, &self.socket, reply)?;
        }
        Ok(())
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
    client.takes(ring, done, flaw)?;
    let numbers = if flaw == Flaw::TwoAtATime { [1, 2] } else { [1, 1] };
    for number in numbers.map(|send| number + send * SEND) {
        client.sends(ring, number)?;
    }
    if flaw == Flaw::WaitsForEach && ring.is_asked(number + SEND) {
        ring.wait(None)?;
    }
    let is_sent = numbers.iter().all(|send| !ring.is_asked(number + send * SEND));
    if client.ended && (flaw == Flaw::ClosesAtOnce || is_sent) {
        clients.remove(&number);
    }
    Ok(())
}
fn reply(bytes: &[u8]) -> Buffer<Recycled> {
    let mut reply = Buffer::new(Recycled::new(16 << 10));
    reply.push(bytes).unwrap();
    reply
}
