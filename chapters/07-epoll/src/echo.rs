//! The server of this chapter's steps: it waits in epoll_wait(2), and gives each client its bytes
//! back. How a client is put on the list, and what its turn is, each step says itself.

use std::{collections::BTreeMap, io, os::fd::OwnedFd};

use io_models::Server;
use rustix::{
    buffer::spare_capacity,
    event::epoll::{self, CreateFlags, EventData, EventFlags},
};
use socket_core::net::{self, Accepted, Blocking, Transfer};

const LISTENER: u64 = 0;

/// Events that one call returns at most.
const BATCH: usize = 16;

// ANCHOR: loop
pub(crate) fn serve(
    server: Server,
    flags: EventFlags,
    mut turn: impl FnMut(&OwnedFd, u64, &OwnedFd) -> io::Result<Transfer>,
) -> io::Result<()> {
    let listener = server.listener;
    net::set_nonblocking(&listener)?;
    let epoll = epoll::create(CreateFlags::CLOEXEC)?;
    let data = EventData::new_u64(LISTENER);
    epoll::add(&epoll, &listener, data, EventFlags::IN)?;
    let (mut clients, mut last) = (BTreeMap::new(), LISTENER);
    let mut events = Vec::with_capacity(BATCH);
    loop {
        epoll::wait(&epoll, spare_capacity(&mut events), None)?;
        for token in events.drain(..).map(|event| event.data.u64()) {
            if let Some(client) = clients.get(&token) {
                let moved = turn(&epoll, token, client)?;
                if is_over(moved) {
                    clients.remove(&token);
                }
            } else if token == LISTENER {
                let accepted = net::accept(&listener, Blocking::No)?;
                if let Accepted::Client(client) = accepted {
                    last += 1;
                    epoll::add(&epoll, &client, EventData::new_u64(last), flags)?;
                    clients.insert(last, client);
                }
            }
        }
    }
}
// ANCHOR_END: loop

// ANCHOR: echo
/// One receive of at most 16 bytes, and one send. (It relies on the kernel to have
/// room for 16 bytes.)
pub(crate) fn echo(from: &OwnedFd, to: &OwnedFd) -> io::Result<Transfer> {
    let mut bytes = [0; 16];
    let moved = net::receive(from, &mut bytes)?;
    if let Transfer::Bytes(received @ 1..) = moved {
        net::send(to, &bytes[..received])?;
    }
    Ok(moved)
}

pub(crate) fn is_over(moved: Transfer) -> bool {
    matches!(moved, Transfer::Bytes(0) | Transfer::Gone)
}
// ANCHOR_END: echo
