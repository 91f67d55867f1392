//! How a server hears that it must stop: a descriptor that becomes readable, and stays so.
//!
//! A descriptor can be waited for together with sockets, whatever the model. Nobody ever reads
//! from it; so it wakes every thread and process that looks, at any time, and can't be missed.

use std::{
    io,
    os::fd::{AsFd, BorrowedFd, OwnedFd},
    sync::{Arc, atomic::AtomicBool},
    time::{Duration, Instant},
};

use rustix::{
    event::{self, PollFd, PollFlags, Timespec},
    io::Errno,
    pipe::{PipeFlags, pipe_with},
};
use signal_hook::{
    SigId,
    consts::{SIGINT, SIGTERM},
    flag, low_level,
};

use crate::{mask, needed::explain, scarcity, timers};

/// The signals at which a server stops.
const SIGNALS: [i32; 2] = [SIGINT, SIGTERM];

/// The end that waits: readable once the server must stop. Clones share it.
#[derive(Clone, Debug)]
pub struct Shutdown {
    descriptor: Arc<OwnedFd>,
    /// What tells it of signals.
    handlers: Vec<SigId>,
}

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
    let shutdown = Shutdown { descriptor: Arc::new(reader), handlers: Vec::new() };
    Ok((Trigger { _pipe: writer }, shutdown))
}

/// Stops at SIGINT (Ctrl-C) or SIGTERM; at the second one the process exits at once, with 1.
///
/// Whether these signals were blocked or ignored when the program was started does not matter.
///
/// # Errors
/// No descriptor is left (pipe(2)), or the handler is refused (sigaction(2)).
pub fn on_signals() -> io::Result<Shutdown> {
    // One that comes meanwhile waits, or it would find the flag and nobody to tell.
    held(|| {
        let again = Arc::new(AtomicBool::new(false));
        for signal in SIGNALS {
            // Before what tells of the first signal: that one must not find the flag that it sets.
            flag::register_conditional_shutdown(signal, 1, Arc::clone(&again))?;
            flag::register(signal, Arc::clone(&again))?;
        }
        tell()
    })?
}

/// Ends the process at SIGINT (Ctrl-C) or SIGTERM, as the kernel does it: also where these signals were
/// blocked or ignored when the program was started.
///
/// # Errors
/// The handler is refused (sigaction(2)).
pub fn end_on_signals() -> io::Result<()> {
    let always = Arc::new(AtomicBool::new(true));
    for signal in SIGNALS {
        flag::register_conditional_default(signal, Arc::clone(&always))?;
    }
    let_come()
}

/// What hears these signals from now on.
fn tell() -> io::Result<Shutdown> {
    let (reader, writer) = pipe_with(PipeFlags::CLOEXEC)?;
    let tell = |signal| low_level::pipe::register(signal, writer.try_clone()?);
    let handlers = SIGNALS.into_iter().map(tell).collect::<io::Result<_>>()?;
    Ok(Shutdown { descriptor: Arc::new(reader), handlers })
}

/// Lets SIGINT and SIGTERM wait while `work` is done: also around fork(2), so that none in the
/// child still tells the parent.
///
/// # Errors
/// Only ours.
pub(crate) fn held<T>(work: impl FnOnce() -> T) -> io::Result<T> {
    let signals = mask::set(&SIGNALS)?;
    mask::block(&signals)?;
    let done = work();
    let_come()?;
    Ok(done)
}

/// Lets SIGINT and SIGTERM come.
pub(crate) fn let_come() -> io::Result<()> {
    mask::unblock(&mask::set(&SIGNALS)?)
}

/// Whether there is the call in which it is waited for: one look.
///
/// # Errors
/// What is missing, and the way out.
pub(crate) fn available() -> io::Result<()> {
    let looked = scarcity::waited(event::poll(&mut [], Some(&Timespec::default())));
    looked.map(drop).map_err(|error| explain("ppoll(2)", "2.6.16", error))
}

impl Shutdown {
    /// A share of the descriptor.
    pub(crate) fn share(&self) -> Arc<OwnedFd> {
        Arc::clone(&self.descriptor)
    }

    /// In a child: all that says that it must stop. It hears its parent's word, and signals of its
    /// own, if its parent does; they do not tell its parent any more.
    ///
    /// # Errors
    /// As [`on_signals`].
    #[cfg(target_os = "linux")]
    pub(crate) fn in_child(&self) -> io::Result<Vec<Self>> {
        self.handlers.iter().for_each(|handler| _ = low_level::unregister(*handler));
        let own = if self.handlers.is_empty() { None } else { Some(tell()?) };
        Ok([self.clone()].into_iter().chain(own).collect())
    }

    /// Waits until the server must stop, for `duration` at most; whether it must.
    ///
    /// # Errors
    /// Only ours.
    pub fn wait(&self, duration: Option<Duration>) -> io::Result<bool> {
        wait_for_any(&[self], duration)
    }
}

/// Waits until one of several says that the server must stop, for `duration` at most; whether one
/// has.
///
/// # Errors
/// Only ours.
pub(crate) fn wait_for_any(words: &[impl AsFd], duration: Option<Duration>) -> io::Result<bool> {
    let deadline = duration.map(timers::after);
    let mut fds: Vec<_> = words.iter().map(|word| PollFd::new(word, PollFlags::IN)).collect();
    loop {
        match event::poll(&mut fds, timers::timeout(deadline).as_ref()) {
            Ok(0) if deadline.is_some_and(|deadline| Instant::now() < deadline) => {}
            Ok(ready) => return Ok(ready > 0),
            // Nor can it look, for as long as the limit of descriptors is none.
            Err(Errno::INVAL) if deadline.is_some_and(|deadline| Instant::now() >= deadline) => {
                return Ok(false);
            }
            // It has not looked, however short the time is.
            failed => _ = scarcity::polled(failed)?,
        }
    }
}

impl AsFd for Shutdown {
    fn as_fd(&self) -> BorrowedFd<'_> {
        self.descriptor.as_fd()
    }
}
