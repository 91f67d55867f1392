//! A session on a socket: does the one thing that it wants.

use std::{io, os::fd::AsFd};

use socket_core::{
    buffer::{Buffer, Growing},
    limits::Limits,
    net::{self, Transfer},
    session::{Handler, Session, Want},
};

/// One client's socket and session.
#[derive(Debug)]
pub(crate) struct Connection<F> {
    socket: F,
    session: Session<Growing>,
    /// The peer can't be reached any more.
    gone: bool,
}

impl<F: AsFd> Connection<F> {
    pub(crate) fn new(socket: F, limits: Limits) -> Self {
        let inbox = Buffer::new(Growing::new(limits.request));
        // The longest reply is a value with its header.
        let outbox = Buffer::new(Growing::new(limits.replies + limits.value));
        Self { socket, session: Session::new(inbox, outbox, limits), gone: false }
    }

    pub(crate) fn socket(&self) -> &F {
        &self.socket
    }

    /// What to do for it next.
    pub(crate) fn want(&self) -> Want {
        if self.gone { Want::Close } else { self.session.want() }
    }

    /// One receive, and the requests in it.
    pub(crate) fn receive(&mut self, handler: &mut impl Handler) -> io::Result<Transfer> {
        let received = net::receive(&self.socket, self.session.inbox())?;
        match received {
            Transfer::Bytes(n) => self.session.received(n, handler),
            Transfer::NotNow => self.session.received_nothing(),
            Transfer::Gone => self.gone = true,
        }
        Ok(received)
    }

    /// One send, and the requests that waited for it.
    pub(crate) fn send(&mut self, handler: &mut impl Handler) -> io::Result<Transfer> {
        let sent = net::send(&self.socket, self.session.outbox())?;
        match sent {
            Transfer::Bytes(n) => self.session.sent(n, handler),
            Transfer::NotNow => {}
            Transfer::Gone => self.gone = true,
        }
        Ok(sent)
    }

    /// The time that it wanted to sleep has passed.
    pub(crate) fn slept(&mut self, handler: &mut impl Handler) {
        self.session.slept(handler);
    }

    /// Nothing can be done for it any more.
    pub(crate) fn give_up(&mut self) {
        self.gone = true;
    }

    /// A turn, on a socket that does not block: one receive, the requests in it, one send.
    ///
    /// Whether anything came of it.
    pub(crate) fn turn(&mut self, handler: &mut impl Handler) -> io::Result<bool> {
        let mut moved = false;
        if self.want() == Want::Read {
            moved |= self.receive(handler)? != Transfer::NotNow;
        }
        if self.want() == Want::Write {
            moved |= self.send(handler)? != Transfer::NotNow;
        }
        Ok(moved)
    }

    /// Closes the socket, so that the last reply still arrives.
    pub(crate) fn close(self) {
        if self.session.refused() && !self.gone {
            self.end();
        }
    }

    /// Closes the socket of a client that can't be served, and says why.
    pub(crate) fn refuse(self, why: &str) -> io::Result<()> {
        // A socket that is new has room for a line.
        net::send(&self.socket, why.as_bytes())?;
        self.end();
        Ok(())
    }

    fn end(self) {
        net::stop_writing(&self.socket);
        net::discard(&self.socket);
    }
}
