//! All clients of a load, and one thread that looks for what has come for them.
//!
//! It does not sleep, unless it is asked to: a thread that is woken is late, and to wake it would be
//! a part of what is measured. So the load has its core for itself, and knows how much of the time it
//! had nothing to do.

use std::{
    fmt::{Debug, Formatter},
    mem::MaybeUninit,
    net::SocketAddr,
    os::fd::OwnedFd,
    thread,
    time::{Duration, Instant},
};

use anyhow::{Context, Result, ensure};
use rustix::{
    event::{
        Timespec,
        epoll::{self, CreateFlags, EventData, EventFlags},
    },
    io::Errno,
};

use super::{Request, client::Client};
use crate::interrupt;

/// A server that says nothing for so long will not answer any more.
const PATIENCE: Duration = Duration::from_secs(10);
/// So many connect before one is served: less than a backlog (listen(2)).
const BATCH: usize = 100;
/// Clients that one call says are ready, at most.
const EVENTS: usize = 256;
/// In the place of a client's number: the slow one.
const SLOW: u64 = u64::MAX;
const AT_ONCE: Timespec = Timespec { tv_sec: 0, tv_nsec: 0 };
/// Or it would sleep on when it is interrupted in another thread.
const A_WHILE: Timespec = Timespec { tv_sec: 0, tv_nsec: 100_000_000 };

/// Connected until this is dropped.
pub struct Clients {
    epoll: OwnedFd,
    pub(crate) all: Vec<Client>,
    /// One whose requests take long, and what it asks.
    slow: Option<(Client, Request)>,
    /// Whose turn may go on, by number.
    ready: Vec<u64>,
    room: Vec<u8>,
    /// How long it sleeps at most.
    nap: Timespec,
    /// How long there was nothing to do.
    pub(crate) waited: Duration,
}

impl Clients {
    /// Connects so many; each has been answered once.
    ///
    /// # Errors
    /// One of them is not served, or there is no descriptor for it.
    pub fn connect(address: SocketAddr, number: usize) -> Result<Self> {
        let epoll = epoll::create(CreateFlags::CLOEXEC)?;
        let (ready, room) = (Vec::with_capacity(EVENTS), vec![0; 256 << 10]);
        let (all, waited) = (Vec::with_capacity(number), Duration::ZERO);
        let mut clients = Self { epoll, all, slow: None, ready, room, nap: AT_ONCE, waited };
        clients.more(address, number)?;
        Ok(clients)
    }

    /// The same, which sleep while they have nothing to do. (In an open loop they would be late.)
    #[must_use]
    pub fn that_sleep(self) -> Self {
        Self { nap: A_WHILE, ..self }
    }

    /// Connects so many more, perhaps to another server.
    ///
    /// # Errors
    /// As [`Clients::connect`].
    pub fn more(&mut self, address: SocketAddr, number: usize) -> Result<()> {
        let all = self.all.len() + number;
        while self.all.len() < all {
            let batch = BATCH.min(all - self.all.len());
            self.add(address, batch).context("a client is not served")?;
        }
        Ok(())
    }

    fn add(&mut self, address: SocketAddr, number: usize) -> Result<()> {
        let first = self.all.len();
        for place in first..first + number {
            let client = self.watched(address, place as u64)?;
            self.all.push(client);
        }
        self.each_asks_once(first, &Request::ping())
    }

    fn watched(&self, address: SocketAddr, number: u64) -> Result<Client> {
        let client = Client::connect(address)?;
        let flags = EventFlags::IN | EventFlags::OUT | EventFlags::ET;
        epoll::add(&self.epoll, &client, EventData::new_u64(number), flags)?;
        Ok(client)
    }

    /// Connects one more, which asks this again and again while the others ask.
    ///
    /// # Errors
    /// It can't connect.
    pub fn beside_slow(&mut self, address: SocketAddr, request: Request) -> Result<()> {
        let mut client = self.watched(address, SLOW)?;
        client.ask(&request, Instant::now())?;
        self.slow = Some((client, request));
        Ok(())
    }

    /// Each client asks this once.
    ///
    /// # Errors
    /// The server does not answer, or not what was expected; or we are interrupted.
    pub fn ask_once(&mut self, request: &Request) -> Result<()> {
        self.each_asks_once(0, request)
    }

    /// The clients from `first` on ask, and all are answered.
    fn each_asks_once(&mut self, first: usize, request: &Request) -> Result<()> {
        for client in &mut self.all[first..] {
            client.ask(request, Instant::now())?;
        }
        let mut left = self.all.len() - first;
        while left > 0 {
            left -= self.answered(request, None)?.len();
        }
        Ok(())
    }

    /// Waits until something happens, or until then; the places of clients that have been answered.
    pub(crate) fn answered(
        &mut self,
        request: &Request,
        until: Option<Instant>,
    ) -> Result<Vec<usize>> {
        self.wait(until)?;
        let mut answered = Vec::with_capacity(self.ready.len());
        for number in self.ready.drain(..) {
            if number == SLOW {
                let (client, request) = self.slow.as_mut().context("there is no slow client")?;
                if client.go_on(request, &mut self.room)? {
                    client.ask(request, Instant::now())?;
                }
                continue;
            }
            let place = usize::try_from(number)?;
            if self.all[place].go_on(request, &mut self.room)? {
                answered.push(place);
            }
        }
        Ok(answered)
    }

    fn wait(&mut self, until: Option<Instant>) -> Result<()> {
        let start = Instant::now();
        let mut now = start;
        let mut events = [MaybeUninit::uninit(); EVENTS];
        while until.is_none_or(|until| now < until) {
            interrupt::check()?;
            match epoll::wait(&self.epoll, &mut events, Some(&self.nap)) {
                Ok(([], _)) | Err(Errno::INTR) => {
                    // The server may be on the same core, if there is no other.
                    thread::yield_now();
                }
                Ok((events, _)) => {
                    self.ready.extend(events.iter().map(|event| event.data.u64()));
                    break;
                }
                Err(errno) => return Err(errno.into()),
            }
            now = Instant::now();
            ensure!(now - start < PATIENCE, "no answer for {} seconds", PATIENCE.as_secs());
        }
        self.waited += now - start;
        Ok(())
    }
}

impl Debug for Clients {
    fn fmt(&self, f: &mut Formatter<'_>) -> std::fmt::Result {
        write!(f, "{} clients", self.all.len())
    }
}
