//! Which is called first? A handler asks for three calls, and answers at once as well.

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
        let client = Arc::new(client);
        let share = Arc::clone(&client);
        others.add(share, Interest::Read, move |(), others, key| ready(&client, others, key))?;
    }
    Ok(())
}

// ANCHOR: ready
fn ready(client: &Arc<OwnedFd>, others: &mut Others, key: Key) -> io::Result<()> {
    if !matches!(net::receive(client, &mut [0; 512])?, Transfer::Bytes(1..)) {
        others.remove(key);
        return Ok(());
    }
    let now = Instant::now();
    others.at(now + Duration::from_millis(300), says(client, "300 ms\n"));
    others.at(now, says(client, "0 ms\n"));
    others.soon(says(client, "soon\n"));
    says(client, "handler\n")(&mut (), others)
}

fn says(
    client: &Arc<OwnedFd>,
    word: &'static str,
) -> impl FnOnce(&mut (), &mut Others) -> io::Result<()> + 'static {
    let client = Arc::clone(client);
    move |_, _| net::send(&client, word.as_bytes()).map(|_| ()).map_err(Into::into)
}
// ANCHOR_END: ready
