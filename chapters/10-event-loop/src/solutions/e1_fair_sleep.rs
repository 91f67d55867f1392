//! Exercise 1, solved: the reply is a timer's, and the handler returns at once.

use std::{
    io,
    os::fd::OwnedFd,
    sync::Arc,
    time::{Duration, Instant},
};

use io_models::{
    Server,
    callbacks::{Handlers, Interest, Key, Loop},
};
use socket_core::net::{self, Accepted, Blocking, Transfer};

type Others = Handlers<()>;

/// Calls `ready` for each client.
pub(crate) fn serve(server: Server) -> io::Result<()> {
    net::set_nonblocking(&server.listener)?;
    let listener = Arc::new(server.listener);
    let share = Arc::clone(&listener);
    let mut events = Loop::new()?;
    events.handlers().add(share, Interest::Read, move |(), others: &mut Others, _| {
        let accepted = net::accept(&listener, Blocking::No)?;
        let Accepted::Client(client) = accepted else { return Ok(()) };
        let client = Arc::new(client);
        let share = Arc::clone(&client);
        others.add(share, Interest::Read, move |(), others, key| ready(&client, others, key))?;
        Ok(())
    })?;
    loop {
        events.turn(&mut ())?;
    }
}

fn ready(client: &Arc<OwnedFd>, others: &mut Others, key: Key) -> io::Result<()> {
    let mut bytes = [0; 512];
    let Transfer::Bytes(len @ 1..) = net::receive(client, &mut bytes)? else {
        others.remove(key);
        return Ok(());
    };
    if &bytes[..len] != b"slow\n" {
        net::send(client, &bytes[..len])?;
        return Ok(());
    }
    let client = Arc::clone(client);
    others.at(Instant::now() + Duration::from_millis(300), move |(), _| {
        net::send(&client, b"slow\n")?;
        Ok(())
    });
    Ok(())
}
