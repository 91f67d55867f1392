//! How do we wait? In io_uring_enter(2), for the kernel to be done with what we have asked for.
//!
//! Nobody is told that a socket is ready: the kernel accepts, receives and sends by itself, and
//! tells what came of it. One call asks for all that is wanted, and waits.

mod buffers;
mod memory;
mod queue;
mod request;
mod ring;
mod unavailable;

use std::{
    collections::VecDeque,
    io,
    os::fd::OwnedFd,
    sync::{
        Arc,
        atomic::{AtomicBool, Ordering},
    },
    time::Instant,
};

use signal_hook::{consts::SIGCONT, flag};
use socket_core::{
    net::{self, Accepted, Blame, Blocking, Transfer},
    session::Want,
};

use crate::{
    clients::{Clients, Who},
    connection::Connection,
    scarcity,
    server::{Model, Server},
    slab::Token,
    timers,
};
pub use ring::{Done, Ring, Sizes};
use unavailable::available;

/// Its row in [`MODELS`](crate::MODELS).
pub const MODEL: Model = Model::new(
    "uring",
    "in io_uring_enter(2), for whatever the kernel has been asked to do",
    serve,
)
.needs(available);

const LISTENER: u64 = u64::MAX - 1;
const SHUTDOWN: u64 = u64::MAX - 2;

/// A client's token with this bit is about what we send to it, and without about what it sends.
const SEND: u64 = 1 << 31;

/// All buffers together hold less than one request may: so much may come of a client early.
const SIZES: Sizes = Sizes { requests: 256, completions: 4096, buffers: 64, bytes: 16 << 10 };

struct Uring {
    clients: Clients,
    ring: Ring,
    /// Sockets of clients for whom there was no room any more when the kernel had accepted them.
    early: VecDeque<OwnedFd>,
    /// Clients that may want something new, and whether what they want may have to wait.
    moved: VecDeque<(Token, Blocking)>,
    /// Set by SIGCONT: the process was stopped, and goes on.
    goes_on: Arc<AtomicBool>,
}

/// Serves until the server must stop.
///
/// # Errors
/// Only ours or the kernel's, that no client is to blame for.
pub fn serve(server: Server) -> io::Result<()> {
    let clients = Clients::blocking(server);
    let mut ring = Ring::new(SIZES)?;
    ring.readable(SHUTDOWN, clients.shutdown())?;
    let goes_on = Arc::default();
    flag::register(SIGCONT, Arc::clone(&goes_on))?;
    Uring { clients, ring, early: VecDeque::new(), moved: VecDeque::new(), goes_on }.run()
}

impl Uring {
    // ANCHOR: run
    fn run(&mut self) -> io::Result<()> {
        while !self.clients.done() {
            self.ask_listener()?;
            while let Some((token, blocking)) = self.moved.pop_front() {
                self.ask(token, blocking)?;
            }
            let deadline = self.clients.deadline();
            let in_vain = self.ring.wait(timers::timeout(deadline))?;
            while let Some(done) = self.ring.next() {
                self.done(done)?;
            }
            let early = in_vain && deadline.is_none_or(|time| Instant::now() < time);
            if early || self.goes_on.swap(false, Ordering::Relaxed) {
                self.interrupted()?;
            }
            self.expire();
        }
        Ok(())
    }
    // ANCHOR_END: run

    // ANCHOR: ask
    /// Asks for what the client wants now: one thing, so one of its buffers is lent.
    fn ask(&mut self, token: Token, blocking: Blocking) -> io::Result<()> {
        let (receive, send) = (token.to_bits(), token.to_bits() | SEND);
        let Some(connection) = self.clients.connection(token) else {
            self.ring.cancel(receive)?;
            return self.ring.cancel(send);
        };
        let receives = self.ring.is_asked(receive);
        match connection.want() {
            Want::Read => ask_for_bytes(&mut self.ring, receive, connection),
            Want::Write if self.ring.is_asked(send) => Ok(()),
            Want::Write => {
                let rests = receives && connection.rests_when_sent();
                let (outbox, socket) = (connection.lend(), connection.socket());
                match rests && blocking == Blocking::No {
                    true => self.ring.send_quietly(send, socket, outbox),
                    false => self.ring.send(send, socket, outbox),
                }
            }
            Want::Sleep(_) | Want::Close => Ok(()),
        }
    }
    // ANCHOR_END: ask

