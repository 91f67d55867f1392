//! Everyone that one thread serves at the same time: what all models share that wait for many.
//!
//! A model asks it what to wait for and tells it what happened; how to wait is the model's.

mod completed;
mod deadlines;

use std::{
    io,
    os::fd::{AsFd, BorrowedFd, OwnedFd},
    time::Instant,
};

use socket_core::{
    net::{self, Accepted, Blocking},
    session::Want,
};

use crate::{
    connection::Connection,
    data::Data,
    scarcity::is_ours,
    server::{Limits, Server},
    shutdown::Shutdown,
    slab::{Slab, Token},
    timers::{self, Timers},
};

/// The sockets are owned, or shared with whoever watches them.
#[derive(Debug)]
pub(crate) struct Clients<F = OwnedFd> {
    connections: Slab<Client<F>>,
    timers: Timers,
    store: Data,
    limits: Limits,
    listener: F,
    /// The listener rests until then: descriptors or memory ran out.
    paused: Option<Instant>,
    shutdown: Shutdown,
    /// The server must stop, by then at the latest.
    stop: Option<Instant>,
}

#[derive(Debug)]
struct Client<F> {
    connection: Connection<F>,
    /// When to wake its session, or to close it for its silence.
    deadline: Option<Instant>,
}

/// What a client hears whose socket the kernel would not watch (ENOSPC of epoll_ctl(2), ENOMEM of fcntl(2)).
pub(crate) const UNWATCHED: &str =
    "-ERR max number of clients reached: the kernel has no room to watch this one\r\n";

/// Whom a model waits for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Who {
    /// A new client.
    Listener,
    /// The word to stop.
    Shutdown,
    Client(Token),
}

/// What a turn has changed about what a client waits for.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Turn {
    pub(crate) before: Want,
    pub(crate) after: Want,
    /// Whether anything came of it.
    pub(crate) moved: bool,
}

impl<F: AsFd + From<OwnedFd>> Clients<F> {
    /// For models that wait for readiness: no call may block.
    pub(crate) fn new(server: Server<impl Into<Data>>) -> io::Result<Self> {
        net::set_nonblocking(&server.listener)?;
        Ok(Self::blocking(server))
    }

    /// For `uring`: the kernel waits, so the listener may block.
    pub(crate) fn blocking(server: Server<impl Into<Data>>) -> Self {
        Self {
            connections: Slab::new(),
            timers: Timers::default(),
            store: server.store.into(),
            limits: server.limits,
            listener: server.listener.into(),
            paused: None,
            shutdown: server.shutdown,
            stop: None,
        }
    }

    pub(crate) fn listener(&self) -> &F {
        &self.listener
    }

    pub(crate) fn shutdown(&self) -> &Shutdown {
        &self.shutdown
    }

    /// All that there is to wait for now, and what for: everyone's descriptor.
    pub(crate) fn waits(&self) -> impl Iterator<Item = (Who, BorrowedFd<'_>, Want)> {
        let shutdown = (Who::Shutdown, self.shutdown.as_fd(), Want::Read);
        let listener = (Who::Listener, self.listener.as_fd(), Want::Read);
        let clients = self.connections.iter().map(|(token, Client { connection, .. })| {
            (Who::Client(token), connection.socket().as_fd(), connection.want())
        });
        let shutdown = self.stop.is_none().then_some(shutdown);
        let listener = self.accepts().then_some(listener);
        shutdown.into_iter().chain(listener).chain(clients)
    }

    /// Does what there is to do for a client, or the listener, that is ready; whether anything came of it.
    pub(crate) fn ready(&mut self, who: Who) -> io::Result<bool> {
        match who {
            Who::Shutdown => self.stop(),
            Who::Listener => return Ok(self.accept()?.is_some()),
            Who::Client(token) => return Ok(self.turn(token)?.is_some_and(|turn| turn.moved)),
        }
        Ok(true)
    }

    /// How many there are.
    pub(crate) fn len(&self) -> usize {
        self.connections.len()
    }

    /// Whether to wait for new clients; while not, they wait in the backlog.
    pub(crate) fn accepts(&self) -> bool {
        let full = self.connections.len() >= self.limits.connections;
        self.stop.is_none() && self.paused.is_none() && !full
    }

