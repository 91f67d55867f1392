//! A socket that somebody may wait for: one wait for reading and one for writing, side by side.

use std::{
    mem,
    os::fd::AsFd,
    rc::Rc,
    task::{Poll, Waker},
};

use rustix::event::epoll::EventFlags;

/// Names one wait.
pub(crate) type Ticket = u64;

/// The waker of each direction, if it is to be called.
pub(crate) type Wakers = [Option<Waker>; 2];

/// What a socket is waited for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Direction {
    Read,
    Write,
}

pub(crate) struct Watched {
    socket: Rc<dyn AsFd>,
    /// What the kernel reports of it; nothing, if it is not in the list.
    listed: EventFlags,
    waits: [Wait; 2],
}

#[derive(Default)]
enum Wait {
    #[default]
    Nobody,
    Waits(Ticket, Waker),
    /// It has been woken, and will look.
    Woken(Ticket),
}

impl Direction {
    const BOTH: [Self; 2] = [Self::Read, Self::Write];

    fn flag(self) -> EventFlags {
        match self {
            Self::Read => EventFlags::IN,
            Self::Write => EventFlags::OUT,
        }
    }

    /// Whether it is ready: at the end of a connection, and with an error, both are.
    fn is_in(self, flags: EventFlags) -> bool {
        flags.intersects(self.flag() | EventFlags::ERR | EventFlags::HUP)
    }
}

impl Wait {
    fn ticket(&self) -> Option<Ticket> {
        match self {
            Self::Nobody => None,
            Self::Waits(ticket, _) | Self::Woken(ticket) => Some(*ticket),
        }
    }

    /// Takes the waker of a wait that has not been woken yet.
    fn wake(&mut self) -> Option<Waker> {
        match mem::take(self) {
            Self::Waits(ticket, waker) => {
                *self = Self::Woken(ticket);
                Some(waker)
            }
            other => {
                *self = other;
                None
            }
        }
    }
}

impl Watched {
    pub(crate) fn new(socket: Rc<dyn AsFd>) -> Self {
        Self { socket, listed: EventFlags::empty(), waits: Default::default() }
    }

    pub(crate) fn socket(&self) -> &Rc<dyn AsFd> {
        &self.socket
    }

    pub(crate) fn is_listed(&self) -> bool {
        !self.listed.is_empty()
    }

    pub(crate) fn set_listed(&mut self, interest: EventFlags) {
        self.listed = interest;
    }

    /// What is to be listed for those who wait; for those who will look, what is.
    pub(crate) fn interest(&self) -> EventFlags {
        let waited = Direction::BOTH.into_iter().zip(&self.waits);
        let waited = waited.map(|(direction, wait)| match wait {
            Wait::Waits(..) => direction.flag(),
            Wait::Woken(_) => self.listed & direction.flag(),
            Wait::Nobody => EventFlags::empty(),
        });
        waited.collect()
    }

    /// The socket and what is listed, if that is not `interest`.
    pub(crate) fn change(&self, interest: EventFlags) -> Option<(Rc<dyn AsFd>, EventFlags)> {
        (self.listed != interest).then(|| (Rc::clone(&self.socket), self.listed))
    }

    /// The kernel has reported it: who is to be woken, and what is to be listed from now on, if
    /// something is reported that nobody waits for.
    pub(crate) fn report(&mut self, flags: EventFlags) -> (Wakers, Option<EventFlags>) {
        let mut listed = self.listed;
        let mut report = |direction: Direction| {
            if !direction.is_in(flags) {
                return None;
            }
            let waker = self.waits[direction as usize].wake();
            if waker.is_none() {
                listed -= direction.flag();
            }
            waker
        };
        let wakers = Direction::BOTH.map(&mut report);
        (wakers, (listed != self.listed).then_some(listed))
    }

    /// Everyone who waits.
    pub(crate) fn take_all(&mut self) -> Wakers {
        self.waits.each_mut().map(Wait::wake)
    }

    /// Whether no other wait is there for this direction.
    pub(crate) fn is_free(&self, direction: Direction, ticket: Ticket) -> bool {
        self.waits[direction as usize].ticket().is_none_or(|other| other == ticket)
    }

    /// Whether the wait of this ticket is over; the waker that it had before, to be dropped.
    pub(crate) fn poll(
        &mut self,
        direction: Direction,
        ticket: Ticket,
        waker: Waker,
    ) -> (Poll<()>, Option<Waker>) {
        let wait = &mut self.waits[direction as usize];
        match mem::take(wait) {
            Wait::Woken(_) => (Poll::Ready(()), Some(waker)),
            Wait::Waits(_, old) => {
                *wait = Wait::Waits(ticket, waker);
                (Poll::Pending, Some(old))
            }
            Wait::Nobody => {
                *wait = Wait::Waits(ticket, waker);
                (Poll::Pending, None)
            }
        }
    }

    /// The wait of this ticket is over, if it is there; its waker, to be dropped.
    pub(crate) fn abandon(&mut self, direction: Direction, ticket: Ticket) -> Option<Waker> {
        let wait = &mut self.waits[direction as usize];
        if wait.ticket() != Some(ticket) {
            return None;
        }
        match mem::take(wait) {
            Wait::Waits(_, waker) => Some(waker),
            Wait::Woken(_) | Wait::Nobody => None,
        }
    }
}
