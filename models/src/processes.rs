//! How do we wait? As `blocking` does, in a process for each client.
//!
//! The parent waits in poll(2) for the next client, and for the end of each child. It closes its
//! copy of the client's socket: the connection ends when the last copy is closed (close(2)). Each
//! child has the store as it was when the child was born, and keeps to itself what it changes.

use std::{io, mem, os::fd::OwnedFd};

use rustix::{
    event::{PollFd, PollFlags},
    fd::AsFd,
    io::Errno,
    process::{Resource, WaitId, WaitIdOptions, getrlimit, waitid},
};
use socket_core::net::{self, Accepted, Blame, Blocking};

use crate::{
    blocked::Blocked,
    blocking::serve_client,
    fork::{self, OnlyThread},
    in_parts::poll,
    needed::entries,
    scarcity,
    server::{Limits, Model, Room, Server},
    shared::Shared,
    shutdown::{self, Shutdown},
    timers,
};

/// Its row in [`MODELS`](crate::MODELS).
pub const MODEL: Model =
    Model::new("processes", "blocked in recv(2), each process on a client of its own", serve)
        .room(Room::Threads)
        .separate_stores()
        .needs(available);

fn available() -> io::Result<()> {
    fork::available()?;
    shutdown::available()
}

/// Descriptors that one more client takes: its socket, in the parent what tells of the child's end,
/// in the child what tells its threads to stop.
const FOR_A_CHILD: u64 = 5;

struct Parent {
    /// A child closes its copy.
    listener: Option<OwnedFd>,
    store: Shared,
    shutdown: Shutdown,
    limits: Limits,
    /// Accepted, and in need of a process: there was none.
    client: Option<OwnedFd>,
    /// How many descriptors were open before there was a child.
    open: u64,
    /// Each readable when the child has ended.
    children: Vec<OwnedFd>,
    /// Descriptors, memory or processes ran out: the listener rests for a pause.
    exhausted: bool,
}

/// What the parent has been woken for.
struct Ready {
    stop: bool,
    client: bool,
    /// The places of children that have ended.
    ended: Vec<usize>,
}

/// Serves until the server must stop.
///
/// # Errors
/// Only ours or the kernel's, that no client is to blame for; or the process has other threads.
pub fn serve(server: Server) -> io::Result<()> {
    fork::available()?;
    let this = OnlyThread::prove()?;
    net::set_nonblocking(&server.listener)?;
    let mut parent = Parent {
        listener: Some(server.listener),
        store: Shared::new(server.store),
        shutdown: server.shutdown,
        limits: server.limits,
        client: None,
        open: entries("fd")? as u64,
        children: Vec::new(),
        exhausted: false,
    };
    parent.serve(&this)
}

impl Parent {
    // ANCHOR: parent
    fn serve(&mut self, this: &OnlyThread) -> io::Result<()> {
        loop {
            let ready = self.wait()?;
            for place in ready.ended.into_iter().rev() {
                reap(&self.children.swap_remove(place))?;
            }
            if ready.stop {
                // The children hear the same descriptor, and stop by themselves.
                self.listener.iter().for_each(net::stop_reading);
                return self.children.iter().try_for_each(reap);
            }
            let waits = mem::take(&mut self.exhausted) && self.client.is_some();
            if ready.client || waits {
                self.accept(this)?;
            }
        }
    }
    // ANCHOR_END: parent

    fn wait(&self) -> io::Result<Ready> {
        let rests = self.exhausted || self.children.len() >= self.limits.threads;
        let interest = if rests { PollFlags::empty() } else { PollFlags::IN };
        let mut fds = vec![
            PollFd::new(&self.shutdown, PollFlags::IN),
            PollFd::new(self.listener(), interest),
        ];
        fds.extend(self.children.iter().map(|child| PollFd::new(child, PollFlags::IN)));
        let pause = timers::timeout(self.exhausted.then(|| timers::after(scarcity::PAUSE)));
        poll(&mut fds, pause.as_ref())?;
        let mut ready = fds.iter().map(|fd| fd.revents().contains(PollFlags::IN));
        let stop = ready.next() == Some(true);
        let client = ready.next() == Some(true);
        let ended = ready.enumerate().filter(|(_, ended)| *ended).map(|(place, _)| place).collect();
        Ok(Ready { stop, client, ended })
    }

    fn listener(&self) -> &OwnedFd {
        self.listener.as_ref().expect("only a child closes it")
    }

    fn accept(&mut self, this: &OnlyThread) -> io::Result<()> {
        if !self.has_room() {
            self.exhausted = true;
            return Ok(());
        }
        if self.client.is_none() {
            match net::accept(self.listener(), Blocking::Yes)? {
                Accepted::Client(client) => self.client = Some(client),
                Accepted::Exhausted => self.exhausted = true,
                Accepted::NotNow | Accepted::Stopped => {}
            }
        }
        if self.client.is_some() { self.fork(this) } else { Ok(()) }
    }

    /// Whether descriptors are left for one more child. It is known before there is a client.
    fn has_room(&self) -> bool {
        let open = self.open + self.children.len() as u64;
        getrlimit(Resource::Nofile).current.is_none_or(|limit| limit >= open + FOR_A_CHILD)
    }

    fn fork(&mut self, this: &OnlyThread) -> io::Result<()> {
        let child = || {
            let words = self.shutdown.in_child()?;
            shutdown::let_come()?;
            self.serve_client(words)
        };
        match shutdown::held(|| this.fork(child))? {
            Ok(child) => {
                self.children.push(child);
                // The child has a copy of its own.
                self.client = None;
            }
            Err(_) => self.exhausted = true,
        }
        Ok(())
    }

    // ANCHOR: child
    /// The child's life.
    fn serve_client(&mut self, words: Vec<Shutdown>) -> io::Result<()> {
        self.listener = None;
        self.children.clear();
        let client = self.client.take().expect("it was accepted before the fork");
        let blocked = Blocked::new(words);
        blocked.wake_at_shutdown(self.limits.grace, || {
            serve_client(client, &self.store, &blocked, &self.limits)
        })
    }
    // ANCHOR_END: child
}

/// Asks how a child has ended, and waits until it has; without that, it stays a zombie (wait(2)).
// ANCHOR: reap
fn reap(child: &OwnedFd) -> io::Result<()> {
    match waitid(WaitId::PidFd(child.as_fd()), WaitIdOptions::EXITED) {
        // Where SIGCHLD is ignored, the kernel does this itself (wait(2)).
        Ok(_) | Err(Errno::CHILD) => Ok(()),
        Err(error) if net::blame(error) == Blame::Nobody => reap(child),
        Err(error) => Err(error.into()),
    }
}
// ANCHOR_END: reap
