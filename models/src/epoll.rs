//! How do we wait? In epoll_wait(2), for all sockets at once; the kernel keeps the list.
//!
//! Level-triggered: a socket that is still ready is reported again, so a turn may leave bytes
//! behind for the next one, and no client can keep the others waiting.

use std::{
    io,
    os::fd::{AsFd, OwnedFd},
    time::Instant,
};

use rustix::{
    buffer::spare_capacity,
    event::{
        Timespec,
        epoll::{self, CreateFlags, Event, EventData, EventFlags},
    },
    io::{Errno, retry_on_intr},
};
use socket_core::session::Want;

use crate::{
    clients::{Clients, Turn, Who},
    needed::explain,
    scarcity,
    server::{Model, Server},
    slab::Token,
    timers,
};

/// Its row in [`MODELS`](crate::MODELS).
pub const MODEL: Model =
    Model::new("epoll", "in epoll_wait(2), for every socket at once", serve).needs(available);

/// Events that one call returns at most; more of them wait for the next call.
pub(crate) const BATCH: usize = 256;

/// Serves until the server must stop.
///
/// # Errors
/// Only ours or the kernel's, that no client is to blame for.
pub fn serve(server: Server) -> io::Result<()> {
    let mut clients = Clients::new(server)?;
    let mut list = List::new(&clients)?;
    let mut events = Vec::with_capacity(BATCH);
    while !clients.done() {
        let accepts = clients.accepts();
        list.watch_listener(&mut clients, accepts, EventFlags::IN)?;
        list.wait(&clients, &mut events)?;
        for event in events.drain(..) {
            list.ready(&mut clients, who(event.data))?;
        }
        list.expire(&mut clients)?;
    }
    Ok(())
}

/// The list that the kernel keeps: whoever is waited for is in it, until told otherwise.
pub(crate) struct List {
    pub(crate) epoll: OwnedFd,
    /// Whether the listener is in the list.
    listener: bool,
}

impl List {
    pub(crate) fn new(clients: &Clients) -> io::Result<Self> {
        let epoll = epoll::create(CreateFlags::CLOEXEC)?;
        epoll::add(&epoll, clients.shutdown(), data(Who::Shutdown), interest(Want::Read))?;
        Ok(Self { epoll, listener: false })
    }

    // ANCHOR: wait
    /// Waits until someone is ready, or a deadline has come.
    pub(crate) fn wait(
        &self,
        clients: &Clients,
        // As many as there is room for.
        events: &mut Vec<Event>,
    ) -> io::Result<()> {
        let timeout = timers::timeout(clients.deadline());
        let ready = spare_capacity(events);
        scarcity::waited(epoll::wait(&self.epoll, ready, timeout.as_ref())).map(drop)
    }
    // ANCHOR_END: wait

    // ANCHOR: ready
    pub(crate) fn ready(&self, clients: &mut Clients, who: Who) -> io::Result<()> {
        match who {
            Who::Listener => self.accept(clients),
            Who::Shutdown => {
                clients.stop();
                Ok(epoll::delete(&self.epoll, clients.shutdown())?)
            }
            Who::Client(token) => {
                let turn = clients.turn(token)?;
                turn.map_or(Ok(()), |turn| self.watch(clients, token, turn))
            }
        }
    }
    // ANCHOR_END: ready

    pub(crate) fn accept(&self, clients: &mut Clients) -> io::Result<()> {
        let Some(token) = clients.accept()? else { return Ok(()) };
        let socket = clients.socket(token).expect("it has just come");
        match epoll::add(&self.epoll, socket, data(Who::Client(token)), interest(Want::Read)) {
            Ok(()) => Ok(()),
            Err(error) => clients.unwatched(token, error.into()),
        }
    }

    pub(crate) fn expire(&self, clients: &mut Clients) -> io::Result<()> {
        if clients.deadline().is_none() {
            return Ok(());
        }
        let now = Instant::now();
        while let Some((token, turn)) = clients.expire(now)? {
            self.watch(clients, token, turn)?;
        }
        Ok(())
    }

    /// Waits for what the client wants now. (A socket that is closed leaves the list by itself.)
    fn watch(&self, clients: &mut Clients, token: Token, turn: Turn) -> io::Result<()> {
        // ANCHOR: watch
        let Some(socket) = clients.socket(token) else { return Ok(()) };
        if interest(turn.before) == interest(turn.after) {
            return Ok(());
        }
        let data = data(Who::Client(token));
        let interest = interest(turn.after);
        let modified = epoll::modify(&self.epoll, socket, data, interest);
        // ANCHOR_END: watch
        match modified {
            Ok(()) => Ok(()),
            Err(error) => clients.unwatched(token, error.into()),
        }
    }

    /// Waits for new clients in this way, or lets them wait in the backlog.
    pub(crate) fn watch_listener(
        &mut self,
        clients: &mut Clients,
        accepts: bool,
        how: EventFlags,
    ) -> io::Result<()> {
        if accepts == self.listener {
            return Ok(());
        }
        let listener = clients.listener();
        let changed = match accepts {
            true => epoll::add(&self.epoll, listener, data(Who::Listener), how),
            false => epoll::delete(&self.epoll, listener),
        };
        match changed {
            Ok(()) => self.listener = accepts,
            Err(error) => clients.unwatched_listener(error.into())?,
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

const LISTENER: u64 = u64::MAX;
const SHUTDOWN: u64 = u64::MAX - 1;

/// What the kernel keeps for us beside a descriptor.
fn data(who: Who) -> EventData {
    EventData::new_u64(match who {
        Who::Listener => LISTENER,
        Who::Shutdown => SHUTDOWN,
        Who::Client(token) => token.to_bits(),
    })
}

pub(crate) fn who(data: EventData) -> Who {
    match data.u64() {
        LISTENER => Who::Listener,
        SHUTDOWN => Who::Shutdown,
        bits => Who::Client(Token::from_bits(bits)),
    }
}

fn available() -> io::Result<()> {
    // The only descriptor that is here: another such list.
    let waited = || waited(epoll::create(CreateFlags::CLOEXEC)?, EventFlags::IN);
    waited().map_err(|error| explain("epoll(7)", "2.6", error.into()))
}

/// One wait that ends at once, for a descriptor, in this way.
pub(crate) fn waited(listed: impl AsFd, how: EventFlags) -> Result<(), Errno> {
    let epoll = epoll::create(CreateFlags::CLOEXEC)?;
    epoll::add(&epoll, &listed, data(Who::Shutdown), how)?;
    let mut events = Vec::with_capacity(1);
    retry_on_intr(|| epoll::wait(&epoll, spare_capacity(&mut events), Some(&Timespec::default())))
        .map(drop)
}
