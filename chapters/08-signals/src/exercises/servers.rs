//! The servers around the exercises: all but the part that is yours.

use std::{
    collections::BTreeMap,
    io,
    os::fd::{AsRawFd, OwnedFd, RawFd},
    sync::Arc,
};

use io_models::{
    Server,
    signals::{News, Signals, ask_for_sigio, count_in},
};
use rustix::{
    event::{EventfdFlags, eventfd},
    io::read,
};
use socket_core::net::{self, Accepted, Blocking};

/// Calls `news` whenever there may be some.
pub(crate) fn datagrams(server: &Server, news: fn(&OwnedFd) -> io::Result<()>) -> io::Result<()> {
    let count = Arc::new(eventfd(0, EventfdFlags::CLOEXEC)?);
    count_in(Arc::clone(&count))?;
    ask_for_sigio(&server.listener)?;
    loop {
        news(&server.listener)?;
        read(&count, &mut [0; 8])?;
    }
}

/// What a client gets when it may have sent something; whether it is still there.
type Turn = fn(&OwnedFd) -> io::Result<bool>;

/// A listener and its clients, all of them armed.
#[derive(Debug)]
pub(crate) struct Streams {
    listener: OwnedFd,
    signals: Signals,
    clients: BTreeMap<RawFd, OwnedFd>,
    turn: Turn,
}

impl Streams {
    /// Gives turns to those whom signals name, and calls `overflow` when signals were lost.
    pub(crate) fn serve(
        server: Server,
        turn: Turn,
        overflow: fn(&mut Self) -> io::Result<()>,
    ) -> io::Result<()> {
        let (listener, signals) = (server.listener, Signals::block()?);
        signals.arm(&listener)?;
        let mut streams = Self { listener, signals, clients: BTreeMap::new(), turn };
        loop {
            match streams.signals.wait(None)? {
                Some(News::Of { descriptor, .. }) => streams.told_of(descriptor)?,
                Some(News::Overflow) => overflow(&mut streams)?,
                None => {}
            }
        }
    }

    fn told_of(&mut self, descriptor: RawFd) -> io::Result<()> {
        if descriptor == self.listener.as_raw_fd() {
            self.accept()?;
            return Ok(());
        }
        self.turn(descriptor)
    }

    /// Takes the next client, arms it and gives it a turn; whether there was one.
    pub(crate) fn accept(&mut self) -> io::Result<bool> {
        let Accepted::Client(client) = net::accept(&self.listener, Blocking::No)? else {
            return Ok(false);
        };
        self.signals.arm(&client)?;
        let descriptor = client.as_raw_fd();
        self.clients.insert(descriptor, client);
        self.turn(descriptor)?;
        Ok(true)
    }

    /// The descriptors of all clients.
    pub(crate) fn clients(&self) -> Vec<RawFd> {
        self.clients.keys().copied().collect()
    }

    /// Gives a client its turn, if it is still there.
    pub(crate) fn turn(&mut self, descriptor: RawFd) -> io::Result<()> {
        let Some(client) = self.clients.get(&descriptor) else { return Ok(()) };
        if !(self.turn)(client)? {
            self.clients.remove(&descriptor);
        }
        Ok(())
    }
}
