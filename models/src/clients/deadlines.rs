//! What is due although no socket is ready: a sleep that is over, a client that was silent for too
//! long, a pause of the listener, the end of the grace.

use std::{
    io,
    os::fd::{AsFd, OwnedFd},
    time::Instant,
};

use socket_core::session::Want;

use super::{Clients, Turn};
use crate::{scarcity, slab::Token, timers};

impl<F: AsFd + From<OwnedFd>> Clients<F> {
    /// No descriptor or no memory is left: the listener rests for a while.
    pub(crate) fn pause(&mut self) {
        self.paused = Some(timers::after(scarcity::PAUSE));
    }

    /// The next moment at which something is due although no socket is ready.
    pub(crate) fn deadline(&self) -> Option<Instant> {
        [self.timers.next(), self.paused, self.stop].into_iter().flatten().min()
    }

    /// One client whose deadline is before `now`: wakes its session, and takes its turn; or closes
    /// it for its silence.
    pub(crate) fn expire(&mut self, now: Instant) -> io::Result<Option<(Token, Turn)>> {
        let Some((token, before)) = self.wake(now) else { return Ok(None) };
        let client = self.connections.get_mut(token).expect("a deadline leaves with its client");
        client.connection.turn(&mut self.store)?;
        Ok(Some((token, self.settle(token, before))))
    }

    pub(super) fn wake(&mut self, now: Instant) -> Option<(Token, Want)> {
        // A pause that is over must not remain the next deadline, or every later wait would return
        // at once.
        self.paused = self.paused.filter(|until| now < *until);
        let token = self.timers.expired(now)?;
        let client = self.connections.get_mut(token).expect("a deadline leaves with its client");
        let before = client.connection.want();
        match before {
            Want::Sleep(_) => client.connection.slept(&mut self.store),
            Want::Read | Want::Write | Want::Close => client.connection.give_up(),
        }
        Some((token, before))
    }

    /// Does what there is to do for everyone whose deadline has passed; whether there was anyone.
    pub(crate) fn expire_all(&mut self) -> io::Result<bool> {
        if self.deadline().is_none() {
            return Ok(false);
        }
        let (now, mut any) = (Instant::now(), false);
        while self.expire(now)?.is_some() {
            any = true;
        }
        Ok(any)
    }
}
