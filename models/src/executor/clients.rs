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
    changed::Changed,
    select::{select, within},
    sleep::sleep,
    source::{Ready, Source},
};
use crate::{
    scarcity::is_ours,
    server::Limits,
    slab::{Slab, Token},
};

#[derive(Debug)]
pub(crate) struct Clients {
    pub(crate) store: RefCell<Store>,
    pub(crate) limits: Limits,
    sockets: RefCell<Slab<Rc<OwnedFd>>>,
    failure: RefCell<Option<io::Error>>,
    /// When a client has left, or a task has failed.
    news: Changed,
    stopped: Cell<bool>,
    /// When the server must stop.
    stop: Changed,
}

/// One client's socket; its place is free again when it is dropped, however its task ends.
#[derive(Debug)]
pub(crate) struct Client {
    socket: Source<OwnedFd>,
    token: Token,
    clients: Rc<Clients>,
}

impl Clients {
    pub(crate) fn new(store: Store, limits: Limits) -> Self {
        Self {
            store: RefCell::new(store),
            limits,
            sockets: RefCell::new(Slab::new()),
            failure: RefCell::new(None),
            news: Changed::default(),
            stopped: Cell::new(false),
            stop: Changed::default(),
        }
    }

    /// Waits until there is room for one more; meanwhile new clients wait in the backlog.
    pub(crate) async fn room(&self) {
        self.news.until(|| self.sockets.borrow().len() < self.limits.connections).await;
    }

    /// Waits for a socket; whether it was ready before the client's time was up.
    ///
    /// # Errors
    /// There is no room in epoll's list (ENOSPC, ENOMEM).
    pub(crate) async fn ready(&self, socket: Ready<'_>) -> io::Result<bool> {
        match self.limits.idle {
            Some(idle) => within(idle, socket).await.transpose().map(|ready| ready.is_some()),
            None => socket.await.map(|()| true),
        }
    }

    /// Waits for `duration`, or until the server must stop.
    pub(crate) async fn sleep(&self, duration: Duration) {
        select(self.stop.until(|| self.stopped.get()), sleep(duration)).await;
    }

    /// Stops, and waits for everyone to leave: to each it is as if it had sent all that it will
    /// send. Clients that are still there when the grace is over are dropped with their tasks.
    pub(crate) async fn leave(&self) -> io::Result<()> {
        self.stopped.set(true);
        self.sockets.borrow().iter().for_each(|(_, socket)| net::stop_reading(socket));
        self.stop.notify();
        let gone = self.news.until(|| self.sockets.borrow().len() == 0);
        within(self.limits.grace, gone).await;
        self.failure.take().map_or(Ok(()), Err)
    }

    /// A task has ended; an error is one that no client is to blame for.
    pub(crate) fn ended(&self, result: io::Result<()>) {
        if let Err(error) = result
            && is_ours(&error)
        {
            self.failure.replace(Some(error));
            self.news.notify();
        }
    }

    /// Waits until a task has failed.
    pub(crate) async fn failure(&self) -> io::Result<()> {
        self.news.until(|| self.failure.borrow().is_some()).await;
        self.failure.take().map_or(Ok(()), Err)
    }
}

impl Client {
    /// Enters a client; one that comes when the server has stopped is stopped at once.
    pub(crate) fn enter(socket: OwnedFd, clients: &Rc<Clients>) -> Self {
        if clients.stopped.get() {
            net::stop_reading(&socket);
        }
        let socket = Source::new(socket);
        let token = clients.sockets.borrow_mut().insert(socket.share());
        Self { socket, token, clients: Rc::clone(clients) }
    }

    pub(crate) fn readable(&self) -> Ready<'_> {
        self.socket.readable()
    }

    pub(crate) fn writable(&self) -> Ready<'_> {
        self.socket.writable()
    }
}

impl AsFd for Client {
    fn as_fd(&self) -> BorrowedFd<'_> {
        self.socket.as_fd()
    }
}

impl Drop for Client {
    fn drop(&mut self) {
        self.clients.sockets.borrow_mut().remove(self.token);
        self.clients.news.notify();
    }
}
