//! A whole session with a store, fed in any pieces, against the same one fed byte by byte.
//!
//! An input: a byte that says how the session is treated, three that cut what it receives, two that
//! cut what it sends, the client's bytes.

mod counted;

use std::sync::OnceLock;

use socket_core::{
    buffer::Buffer,
    limits::Limits,
    reply::ROOM_FOR_FIXED,
    session::{Session, Want},
    store::Store,
};

use counted::Counted;

/// Small, so that small inputs come to them, but with room for a value that is moved.
const LIMITS: Limits = Limits { line: 64, words: 8, value: 5_000, request: 6_000, replies: 1_000 };

/// What gathers at most, and the largest reply after it.
const OUTBOX: usize = LIMITS.replies + LIMITS.value + ROOM_FOR_FIXED;

/// Memory is taken a page at a time, at least.
const PAGE: usize = 4 << 10;

/// A session gives the same replies however it is fed, and takes memory only for bytes that have come.
///
/// # Panics
/// If it does not.
pub(crate) fn check(input: &[u8]) {
    let Some((&[how, a, b, c, d, e], bytes)) = input.split_first_chunk::<6>() else { return };
    let single = Feed { bytes, pieces: [0; 3], sends: [u8::MAX; 2], early: false, lent: false };
    let feed = Feed {
        pieces: [a, b, c],
        sends: [d, e],
        early: how & 1 != 0,
        lent: how & 2 != 0,
        ..single
    };
    let wanted = single.all_replies(first().clone());
    let replies = feed.all_replies(first().clone());
    assert!(
        replies == wanted,
        "{}\nin pieces, and byte by byte\n{}",
        shown(&replies),
        shown(&wanted)
    );
}

/// Clients are numbered, and the number is in replies: all sessions are copies of this one.
fn first() -> &'static Session<Counted> {
    static FIRST: OnceLock<Session<Counted>> = OnceLock::new();
    FIRST.get_or_init(|| {
        let buffer = |limit| Buffer::new(Counted::new(limit));
        Session::new(buffer(LIMITS.request), buffer(OUTBOX), LIMITS)
    })
}

/// What a client sends, and how it comes and its replies leave.
#[derive(Clone, Copy)]
struct Feed<'a> {
    bytes: &'a [u8],
    pieces: [u8; 3],
    sends: [u8; 2],
    /// Bytes come while the session wants something else.
    early: bool,
    /// The outbox is lent to whoever sends it.
    lent: bool,
}

impl Feed<'_> {
    fn all_replies(&self, session: Session<Counted>) -> Vec<u8> {
        let mut conversation = Conversation {
            session,
            store: Store::default(),
            rest: self.bytes,
            replies: Vec::new(),
            pieces: self.pieces.iter().cycle(),
            sends: self.sends.iter().cycle(),
        };
        while conversation.step(self) {
            conversation.takes_little(self);
        }
        conversation.replies
    }
}

type Sizes<'a> = std::iter::Cycle<std::slice::Iter<'a, u8>>;

struct Conversation<'a> {
    session: Session<Counted>,
    store: Store,
    rest: &'a [u8],
    replies: Vec<u8>,
    pieces: Sizes<'a>,
    sends: Sizes<'a>,
}

impl Conversation<'_> {
    /// Does what the session wants; whether it wanted anything.
    fn step(&mut self, feed: &Feed<'_>) -> bool {
        match self.session.want() {
            Want::Read => self.receive(),
            Want::Write => self.send(feed),
            Want::Sleep(_) => {
                self.receive_early(feed);
                self.session.slept(&mut self.store);
            }
            Want::Close => return false,
        }
        true
    }

    fn receive(&mut self) {
        let piece = size(&mut self.pieces);
        let inbox = self.session.inbox();
        assert!(!inbox.is_empty(), "an empty read looks like the end");
        let n = self.rest.len().min(piece).min(inbox.len());
        inbox[..n].copy_from_slice(&self.rest[..n]);
        self.rest = &self.rest[n..];
        self.session.received(n, &mut self.store);
    }

    /// What a receive that goes on by itself brings, if there is room for it.
    fn receive_early(&mut self, feed: &Feed<'_>) {
        if feed.early && !self.rest.is_empty() && !self.session.inbox().is_empty() {
            self.receive();
        }
    }

    fn send(&mut self, feed: &Feed<'_>) {
        let lent = feed.lent.then(|| self.session.lend());
        assert_eq!(self.session.want(), Want::Write);
        self.receive_early(feed);
        let outbox = lent.as_ref().map_or(self.session.outbox(), Buffer::filled);
        assert!(!outbox.is_empty(), "there is nothing to write");
        assert!(outbox.len() <= OUTBOX, "{} bytes wait to be sent", outbox.len());
        let n = outbox.len().min(size(&mut self.sends));
        self.replies.extend(&outbox[..n]);
        if let Some(outbox) = lent {
            self.session.give_back(outbox);
        }
        self.session.sent(n, &mut self.store);
    }

    /// None while it rests; else little more than twice what has come, and what is to be sent.
    fn takes_little(&self, feed: &Feed<'_>) {
        let taken = counted::taken();
        if self.session.want() == Want::Read {
            let came = feed.bytes.len() - self.rest.len();
            let most = if self.session.rests_when_sent() { 0 } else { PAGE.max(2 * came) };
            assert!(taken <= most, "{taken} bytes are taken, where {most} are enough");
        }
        assert!(taken <= LIMITS.request + OUTBOX, "{taken} bytes are taken");
    }
}

/// One byte to 64, or some hundreds to all.
fn size(sizes: &mut Sizes<'_>) -> usize {
    match usize::from(*sizes.next().unwrap_or(&0)) {
        short @ 0..64 => 1 + short,
        long => 64 * (long - 63),
    }
}

fn shown(bytes: &[u8]) -> String {
    bytes.escape_ascii().to_string()
}
