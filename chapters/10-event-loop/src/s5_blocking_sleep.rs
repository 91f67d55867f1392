//! Wrong on purpose (`a_slow_request`): a handler sleeps, and with it the loop and every client.

use std::{io, os::fd::OwnedFd, sync::Arc, thread};

use io_models::{
    Server,
    callbacks::{Handlers, Interest, Key, Loop},
};
use socket_core::{
    buffer::{Buffer, Growing},
    limits::Limits,
    net::{self, Accepted, Blocking, Transfer},
    session::{Session, Want},
    store::Store,
};

type Others = Handlers<Store>;
type Done = io::Result<()>;

pub(crate) fn serve(mut server: Server) -> io::Result<()> {
    net::set_nonblocking(&server.listener)?;
    let listener = Arc::new(server.listener);
    let share = Arc::clone(&listener);
    let accept = move |_: &mut Store, others: &mut Others, _| accept(&listener, others);
    let mut events = Loop::new()?;
    events.handlers().add(share, Interest::Read, accept)?;
    loop {
        events.turn(&mut server.store)?;
    }
}

fn accept(listener: &OwnedFd, others: &mut Others) -> io::Result<()> {
    if let Accepted::Client(socket) = net::accept(listener, Blocking::No)? {
        let limits = Limits::default();
        let buffer = || Buffer::new(Growing::new(limits.request + limits.value));
        let session = Session::new(buffer(), buffer(), limits);
        let mut client = Client { socket: Arc::new(socket), session };
        let share = Arc::clone(&client.socket);
        others.add(share, Interest::Read, move |store, others, key| {
            client.ready(store, others, key)
        })?;
    }
    Ok(())
}

struct Client {
    socket: Arc<OwnedFd>,
    session: Session<Growing>,
}

impl Client {
    // ANCHOR: ready
    fn ready(&mut self, store: &mut Store, all: &mut Others, key: Key) -> Done {
        let moved = match self.session.want() {
            Want::Read => net::receive(&self.socket, self.session.inbox())?,
            Want::Write => net::send(&self.socket, self.session.outbox())?,
            Want::Sleep(_) | Want::Close => Transfer::NotNow,
        };
        match (moved, self.session.want()) {
            (Transfer::Bytes(n), Want::Read) => self.session.received(n, store),
            (Transfer::Bytes(n), _) => self.session.sent(n, store),
            (Transfer::NotNow, _) => {}
            (Transfer::Gone, _) => all.remove(key),
        }
        while let Want::Sleep(duration) = self.session.want() {
            // This thread is the loop.
            thread::sleep(duration);
            self.session.slept(store);
        }
        match self.session.want() {
            Want::Read => all.watch(key, Interest::Read)?,
            Want::Write => all.watch(key, Interest::Write)?,
            Want::Sleep(_) | Want::Close => all.remove(key),
        }
        Ok(())
    }
    // ANCHOR_END: ready
}