    fn done(&mut self, done: Done) -> io::Result<()> {
        match done.data {
            LISTENER => self.accepted(done),
            SHUTDOWN => self.must_stop(done),
            bits if bits & SEND == 0 => self.received(Token::from_bits(bits), done),
            bits => self.sent(Token::from_bits(bits & !SEND), done),
        }
    }

    /// The word to stop is there; or the kernel could not wait for it, and is asked again.
    fn must_stop(&mut self, done: Done) -> io::Result<()> {
        match done.result {
            Ok(_) => {
                self.clients.stop();
                self.early.clear();
                Ok(())
            }
            Err(error) if net::blame(error) == Blame::Us => Err(error.into()),
            Err(_) => {
                scarcity::rest();
                self.ring.readable(SHUTDOWN, self.clients.shutdown())
            }
        }
    }

    fn accepted(&mut self, done: Done) -> io::Result<()> {
        let accepted = done.result.map(|_| done.client.expect("an accept makes a descriptor"));
        match net::accepted(accepted)? {
            Accepted::Client(socket) => self.early.push_back(socket),
            Accepted::NotNow | Accepted::Stopped => {}
            Accepted::Exhausted => self.clients.pause(),
        }
        Ok(())
    }

    fn received(&mut self, token: Token, done: Done) -> io::Result<()> {
        let received = net::completed(done.result)?;
        if let Some(inbox) = done.lent {
            self.clients.filled(token, inbox, received);
        } else if let Some(turn) = self.clients.received(token, received, self.ring.bytes()) {
            // It will take this, but the kernel shall not receive more than it has asked for.
            if turn.before != Want::Read && done.more {
                self.ring.cancel(done.data)?;
            }
        }
        self.moved.push_back((token, Blocking::No));
        Ok(())
    }

    fn sent(&mut self, token: Token, done: Done) -> io::Result<()> {
        let outbox = done.lent.expect("it was lent");
        let sent = net::completed(done.result)?;
        self.clients.sent(token, outbox, sent);
        let blocking = if sent == Transfer::NotNow { Blocking::Yes } else { Blocking::No };
        self.moved.push_back((token, blocking));
        Ok(())
    }

    /// Ends every receive, and so asks for each again: one that a signal has interrupted where an
    /// urgent byte is next waits for more bytes, though there are bytes after it.
    fn interrupted(&mut self) -> io::Result<()> {
        for (who, ..) in self.clients.waits() {
            if let Who::Client(token) = who {
                self.ring.cancel(token.to_bits())?;
            }
        }
        Ok(())
    }

    fn expire(&mut self) {
        if self.clients.deadline().is_none() {
            return;
        }
        let now = Instant::now();
        while let Some(token) = self.clients.expire_without_turn(now) {
            self.moved.push_back((token, Blocking::No));
        }
    }

    /// Asks for new clients, or lets them wait in the backlog.
    fn ask_listener(&mut self) -> io::Result<()> {
        while self.clients.accepts()
            && let Some(socket) = self.early.pop_front()
        {
            let token = self.clients.admit(socket);
            self.moved.push_back((token, Blocking::No));
        }
        match self.clients.accepts() {
            true if self.ring.is_asked(LISTENER) => Ok(()),
            true => self.ring.accept(LISTENER, self.clients.listener(), true),
            false => self.ring.cancel(LISTENER),
        }
    }
}

// ANCHOR: receive
/// Asks for what a client sends, in provided buffers; for the rest of a long
/// request, in the inbox that the beginning is in.
fn ask_for_bytes(
    ring: &mut Ring,
    receive: u64,
    connection: &mut Connection<OwnedFd>,
) -> io::Result<()> {
    match (connection.awaits_more(), ring.is_asked(receive)) {
        // Bytes must not come by two ways: its last completion first.
        (true, true) => ring.cancel(receive),
        (true, false) => {
            let (inbox, socket) = (connection.lend_inbox(), connection.socket());
            ring.receive_into(receive, socket, inbox)
        }
        (false, true) => Ok(()),
        (false, false) => ring.receive(receive, connection.socket()),
    }
}
// ANCHOR_END: receive
