//! For a model whose kernel accepts, receives and sends by itself: what has been completed is told
//! to the clients, and no call is made here.

use std::{
    os::fd::{AsFd, OwnedFd},
    time::Instant,
};

use socket_core::{buffer::Buffer, net::Transfer, session::Want};

use super::{Client, Clients, Turn};
use crate::{connection::Connection, data::Data, recycled::Recycled, slab::Token};

impl<F: AsFd + From<OwnedFd>> Clients<F> {
    /// Takes a client whose socket is there already.
    pub(crate) fn admit(&mut self, socket: OwnedFd) -> Token {
        let connection = Connection::new(F::from(socket), self.limits.session);
        let token = self.connections.insert(Client { connection, deadline: None });
        self.settle(token, Want::Read);
        token
    }

    /// The kernel has received for the client. `None` if the client has left already.
    pub(crate) fn received(
        &mut self,
        token: Token,
        received: Transfer,
        bytes: &[u8],
    ) -> Option<Turn> {
        self.told(token, |connection, store| connection.copied(received, bytes, store))
    }

    /// The kernel has received for the client, and is done with the inbox.
    pub(crate) fn filled(
        &mut self,
        token: Token,
        inbox: Buffer<Recycled>,
        received: Transfer,
    ) -> Option<Turn> {
        self.told(token, |connection, store| connection.filled(inbox, received, store))
    }

    /// The kernel has sent for the client, and is done with the outbox.
    pub(crate) fn sent(
        &mut self,
        token: Token,
        outbox: Buffer<Recycled>,
        sent: Transfer,
    ) -> Option<Turn> {
        self.told(token, |connection, store| connection.returned(outbox, sent, store))
    }

    /// A client's connection is told, if the client is still there.
    fn told(
        &mut self,
        token: Token,
        tell: impl FnOnce(&mut Connection<F>, &mut Data),
    ) -> Option<Turn> {
        let client = self.connections.get_mut(token)?;
        let before = client.connection.want();
        tell(&mut client.connection, &mut self.store);
        Some(self.settle(token, before))
    }

    /// The same for a model whose kernel receives and sends by itself: it takes no turn.
    pub(crate) fn expire_without_turn(&mut self, now: Instant) -> Option<Token> {
        let (token, before) = self.wake(now)?;
        self.settle(token, before);
        Some(token)
    }
}
