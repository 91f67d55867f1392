//! Wakers by the moment at which they are to be called.

use std::{task::Waker, time::Instant};

use crate::{
    slab::{Slab, Token},
    timers::Timers,
};

/// Every task that waits for a moment.
#[derive(Debug, Default)]
pub(crate) struct Alarms {
    timers: Timers,
    sleepers: Slab<(Instant, Waker)>,
}

impl Alarms {
    /// The next moment at which somebody is to be woken.
    pub(crate) fn next(&self) -> Option<Instant> {
        self.timers.next()
    }

    /// Takes the waker of somebody whose moment has come.
    pub(crate) fn take_due(&mut self, now: Instant) -> Option<Waker> {
        let token = self.timers.expired(now)?;
        self.remove(token)
    }

    pub(crate) fn add(&mut self, deadline: Instant, waker: Waker) -> Token {
        let token = self.sleepers.insert((deadline, waker));
        self.timers.change(token, None, Some(deadline));
        token
    }

    /// Gives the waker back: the caller drops it when nothing is borrowed any more.
    pub(crate) fn remove(&mut self, token: Token) -> Option<Waker> {
        let (deadline, waker) = self.sleepers.remove(token)?;
        self.timers.change(token, Some(deadline), None);
        Some(waker)
    }
}
