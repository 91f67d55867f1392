//! Exercise 2: a client that has said nothing 300 milliseconds after it came is sent away.

use std::{io, os::fd::OwnedFd, sync::Arc};

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

/// Your part: it waits for ever.
fn ready(client: &Arc<OwnedFd>, others: &mut Others, key: Key) -> io::Result<()> {
    let mut bytes = [0; 512];
    match net::receive(client, &mut bytes)? {
        Transfer::Bytes(len @ 1..) => {
            net::send(client, &bytes[..len])?;
        }
        _ => others.remove(key),
    }
    Ok(())
}
