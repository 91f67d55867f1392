//! How a server hears that it must stop: a descriptor that becomes readable, and stays so.
//!
//! A descriptor can be waited for together with sockets, whatever the model. Nobody ever reads
//! from it; so it wakes every thread and process that looks, at any time, and can't be missed.

use std::{
    io,
    os::fd::{AsFd, BorrowedFd, OwnedFd},
    sync::{Arc, atomic::AtomicBool},
    time::Duration,
};

use rustix::{
    event::{self, PollFd, PollFlags},
    io::Errno,
    pipe::{PipeFlags, pipe_with},
};
use signal_hook::{
    consts::{SIGINT, SIGTERM},
    flag, low_level,
};

use crate::timers;

/// The end that waits: readable once the server must stop. Clones share it.
#[derive(Clone, Debug)]
pub struct Shutdown(Arc<OwnedFd>);

/// The end that says so, by being dropped.
#[derive(Debug)]
pub struct Trigger {
    _pipe: OwnedFd,
}

/// A trigger, and what hears it.
///
/// # Errors
/// No descriptor is left (pipe(2)).
pub fn pair() -> io::Result<(Trigger, Shutdown)> {
    let (reader, writer) = pipe_with(PipeFlags::CLOEXEC)?;
    Ok((Trigger { _pipe: writer }, Shutdown(Arc::new(reader))))
}

/// Stops at SIGINT (Ctrl-C) or SIGTERM; at the second one the process exits at once, with 1.
///
/// # Errors
/// No descriptor is left (pipe(2)), or the handler is refused (sigaction(2)).
pub fn on_signals() -> io::Result<Shutdown> {
    let (reader, writer) = pipe_with(PipeFlags::CLOEXEC)?;
    let again = Arc::new(AtomicBool::new(false));
    for signal in [SIGINT, SIGTERM] {
        // In this order: the first signal must not find the flag that it sets.
        flag::register_conditional_shutdown(signal, 1, Arc::clone(&again))?;
        flag::register(signal, Arc::clone(&again))?;
        low_level::pipe::register(signal, writer.try_clone()?)?;
    }
    Ok(Shutdown(Arc::new(reader)))
}

impl Shutdown {
    /// A share of the descriptor.
    pub(crate) fn share(&self) -> Arc<OwnedFd> {
        Arc::clone(&self.0)
    }

    /// Waits until the server must stop, for `duration` at most; whether it must.
    ///
    /// # Errors
    /// Only ours, or no memory (poll(2)).
    pub fn wait(&self, duration: Option<Duration>) -> io::Result<bool> {
        let deadline = duration.map(timers::after);
        loop {
            let mut fds = [PollFd::new(self, PollFlags::IN)];
            match event::poll(&mut fds, timers::timeout(deadline).as_ref()) {
                Ok(ready) => return Ok(ready > 0),
                Err(Errno::INTR) => {}
                Err(error) => return Err(error.into()),
            }
        }
    }
}

impl AsFd for Shutdown {
    fn as_fd(&self) -> BorrowedFd<'_> {
        self.0.as_fd()
    }
}
