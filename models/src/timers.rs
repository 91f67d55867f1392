//! Deadlines: which client must be looked at again, and when.

use std::{
    collections::BTreeSet,
    time::{Duration, Instant},
};

use rustix::event::Timespec;

use crate::slab::Token;

/// Longer than any server runs. A client may ask for more than an [`Instant`] can hold.
const FOR_EVER: Duration = Duration::from_secs(100 * 365 * 24 * 60 * 60);

/// The longest that one call waits, 20 days: in milliseconds, more would not fit into the 31 bits
/// that epoll_wait(2) takes. A deadline that is later takes several waits.
const LONGEST: Duration = Duration::from_secs(20 * 24 * 60 * 60);

/// The moment after `duration` from now.
pub(crate) fn after(duration: Duration) -> Instant {
    Instant::now() + duration.min(FOR_EVER)
}

/// The time from now to a deadline, or the longest of one call, as system calls take it. `None`
/// waits for ever.
pub(crate) fn timeout(deadline: Option<Instant>) -> Option<Timespec> {
    let left = deadline?.saturating_duration_since(Instant::now());
    Some(Timespec::try_from(left.min(LONGEST)).expect("it is a matter of days"))
}

/// At most one deadline a token.
#[derive(Debug, Default)]
pub(crate) struct Timers {
    queue: BTreeSet<(Instant, Token)>,
}

impl Timers {
    /// Gives a token the deadline `new` in the place of `old`.
    pub(crate) fn change(&mut self, token: Token, old: Option<Instant>, new: Option<Instant>) {
        if old == new {
            return;
        }
        if let Some(old) = old {
            self.queue.remove(&(old, token));
        }
        if let Some(new) = new {
            self.queue.insert((new, token));
        }
    }

    /// The earliest deadline.
    pub(crate) fn next(&self) -> Option<Instant> {
        self.queue.first().map(|(deadline, _)| *deadline)
    }

    /// A token whose deadline has passed; it keeps it until it is changed.
    pub(crate) fn expired(&self, now: Instant) -> Option<Token> {
        self.queue.first().filter(|(deadline, _)| *deadline <= now).map(|(_, token)| *token)
    }
}
