//! One connection's state machine: bytes in, bytes out, and what it wants next.
//!
//! ```text
//!            ┌──────────── no whole request is left ───────────┐
//!            ▼                                                  │
//!          Read ──── received ───► run the requests ◄── slept ── Sleep
//!                                   │     ▲      └─ DEBUG SLEEP ──▲
//!                           replies │     │ sent                  │
//!                                   ▼     │                       │
//!                                  Write ─┴── replies have left ──┘
//!                                         └── and the client or a bad frame ended it ──► Close
//! ```
//!
//! It is half duplex on purpose: a session with replies to send does not read. So its memory is
//! bounded, a client that does not read its replies stalls only itself, and the kernel is lent at
//! most one of its two buffers at a time. A turn is bounded too: one receive, the requests in it,
//! one send.

mod answer;
mod client;
mod handler;
mod labels;
mod lent;
mod setup;

use core::{cmp::min, ops::Range, time::Duration};

use crate::{
    buffer::{Buffer, Full, Storage},
    frame::Parser,
    limits::Limits,
    reply::Reply,
};
use answer::Outcome;
use client::Client;
pub use handler::{Handler, Nothing};

// ANCHOR: want
/// What a session wants next. There is nothing else that it could wait for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Want {
    /// Bytes of the client's into [`Session::inbox`], then [`Session::received`].
    Read,
    /// [`Session::outbox`] sent to the client, then [`Session::sent`].
    Write,
    /// That much time to pass, then [`Session::slept`].
    Sleep(Duration),
    /// To be dropped, and its connection closed.
    Close,
}
// ANCHOR_END: want

/// One connection, without the connection: see the [module's picture](self).
#[derive(Clone, Debug)]
pub struct Session<S> {
    inbox: Buffer<S>,
    outbox: Buffer<S>,
    parser: Parser,
    limits: Limits,
    /// The request at the front has to wait for time to pass.
    asleep: Option<Duration>,
    /// Nothing more comes from the client.
    ended: bool,
    /// We have ended the connection: nothing more is taken, though the client may go on sending.
    hung_up: bool,
    /// The outbox is with whoever sends it.
    lent: bool,
    client: Client,
}

impl<S: Storage> Session<S> {
    /// A session that has not heard from its client yet.
    ///
    /// A request must fit into `inbox`, and a reply into `outbox`, of [`crate::reply::ROOM_FOR_FIXED`] bytes
    /// at least.
    pub fn new(inbox: Buffer<S>, outbox: Buffer<S>, limits: Limits) -> Self {
        let request = min(limits.request, inbox.limit());
        let limits = Limits { request, ..limits };
        let parser = Parser::default();
        let (asleep, ended, hung_up, lent) = (None, false, false, false);
        let client = Client::new();
        Self { inbox, outbox, parser, limits, asleep, ended, hung_up, lent, client }
    }

    /// What to do for it next.
    pub fn want(&self) -> Want {
        match self.asleep {
            _ if self.lent || !self.outbox.is_empty() => Want::Write,
            Some(duration) => Want::Sleep(duration),
            None if self.ended || self.hung_up => Want::Close,
            None => Want::Read,
        }
    }

    /// Whether this side has ended the connection (QUIT, or a bad frame), and not the client.
    ///
    /// Then bytes may be there that nobody reads. To close a socket over them resets the
    /// connection, and the reset may overtake the last reply (RFC 2525, 2.17).
    pub fn hung_up(&self) -> bool {
        self.hung_up
    }

    /// Room for the client's bytes; empty while [`Want::Read`] only if no memory is left, and then
    /// [`Session::starve`] is what follows.
    pub fn inbox(&mut self) -> &mut [u8] {
        self.inbox.spare()
    }

    /// How many bytes have come of a request that is not whole yet.
    pub fn begun(&self) -> usize {
        self.inbox.len()
    }

    /// The first `n` bytes of [`Session::inbox`] are the client's; 0 is end of stream.
    ///
    /// Bytes may arrive while it wants something else (a multishot receive can't be stopped at
    /// once); they are kept.
    pub fn received(&mut self, n: usize, handler: &mut impl Handler) {
        if self.hung_up {
            return self.inbox.release();
        }
        let want = self.want();
        self.inbox.commit(n);
        self.ended = n == 0;
        if want == Want::Read {
            self.run(handler);
        }
    }

