//! Threads that are blocked in a system call, and how they are woken when the server must stop.
//!
//! A thread in recv(2) looks at nothing else. But shutdown(2) on its socket, from another thread,
//! ends the stream behind what has arrived: the thread answers that and is done. So the stop costs
//! the waiting nothing: no timeout, no second descriptor, no signal.

use std::{
    collections::BTreeMap,
    io,
    ops::Deref,
    os::fd::{AsFd, AsRawFd, BorrowedFd, OwnedFd, RawFd},
    sync::{Arc, Mutex, MutexGuard, PoisonError},
    thread::{self, Scope, ScopedJoinHandle},
    time::Duration,
};

use socket_core::net;

use crate::{
    scarcity::{PAUSE, lacks_processes},
    shutdown::{self, Shutdown},
};

/// The sockets that threads may be blocked on.
#[derive(Debug)]
pub(crate) struct Blocked {
    /// Each of them says that the server must stop.
    words: Vec<Shutdown>,
    sockets: Mutex<Sockets>,
}

#[derive(Debug, Default)]
struct Sockets {
    open: BTreeMap<RawFd, Arc<OwnedFd>>,
    stopped: bool,
}

/// A socket that a thread may be blocked on, until it is dropped.
#[derive(Debug)]
pub(crate) struct Socket<'a> {
    descriptor: Arc<OwnedFd>,
    blocked: &'a Blocked,
}

impl Blocked {
    pub(crate) fn new(words: Vec<Shutdown>) -> Self {
        Self { words, sockets: Mutex::default() }
    }

    /// Does `work`, whose threads block on [`Socket`]s, and wakes them when the server must stop;
    /// those that are still blocked when `grace` is over as well.
    pub(crate) fn wake_at_shutdown(
        &self,
        grace: Duration,
        work: impl FnOnce() -> io::Result<()>,
    ) -> io::Result<()> {
        let (working, done) = shutdown::pair()?;
        let watch = || self.watch(&done, grace);
        thread::scope(|scope| match self.start(scope, watch)? {
            Some(_) => {
                let result = work();
                drop(working);
                result
            }
            None => Ok(()),
        })
    }

    /// Starts a thread as soon as there is room for it; none if the server must stop before.
    pub(crate) fn start<'scope, T: Send + 'scope>(
        &self,
        scope: &'scope Scope<'scope, '_>,
        work: impl FnOnce() -> T + Copy + Send + 'scope,
    ) -> io::Result<Option<ScopedJoinHandle<'scope, T>>> {
        loop {
            match thread::Builder::new().spawn_scoped(scope, work) {
                Err(error) if lacks_processes(&error) => {
                    if self.sleep(PAUSE)? {
                        return Ok(None);
                    }
                }
                started => return started.map(Some),
            }
        }
    }

    /// Enters a socket; one that comes when the server has stopped is stopped at once.
    pub(crate) fn enter(&self, socket: OwnedFd) -> Socket<'_> {
        let descriptor = Arc::new(socket);
        let mut sockets = self.lock();
        if sockets.stopped {
            net::stop_reading(&descriptor);
        }
        sockets.open.insert(descriptor.as_raw_fd(), Arc::clone(&descriptor));
        Socket { descriptor, blocked: self }
    }

    /// Waits for `duration`, or until the server must stop; whether it must.
    pub(crate) fn sleep(&self, duration: Duration) -> io::Result<bool> {
        shutdown::wait_for_any(&self.words, Some(duration))
    }

    /// Lets no thread block any more on what the peers have yet to send.
    pub(crate) fn stop(&self) {
        self.stop_all(|socket| net::stop_reading(socket));
    }

    fn watch(&self, done: &Shutdown, grace: Duration) {
        if !ends_before(done, &self.words) {
            self.stop();
            if !matches!(done.wait(Some(grace)), Ok(true)) {
                self.stop_all(|socket| net::stop(socket));
            }
        }
    }

    fn stop_all(&self, stop: impl Fn(&OwnedFd)) {
        let mut sockets = self.lock();
        sockets.stopped = true;
        sockets.open.values().for_each(|socket| stop(socket));
    }

    fn lock(&self) -> MutexGuard<'_, Sockets> {
        // A thread that panicked has left the map whole: each change of it is one call.
        self.sockets.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// Waits for the work to be done, or for one of the words to stop; whether only the work was.
fn ends_before(done: &Shutdown, words: &[Shutdown]) -> bool {
    let all: Vec<_> = words.iter().chain([done]).collect();
    // If it can't wait any more, nobody can be stopped either.
    _ = shutdown::wait_for_any(&all, None);
    !matches!(shutdown::wait_for_any(words, Some(Duration::ZERO)), Ok(true))
}

impl Deref for Socket<'_> {
    type Target = OwnedFd;

    fn deref(&self) -> &OwnedFd {
        &self.descriptor
    }
}

impl AsFd for Socket<'_> {
    fn as_fd(&self) -> BorrowedFd<'_> {
        self.descriptor.as_fd()
    }
}

impl Drop for Socket<'_> {
    fn drop(&mut self) {
        // Left before it is closed: its number may be another socket's right after.
        self.blocked.lock().open.remove(&self.descriptor.as_raw_fd());
    }
}
