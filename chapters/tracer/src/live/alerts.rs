//! What this program waits for while nothing happens: a stop of the server, a signal for itself, the
//! end of its reader.

use std::{
    io,
    os::fd::{AsFd, BorrowedFd},
    time::Duration,
};

use nix::sys::{
    signal::{SigSet, Signal},
    signalfd::{SfdFlags, SignalFd},
};
use rustix::{
    event::{PollFd, PollFlags, Timespec, poll},
    io::Errno,
};

use crate::live::News;

/// Signals that end this program, or let it go on without its server.
const OURS: [Signal; 3] = [Signal::SIGINT, Signal::SIGTERM, Signal::SIGHUP];

/// Signals, taken from a descriptor. One of them, SIGCHLD, says that a task of the server has halted.
#[derive(Debug)]
pub(crate) struct Alerts(SignalFd);

impl Alerts {
    /// Takes these signals, for as long as this thread lives. A child that is started later would
    /// not hear them.
    pub(crate) fn take() -> io::Result<Self> {
        let signals: SigSet = OURS.into_iter().chain([Signal::SIGCHLD]).collect();
        signals.thread_block()?;
        let flags = SfdFlags::SFD_CLOEXEC | SfdFlags::SFD_NONBLOCK;
        Ok(Self(SignalFd::with_flags(&signals, flags)?))
    }

    /// Waits for one, for `limit` at most; `reader` is where this program writes to.
    pub(crate) fn wait(
        &self,
        limit: Option<Duration>,
        reader: Option<BorrowedFd<'_>>,
    ) -> io::Result<Option<News>> {
        let signals = PollFd::new(&self.0, PollFlags::IN);
        // What is asked of it is nothing: that nobody reads any more is told unasked (poll(2)).
        let reader = reader.as_ref().map(|reader| PollFd::new(reader, PollFlags::empty()));
        let mut all: Vec<_> = [signals].into_iter().chain(reader).collect();
        let limit = limit.map(|limit| Timespec::try_from(limit).unwrap_or_default());
        match poll(&mut all, limit.as_ref()) {
            Ok(_) | Err(Errno::INTR) => {}
            Err(error) => return Err(error.into()),
        }
        if all.get(1).is_some_and(|reader| reader.revents().contains(PollFlags::ERR)) {
            return Ok(Some(News::Closed));
        }
        self.next()
    }

    /// The signal that came for this program, if one did. That a task has halted, waitpid(2) says.
    fn next(&self) -> io::Result<Option<News>> {
        while let Some(signal) = self.0.read_signal()? {
            let number = signal.ssi_signo.cast_signed();
            if number != libc::SIGCHLD {
                return Ok(Some(News::Signal(number)));
            }
        }
        Ok(None)
    }
}

impl AsFd for Alerts {
    fn as_fd(&self) -> BorrowedFd<'_> {
        self.0.as_fd()
    }
}
