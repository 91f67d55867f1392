//! How do we wait? In sigtimedwait(2), for a signal; it says which socket has something.
//!
//! Signals tell of changes only. A socket that has told once must be tried until it has nothing
//! more (EAGAIN), or what is left in it stays there for ever. So that no client can keep the others
//! waiting meanwhile, it is tried in turns: all whom a signal has named are in a queue, and leave
//! it when they have nothing more.
//!
//! Why not a handler: it would interrupt the program anywhere, and could do next to nothing
//! (signal-safety(7)). Why not signalfd(2): it makes a descriptor of the signals, which one has to
//! wait for with poll(2) or epoll(7), and then those do the waiting. sigtimedwait(2) is a wait of
//! its own, with a timeout; it takes one signal a call.

mod queue;

use std::{
    collections::HashMap,
    io,
    os::fd::{AsFd, AsRawFd, RawFd},
    time::{Duration, Instant},
};

use rustix::{event::Timespec, net::sockopt::socket_error};
use socket_core::session::Want;

use crate::{
    clients::{Clients, Turn, Who},
    server::{Model, Server},
    sigio::queue::Queue,
    signals::{News, Signals, available},
    slab::Token,
    timers,
};

/// Its row in [`MODELS`](crate::MODELS).
pub const MODEL: Model =
    Model::new("sigio", "in sigtimedwait(2), for a signal that names the socket", serve)
        .needs(available);

/// A new client is read once, and the listener tried again: three turns.
const FEW: usize = 3;

struct Sigio {
    clients: Clients,
    signals: Signals,
    /// The client that had this descriptor last: a signal may be older than that.
    owners: HashMap<RawFd, Who>,
    queue: Queue<Who>,
    /// The listener had its turn at a time when nobody could be taken.
    postponed: bool,
    stopping: bool,
}

/// Serves until the server must stop.
///
/// # Errors
/// Only ours or the kernel's, that no client is to blame for.
pub fn serve(server: Server) -> io::Result<()> {
    let clients: Clients = Clients::new(server)?;
    let signals = Signals::block()?;
    signals.arm(clients.listener())?;
    signals.arm(clients.shutdown())?;
    let owners = HashMap::from([
        (clients.listener().as_raw_fd(), Who::Listener),
        (clients.shutdown().as_fd().as_raw_fd(), Who::Shutdown),
    ]);
    let mut queue = Queue::new();
    queue.push(Who::Shutdown);
    queue.push(Who::Listener);
    Sigio { clients, signals, owners, queue, postponed: false, stopping: false }.run()
}

impl Sigio {
    fn run(&mut self) -> io::Result<()> {
        loop {
            self.expire()?;
            self.turns()?;
            if self.clients.done() {
                return Ok(());
            }
            self.watch_listener();
            self.wait()?;
        }
    }

    // ANCHOR: wait
    /// Takes one signal, and does not wait for it while there is something to do.
    fn wait(&mut self) -> io::Result<()> {
        let timeout = match self.queue.len() {
            0 => timers::timeout(self.clients.deadline()),
            _ => Some(Timespec::default()),
        };
        match self.signals.wait(timeout.as_ref())? {
            Some(News::Of { descriptor, .. }) => {
                let who = self.owners.get(&descriptor).copied();
                who.into_iter().for_each(|who| self.queue.push(who));
            }
            Some(News::Overflow) => self.suspect_all(),
            None => {}
        }
        Ok(())
    }

    /// The signals of some are lost; it may be anyone.
    fn suspect_all(&mut self) {
        self.postponed = true;
        self.clients.waits().for_each(|(who, ..)| self.queue.push(who));
    }

    /// Each in the queue has a turn. Where there are few, they have so many that
    /// most find nothing more in the last one.
    fn turns(&mut self) -> io::Result<()> {
        for _ in 0..self.queue.len().max(FEW) {
            match self.queue.pop() {
                Some(Who::Listener) => self.accept()?,
                Some(Who::Shutdown) => self.stop()?,
                Some(Who::Client(token)) => self.ready(token)?,
                None => return Ok(()),
            }
        }
        Ok(())
    }
    // ANCHOR_END: wait

    fn ready(&mut self, token: Token) -> io::Result<()> {
        if self.sleeps(token) {
            return Ok(());
        }
        let turn = self.clients.turn(token)?;
        turn.into_iter().for_each(|turn| self.follow(token, turn));
        Ok(())
    }

    /// Whether the client's time has yet to come. Bytes wait for that; a failure need not.
    fn sleeps(&mut self, token: Token) -> bool {
        let asleep = matches!(self.clients.want(token), Some(Want::Sleep(_)));
        let failed = |socket| matches!(socket_error(socket), Ok(Err(_)));
        asleep && !self.clients.socket(token).is_some_and(failed)
    }

    fn accept(&mut self) -> io::Result<()> {
        let token = if self.clients.accepts() { self.clients.accept()? } else { None };
        let Some(token) = token else {
            self.postponed = !self.clients.accepts();
            return Ok(());
        };
        let socket = self.clients.socket(token).expect("it has just come");
        if let Err(error) = self.signals.arm(socket) {
            self.postponed = true;
            return self.clients.unwatched(token, error);
        }
        self.owners.insert(socket.as_raw_fd(), Who::Client(token));
        // Of bytes that were there before, no signal tells. And the next client may be there.
        self.queue.push(Who::Client(token));
        self.queue.push(Who::Listener);
        Ok(())
    }

    fn stop(&mut self) -> io::Result<()> {
        if !self.stopping && self.clients.shutdown().wait(Some(Duration::ZERO))? {
            self.stopping = true;
            self.clients.stop();
            // Their streams have ended, and no signal tells.
            self.suspect_all();
        }
        Ok(())
    }

    fn expire(&mut self) -> io::Result<()> {
        if self.clients.deadline().is_none() {
            return Ok(());
        }
        let now = Instant::now();
        while let Some((token, turn)) = self.clients.expire(now)? {
            self.follow(token, turn);
        }
        Ok(())
    }

    /// Keeps the client in the queue as long as its socket may have more for it.
    fn follow(&mut self, token: Token, turn: Turn) {
        match turn.after {
            Want::Read | Want::Write if turn.moved => self.queue.push(Who::Client(token)),
            Want::Read | Want::Write | Want::Sleep(_) | Want::Close => {}
        }
    }

    /// The listener's turn comes when clients can be taken again; no signal tells of that.
    fn watch_listener(&mut self) {
        if self.postponed && self.clients.accepts() {
            self.postponed = false;
            self.queue.push(Who::Listener);
        }
    }
}
