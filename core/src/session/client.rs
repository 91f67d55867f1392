//! What a session knows of its client: its number, what it calls itself, what it wants to hear.

use core::sync::atomic::{AtomicUsize, Ordering};

use crate::{
    buffer::{Buffer, Full, Storage},
    command::{Attribute, Replies},
    reply::{Decimal, Reply},
    version::Version,
};

use super::labels::Labels;

/// A client, as far as it has introduced itself.
#[derive(Clone, Debug)]
pub(super) struct Client {
    pub(super) version: Version,
    replies: Silence,
    id: usize,
    pub(super) labels: Labels,
}

/// Which replies are left out.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Silence {
    None,
    All,
    /// That of this request, and that of the next one.
    Two,
    /// That of this request.
    One,
}

/// The next client's number: unique in this process, and larger than all before.
static NEXT: AtomicUsize = AtomicUsize::new(1);

impl Client {
    pub(super) fn new() -> Self {
        Self::with(NEXT.fetch_add(1, Ordering::Relaxed))
    }

    const fn with(id: usize) -> Self {
        let (version, replies) = (Version::Two, Silence::None);
        Self { version, replies, id, labels: Labels::EMPTY }
    }

    pub(super) const fn id(&self) -> usize {
        self.id
    }

    /// Forgets what the client has asked for, but not which library it is made with (as redis).
    pub(super) fn reset(&mut self) {
        (self.version, self.replies) = (Version::Two, Silence::None);
        // There is always room for nothing.
        self.labels.set(Attribute::Name, b"").ok();
    }

    pub(super) fn want_replies(&mut self, replies: Replies) {
        self.replies = match replies {
            Replies::On => Silence::None,
            Replies::Skip if self.replies != Silence::All => Silence::Two,
            Replies::Off | Replies::Skip => Silence::All,
        };
    }

    /// A request has been answered: takes the reply back, which came after `queued` bytes, if the
    /// client does not want it.
    #[inline]
    pub(super) fn hush<S: Storage>(&mut self, out: &mut Buffer<S>, queued: usize) {
        if self.replies != Silence::None {
            out.truncate(queued);
            self.replies = match self.replies {
                Silence::Two => Silence::One,
                Silence::All => Silence::All,
                Silence::One | Silence::None => Silence::None,
            };
        }
    }

    /// Queues the line that tells all that is known of it.
    pub(super) fn write<S: Storage>(&self, out: &mut Buffer<S>) -> Result<(), Full> {
        let id = Decimal::new(self.id);
        let resp: &[u8] = if self.version == Version::Two { b"2" } else { b"3" };
        let (id, name) =
            ([&b"id="[..], id.digits()], [&b" name="[..], self.labels.get(Attribute::Name)]);
        let resp = [&b" flags=N db=0 resp="[..], resp];
        let library = [&b" lib-name="[..], self.labels.get(Attribute::Library)];
        let release = [&b" lib-ver="[..], self.labels.get(Attribute::LibraryVersion)];
        let [[a, b], [c, d], [e, f], [g, h], [i, j]] = [id, name, resp, library, release];
        Reply::Text(self.version, &[a, b, c, d, e, f, g, h, i, j, b"\n"]).write(out)
    }
}
