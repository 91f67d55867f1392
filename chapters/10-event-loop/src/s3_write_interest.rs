//! A handler that has more to send than the kernel takes waits for room, and holds up nobody.

use std::{io, os::fd::OwnedFd, sync::Arc};

use io_models::{
    Server,
    callbacks::{Handlers, Interest, Key, Loop},
};
use socket_core::net::{self, Accepted, Blocking, Transfer};

// ANCHOR: serve
type Others = Handlers<()>;

pub(crate) fn serve(server: Server) -> io::Result<()> {
    net::set_nonblocking(&server.listener)?;
    let listener = Arc::new(server.listener);
    let share = Arc::clone(&listener);
    let accept = move |(): &mut (), others: &mut Others, _| accept(&listener, others);
    let mut events = Loop::new()?;
    events.handlers().add(share, Interest::Read, accept)?;
    loop {
        events.turn(&mut ())?;
    }
}

fn accept(listener: &OwnedFd, others: &mut Others) -> io::Result<()> {
    if let Accepted::Client(client) = net::accept(listener, Blocking::No)? {
        let mut echo = Echo { client: Arc::new(client), unsent: Vec::new() };
        let share = Arc::clone(&echo.client);
        others.add(share, Interest::Read, move |(), others, key| echo.ready(others, key))?;
    }
    Ok(())
}
// ANCHOR_END: serve

// ANCHOR: echo
struct Echo {
    client: Arc<OwnedFd>,
    unsent: Vec<u8>,
}

impl Echo {
    fn ready(&mut self, others: &mut Others, key: Key) -> io::Result<()> {
        let moved = match self.unsent.is_empty() {
            true => self.receive()?,
            false => self.send()?,
        };
        if matches!(moved, Transfer::Bytes(0) | Transfer::Gone) {
            others.remove(key);
            return Ok(());
        }
        let all_sent = self.unsent.is_empty();
        others.watch(key, if all_sent { Interest::Read } else { Interest::Write })
    }

    fn receive(&mut self) -> io::Result<Transfer> {
        let mut bytes = [0; 512];
        let received = net::receive(&self.client, &mut bytes)?;
        if let Transfer::Bytes(len) = received {
            self.unsent.extend_from_slice(&bytes[..len]);
        }
        Ok(received)
    }

    fn send(&mut self) -> io::Result<Transfer> {
        let sent = net::send(&self.client, &self.unsent)?;
        if let Transfer::Bytes(len) = sent {
            self.unsent.drain(..len);
        }
        Ok(sent)
    }
}
// ANCHOR_END: echo
