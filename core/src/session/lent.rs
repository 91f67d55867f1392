//! A session's buffers, lent to a kernel that goes on by itself: io_uring(7).
//!
//! Lent *by move*: while the kernel may read or write a buffer, nobody here can touch it.

use core::mem;

use crate::buffer::{Buffer, Storage};

use super::Session;

impl<S: Storage + Default> Session<S> {
    /// Hands over the inbox while [`Want::Read`](super::Want::Read), for as long as it takes to
    /// receive into its room.
    pub fn lend_inbox(&mut self) -> Buffer<S> {
        mem::take(&mut self.inbox)
    }

    /// Takes back what was [lent](Self::lend_inbox). What has come into its room is for
    /// [`Session::received`] to say.
    pub fn give_back_inbox(&mut self, inbox: Buffer<S>) {
        self.inbox = inbox;
    }

    /// Hands over what is to be sent, for as long as it takes to send it: the session stays
    /// [`Want::Write`](super::Want::Write) until it is [given back](Self::give_back).
    pub fn lend(&mut self) -> Buffer<S> {
        self.lent = true;
        mem::take(&mut self.outbox)
    }

    /// Takes back what was [lent](Self::lend). What of it is sent is for [`Session::sent`] to say.
    pub fn give_back(&mut self, outbox: Buffer<S>) {
        self.lent = false;
        self.outbox = outbox;
    }
}
