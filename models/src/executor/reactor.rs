//! The reactor: waits for sockets and for time, and wakes who waits for them.
//!
//! A socket stays in epoll's list, level-triggered, with what was waited for last. So a task that
//! reads request after request makes no epoll_ctl(2) between them. A socket that is ready although
//! nobody waits for it leaves the list, or it would be reported for ever; the next who waits for it
//! puts it in again.

use std::{
    cell::RefCell,
    fmt::{self, Debug, Formatter},
    io,
    os::fd::{AsFd, OwnedFd},
    rc::Rc,
    task::{Poll, Waker},
};

use rustix::{
    buffer::spare_capacity,
    event::{
        Timespec,
        epoll::{self, CreateFlags, Event, EventData, EventFlags},
    },
    io::Errno,
};

use super::alarm::Alarms;
use crate::{
    slab::{Slab, Token},
    timers,
};

const INBOX: u64 = u64::MAX;

/// Events that one call returns at most; more of them wait for the next call.
const BATCH: usize = 256;

pub(crate) struct Reactor {
    epoll: OwnedFd,
    watched: RefCell<Slab<Watched>>,
    events: RefCell<Vec<Event>>,
    pub(crate) alarms: RefCell<Alarms>,
}

/// A socket that somebody may wait for.
struct Watched {
    socket: Rc<dyn AsFd>,
    /// What the kernel reports of it, if it is in the list.
    listed: Option<EventFlags>,
    waiter: Waiter,
}

enum Waiter {
    Nobody,
    Waits(Waker),
    /// It has been woken, and will look.
    Woken,
}

impl Reactor {
    /// A reactor that watches nothing but the `inbox`.
    pub(crate) fn new(inbox: impl AsFd) -> io::Result<Self> {
        let epoll = epoll::create(CreateFlags::CLOEXEC)?;
        // Once for each ring (edge-triggered): who hears it empties the inbox.
        let rings = EventFlags::IN | EventFlags::ET;
        epoll::add(&epoll, inbox, EventData::new_u64(INBOX), rings)?;
        Ok(Self {
            epoll,
            watched: RefCell::new(Slab::new()),
            events: RefCell::new(Vec::with_capacity(BATCH)),
            alarms: RefCell::default(),
        })
    }

    /// Waits until something happens, or only looks if `somebody` is awake; whether the inbox has
    /// rung.
    pub(crate) fn wait(&self, somebody: bool) -> io::Result<bool> {
        let timeout = match somebody {
            true => Some(Timespec::default()),
            false => timers::timeout(self.alarms.borrow().next()),
        };
        let mut events = self.events.borrow_mut();
        match epoll::wait(&self.epoll, spare_capacity(&mut *events), timeout.as_ref()) {
            Ok(_) | Err(Errno::INTR) => {}
            Err(error) => return Err(error.into()),
        }
        let mut rung = false;
        for event in events.drain(..) {
            match event.data.u64() {
                INBOX => rung = true,
                bits => self.report(Token::from_bits(bits))?,
            }
        }
        self.alarms.borrow_mut().ring();
        Ok(rung)
    }

    /// The socket is ready: wakes who waits for it.
    fn report(&self, token: Token) -> io::Result<()> {
        let mut watched = self.watched.borrow_mut();
        let Some(source) = watched.get_mut(token) else { return Ok(()) };
        match &source.waiter {
            Waiter::Waits(waker) => {
                waker.wake_by_ref();
                source.waiter = Waiter::Woken;
            }
            Waiter::Woken => {}
            Waiter::Nobody => {
                source.listed = None;
                epoll::delete(&self.epoll, &source.socket)?;
            }
        }
        Ok(())
    }

    pub(crate) fn enter(&self, socket: Rc<dyn AsFd>) -> Token {
        let watched = Watched { socket, listed: None, waiter: Waiter::Nobody };
        self.watched.borrow_mut().insert(watched)
    }

    /// Forgets a socket. (It leaves the list by itself when it is closed.)
    pub(crate) fn leave(&self, token: Token) {
        self.watched.borrow_mut().remove(token);
    }

    /// Whether the socket has become ready since somebody began to wait for it; if not, wakes him
    /// when it does.
    pub(crate) fn poll(
        &self,
        token: Token,
        interest: EventFlags,
        waker: &Waker,
    ) -> Poll<io::Result<()>> {
        let mut watched = self.watched.borrow_mut();
        let source = watched.get_mut(token).expect("who waits for it has it");
        if let Waiter::Woken = source.waiter {
            source.waiter = Waiter::Nobody;
            return Poll::Ready(Ok(()));
        }
        source.waiter = Waiter::Waits(waker.clone());
        match self.list(token, source, interest) {
            Ok(()) => Poll::Pending,
            Err(error) => Poll::Ready(Err(error)),
        }
    }

    /// Nobody waits for the socket any more.
    pub(crate) fn abandon(&self, token: Token) {
        if let Some(source) = self.watched.borrow_mut().get_mut(token) {
            source.waiter = Waiter::Nobody;
        }
    }

    fn list(&self, token: Token, source: &mut Watched, interest: EventFlags) -> io::Result<()> {
        let data = EventData::new_u64(token.to_bits());
        match source.listed.replace(interest) {
            Some(listed) if listed == interest => Ok(()),
            Some(_) => Ok(epoll::modify(&self.epoll, &source.socket, data, interest)?),
            None => Ok(epoll::add(&self.epoll, &source.socket, data, interest)?),
        }
    }
}

impl Debug for Reactor {
    fn fmt(&self, f: &mut Formatter<'_>) -> fmt::Result {
        f.debug_struct("Reactor").field("epoll", &self.epoll).finish_non_exhaustive()
    }
}
