//! A socket that a task can wait for.

use std::{
    fmt::Debug,
    io,
    os::fd::{AsFd, BorrowedFd},
    pin::Pin,
    rc::Rc,
    task::{Context, Poll},
};

use rustix::event::epoll::EventFlags;

use super::{current, reactor::Reactor};
use crate::slab::Token;

/// A socket, or another descriptor that can be waited for; one task at a time waits for it.
#[derive(Debug)]
pub struct Source<F> {
    socket: Rc<F>,
    token: Token,
    reactor: Rc<Reactor>,
}

/// Waits until a [`Source`] is ready. Whoever drops it waits no longer.
#[must_use = "it waits only when it is awaited"]
#[derive(Debug)]
pub struct Ready<'a> {
    reactor: &'a Reactor,
    token: Token,
    interest: EventFlags,
}

impl<F: AsFd + 'static> Source<F> {
    /// A socket for the tasks of the executor that runs on this thread.
    ///
    /// # Panics
    /// If none runs here.
    pub fn new(socket: F) -> Self {
        let socket = Rc::new(socket);
        let reactor = current::with(|core| Rc::clone(core.reactor()));
        let token = reactor.enter(Rc::clone(&socket) as Rc<dyn AsFd>);
        Self { socket, token, reactor }
    }

    /// Waits until something can be received from it, or accepted.
    ///
    /// # Errors
    /// What epoll_ctl(2) says.
    pub fn readable(&self) -> Ready<'_> {
        self.ready(EventFlags::IN)
    }

    /// Waits until something can be sent to it.
    ///
    /// # Errors
    /// What epoll_ctl(2) says.
    pub fn writable(&self) -> Ready<'_> {
        self.ready(EventFlags::OUT)
    }

    /// The socket itself, to be used, and not to be waited for.
    pub(crate) fn share(&self) -> Rc<F> {
        Rc::clone(&self.socket)
    }

    fn ready(&self, interest: EventFlags) -> Ready<'_> {
        Ready { reactor: &self.reactor, token: self.token, interest }
    }
}

impl Future for Ready<'_> {
    type Output = io::Result<()>;

    fn poll(self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<io::Result<()>> {
        self.reactor.poll(self.token, self.interest, context.waker())
    }
}

impl Drop for Ready<'_> {
    fn drop(&mut self) {
        self.reactor.abandon(self.token);
    }
}

impl<F: AsFd> AsFd for Source<F> {
    fn as_fd(&self) -> BorrowedFd<'_> {
        self.socket.as_fd()
    }
}

impl<F> Drop for Source<F> {
    fn drop(&mut self) {
        self.reactor.leave(self.token);
    }
}
