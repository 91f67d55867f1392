//! One thing that happened.

#[cfg(feature = "json")]
use serde::{Deserialize, Serialize};

use crate::{Call, Moment, Signal};

/// A thread or a process of the server.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[cfg_attr(feature = "json", derive(Serialize, Deserialize), serde(rename_all = "snake_case"))]
pub enum Task {
    /// The process that the scene began with.
    Server,
    /// A process that another one forked.
    Child,
    /// A thread beside a process's first one, which is the task with this index.
    Thread {
        /// The index of the process's first thread.
        of: usize,
    },
}

/// One thing that happened.
#[derive(Debug, Clone, PartialEq, Eq)]
#[cfg_attr(feature = "json", derive(Serialize, Deserialize), serde(rename_all = "snake_case"))]
pub enum Event {
    /// A client did something, or something reached it.
    Client {
        /// Its index in the cast.
        who: usize,
        /// What it was.
        deed: Deed,
    },
    /// So many silent clients have connected.
    Crowd {
        /// How many.
        count: usize,
    },
    /// The file that the server has open has other bytes in it now.
    FileChanges {
        /// Which, from its beginning.
        #[cfg_attr(feature = "json", serde(with = "crate::fields"))]
        bytes: Vec<u8>,
    },
    /// A task of the server made a system call: it has returned, or sends the task to sleep.
    Call(Call),
    /// A task goes round and round: the calls since its last progress would repeat for ever.
    Round {
        /// The task's index.
        by: usize,
        /// How many of its recorded calls, up to here, were already rounds for nothing.
        calls: usize,
    },
    /// A signal interrupts a task that has a handler for it.
    Signal {
        /// The task's index.
        by: usize,
        /// Which signal.
        signal: Signal,
    },
    /// A thread or a process has ended.
    Ends {
        /// The task's index.
        by: usize,
        /// How.
        how: End,
    },
    /// The kernel did something between a client and the server.
    Kernel(Moment),
}

impl Event {
    /// The call that has returned, if it is that.
    #[must_use]
    pub fn returned(&self) -> Option<&Call> {
        match self {
            Self::Call(call) if call.has_returned() => Some(call),
            _ => None,
        }
    }

    /// Whether it is what the kernel did for the call that is told next.
    #[must_use]
    pub const fn is_for_a_call(&self) -> bool {
        matches!(
            self,
            Self::Kernel(
                Moment::Wakes { .. }
                    | Moment::Copies { .. }
                    | Moment::Moves { .. }
                    | Moment::Queues { .. }
                    | Moment::Arms { .. }
                    | Moment::HasWork { .. }
                    | Moment::Completes { .. }
            )
        )
    }

    /// The index of the task that it happened to; none if it was a client.
    #[must_use]
    pub const fn task(&self) -> Option<usize> {
        match self {
            Self::Client { .. }
            | Self::Crowd { .. }
            | Self::FileChanges { .. }
            | Self::Kernel(_) => None,
            Self::Call(call) => Some(call.by),
            Self::Round { by, .. } | Self::Signal { by, .. } | Self::Ends { by, .. } => Some(*by),
        }
    }
}

/// How a task ends.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[cfg_attr(feature = "json", derive(Serialize, Deserialize), serde(rename_all = "snake_case"))]
pub enum End {
    /// By itself, with this status.
    Exits(i32),
    /// By this signal.
    Killed(Signal),
    /// Not at all: this signal has stopped it, and nobody lets it go on.
    Stopped(Signal),
}

/// What a client does, or what reaches it.
#[derive(Debug, Clone, PartialEq, Eq)]
#[cfg_attr(feature = "json", derive(Serialize, Deserialize), serde(rename_all = "snake_case"))]
pub enum Deed {
    /// It connects to the server.
    Connects,
    /// It sends these bytes.
    Sends(#[cfg_attr(feature = "json", serde(with = "crate::fields"))] Vec<u8>),
    /// It sends these bytes out of its own memory, which the kernel may use for that
    /// (`MSG_ZEROCOPY`).
    Lends(#[cfg_attr(feature = "json", serde(with = "crate::fields"))] Vec<u8>),
    /// It sends a file of its own in which these bytes are (sendfile(2)).
    SendsFile(#[cfg_attr(feature = "json", serde(with = "crate::fields"))] Vec<u8>),
    /// It writes these bytes over the first ones of its file.
    WritesFile(#[cfg_attr(feature = "json", serde(with = "crate::fields"))] Vec<u8>),
    /// It has received these bytes.
    Hears(#[cfg_attr(feature = "json", serde(with = "crate::fields"))] Vec<u8>),
    /// It has received these bytes, and perhaps more, which are not the same on every run.
    HearsMore(#[cfg_attr(feature = "json", serde(with = "crate::fields"))] Vec<u8>),
    /// It looked, and nothing had arrived.
    HearsNothing,
    /// The server has ended the connection.
    HearsEnd,
    /// The server has broken the connection off.
    HearsReset,
    /// It will send no more, and still listens.
    HalfCloses,
    /// It closes the connection.
    Closes,
    /// It breaks the connection off with a reset.
    Resets,
}

impl Deed {
    /// Whether the client does it, and does not only see what has become of it.
    #[must_use]
    pub const fn is_act(&self) -> bool {
        use Deed::{Hears, HearsEnd, HearsMore, HearsNothing, HearsReset};
        !matches!(self, Hears(_) | HearsMore(_) | HearsNothing | HearsEnd | HearsReset)
    }
}
