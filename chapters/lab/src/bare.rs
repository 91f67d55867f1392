//! The least that a server on epoll can do: one receive, one send, and no protocol.
//!
//! It answers each [`REQUEST`]'s worth of bytes with a reply, whatever they are.

use std::{
    collections::HashMap,
    io,
    os::fd::{AsRawFd, OwnedFd, RawFd},
};

use rustix::{
    buffer::spare_capacity,
    event::epoll::{self, CreateFlags, EventData, EventFlags},
    net::{RecvFlags, SendFlags, SocketFlags, accept_with, recv, send},
};

/// PING, as clients of redis send it.
pub(crate) const REQUEST: &[u8] = b"*1\r\n$4\r\nPING\r\n";
pub(crate) const REPLY: &[u8] = b"+PONG\r\n";
const LISTENER: u64 = u64::MAX;

pub(crate) fn serve(listener: OwnedFd) -> io::Result<()> {
    let epoll = epoll::create(CreateFlags::CLOEXEC)?;
    epoll::add(&epoll, &listener, EventData::new_u64(LISTENER), EventFlags::IN)?;
    let mut clients = HashMap::<RawFd, (OwnedFd, usize)>::new();
    let mut events = Vec::with_capacity(256);
    let mut bytes = [0; 16 << 10];
    let replies = REPLY.repeat(bytes.len() / REQUEST.len() + 1);
    loop {
        epoll::wait(&epoll, spare_capacity(&mut events), None)?;
        for event in events.drain(..) {
            if event.data.u64() == LISTENER {
                let client = accept_with(&listener, SocketFlags::NONBLOCK)?;
                let number = client.as_raw_fd();
                let data = EventData::new_u64(u64::try_from(number).expect("it is positive"));
                epoll::add(&epoll, &client, data, EventFlags::IN)?;
                clients.insert(number, (client, 0));
                continue;
            }
            let number = RawFd::try_from(event.data.u64()).expect("it was one");
            let (client, left) = clients.get_mut(&number).expect("it is still there");
            let received =
                recv(&*client, &mut bytes[..], RecvFlags::empty()).map_or(0, |got| got.0);
            if received == 0 {
                clients.remove(&number);
                continue;
            }
            let due = *left + received;
            *left = due % REQUEST.len();
            let reply = &replies[..due / REQUEST.len() * REPLY.len()];
            if !reply.is_empty() {
                _ = send(&*client, reply, SendFlags::NOSIGNAL);
            }
        }
    }
}
