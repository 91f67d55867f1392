//! Many clients: each has a place in an array that was there before the first one came.

use core::{
    array,
    hint::black_box,
    mem::{self, MaybeUninit},
};

use rustix::{
    event::{
        Timespec,
        epoll::{self, CreateFlags, EventData, EventFlags},
    },
    fd::{BorrowedFd, OwnedFd},
    io,
};
use socket_core::{
    buffer::Buffer,
    limits::Limits,
    net::{self, Accepted, Blame, Blocking, Transfer},
    session::{Handler, Session, Want},
};

/// Clients that are served at once; others wait in the backlog (listen(2)).
pub const CLIENTS: usize = 16;
/// Bytes of the longest request, and of the longest reply.
pub const LONGEST: usize = 4 << 10;

/// How long nobody is let in when descriptors or memory are out.
const PAUSE: Timespec = Timespec { tv_sec: 0, tv_nsec: 100_000_000 };

/// What the list says of the listener; of a client it says the number of its place.
const LISTENER: u64 = CLIENTS as u64;

// ANCHOR: server
struct Server<'a, H> {
    listener: BorrowedFd<'a>,
    list: OwnedFd,
    /// Of the listener nothing is reported until the next wait ends.
    pauses: bool,
    clients: [Option<Client>; CLIENTS],
    table: H,
}

struct Client {
    socket: OwnedFd,
    session: Session<[u8; LONGEST]>,
}
// ANCHOR_END: server

// ANCHOR: serve
/// Serves all clients, with the data in `table`.
///
/// # Errors
/// Only ours or the kernel's, that no client is to blame for.
pub fn serve(listener: BorrowedFd<'_>, table: impl Handler) -> io::Result<()> {
    net::set_nonblocking(listener)?;
    let list = epoll::create(CreateFlags::CLOEXEC)?;
    // Each is made in its place: of a constant, the program would hold a whole one.
    let clients = array::from_fn(|_| None);
    let mut server = Server { listener, list, pauses: false, clients, table };
    server.watch_listener()?;
    loop {
        let mut events = [MaybeUninit::uninit(); CLIENTS + 1];
        let pause = server.pauses.then_some(&PAUSE);
        let events = match epoll::wait(&server.list, &mut events, pause) {
            Ok((events, _)) => events,
            Err(error) if net::blame(error) == Blame::Nobody => continue,
            Err(error) => return Err(error),
        };
        server.resume()?;
        for event in events {
            match event.data.u64() {
                LISTENER => server.accept()?,
                place => server.turn(usize::try_from(place).expect("it is ours"))?,
            }
        }
    }
}
// ANCHOR_END: serve

impl<H: Handler> Server<'_, H> {
    // ANCHOR: accept
    fn accept(&mut self) -> io::Result<()> {
        let Some(place) = self.free() else { return Ok(()) };
        let socket = match net::accept(self.listener, Blocking::No)? {
            Accepted::Client(socket) => socket,
            Accepted::Exhausted => return self.pause(),
            Accepted::NotNow | Accepted::Stopped => return Ok(()),
        };
        let listed = epoll::add(&self.list, &socket, data(place), EventFlags::IN);
        if let Err(error) = listed {
            return refuse(&socket, error);
        }
        let session = Session::new(empty(), empty(), Limits::default());
        self.clients[place] = Some(Client { socket, session });
        if self.free().is_none() {
            self.listen_for(EventFlags::empty())?;
        }
        Ok(())
    }
    // ANCHOR_END: accept

    /// The client waits on: without this, each wait would end at once, and to no purpose.
    fn pause(&mut self) -> io::Result<()> {
        self.pauses = true;
        self.listen_for(EventFlags::empty())
    }

    fn resume(&mut self) -> io::Result<()> {
        if mem::take(&mut self.pauses) { self.listen_for(EventFlags::IN) } else { Ok(()) }
    }

    /// One receive and the sends that it leads to, for the client in this place.
    fn turn(&mut self, place: usize) -> io::Result<()> {
        let was_full = self.free().is_none();
        let Some(client) = &mut self.clients[place] else { return Ok(()) };
        let before = interest(client.session.want());
        if client.turn(&mut self.table)? {
            let after = interest(client.session.want());
            if before == after {
                return Ok(());
            }
            return epoll::modify(&self.list, &client.socket, data(place), after);
        }
        // A socket that is closed leaves the list by itself.
        self.clients[place] = None;
        if was_full { self.listen_for(EventFlags::IN) } else { Ok(()) }
    }

    fn free(&self) -> Option<usize> {
        self.clients.iter().position(Option::is_none)
    }

    fn watch_listener(&self) -> io::Result<()> {
        epoll::add(&self.list, self.listener, data(CLIENTS), EventFlags::IN)
    }

    /// It stays in the list: there may be no room to come back.
    fn listen_for(&self, events: EventFlags) -> io::Result<()> {
        epoll::modify(&self.list, self.listener, data(CLIENTS), events)
    }
}

impl Client {
    /// Whether it stays.
    fn turn(&mut self, table: &mut impl Handler) -> io::Result<bool> {
        if self.session.want() == Want::Read {
            match net::receive(&self.socket, self.session.inbox())? {
                Transfer::Bytes(n) => self.session.received(n, table),
                Transfer::NotNow => return Ok(true),
                Transfer::Gone => return Ok(false),
            }
        }
        loop {
            match self.session.want() {
                Want::Write => match net::send(&self.socket, self.session.outbox())? {
                    Transfer::Bytes(n) => self.session.sent(n, table),
                    Transfer::NotNow => return Ok(true),
                    Transfer::Gone => return Ok(false),
                },
                // There is no clock here: a sleep ends at once.
                Want::Sleep(_) => self.session.slept(table),
                Want::Read => return Ok(true),
                Want::Close => return Ok(false),
            }
        }
    }
}

impl Drop for Client {
    /// What is left unread would turn the close into a reset.
    fn drop(&mut self) {
        if self.session.hung_up() {
            net::stop_writing(&self.socket);
            net::discard(&self.socket);
        }
    }
}

/// The kernel would not watch a client, who is turned away; or the list is wrong, and that is ours.
fn refuse(socket: &OwnedFd, error: io::Errno) -> io::Result<()> {
    if net::blame(error) == Blame::Us {
        return Err(error);
    }
    net::stop_writing(socket);
    net::discard(socket);
    Ok(())
}

fn empty() -> Buffer<[u8; LONGEST]> {
    // Or the compiler would put the zeros into the program, to copy them from there.
    Buffer::new(black_box([0; LONGEST]))
}

fn interest(want: Want) -> EventFlags {
    if want == Want::Write { EventFlags::OUT } else { EventFlags::IN }
}

fn data(place: usize) -> EventData {
    EventData::new_u64(place as u64)
}
