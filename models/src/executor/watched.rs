//! A socket that somebody may wait for: one wait for reading and one for writing, side by side.

use std::{
    mem,
    os::fd::AsFd,
    rc::Rc,
    task::{Poll, Waker},
};

use rustix::event::epoll::EventFlags;

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
    /// What the kernel reports of it, if it is in the list.
    listed: Option<EventFlags>,
    waits: [Wait; 2],
}

#[derive(Default)]
enum Wait {
    #[default]
    Nobody,
    Waits(Waker),
    /// It has been woken, and will look.
    Woken,
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
    /// Takes the waker of a wait that has not been woken yet.
    fn wake(&mut self) -> Option<Waker> {
        match mem::take(self) {
            Self::Waits(waker) => {
                *self = Self::Woken;
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
        Self { socket, listed: None, waits: Default::default() }
    }

    pub(crate) fn socket(&self) -> &Rc<dyn AsFd> {
        &self.socket
    }

    pub(crate) fn listed(&self) -> Option<EventFlags> {
        self.listed
    }

    pub(crate) fn set_listed(&mut self, interest: EventFlags) {
        self.listed = Some(interest);
    }

    /// What is to be listed for tasks that wait; for tasks that will look, what is.
    pub(crate) fn interest(&self) -> EventFlags {
        let waited = Direction::BOTH.into_iter().zip(&self.waits);
        let waited = waited.map(|(direction, wait)| match wait {
            Wait::Waits(_) => direction.flag(),
            Wait::Woken => self.listed.unwrap_or_default() & direction.flag(),
            Wait::Nobody => EventFlags::empty(),
        });
        waited.collect()
    }

    /// The socket and what is listed, if that is not `interest`.
    pub(crate) fn change(
        &self,
        interest: EventFlags,
    ) -> Option<(Rc<dyn AsFd>, Option<EventFlags>)> {
        (self.listed != Some(interest)).then(|| (Rc::clone(&self.socket), self.listed))
    }

    /// The kernel has reported it: the tasks to wake, and what is to be listed from now on, if
    /// something is reported that nobody waits for.
    pub(crate) fn report(&mut self, flags: EventFlags) -> (Wakers, Option<EventFlags>) {
        let before = self.listed.unwrap_or_default();
        let mut listed = before;
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
        (wakers, (listed != before).then_some(listed))
    }

    /// Every task that waits.
    pub(crate) fn take_all(&mut self) -> Wakers {
        self.waits.each_mut().map(Wait::wake)
    }

    /// Whether no wait has begun for this direction.
    pub(crate) fn is_free(&self, direction: Direction) -> bool {
        matches!(self.waits[direction as usize], Wait::Nobody)
    }

    /// Whether the wait is over; and the waker that it had before, to be dropped.
    pub(crate) fn poll(&mut self, direction: Direction, waker: Waker) -> (Poll<()>, Option<Waker>) {
        let wait = &mut self.waits[direction as usize];
        match mem::take(wait) {
            Wait::Woken => (Poll::Ready(()), Some(waker)),
            Wait::Waits(old) => {
                *wait = Wait::Waits(waker);
                (Poll::Pending, Some(old))
            }
            Wait::Nobody => {
                *wait = Wait::Waits(waker);
                (Poll::Pending, None)
            }
        }
    }

    /// The wait is over; its waker, to be dropped.
    pub(crate) fn abandon(&mut self, direction: Direction) -> Option<Waker> {
        match mem::take(&mut self.waits[direction as usize]) {
            Wait::Waits(waker) => Some(waker),
            Wait::Woken | Wait::Nobody => None,
        }
    }
}
