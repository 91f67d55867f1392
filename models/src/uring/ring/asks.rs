//! What can be asked of a ring. Each request has a number, `data`, and so has its completion.

use std::{io, os::fd::AsFd};

use socket_core::buffer::Buffer;

use super::{Asked, NO_NEWS, Ring};
use crate::{recycled::Recycled, uring::request};

impl Ring {
    /// Asks for clients: one, or with `multishot` one after the other until it fails.
    ///
    /// # Errors
    /// As [`Ring::wait`], if the queue is full; the same goes for what else can be asked.
    pub fn accept(&mut self, data: u64, listener: impl AsFd, multishot: bool) -> io::Result<()> {
        self.ask(data, request::accept(listener.as_fd(), multishot), Asked::Clients)
    }

    /// Asks for bytes in provided buffers: again and again, until it fails or the stream ends.
    ///
    /// # Errors
    /// See [`Ring::accept`].
    pub fn receive(&mut self, data: u64, socket: impl AsFd) -> io::Result<()> {
        self.ask(data, request::receive(socket.as_fd()), Asked::Word)
    }

    /// Asks for bytes in the room of a buffer, once.
    ///
    /// # Errors
    /// See [`Ring::accept`].
    pub fn receive_into(
        &mut self,
        data: u64,
        socket: impl AsFd,
        mut buffer: Buffer<Recycled>,
    ) -> io::Result<()> {
        let entry = request::receive_into(socket.as_fd(), buffer.spare());
        self.ask(data, entry, Asked::Lent(buffer))
    }

    /// Asks to send what a buffer is filled with, once: it may be less that goes.
    ///
    /// # Errors
    /// See [`Ring::accept`].
    pub fn send(
        &mut self,
        data: u64,
        socket: impl AsFd,
        buffer: Buffer<Recycled>,
    ) -> io::Result<()> {
        let entry = request::send(socket.as_fd(), buffer.filled());
        self.ask(data, entry, Asked::Lent(buffer))
    }

    /// The same, for a caller that has nothing to do when all of it is sent: that ends no [`Ring::wait`].
    /// If not all of it can be sent at once, that does, maybe with EAGAIN.
    ///
    /// # Errors
    /// See [`Ring::accept`].
    pub fn send_quietly(
        &mut self,
        data: u64,
        socket: impl AsFd,
        buffer: Buffer<Recycled>,
    ) -> io::Result<()> {
        let entry = request::send_at_once(socket.as_fd(), buffer.filled());
        // A request and its alarm must be submitted together.
        if self.submissions.free() < 2 {
            self.enter(0, None)?;
        }
        self.ask(data, entry, Asked::Quietly(buffer))?;
        self.quiet += 1;
        self.push(NO_NEWS, request::alarm())
    }

    /// Asks to be told when a descriptor is readable, once.
    ///
    /// # Errors
    /// See [`Ring::accept`].
    pub fn readable(&mut self, data: u64, file: impl AsFd) -> io::Result<()> {
        self.ask(data, request::readable(file.as_fd()), Asked::Word)
    }

    /// Asks that a request, if it is still there, should end. It does with a completion of its
    /// own: ECANCELED, or what came first.
    ///
    /// # Errors
    /// See [`Ring::accept`].
    pub fn cancel(&mut self, data: u64) -> io::Result<()> {
        match self.asked.get_mut(&data) {
            None | Some(Asked::Cancelled) => return Ok(()),
            Some(Asked::Clients | Asked::Lent(_) | Asked::Quietly(_)) => {}
            Some(asked @ Asked::Word) => *asked = Asked::Cancelled,
        }
        self.push(NO_NEWS, request::cancel(data))
    }
}