    /// Nothing came: gives back the memory that [`Session::inbox`] took for it.
    pub fn received_nothing(&mut self) {
        self.inbox.release();
    }

    /// There is no memory for the client's bytes: it is told, and its connection ends.
    pub fn starve(&mut self) {
        self.inbox.consume(self.inbox.len());
        answer::give_up("no room for the request", &mut self.outbox);
        self.hung_up = true;
    }

    /// What is to be sent; never empty while [`Want::Write`], unless it is [lent](Self::lend).
    pub fn outbox(&self) -> &[u8] {
        self.outbox.filled()
    }

    /// Whether it will want nothing but [`Want::Read`] when its outbox is sent.
    pub fn rests_when_sent(&self) -> bool {
        self.inbox.is_empty() && self.asleep.is_none() && !self.ended && !self.hung_up
    }

    /// The first `n` bytes of [`Session::outbox`] are on their way.
    pub fn sent(&mut self, n: usize, handler: &mut impl Handler) {
        self.outbox.consume(n);
        if self.outbox.is_empty() {
            self.run(handler);
        }
    }

    /// The time of [`Want::Sleep`] has passed, or must not pass.
    pub fn slept(&mut self, handler: &mut impl Handler) {
        if self.asleep.take().is_some() {
            match Reply::Ok.write(&mut self.outbox) {
                Ok(()) => {
                    self.client.hush(&mut self.outbox, 0);
                    self.run(handler);
                }
                // No memory is left, not even for that.
                Err(Full) => self.hung_up = true,
            }
        }
    }

    /// Runs the requests that have arrived, until one has to wait or the replies should leave.
    fn run(&mut self, handler: &mut impl Handler) {
        let bytes = self.inbox.filled();
        // Bytes of requests that have run. (One has not if its reply did not fit.)
        let mut done = 0;
        let mut large = None;
        while self.asleep.is_none() && !self.hung_up && self.outbox.len() < self.limits.replies {
            let queued = self.outbox.len();
            let outcome = match self.parser.parse(&bytes[done..], &self.limits) {
                Ok(Some(request)) => {
                    let last = done + request.len == bytes.len();
                    let (client, out) = (&mut self.client, &mut self.outbox);
                    let outcome = answer::answer(request.words, last, client, out, handler);
                    if outcome.is_ok() {
                        done += request.len;
                    }
                    outcome
                }
                Ok(None) => break,
                Err(error) => answer::complain(error, &mut self.outbox),
            };
            match outcome {
                Ok(Outcome::Answered) => self.client.hush(&mut self.outbox, queued),
                Ok(Outcome::Set(key, value)) => {
                    large = Some([key, value].map(|word| self.inbox.place(word)));
                    break;
                }
                Ok(Outcome::Sleep(duration)) => self.asleep = Some(duration),
                Ok(Outcome::Quit) => {
                    self.client.hush(&mut self.outbox, queued);
                    self.hung_up = true;
                }
                Err(Full) if !self.outbox.is_empty() => break,
                // It does not fit even into an empty outbox.
                Err(Full) => {
                    answer::give_up("no room for the reply", &mut self.outbox);
                    self.hung_up = true;
                }
            }
        }
        match large {
            Some([key, value]) => self.set_moved(key, value, handler),
            // Once we have ended the connection, drop even what has already arrived.
            None => self.inbox.consume(if self.hung_up { bytes.len() } else { done }),
        }
        self.outbox.release();
    }

    /// Runs the `SET` that all of the inbox was needed for.
    fn set_moved(&mut self, key: Range<usize>, value: Range<usize>, handler: &mut impl Handler) {
        let stored = self.inbox.hand_over(|storage| handler.set_moved(storage, key, value));
        let reply = answer::stored(stored);
        let queued = self.outbox.len();
        reply.write(&mut self.outbox).expect("room for a short reply is reserved");
        self.client.hush(&mut self.outbox, queued);
    }
}
