//! All clients of a load, and one thread that waits for them.

use std::{
    fmt::{Debug, Formatter},
    net::SocketAddr,
    os::fd::OwnedFd,
    time::{Duration, Instant},
};

use anyhow::{Context, Result, ensure};
use rustix::{
    buffer::spare_capacity,
    event::{
        Timespec,
        epoll::{self, CreateFlags, Event, EventData, EventFlags},
    },
    io::Errno,
    time::{
        Itimerspec, TimerfdClockId, TimerfdFlags, TimerfdTimerFlags, timerfd_create,
        timerfd_settime,
    },
};

use super::{Request, client::Client};
use crate::interrupt;

/// A server that says nothing for so long will not answer any more.
const PATIENCE: Timespec = Timespec { tv_sec: 10, tv_nsec: 0 };
/// So many connect before one is served: less than a backlog (listen(2)).
const BATCH: usize = 100;
const TIMER: u64 = u64::MAX;

/// Connected until this is dropped.
pub struct Clients {
    epoll: OwnedFd,
    /// It goes off with nanoseconds; the timeout of epoll_wait(2) has milliseconds.
    timer: OwnedFd,
    pub(crate) all: Vec<Client>,
    events: Vec<Event>,
    room: Vec<u8>,
}

impl Clients {
    /// Connects so many; each has been answered once.
    ///
    /// # Errors
    /// One of them is not served, or there is no descriptor for it.
    pub fn connect(address: SocketAddr, number: usize) -> Result<Self> {
        let (epoll, timer) = (epoll::create(CreateFlags::CLOEXEC)?, timer()?);
        epoll::add(&epoll, &timer, EventData::new_u64(TIMER), EventFlags::IN | EventFlags::ET)?;
        let (events, room) = (Vec::with_capacity(256), vec![0; 256 << 10]);
        let mut clients = Self { epoll, timer, all: Vec::with_capacity(number), events, room };
        while clients.all.len() < number {
            let batch = BATCH.min(number - clients.all.len());
            clients.add(address, batch).context("a client is not served")?;
        }
        Ok(clients)
    }

    fn add(&mut self, address: SocketAddr, number: usize) -> Result<()> {
        let first = self.all.len();
        for place in first..first + number {
            let client = Client::connect(address)?;
            let flags = EventFlags::IN | EventFlags::OUT | EventFlags::ET;
            epoll::add(&self.epoll, &client, EventData::new_u64(place as u64), flags)?;
            self.all.push(client);
        }
        self.each_asks_once(first, &Request::ping())
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
            left -= self.answered(request)?.len();
        }
        Ok(())
    }

    /// Sleeps until something happens; the places of clients that have been answered.
    pub(crate) fn answered(&mut self, request: &Request) -> Result<Vec<usize>> {
        self.sleep()?;
        let mut answered = Vec::with_capacity(self.events.len());
        for event in self.events.drain(..).filter(|event| event.data.u64() != TIMER) {
            let place = usize::try_from(event.data.u64())?;
            if self.all[place].go_on(request, &mut self.room)? {
                answered.push(place);
            }
        }
        Ok(answered)
    }

    fn sleep(&mut self) -> Result<()> {
        interrupt::check()?;
        match epoll::wait(&self.epoll, spare_capacity(&mut self.events), Some(&PATIENCE)) {
            Ok(number) => ensure!(number > 0, "no answer for {} seconds", PATIENCE.tv_sec),
            Err(Errno::INTR) => interrupt::check()?,
            Err(errno) => return Err(errno.into()),
        }
        Ok(())
    }

    /// Lets the next sleep end after this time, if nothing ends it before.
    pub(crate) fn wake_after(&self, time: Duration) -> Result<()> {
        let none = Timespec { tv_sec: 0, tv_nsec: 0 };
        // A time of nought would turn it off.
        let it_value = Timespec::try_from(time.max(Duration::from_nanos(1)))?;
        let once = Itimerspec { it_interval: none, it_value };
        timerfd_settime(&self.timer, TimerfdTimerFlags::empty(), &once)?;
        Ok(())
    }
}

impl Debug for Clients {
    fn fmt(&self, f: &mut Formatter<'_>) -> std::fmt::Result {
        write!(f, "{} clients", self.all.len())
    }
}

fn timer() -> Result<OwnedFd> {
    let flags = TimerfdFlags::NONBLOCK | TimerfdFlags::CLOEXEC;
    Ok(timerfd_create(TimerfdClockId::Monotonic, flags)?)
}
