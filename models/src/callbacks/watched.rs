//! `polling`, made safe: what is watched stays open until it is watched no more.
//!
//! `polling` is one interface to epoll(7), kqueue(2) and their kin, and asks one thing that Rust
//! can't check: a descriptor must leave the poller before it is closed. So a share of the
//! descriptor goes with the registration, and the registration ends when it is dropped.

#![expect(unsafe_code, reason = "polling must be able to trust that a descriptor stays open")]

use std::{
    io,
    os::fd::{AsRawFd, OwnedFd},
    sync::Arc,
};

use polling::{Event, PollMode, Poller};

/// What to wait for on a descriptor.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Interest {
    /// Until it can be read from.
    Read,
    /// Until it can be written to.
    Write,
    /// For nothing but the failure of its connection.
    Nothing,
}

/// A descriptor that a poller watches, until this is dropped.
#[derive(Debug)]
pub struct Watched {
    source: Arc<OwnedFd>,
    poller: Arc<Poller>,
    key: usize,
    interest: Interest,
}

impl Watched {
    /// Lets `poller` watch `source`, and call it `key`.
    ///
    /// # Errors
    /// No memory is left, or the descriptor can't be watched: a file can't (epoll_ctl(2)).
    pub fn new(
        poller: &Arc<Poller>,
        source: Arc<OwnedFd>,
        key: usize,
        interest: Interest,
    ) -> io::Result<Self> {
        let event = event(key, interest);
        // SAFETY: the descriptor leaves the poller before it is closed: our share of it keeps it
        // open until `drop` has taken it out.
        unsafe { poller.add_with_mode(source.as_raw_fd(), event, mode(poller)) }?;
        Ok(Self { source, poller: Arc::clone(poller), key, interest })
    }

    /// Waits for something else from now on.
    ///
    /// # Errors
    /// No memory is left (epoll_ctl(2)).
    pub fn set(&mut self, interest: Interest) -> io::Result<()> {
        if interest == self.interest {
            return Ok(());
        }
        self.arm(interest)?;
        // Not before: what was refused is asked for again.
        self.interest = interest;
        Ok(())
    }

    /// After an event: waits for the same again. Costs a call only where the platform forgets.
    ///
    /// # Errors
    /// As [`Watched::set`].
    pub fn again(&mut self) -> io::Result<()> {
        match mode(&self.poller) {
            PollMode::Level => Ok(()),
            _ => self.arm(self.interest),
        }
    }

    fn arm(&self, interest: Interest) -> io::Result<()> {
        let event = event(self.key, interest);
        self.poller.modify_with_mode(&*self.source, event, mode(&self.poller))
    }
}

impl Drop for Watched {
    fn drop(&mut self) {
        // It fails only if the poller does not know the descriptor; then that is done too.
        _ = self.poller.delete(&*self.source);
    }
}

/// Level-triggered where there is such a thing: what is still ready is reported again, and nobody
/// has to ask for it again after each event.
fn mode(poller: &Poller) -> PollMode {
    if poller.supports_level() { PollMode::Level } else { PollMode::Oneshot }
}

fn event(key: usize, interest: Interest) -> Event {
    Event::new(key, interest == Interest::Read, interest == Interest::Write)
}
