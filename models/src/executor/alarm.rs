//! Time to pass: who is to be woken, and when.

use std::{
    pin::Pin,
    rc::Rc,
    task::{Context, Poll, Waker},
    time::{Duration, Instant},
};

use super::{current, reactor::Reactor};
use crate::{
    slab::{Slab, Token},
    timers::{self, Timers},
};

/// Those who wait for a moment.
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

    /// Wakes those whose moment has come.
    pub(crate) fn ring(&mut self) {
        if self.next().is_none() {
            return;
        }
        let now = Instant::now();
        while let Some(token) = self.timers.expired(now) {
            self.remove(token).expect("an alarm leaves with its sleeper").wake();
        }
    }

    fn add(&mut self, deadline: Instant, waker: Waker) -> Token {
        let token = self.sleepers.insert((deadline, waker));
        self.timers.change(token, None, Some(deadline));
        token
    }

    fn remove(&mut self, token: Token) -> Option<Waker> {
        let (deadline, waker) = self.sleepers.remove(token)?;
        self.timers.change(token, Some(deadline), None);
        Some(waker)
    }
}

/// Waits for a time to pass: see [`sleep`].
#[must_use = "it waits only when it is awaited"]
#[derive(Debug)]
pub struct Sleep {
    deadline: Instant,
    /// Its place among the alarms, once it waits.
    token: Option<Token>,
    reactor: Rc<Reactor>,
}

/// Waits until `duration` has passed from now, and lets others run meanwhile.
///
/// # Panics
/// If no executor runs on this thread.
pub fn sleep(duration: Duration) -> Sleep {
    let reactor = current::with(|core| Rc::clone(core.reactor()));
    Sleep { deadline: timers::after(duration), token: None, reactor }
}

impl Future for Sleep {
    type Output = ();

    fn poll(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<()> {
        if Instant::now() >= self.deadline {
            return Poll::Ready(());
        }
        // It may be polled by another task than before.
        self.cancel();
        let token = self.reactor.alarms.borrow_mut().add(self.deadline, context.waker().clone());
        self.token = Some(token);
        Poll::Pending
    }
}

impl Sleep {
    fn cancel(&mut self) {
        if let Some(token) = self.token.take() {
            self.reactor.alarms.borrow_mut().remove(token);
        }
    }
}

impl Drop for Sleep {
    fn drop(&mut self) {
        self.cancel();
    }
}
