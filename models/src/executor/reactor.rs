//! The reactor: waits for sockets and for time, and wakes whoever waits for them.
//!
//! A socket stays in epoll's list, level-triggered, with what was waited for last. So a task that
//! reads request after request makes no epoll_ctl(2) between them. Of a socket that is reported a
//! second time, and nobody has looked, nothing more is reported, or it would be for ever; the next
//! wait for it asks again. It stays in the list: there may be no room to come back.
//!
//! Nothing is borrowed while code of others runs: a waker or a descriptor may do anything.

use std::{
    cell::RefCell,
    fmt::{self, Debug, Formatter},
    io,
    os::fd::{AsFd, OwnedFd},
    rc::Rc,
    task::{Poll, Waker},
    time::Instant,
};

use rustix::{
    buffer::spare_capacity,
    event::{
        Timespec,
        epoll::{self, CreateFlags, Event, EventData, EventFlags},
    },
};

use super::{
    alarms::Alarms,
    contain::contain,
    watched::{Direction, Watched},
};
use crate::{
    scarcity,
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
    alarms: RefCell<Alarms>,
}

impl Reactor {
    /// A reactor that watches nothing but the `inbox`.
    pub(crate) fn new(inbox: impl AsFd) -> io::Result<Self> {
        let epoll = epoll::create(CreateFlags::CLOEXEC)?;
        // Once for each ring (edge-triggered): whoever is told empties the inbox.
        let rings = EventFlags::IN | EventFlags::ET;
        epoll::add(&epoll, inbox, EventData::new_u64(INBOX), rings)?;
        Ok(Self {
            epoll,
            watched: RefCell::new(Slab::new()),
            events: RefCell::new(Vec::with_capacity(BATCH)),
            alarms: RefCell::default(),
        })
    }

    // ANCHOR: wait
    /// Waits until something happens, or only looks if `somebody` is awake; whether
    /// the inbox has rung.
    pub(crate) fn wait(&self, somebody: bool) -> io::Result<bool> {
        let timeout = match somebody {
            true => Some(Timespec::default()),
            false => timers::timeout(self.alarms.borrow().next()),
        };
        let mut events = self.events.take();
        let ready = spare_capacity(&mut events);
        scarcity::waited(epoll::wait(&self.epoll, ready, timeout.as_ref()))?;
        let mut rung = false;
        for event in events.drain(..) {
            match event.data.u64() {
                INBOX => rung = true,
                bits => self.report(Token::from_bits(bits), event.flags),
            }
        }
        self.events.replace(events);
        self.wake_due();
        Ok(rung)
    }
    // ANCHOR_END: wait

    /// Wakes everyone whose moment has come.
    fn wake_due(&self) {
        if self.alarms.borrow().next().is_none() {
            return;
        }
        let now = Instant::now();
        while let Some(waker) = self.take_due(now) {
            contain(|| waker.wake());
        }
    }

    fn take_due(&self, now: Instant) -> Option<Waker> {
        self.alarms.borrow_mut().take_due(now)
    }

    pub(crate) fn set_alarm(&self, deadline: Instant, waker: Waker) -> Token {
        self.alarms.borrow_mut().add(deadline, waker)
    }

    pub(crate) fn cancel_alarm(&self, token: Token) {
        let waker = self.alarms.borrow_mut().remove(token);
        drop(waker);
    }

    /// The socket is ready: wakes whoever waits for it. What nobody has looked at since the last
    /// report is reported no more.
    fn report(&self, token: Token, flags: EventFlags) {
        let Some((wakers, listen_to)) = self.with(token, |source| source.report(flags)) else {
            return;
        };
        wakers.into_iter().flatten().for_each(|waker| _ = contain(|| waker.wake()));
        if let Some(interest) = listen_to
            && self.list(token, interest).is_err()
        {
            // It can't be waited for: all tasks that wait look for themselves.
            let wakers = self.with(token, Watched::take_all).into_iter().flatten().flatten();
            wakers.for_each(|waker| _ = contain(|| waker.wake()));
        }
    }

    pub(crate) fn enter(&self, socket: Rc<dyn AsFd>) -> Token {
        self.watched.borrow_mut().insert(Watched::new(socket))
    }

    /// Forgets a socket, and takes it out of the list: its description may live on.
    pub(crate) fn leave(&self, token: Token) {
        let watched = self.watched.borrow_mut().remove(token);
        if let Some(watched) = watched
            && watched.listed().is_some()
        {
            // It fails only if it is not in the list any more.
            _ = epoll::delete(&self.epoll, watched.socket());
        }
    }

    /// Begins to wait for one direction of a socket, or goes on with that wait: whether the
    /// socket has become ready since it `begun`; if not, wakes it when it does.
    ///
    /// # Panics
    /// If another wait for the same direction has begun.
    pub(crate) fn poll(
        &self,
        token: Token,
        direction: Direction,
        begun: bool,
        waker: &Waker,
    ) -> Poll<io::Result<()>> {
        let free = self.with(token, |source| source.is_free(direction)) == Some(true);
        assert!(begun || free, "two futures wait for one direction of a Source: one too many");
        let waker = waker.clone();
        let polled = self.with(token, |source| source.poll(direction, waker));
        let (polled, old) = polled.expect("a wait borrows its source");
        drop(old);
        let Poll::Pending = polled else { return Poll::Ready(Ok(())) };
        let interest = self.with(token, |source| source.interest()).unwrap_or_default();
        match self.list(token, interest) {
            Ok(()) => Poll::Pending,
            Err(error) => {
                self.abandon(token, direction);
                Poll::Ready(Err(error))
            }
        }
    }

    /// The wait for this direction is over.
    pub(crate) fn abandon(&self, token: Token, direction: Direction) {
        let waker = self.with(token, |source| source.abandon(direction));
        drop(waker);
    }

    /// Has the kernel report what is in `interest`, which may be nothing.
    fn list(&self, token: Token, interest: EventFlags) -> io::Result<()> {
        let change = self.with(token, |source| source.change(interest)).flatten();
        let Some((socket, listed)) = change else { return Ok(()) };
        let data = EventData::new_u64(token.to_bits());
        // An error or a hang-up is reported in any case; of nothing else that is once, and no more.
        let once = if interest.is_empty() { EventFlags::ONESHOT } else { EventFlags::empty() };
        match listed {
            None => epoll::add(&self.epoll, &socket, data, interest | once)?,
            Some(_) => epoll::modify(&self.epoll, &socket, data, interest | once)?,
        }
        // Not before: what was refused is asked for again.
        self.with(token, |source| source.set_listed(interest));
        Ok(())
    }

    fn with<T>(&self, token: Token, work: impl FnOnce(&mut Watched) -> T) -> Option<T> {
        self.watched.borrow_mut().get_mut(token).map(work)
    }
}

impl Debug for Reactor {
    fn fmt(&self, f: &mut Formatter<'_>) -> fmt::Result {
        f.debug_struct("Reactor").field("epoll", &self.epoll).finish_non_exhaustive()
    }
}
