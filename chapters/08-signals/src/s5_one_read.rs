//! Wrong on purpose (`one_read_a_signal`): a signal says that there are bytes, and not how many.

use std::{
    collections::HashMap,
    io,
    os::fd::{AsRawFd, OwnedFd, RawFd},
};

use io_models::{
    Server,
    signals::{News, Signals},
};
use socket_core::net::{self, Accepted, Blocking};

use crate::streams::echo;

pub(crate) fn serve(server: Server) -> io::Result<()> {
    let listener = server.listener.as_raw_fd();
    let signals = Signals::block()?;
    signals.arm(&server.listener)?;
    let mut clients = HashMap::new();
    loop {
        match signals.wait(None)? {
            Some(News::Of { descriptor, .. }) if descriptor == listener => {
                accept(&server, &signals, &mut clients)?;
            }
            Some(News::Of { descriptor, .. }) => turn(descriptor, &mut clients)?,
            Some(News::Overflow) | None => {}
        }
    }
}

type Clients = HashMap<RawFd, OwnedFd>;

// ANCHOR: accept
fn accept(server: &Server, signals: &Signals, all: &mut Clients) -> io::Result<()> {
    if let Accepted::Client(client) = net::accept(&server.listener, Blocking::No)? {
        signals.arm(&client)?;
        let descriptor = client.as_raw_fd();
        all.insert(descriptor, client);
        turn(descriptor, all)?;
    }
    Ok(())
}
// ANCHOR_END: accept

/// One read for one signal. The client may have left: then the signal is an old one.
fn turn(descriptor: RawFd, clients: &mut Clients) -> io::Result<()> {
    let Some(client) = clients.get(&descriptor) else { return Ok(()) };
    if !echo(client)? {
        clients.remove(&descriptor);
    }
    Ok(())
}
