//! What a model is given, and what a model is.

use std::{io, num::NonZero, os::fd::OwnedFd, time::Duration};

use socket_core::{limits::Limits as SessionLimits, store::Store};

use crate::shutdown::Shutdown;

/// All that a model needs in order to serve.
#[derive(Debug)]
pub struct Server<S = Store> {
    /// A TCP socket that listens; see [`socket_core::net::listen`].
    pub listener: OwnedFd,
    /// The data, shared by all clients.
    pub store: S,
    /// How the server hears that it must stop.
    pub shutdown: Shutdown,
    /// What the clients may ask of it.
    pub limits: Limits,
}

impl Server {
    /// A server with an empty store and the limits of the book.
    #[must_use]
    pub fn new(listener: OwnedFd, shutdown: Shutdown) -> Self {
        Self { listener, store: Store::default(), shutdown, limits: Limits::default() }
    }
}

/// The bounds of a server; [`Limits::default`] has those of the book.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Limits {
    /// What one client may ask.
    pub session: SessionLimits,
    /// Clients that are served at once, 10,240; others wait in the backlog (listen(2)).
    pub connections: usize,
    /// Threads, or processes, of a model that has one for each client, 64; others wait likewise.
    pub threads: usize,
    /// Threads of a model in which each has many clients; as many as the process may use cores.
    pub workers: Option<NonZero<usize>>,
    /// How long a client may be silent, or not take its replies, before it is closed; for ever.
    pub idle: Option<Duration>,
    /// How long a server that must stop goes on sending replies to clients that are slow: 2 s.
    pub grace: Duration,
}

impl Default for Limits {
    fn default() -> Self {
        Self {
            session: SessionLimits::default(),
            connections: 10 << 10,
            threads: 64,
            workers: None,
            idle: None,
            grace: Duration::from_secs(2),
        }
    }
}

/// For how many clients there is room at the same time; others wait.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Room {
    /// For one.
    One,
    /// For one in each thread, or process: [`Limits::threads`].
    Threads,
    /// For those whose descriptors have numbers below this one.
    Descriptors(u32),
    /// For as many as [`Limits::connections`] says.
    Connections,
}

/// A way of waiting.
#[derive(Clone, Copy, Debug)]
pub struct Model {
    /// The name of its file.
    pub name: &'static str,
    /// What it waits in, in one sentence.
    pub waits: &'static str,
    /// How many clients it serves at the same time.
    pub room: Room,
    /// Whether each client sees what the others have stored.
    pub one_store: bool,
    /// Whether it uses no processor time while there is nothing to do.
    pub rests: bool,
    /// Whether this machine has what it waits with; if not, what is missing, and the way out.
    pub available: fn() -> io::Result<()>,
    /// Serves until the server must stop.
    pub serve: fn(Server) -> io::Result<()>,
}

impl Model {
    /// A model that serves many clients at once from one store, that rests when there is nothing
    /// to do, and that every machine can run.
    #[must_use]
    pub const fn new(
        name: &'static str,
        waits: &'static str,
        serve: fn(Server) -> io::Result<()>,
    ) -> Self {
        let room = Room::Connections;
        Self { name, waits, room, one_store: true, rests: true, available: || Ok(()), serve }
    }

    /// A model with room for these clients.
    #[must_use]
    pub const fn room(self, room: Room) -> Self {
        Self { room, ..self }
    }

    /// A model in which each client has a store of its own.
    #[must_use]
    pub const fn separate_stores(self) -> Self {
        Self { one_store: false, ..self }
    }

    /// A model that looks again and again, also when there is nothing to do.
    #[must_use]
    pub const fn never_rests(self) -> Self {
        Self { rests: false, ..self }
    }

    /// A model that needs what not every machine has.
    #[must_use]
    pub const fn needs(self, available: fn() -> io::Result<()>) -> Self {
        Self { available, ..self }
    }

    /// Whether the next client waits until the one before it has left.
    #[must_use]
    pub fn one_at_a_time(&self) -> bool {
        self.room == Room::One
    }
}
