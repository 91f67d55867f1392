//! A session on a socket: does the one thing that it wants.

use std::{cmp::min, io, os::fd::AsFd};

use socket_core::{
    buffer::{Buffer, Growing},
    limits::Limits,
    net::{self, Transfer},
    session::{Handler, Session, Want},
};

use crate::recycled::Recycled;

/// A request of which so many bytes have come has probably many more to come.
const LONG: usize = Growing::FIRST;

/// One client's socket and session.
#[derive(Debug)]
pub(crate) struct Connection<F> {
    socket: F,
    session: Session<Recycled>,
    /// The peer can't be reached any more.
    gone: bool,
}

impl<F: AsFd> Connection<F> {
    pub(crate) fn new(socket: F, limits: Limits) -> Self {
        let inbox = Buffer::new(Recycled::for_requests(limits.request));
        // The longest reply is a value with its header.
        let outbox = Buffer::new(Recycled::new(limits.replies + limits.value));
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
        let inbox = self.session.inbox();
        if inbox.is_empty() {
            self.session.starve();
            return Ok(Transfer::Bytes(0));
        }
        let received = net::receive(&self.socket, inbox)?;
        self.received(received, handler);
        Ok(received)
    }

    /// What a receive into the inbox has come to.
    fn received(&mut self, received: Transfer, handler: &mut impl Handler) {
        match received {
            Transfer::Bytes(n) => self.session.received(n, handler),
            Transfer::NotNow => self.session.received_nothing(),
            Transfer::Gone => self.gone = true,
        }
    }

    /// What a receive into memory of somebody else's has come to: copies the bytes.
    pub(crate) fn copied(&mut self, received: Transfer, bytes: &[u8], handler: &mut impl Handler) {
        let mut bytes = match received {
            Transfer::Bytes(1..) => bytes,
            ended => return self.received(ended, handler),
        };
        while !bytes.is_empty() && !self.gone {
            let inbox = self.session.inbox();
            let n = min(inbox.len(), bytes.len());
            if n == 0 {
                return self.overflow();
            }
            inbox[..n].copy_from_slice(&bytes[..n]);
            self.received(Transfer::Bytes(n), handler);
            bytes = &bytes[n..];
        }
    }

    /// There is no room for bytes that have come: no memory, or more came early than any request
    /// may be long.
    fn overflow(&mut self) {
        match self.session.want() {
            Want::Read => self.session.starve(),
            Want::Write | Want::Sleep(_) | Want::Close => self.gone = true,
        }
    }

    /// Whether the rest of a long request is to come, and there is room for more of it.
    pub(crate) fn awaits_more(&mut self) -> bool {
        let long = self.want() == Want::Read && self.session.begun() >= LONG;
        long && !self.session.inbox().is_empty()
    }

    /// Lends the inbox to whoever receives into its room.
    pub(crate) fn lend_inbox(&mut self) -> Buffer<Recycled> {
        self.session.lend_inbox()
    }

    /// Takes back the inbox, and what the receive into its room has come to.
    pub(crate) fn filled(
        &mut self,
        inbox: Buffer<Recycled>,
        received: Transfer,
        handler: &mut impl Handler,
    ) {
        self.session.give_back_inbox(inbox);
        self.received(received, handler);
    }

    /// One send, and the requests that waited for it.
    pub(crate) fn send(&mut self, handler: &mut impl Handler) -> io::Result<Transfer> {
        let sent = net::send(&self.socket, self.session.outbox())?;
        self.sent(sent, handler);
        Ok(sent)
    }

    /// What a send of the outbox has come to.
    fn sent(&mut self, sent: Transfer, handler: &mut impl Handler) {
        match sent {
            Transfer::Bytes(n) => self.session.sent(n, handler),
            Transfer::NotNow => {}
            Transfer::Gone => self.gone = true,
        }
    }

    /// Whether it will want nothing but to read when its outbox is sent.
    pub(crate) fn rests_when_sent(&self) -> bool {
        self.session.rests_when_sent()
    }

    /// Lends the outbox to whoever sends it.
    pub(crate) fn lend(&mut self) -> Buffer<Recycled> {
        self.session.lend()
    }

    /// Takes back the outbox, and what its send has come to.
    pub(crate) fn returned(
        &mut self,
        outbox: Buffer<Recycled>,
        sent: Transfer,
        handler: &mut impl Handler,
    ) {
        self.session.give_back(outbox);
        self.sent(sent, handler);
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
        if self.session.hung_up() && !self.gone {
            self.end();
        }
    }

    /// Closes the socket of a client that can't be served, and says why.
    pub(crate) fn refuse(self, why: &str) -> io::Result<()> {
        // A socket that is new has room for a line. In the middle of a reply it would be part of it.
        if self.want() != Want::Write {
            net::send(&self.socket, why.as_bytes())?;
        }
        self.end();
        Ok(())
    }

    fn end(self) {
        net::stop_writing(&self.socket);
        net::discard(&self.socket);
    }
}
