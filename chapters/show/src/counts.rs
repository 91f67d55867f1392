//! What a scene came to, counted from its recording: calls, and never a time.
//!
//! Counting is on while a request is under way: from the moment when a client sends until the
//! server has sent all that the client hears for it, and is at rest. So the arrival of clients and
//! their leave are not in it, but what a server does after its reply, to be ready for the next
//! request, is.
//!
//! Counted are the calls that a transcript shows, when they return. What a ring completes is no
//! call. A busy loop's round counts from its first call if something has come in it; the rounds in
//! which nothing has come do not count, for there are as many as the processor can make.

mod requests;
mod table;
mod tally;

use recording::Recording;

pub use requests::Requests;
pub use table::table;

/// The figures of one scene.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Counts {
    /// The whole requests that the cast has sent.
    pub requests: usize,
    /// The calls that the server made for them.
    pub calls: usize,
    /// Those that came back with nothing: not yet, or the time was up.
    pub empty: usize,
    /// The descriptors that they handed to the kernel to be waited for, if that is asked.
    pub listed: Option<usize>,
    /// How often a task that was asleep in a call went on.
    pub wakes: usize,
    /// Which task waited in which call, or went round and round instead.
    pub waits: Vec<String>,
}

impl Counts {
    /// Counts what the server did for its clients' requests.
    #[must_use]
    pub fn of(recording: &Recording, requests: Requests) -> Self {
        Self { listed: None, ..Self::with_lists(recording, requests) }
    }

    /// Counts how many descriptors it handed over to be waited for, as well.
    #[must_use]
    pub fn with_lists(recording: &Recording, requests: Requests) -> Self {
        Self { requests: requests.in_all(recording), ..tally::tally(recording) }
    }
}
