//! A thread of this chapter's servers: it has clients of its own, waits for all of them in
//! epoll_wait(2), and gives each its bytes back. How a client gets to it, each step says itself.

use std::{
    collections::BTreeMap,
    io, iter,
    os::fd::{AsFd, OwnedFd},
    sync::Mutex,
};

use rustix::{
    buffer::spare_capacity,
    event::epoll::{self, CreateFlags, EventData, EventFlags},
};
use socket_core::net::{self, Accepted, Blocking, Transfer};

pub(crate) const THREADS: usize = 3;

const LISTENER: u64 = 0;

/// Events that one call returns at most.
const BATCH: usize = 16;

// ANCHOR: worker
pub(crate) struct Worker {
    epoll: OwnedFd,
    clients: Mutex<BTreeMap<u64, OwnedFd>>,
}
// ANCHOR_END: worker

/// What a worker does after it has taken a client.
pub(crate) type Taken = fn(&Worker, &OwnedFd) -> io::Result<()>;

/// Nothing.
pub(crate) fn goes_on(_: &Worker, _: &OwnedFd) -> io::Result<()> {
    Ok(())
}

pub(crate) fn workers() -> io::Result<Vec<Worker>> {
    iter::repeat_with(Worker::new).take(THREADS).collect()
}

impl Worker {
    fn new() -> io::Result<Self> {
        let epoll = epoll::create(CreateFlags::CLOEXEC)?;
        Ok(Self { epoll, clients: Mutex::default() })
    }

    // ANCHOR: add
    /// From now on the client is this worker's. Any thread may say so, also while
    /// the worker sleeps.
    pub(crate) fn add(&self, client: OwnedFd) -> io::Result<()> {
        let mut clients = self.clients.lock().expect("no worker panics");
        let token = clients.last_key_value().map_or(1, |(last, _)| last + 1);
        let data = EventData::new_u64(token);
        epoll::add(&self.epoll, &client, data, EventFlags::IN)?;
        clients.insert(token, client);
        Ok(())
    }
    // ANCHOR_END: add

    pub(crate) fn clients(&self) -> usize {
        self.clients.lock().expect("no worker panics").len()
    }

    /// From now on the listener is on this worker's list, as it may be on others'.
    pub(crate) fn watch(&self, listener: &OwnedFd, flags: EventFlags) -> io::Result<()> {
        Ok(epoll::add(&self.epoll, listener, EventData::new_u64(LISTENER), flags)?)
    }

    pub(crate) fn unwatch(&self, listener: &OwnedFd) -> io::Result<()> {
        Ok(epoll::delete(&self.epoll, listener)?)
    }

    // ANCHOR: loop
    /// Serves its clients, and takes new ones where it watches the listener.
    pub(crate) fn serve(&self, listener: &OwnedFd, taken: Taken) -> io::Result<()> {
        let mut events = Vec::with_capacity(BATCH);
        loop {
            epoll::wait(&self.epoll, spare_capacity(&mut events), None)?;
            for token in events.drain(..).map(|event| event.data.u64()) {
                match token {
                    LISTENER => self.accept(listener, taken)?,
                    token => self.turn(token)?,
                }
            }
        }
    }

    fn accept(&self, listener: &OwnedFd, taken: Taken) -> io::Result<()> {
        if let Accepted::Client(client) = net::accept(listener, Blocking::No)? {
            self.add(client)?;
            taken(self, listener)?;
        }
        Ok(())
    }

    fn turn(&self, token: u64) -> io::Result<()> {
        let mut clients = self.clients.lock().expect("no worker panics");
        if let Some(client) = clients.get(&token)
            && is_over(echo(client)?)
        {
            clients.remove(&token);
        }
        Ok(())
    }
    // ANCHOR_END: loop
}

/// One receive of at most 512 bytes, and one send. (It counts on the kernel having room for
/// them.)
pub(crate) fn echo(client: impl AsFd) -> io::Result<Transfer> {
    let mut bytes = [0; 512];
    let moved = net::receive(&client, &mut bytes)?;
    if let Transfer::Bytes(received @ 1..) = moved {
        net::send(&client, &bytes[..received])?;
    }
    Ok(moved)
}

pub(crate) fn is_over(moved: Transfer) -> bool {
    matches!(moved, Transfer::Bytes(0) | Transfer::Gone)
}
