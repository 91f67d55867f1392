//! With two clients the listener is asked for nothing: a client that comes then waits in the backlog.

use std::{io, mem, os::fd::OwnedFd};

use io_models::Server;
use rustix::event::{self, PollFd, PollFlags};
use socket_core::net::{self, Accepted, Blocking};

use crate::s1_array::echo;

const MOST: usize = 2;

pub(crate) fn serve(server: Server) -> io::Result<()> {
    let listener = server.listener;
    net::set_nonblocking(&listener)?;
    let mut clients: Vec<OwnedFd> = Vec::new();
    loop {
        let is_full = clients.len() == MOST;
        let newcomers = if is_full { PollFlags::empty() } else { PollFlags::IN };
        let mut list = vec![PollFd::new(&listener, newcomers)];
        for client in &clients {
            list.push(PollFd::new(client, PollFlags::IN));
        }
        event::poll(&mut list, None)?;
        let ready: Vec<_> = list.iter().map(|entry| !entry.revents().is_empty()).collect();
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
