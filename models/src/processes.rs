//! How do we wait? As `blocking` does, in a process for each client.
//!
//! The parent waits in poll(2) for the next client and for the end of children. It closes its copy
//! of the client's socket: the connection ends when the last copy is closed (close(2)). Each child
//! has the store as it was when the child was born, and keeps what it changes to itself.

use std::{
    io::{self, Read},
    os::{fd::OwnedFd, unix::net::UnixStream},
    time::Duration,
};

use rustix::{
    event::{self, PollFd, PollFlags},
    io::Errno,
    process::{WaitOptions, wait},
};
use signal_hook::{consts::SIGCHLD, low_level};
use socket_core::net::{self, Accepted, Blocking};

use crate::{
    blocked::Blocked,
    blocking::serve_client,
    fork::OnlyThread,
    server::{Limits, Model, Server},
    shared::Shared,
    shutdown::Shutdown,
    timers,
};

/// Its row in [`MODELS`](crate::MODELS).
pub const MODEL: Model = Model {
    name: "processes",
    waits: "blocked in recv(2), each process on a client of its own",
    one_at_a_time: false,
    one_store: false,
    serve,
};

/// How long to wait for descriptors, memory or processes to come back.
const PAUSE: Duration = Duration::from_millis(100);

struct Parent {
    /// The children close their copy.
    listener: Option<OwnedFd>,
    store: Shared,
    shutdown: Shutdown,
    limits: Limits,
    /// Readable when a child has ended.
    ended: UnixStream,
    children: usize,
    /// Descriptors, memory or processes ran out: the listener rests for a pause.
    exhausted: bool,
}

/// What the parent has been woken for.
struct Ready {
    stop: bool,
    client: bool,
}

/// Serves until the server must stop.
///
/// # Errors
/// Only ours or the kernel's, that no client is to blame for; or the process has other threads.
pub fn serve(server: Server) -> io::Result<()> {
    let this = OnlyThread::prove()?;
    net::set_nonblocking(&server.listener)?;
    let (ended, ending) = UnixStream::pair()?;
    ended.set_nonblocking(true)?;
    let handler = low_level::pipe::register(SIGCHLD, ending)?;
    let mut parent = Parent {
        listener: Some(server.listener),
        store: Shared::new(server.store),
        shutdown: server.shutdown,
        limits: server.limits,
        ended,
        children: 0,
        exhausted: false,
    };
    let served = parent.serve(&this);
    low_level::unregister(handler);
    served
}

impl Parent {
    fn serve(&mut self, this: &OnlyThread) -> io::Result<()> {
        loop {
            let ready = self.wait()?;
            self.reap(WaitOptions::NOHANG)?;
            if ready.stop {
                // The children hear the same descriptor, and stop by themselves.
                self.listener.iter().for_each(net::stop_reading);
                return self.reap(WaitOptions::empty());
            }
            self.exhausted = false;
            if ready.client {
                self.accept(this)?;
            }
        }
    }

    fn wait(&self) -> io::Result<Ready> {
        let rests = self.exhausted || self.children >= self.limits.threads;
        let interest = if rests { PollFlags::empty() } else { PollFlags::IN };
        let listener = self.listener.as_ref().expect("only a child has closed it");
        let mut fds = [
            PollFd::new(&self.shutdown, PollFlags::IN),
            PollFd::new(&self.ended, PollFlags::IN),
            PollFd::new(listener, interest),
        ];
        let pause = timers::timeout(self.exhausted.then(|| timers::after(PAUSE)));
        match event::poll(&mut fds, pause.as_ref()) {
            Ok(_) => {
                let [stop, _, client] = fds.map(|fd| fd.revents().contains(PollFlags::IN));
                Ok(Ready { stop, client })
            }
            Err(Errno::INTR) => Ok(Ready { stop: false, client: false }),
            Err(error) => Err(error.into()),
        }
    }

    /// Takes note of the children that have ended; until then each is a zombie (wait(2)).
    fn reap(&mut self, options: WaitOptions) -> io::Result<()> {
        while (&self.ended).read(&mut [0; 64]).is_ok() {}
        loop {
            match wait(options) {
                Ok(Some(_)) => self.children -= 1,
                Ok(None) | Err(Errno::CHILD) => return Ok(()),
                Err(Errno::INTR) => {}
                Err(error) => return Err(error.into()),
            }
        }
    }

    fn accept(&mut self, this: &OnlyThread) -> io::Result<()> {
        let listener = self.listener.as_ref().expect("only a child has closed it");
        match net::accept(listener, Blocking::Yes)? {
            // The parent's copy of the client's socket is closed with the work that it never does.
            Accepted::Client(client) => match this.fork(|| self.serve_client(client)) {
                Ok(()) => self.children += 1,
                Err(_) => self.exhausted = true,
            },
            Accepted::Exhausted => self.exhausted = true,
            Accepted::NotNow | Accepted::Left | Accepted::Stopped => {}
        }
        Ok(())
    }

    /// The child's life.
    fn serve_client(&mut self, client: OwnedFd) -> io::Result<()> {
        self.listener = None;
        let blocked = Blocked::new(self.shutdown.clone());
        blocked.wake_at_shutdown(self.limits.grace, || {
            serve_client(client, &self.store, &blocked, &self.limits)
        })
    }
}
