//! Exercise 2, solved: a timer for each client, which its first word cancels.

use std::{
    cell::Cell,
    io,
    os::fd::OwnedFd,
    rc::Rc,
    sync::Arc,
    time::{Duration, Instant},
};

use io_models::{
    Server,
    callbacks::{Handlers, Interest, Key, Loop, Timer},
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
        let silent = Rc::new(Cell::new(None::<Timer>));
        let its = Rc::clone(&silent);
        let key = others.add(share, Interest::Read, move |(), others, key| {
            its.take().into_iter().for_each(|timer| others.cancel(timer));
            ready(&client, others, key)
        })?;
        let soon = Instant::now() + Duration::from_millis(300);
        silent.set(Some(others.at(soon, move |(), others| {
            others.remove(key);
            Ok(())
        })));
        Ok(())
    })?;
    loop {
        events.turn(&mut ())?;
    }
}

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
