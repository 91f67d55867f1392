//! How do we wait? In epoll_wait(2), for all sockets at once; the kernel keeps the list.
//!
//! Level-triggered: a socket that is still ready is reported again, so a turn may leave bytes
//! behind for the next one, and no client can keep the others waiting.

use std::{io, os::fd::OwnedFd, time::Instant};

use rustix::{
    buffer::spare_capacity,
    event::epoll::{self, CreateFlags, Event, EventData, EventFlags},
    io::Errno,
};
use socket_core::session::Want;

use crate::{
    clients::{Clients, Turn},
    server::{Model, Room, Server},
    slab::Token,
    timers,
};

/// Its row in [`MODELS`](crate::MODELS).
pub const MODEL: Model = Model {
    name: "epoll",
    waits: "in epoll_wait(2), for every socket at once",
    room: Room::Connections,
    one_store: true,
    rests: true,
    available: || Ok(()),
    serve,
};

const LISTENER: u64 = u64::MAX;
const SHUTDOWN: u64 = u64::MAX - 1;

/// Events that one call returns at most; more of them wait for the next call.
const BATCH: usize = 256;

struct Epoll {
    clients: Clients,
    epoll: OwnedFd,
    /// Whether the listener is in the list.
    accepting: bool,
}

/// Serves until the server must stop.
///
/// # Errors
/// Only ours or the kernel's, that no client is to blame for.
pub fn serve(server: Server) -> io::Result<()> {
    let clients = Clients::new(server)?;
    let epoll = epoll::create(CreateFlags::CLOEXEC)?;
    epoll::add(&epoll, clients.shutdown(), EventData::new_u64(SHUTDOWN), EventFlags::IN)?;
    Epoll { clients, epoll, accepting: false }.run()
}

impl Epoll {
    fn run(&mut self) -> io::Result<()> {
        let mut events = Vec::with_capacity(BATCH);
        while !self.clients.done() {
            self.watch_listener()?;
            self.wait(&mut events)?;
            for event in events.drain(..) {
                self.ready(event.data.u64())?;
            }
            self.expire()?;
        }
        Ok(())
    }

    fn wait(&self, events: &mut Vec<Event>) -> io::Result<()> {
        let timeout = timers::timeout(self.clients.deadline());
        match epoll::wait(&self.epoll, spare_capacity(events), timeout.as_ref()) {
            Ok(_) | Err(Errno::INTR) => Ok(()),
            Err(error) => Err(error.into()),
        }
    }

    fn ready(&mut self, data: u64) -> io::Result<()> {
        match data {
            LISTENER => self.accept(),
            SHUTDOWN => {
                self.clients.stop();
                Ok(epoll::delete(&self.epoll, self.clients.shutdown())?)
            }
            bits => {
                let token = Token::from_bits(bits);
                let turn = self.clients.turn(token)?;
                turn.map_or(Ok(()), |turn| self.watch(token, turn))
            }
        }
    }

    fn accept(&mut self) -> io::Result<()> {
        let Some(token) = self.clients.accept()? else { return Ok(()) };
        let data = EventData::new_u64(token.to_bits());
        let socket = self.clients.socket(token).expect("it has just come");
        Ok(epoll::add(&self.epoll, socket, data, interest(Want::Read))?)
    }

    fn expire(&mut self) -> io::Result<()> {
        if self.clients.deadline().is_none() {
            return Ok(());
        }
        let now = Instant::now();
        while let Some((token, turn)) = self.clients.expire(now)? {
            self.watch(token, turn)?;
        }
        Ok(())
    }

    /// Waits for what the client wants now. (A socket that is closed leaves the list by itself.)
    fn watch(&mut self, token: Token, turn: Turn) -> io::Result<()> {
        let Some(socket) = self.clients.socket(token) else { return Ok(()) };
        if interest(turn.before) == interest(turn.after) {
            return Ok(());
        }
        let data = EventData::new_u64(token.to_bits());
        Ok(epoll::modify(&self.epoll, socket, data, interest(turn.after))?)
    }

    /// Waits for new clients, or lets them wait in the backlog.
    fn watch_listener(&mut self) -> io::Result<()> {
        let accepts = self.clients.accepts();
        if accepts != self.accepting {
            self.accepting = accepts;
            let listener = self.clients.listener();
            match accepts {
                true => {
                    let data = EventData::new_u64(LISTENER);
                    epoll::add(&self.epoll, listener, data, EventFlags::IN)?;
                }
                false => epoll::delete(&self.epoll, listener)?,
            }
        }
        Ok(())
    }
}

fn interest(want: Want) -> EventFlags {
    match want {
        Want::Read => EventFlags::IN,
        Want::Write => EventFlags::OUT,
        Want::Sleep(_) | Want::Close => EventFlags::empty(),
    }
}
