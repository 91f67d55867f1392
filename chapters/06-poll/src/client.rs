//! A client of this chapter's steps: gets its bytes back, and what it has not taken yet is kept.

use std::{io, mem, os::fd::OwnedFd};

use io_models::Server;
use rustix::event::{self, PollFd, PollFlags};
use socket_core::net::{self, Accepted, Blocking, Transfer};

pub(crate) struct Client {
    socket: OwnedFd,
    /// What is still to be sent to it.
    pub(crate) left: Vec<u8>,
}

/// Serves, and waits for each client as `interest` says.
pub(crate) fn serve(server: Server, interest: fn(&Client) -> PollFlags) -> io::Result<()> {
    let listener = server.listener;
    net::set_nonblocking(&listener)?;
    let mut clients: Vec<Client> = Vec::new();
    loop {
        let mut list = vec![PollFd::new(&listener, PollFlags::IN)];
        for client in &clients {
            list.push(PollFd::new(&client.socket, interest(client)));
        }
        event::poll(&mut list, None)?;
        let ready: Vec<_> = list.iter().map(PollFd::revents).collect();
        let before = mem::take(&mut clients);
        for (mut client, ready) in before.into_iter().zip(&ready[1..]) {
            if ready.is_empty() || client.turn(*ready)? {
                clients.push(client);
            }
        }
        if !ready[0].is_empty()
            && let Accepted::Client(socket) = net::accept(&listener, Blocking::No)?
        {
            clients.push(Client { socket, left: Vec::new() });
        }
    }
}

// ANCHOR: turn
impl Client {
    /// One receive if nothing is left to send, and one send; whether it is still
    /// there.
    fn turn(&mut self, ready: PollFlags) -> io::Result<bool> {
        if self.left.is_empty() && ready != PollFlags::OUT {
            let mut bytes = [0; 64 << 10];
            match net::receive(&self.socket, &mut bytes)? {
                Transfer::Bytes(0) | Transfer::Gone => return Ok(false),
                Transfer::Bytes(received) => self.left.extend(&bytes[..received]),
                Transfer::NotNow => {}
            }
        }
        if !self.left.is_empty() {
            match net::send(&self.socket, &self.left)? {
                Transfer::Bytes(sent) => drop(self.left.drain(..sent)),
                Transfer::NotNow => {}
                Transfer::Gone => return Ok(false),
            }
        }
        Ok(true)
    }
}
// ANCHOR_END: turn
