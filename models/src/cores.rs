//! How do we wait? As `epoll` does, in a thread for each core: each with a list and clients of its
//! own.
//!
//! The listener is on every list, and a new client wakes one of the threads that sleep
//! (EPOLLEXCLUSIVE): the one that has waited longest, because whoever has taken a client goes to
//! the end of the line.

mod places;

use std::{
    io,
    sync::Arc,
    thread::{self, Builder, ScopedJoinHandle, available_parallelism},
};

use rustix::event::epoll::{self, EventData, EventFlags};

use self::places::Places;
use crate::{
    clients::{Clients, Who},
    epoll::{BATCH, List, waited, who},
    executor::eventfd::EventFd,
    needed::explain,
    scarcity::lacks_processes,
    server::{Model, Server},
    shared::Shared,
};

/// Its row in [`MODELS`](crate::MODELS).
pub const MODEL: Model =
    Model::new("cores", "in epoll_wait(2), each thread for the clients that came to it", serve)
        .needs(available);

/// Serves until the server must stop.
///
/// # Errors
/// Only ours or the kernel's, that no client is to blame for.
pub fn serve(server: Server) -> io::Result<()> {
    let places = Places::new(server.limits.connections, EventFd::new()?);
    let mut workers = workers(server, &places)?;
    // One of the threads is this one.
    let first = workers.pop().expect("there is one for each thread");
    // ANCHOR: threads
    let work = |worker: Worker<'_>| worker.serve().inspect_err(|_| places.close());
    thread::scope(|scope| {
        let others = workers
            .into_iter()
            .map(|worker| Builder::new().spawn_scoped(scope, || work(worker)))
            // Where there is no room for one more, those that there are serve.
            .take_while(|thread| !thread.as_ref().is_err_and(lacks_processes))
            .collect::<io::Result<Vec<_>>>()
            // Those that there are must not wait for the one that there is not.
            .inspect_err(|_| places.close())?;
        let done = work(first);
        others.into_iter().map(ended).fold(done, io::Result::and)
    })
    // ANCHOR_END: threads
}

fn ended(thread: ScopedJoinHandle<'_, io::Result<()>>) -> io::Result<()> {
    thread.join().expect("a session does not panic")
}

// ANCHOR: workers
/// One for each thread: to all the same socket, data and word to stop.
fn workers(server: Server, places: &Places) -> io::Result<Vec<Worker<'_>>> {
    let Server { listener, store, shutdown, limits } = server;
    let store = Arc::new(Shared::new(store));
    let threads = limits.workers.map_or_else(available_parallelism, Ok)?;
    let worker = |_| {
        let (listener, store) = (listener.try_clone()?, Arc::clone(&store));
        let shutdown = shutdown.clone();
        Worker::new(Server { listener, store, shutdown, limits }, places)
    };
    (0..threads.get()).map(worker).collect()
}
// ANCHOR_END: workers

/// A thread's list, and its clients.
struct Worker<'a> {
    clients: Clients,
    list: List,
    places: &'a Places,
    /// Places that this thread has taken.
    taken: usize,
}

impl<'a> Worker<'a> {
    fn new(server: Server<Arc<Shared>>, places: &'a Places) -> io::Result<Self> {
        let clients = Clients::new(server)?;
        let list = List::new(&clients)?;
        epoll::add(&list.epoll, places.bell(), BELL, EventFlags::IN | EventFlags::ET)?;
        Ok(Self { clients, list, places, taken: 0 })
    }

    fn serve(mut self) -> io::Result<()> {
        let mut events = Vec::with_capacity(BATCH);
        while !self.clients.done() && !self.places.are_closed() {
            self.stand_in_line()?;
            self.list.wait(&self.clients, &mut events)?;
            for event in events.drain(..) {
                self.ready(who(event.data))?;
            }
            self.list.expire(&mut self.clients)?;
            self.give_back();
        }
        Ok(())
    }

    fn ready(&mut self, who: Who) -> io::Result<()> {
        match who {
            Who::Listener => self.accept(),
            who => self.list.ready(&mut self.clients, who),
        }
    }

    // ANCHOR: line
    /// Waits for new clients too, after all the threads that already do.
    fn stand_in_line(&mut self) -> io::Result<()> {
        let accepts = self.clients.accepts() && self.places.are_left();
        self.list.watch_listener(&mut self.clients, accepts, IN_LINE)
    }

    fn accept(&mut self) -> io::Result<()> {
        if !self.places.take() {
            return Ok(());
        }
        self.taken += 1;
        let before = self.clients.len();
        self.list.accept(&mut self.clients)?;
        match self.clients.len() > before {
            true => self.list.watch_listener(&mut self.clients, false, IN_LINE),
            false => Ok(()),
        }
    }
    // ANCHOR_END: line

    /// Gives back the places of clients that have left, and of one that did not come.
    fn give_back(&mut self) {
        self.places.give_back(self.taken - self.clients.len());
        self.taken = self.clients.len();
    }
}

/// One client wakes one thread.
const IN_LINE: EventFlags = EventFlags::IN.union(EventFlags::EXCLUSIVE);

/// No client's token: who is woken by the bell looks for a place, and that is all.
const BELL: EventData = EventData::new_u64(u64::MAX - 2);

fn available() -> io::Result<()> {
    let waits = || Ok(waited(EventFd::new()?, IN_LINE)?);
    waits().map_err(|error| explain("EPOLLEXCLUSIVE or eventfd(2)", "4.5", error))
}
