//! What a call waits for, at which descriptor, and for how long.

#[cfg(feature = "json")]
use serde::{Deserialize, Serialize};

use crate::Subject;

/// A descriptor, and what is asked about it or has come of it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[cfg_attr(feature = "json", derive(Serialize, Deserialize))]
pub struct Interest {
    /// Who is behind the descriptor.
    pub subject: Subject,
    /// What is asked, or what is so.
    pub events: Readiness,
}

/// One bit of poll(2) or epoll_ctl(2).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[cfg_attr(feature = "json", derive(Serialize, Deserialize), serde(rename_all = "snake_case"))]
pub enum Flag {
    /// `POLLIN`: a read would not wait.
    Readable,
    /// `POLLOUT`: a write would not wait.
    Writable,
    /// `POLLERR`.
    Error,
    /// `POLLHUP`.
    Hangup,
    /// `EPOLLET`: tell of changes only.
    Edge,
    /// `EPOLLONESHOT`: tell once.
    Once,
    /// `EPOLLEXCLUSIVE`: wake only one of the tasks that wait.
    Exclusive,
    /// `POLLPRI`: urgent data, or another exception.
    Priority,
    /// `EPOLLRDHUP`: the peer will send no more.
    PeerClosed,
    /// `POLLNVAL`: the descriptor is not open.
    Invalid,
    /// `POLLRDNORM`: a read of ordinary data would not wait.
    ReadNormal,
    /// `POLLRDBAND`: a read of priority data would not wait.
    ReadBand,
    /// `POLLWRNORM`: a write of ordinary data would not wait.
    WriteNormal,
    /// `POLLWRBAND`: a write of priority data would not wait.
    WriteBand,
    /// `POLLMSG`.
    Message,
    /// `EPOLLWAKEUP`: the system must not suspend meanwhile.
    Wakeup,
}

impl Flag {
    /// All of them, in the order in which they are told.
    pub const ALL: [Self; 16] = [
        Self::Readable,
        Self::Writable,
        Self::Error,
        Self::Hangup,
        Self::Edge,
        Self::Once,
        Self::Exclusive,
        Self::Priority,
        Self::PeerClosed,
        Self::Invalid,
        Self::ReadNormal,
        Self::ReadBand,
        Self::WriteNormal,
        Self::WriteBand,
        Self::Message,
        Self::Wakeup,
    ];
}

/// A set of flags; in JSON, a list of them.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
#[cfg_attr(
    feature = "json",
    derive(Serialize, Deserialize),
    serde(into = "Vec<Flag>", from = "Vec<Flag>")
)]
pub struct Readiness(u16);

impl Readiness {
    /// No flag at all.
    pub const NONE: Self = Self(0);

    /// Whether the flag is in the set.
    #[must_use]
    pub const fn has(self, flag: Flag) -> bool {
        self.0 >> flag as u16 & 1 == 1
    }

    /// The flags in the set, in their order.
    pub fn flags(self) -> impl Iterator<Item = Flag> {
        Flag::ALL.into_iter().filter(move |flag| self.has(*flag))
    }

    /// The set without this flag.
    #[must_use]
    pub const fn without(self, flag: Flag) -> Self {
        Self(self.0 & !(1 << flag as u16))
    }
}

impl FromIterator<Flag> for Readiness {
    fn from_iter<Flags: IntoIterator<Item = Flag>>(flags: Flags) -> Self {
        Self(flags.into_iter().fold(0, |set, flag| set | 1 << flag as u16))
    }
}

impl From<Readiness> for Vec<Flag> {
    fn from(readiness: Readiness) -> Self {
        readiness.flags().collect()
    }
}

impl From<Vec<Flag>> for Readiness {
    fn from(flags: Vec<Flag>) -> Self {
        flags.into_iter().collect()
    }
}

/// How long a call waits at most. A call without one waits for ever.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[cfg_attr(feature = "json", derive(Serialize, Deserialize), serde(rename_all = "snake_case"))]
pub enum Limit {
    /// It only looks.
    NoWait,
    /// For some time; how long differs from run to run, for it is what is left of a time.
    Timeout,
    /// For so many microseconds.
    Micros(u64),
}