    /// The listener is ready: takes one client, the first that is still there.
    pub(crate) fn accept(&mut self) -> io::Result<Option<Token>> {
        match net::accept(&self.listener, Blocking::No)? {
            Accepted::Client(socket) => return Ok(Some(self.admit(socket))),
            Accepted::NotNow | Accepted::Stopped => {}
            Accepted::Exhausted => self.pause(),
        }
        Ok(None)
    }

    /// The client's socket, as long as the client is there.
    pub(crate) fn socket(&mut self, token: Token) -> Option<&F> {
        self.connection(token).map(|connection| connection.socket())
    }

    /// The client's connection, as long as the client is there.
    pub(crate) fn connection(&mut self, token: Token) -> Option<&mut Connection<F>> {
        self.connections.get_mut(token).map(|client| &mut client.connection)
    }

    /// What the client waits for, as long as it is there.
    pub(crate) fn want(&mut self, token: Token) -> Option<Want> {
        self.connections.get_mut(token).map(|client| client.connection.want())
    }

    /// The client's socket is ready: one turn. `None` if the client has left already.
    pub(crate) fn turn(&mut self, token: Token) -> io::Result<Option<Turn>> {
        let Some(client) = self.connections.get_mut(token) else { return Ok(None) };
        let before = client.connection.want();
        if let Want::Sleep(_) = before {
            // A client that nobody waits for is ready for one thing only: its connection failed.
            client.connection.give_up();
        } else if !client.connection.turn(&mut self.store)? {
            return Ok(Some(Turn { before, after: before, moved: false }));
        }
        Ok(Some(self.settle(token, before)))
    }

    /// The kernel would not watch a client's socket: the client is turned away, and the listener
    /// rests for a while.
    ///
    /// # Errors
    /// The same one, if no client and no moment is to blame for it.
    pub(crate) fn unwatched(&mut self, token: Token, error: io::Error) -> io::Result<()> {
        self.unwatched_listener(error)?;
        self.refuse(token, UNWATCHED)
    }

    /// The kernel would not watch the listener: it rests for a while.
    ///
    /// # Errors
    /// As [`Clients::unwatched`].
    pub(crate) fn unwatched_listener(&mut self, error: io::Error) -> io::Result<()> {
        if is_ours(&error) {
            return Err(error);
        }
        self.pause();
        Ok(())
    }

    /// Turns a client away, and says why.
    pub(crate) fn refuse(&mut self, token: Token, why: &str) -> io::Result<()> {
        let Some(client) = self.connections.remove(token) else { return Ok(()) };
        self.timers.change(token, client.deadline, None);
        client.connection.refuse(why)
    }

    /// Stops: no new clients, and to each client it is as if it had sent all that it will send.
    ///
    /// So what has arrived is still answered, and each connection ends by itself.
    pub(crate) fn stop(&mut self) {
        self.stop = Some(timers::after(self.limits.grace));
        net::stop_reading(&self.listener);
        for token in self.connections.tokens().collect::<Vec<_>>() {
            let client = self.connections.get_mut(token).expect("the token is of now");
            net::stop_reading(client.connection.socket());
            let want = client.connection.want();
            self.settle(token, want);
        }
    }

    /// Whether the server has heard that it must stop.
    pub(crate) fn stopping(&self) -> bool {
        self.stop.is_some()
    }

    /// Whether the server has stopped.
    pub(crate) fn done(&self) -> bool {
        self.stop.is_some_and(|by| self.connections.len() == 0 || Instant::now() >= by)
    }

    /// After a client's session has moved: its new deadline, or its end.
    fn settle(&mut self, token: Token, before: Want) -> Turn {
        let client = self.connections.get_mut(token).expect("it has just moved");
        let after = client.connection.want();
        let deadline = match after {
            Want::Sleep(_) if self.stop.is_some() => Some(Instant::now()),
            Want::Sleep(duration) => Some(timers::after(duration)),
            Want::Read | Want::Write => self.limits.idle.map(timers::after),
            Want::Close => None,
        };
        self.timers.change(token, client.deadline, deadline);
        client.deadline = deadline;
        if after == Want::Close {
            let client = self.connections.remove(token).expect("it has just moved");
            client.connection.close();
            self.paused = None;
        }
        Turn { before, after, moved: true }
    }
}
