//! Everyone that the tasks serve: what a task shares with the others, and how it ends with them.

use std::{
    cell::{Cell, RefCell},
    io,
    os::fd::{AsFd, BorrowedFd, OwnedFd},
    rc::Rc,
    time::Duration,
};

use socket_core::{net, store::Store};

use super::{
    alarm::sleep,
    bell::Bell,
    select::{select, within},
    source::{Ready, Source},
};
use crate::{
    server::Limits,
    slab::{Slab, Token},
};

#[derive(Debug)]
pub(crate) struct Guests {
    pub(crate) store: RefCell<Store>,
    pub(crate) limits: Limits,
    sockets: RefCell<Slab<Rc<OwnedFd>>>,
    failure: RefCell<Option<io::Error>>,
    /// Rings when a client has left, or a task has failed.
    news: Bell,
    stopped: Cell<bool>,
    /// Rings when the server must stop.
    stop: Bell,
}

/// One client's socket; its place is free again when it is dropped, however its task ends.
#[derive(Debug)]
pub(crate) struct Guest {
    socket: Source<OwnedFd>,
    token: Token,
    guests: Rc<Guests>,
}

impl Guests {
    pub(crate) fn new(store: Store, limits: Limits) -> Self {
        Self {
            store: RefCell::new(store),
            limits,
            sockets: RefCell::new(Slab::new()),
            failure: RefCell::new(None),
            news: Bell::default(),
            stopped: Cell::new(false),
            stop: Bell::default(),
        }
    }

    /// Waits until there is room for one more; meanwhile they wait in the backlog.
    pub(crate) async fn room(&self) {
        self.news.until(|| self.sockets.borrow().len() < self.limits.connections).await;
    }

    /// Waits for a socket; whether it was ready before the client's time was up.
    pub(crate) async fn ready(&self, socket: Ready<'_>) -> io::Result<bool> {
        let Some(idle) = self.limits.idle else { return socket.await.map(|()| true) };
        within(idle, socket).await.map_or(Ok(false), |ready| ready.map(|()| true))
    }

    /// Waits for `duration`, or until the server must stop.
    pub(crate) async fn sleep(&self, duration: Duration) {
        select(self.stop.until(|| self.stopped.get()), sleep(duration)).await;
    }

    /// Stops, and waits for everyone to leave: to each it is as if it had sent all that it will
    /// send. Who is still there when the grace is over is dropped with its task.
    pub(crate) async fn leave(&self) -> io::Result<()> {
        self.stopped.set(true);
        self.sockets.borrow().iter().for_each(|(_, socket)| net::stop_reading(socket));
        self.stop.ring();
        let gone = self.news.until(|| self.sockets.borrow().len() == 0);
        within(self.limits.grace, gone).await;
        self.failure.take().map_or(Ok(()), Err)
    }

    /// A task has ended; an error is one that no client is to blame for.
    pub(crate) fn settle(&self, result: io::Result<()>) {
        if let Err(error) = result {
            self.failure.replace(Some(error));
            self.news.ring();
        }
    }

    /// Waits until a task has failed.
    pub(crate) async fn failure(&self) -> io::Result<()> {
        self.news.until(|| self.failure.borrow().is_some()).await;
        self.failure.take().map_or(Ok(()), Err)
    }
}

impl Guest {
    /// Enters a client; one that comes when the server has stopped is stopped at once.
    pub(crate) fn enter(socket: OwnedFd, guests: &Rc<Guests>) -> Self {
        if guests.stopped.get() {
            net::stop_reading(&socket);
        }
        let socket = Source::new(socket);
        let token = guests.sockets.borrow_mut().insert(socket.share());
        Self { socket, token, guests: Rc::clone(guests) }
    }

    pub(crate) fn readable(&self) -> Ready<'_> {
        self.socket.readable()
    }

    pub(crate) fn writable(&self) -> Ready<'_> {
        self.socket.writable()
    }
}

impl AsFd for Guest {
    fn as_fd(&self) -> BorrowedFd<'_> {
        self.socket.as_fd()
    }
}

impl Drop for Guest {
    fn drop(&mut self) {
        self.guests.sockets.borrow_mut().remove(self.token);
        self.guests.news.ring();
    }
}
