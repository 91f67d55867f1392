//! A future that waits for time to pass.

use std::{
    pin::Pin,
    rc::Rc,
    task::{Context, Poll},
    time::{Duration, Instant},
};

use super::{current, reactor::Reactor};
use crate::{slab::Token, timers};

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
/// If no executor runs on this thread; and when it is polled in another executor than the one
/// that it was made in, which alone can wake it.
pub fn sleep(duration: Duration) -> Sleep {
    let reactor = Rc::clone(current::get().reactor());
    Sleep { deadline: timers::after(duration), token: None, reactor }
}

impl Future for Sleep {
    type Output = ();

    fn poll(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<()> {
        current::must_have(&self.reactor);
        // It may be polled by another task than before: the old waker goes in any case.
        self.cancel();
        if Instant::now() >= self.deadline {
            return Poll::Ready(());
        }
        self.token = Some(self.reactor.set_alarm(self.deadline, context.waker().clone()));
        Poll::Pending
    }
}

impl Sleep {
    fn cancel(&mut self) {
        if let Some(token) = self.token.take() {
            self.reactor.cancel_alarm(token);
        }
    }
}

impl Drop for Sleep {
    fn drop(&mut self) {
        self.cancel();
    }
}
