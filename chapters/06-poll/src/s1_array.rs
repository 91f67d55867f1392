//! Wrong on purpose (`a_slow_reader_hears_all`): an array in the place of the sets, and what the
//! kernel does not take of an answer is lost.

use std::{io, mem, os::fd::OwnedFd};

use io_models::Server;
use rustix::event::{self, PollFd, PollFlags};
use socket_core::net::{self, Accepted, Blocking, Transfer};

// ANCHOR: serve
pub(crate) fn serve(server: Server) -> io::Result<()> {
    let listener = server.listener;
    net::set_nonblocking(&listener)?;
    let mut clients: Vec<OwnedFd> = Vec::new();
    loop {
        let mut list = vec![PollFd::new(&listener, PollFlags::IN)];
        for client in &clients {
            list.push(PollFd::new(client, PollFlags::IN));
        }
        event::poll(&mut list, None)?;
        let ready = list.iter().map(|entry| !entry.revents().is_empty());
        let ready: Vec<_> = ready.collect();
        let before = mem::take(&mut clients);
        for (client, ready) in before.into_iter().zip(&ready[1..]) {
            if !ready || echo(&client)? {
                clients.push(client);
            }
        }
        if ready[0]
            && let Accepted::Client(client) = net::accept(&listener, Blocking::No)?
        {
            clients.push(client);
        }
    }
}
// ANCHOR_END: serve

// ANCHOR: echo
/// One receive and one send; whether the client is still there.
pub(crate) fn echo(client: &OwnedFd) -> io::Result<bool> {
    let mut bytes = [0; 64 << 10];
    let moved = net::receive(client, &mut bytes)?;
    if let Transfer::Bytes(received @ 1..) = moved {
        net::send(client, &bytes[..received])?;
    }
    Ok(!matches!(moved, Transfer::Bytes(0) | Transfer::Gone))
}
// ANCHOR_END: echo
