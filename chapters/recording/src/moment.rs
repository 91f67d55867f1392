//! What the kernel does between a client and the server.
//!
//! What is `recv` waiting for? For bytes to *arrive*, for its task to be *woken*, and for the *copy*
//! into its memory. Each of the three is a moment, and so is what still waits when the server has
//! come to rest:
//!
//! ```text
//! alice sends 24 bytes
//!     Arrives { who: alice, what: Bytes(24) }
//!     Wakes { task: 0 }                            epoll_wait(epoll) = alice readable
//!     Copies { who: alice, bytes: 16, of: 24 }     recvfrom(alice) = 16
//!     Waits { who: alice, what: Bytes(8) }         epoll_wait(epoll) … waits
//! ```

#[cfg(feature = "json")]
use serde::{Deserialize, Serialize};

use crate::{How, Operation, Signal, Subject};

/// What the kernel does.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[cfg_attr(feature = "json", derive(Serialize, Deserialize), serde(rename_all = "snake_case"))]
pub enum Moment {
    /// Something of a client has come to the server's end of its connection: it lies in the kernel.
    Arrives {
        /// Whose it is.
        who: Subject,
        /// What.
        what: Arrival,
    },
    /// A task that was asleep in a call can go on, for what has come over the network. A task that
    /// was awake need not be woken.
    Wakes {
        /// The task's index.
        task: usize,
        /// How, if the kernel was asked.
        #[cfg_attr(feature = "json", serde(default, skip_serializing_if = "Option::is_none"))]
        how: Option<How>,
    },
    /// A call takes bytes out of the kernel's queue, into memory of the server.
    Copies {
        /// Whose bytes they are.
        who: Subject,
        /// How many it takes.
        bytes: usize,
        /// How many there were; none where more came meanwhile.
        #[cfg_attr(feature = "json", serde(default, skip_serializing_if = "Option::is_none"))]
        of: Option<usize>,
        /// Whose time that takes, if the kernel was asked.
        #[cfg_attr(feature = "json", serde(default, skip_serializing_if = "Option::is_none"))]
        context: Option<Context>,
    },
    /// A call takes bytes out of the kernel's queue, and the kernel keeps them: they go on to another
    /// descriptor, or their pages come into the server's memory. Nobody copies them.
    Moves {
        /// Whose bytes they are.
        who: Subject,
        /// How many it takes.
        bytes: usize,
        /// How many there were; none where more came meanwhile.
        #[cfg_attr(feature = "json", serde(default, skip_serializing_if = "Option::is_none"))]
        of: Option<usize>,
    },
    /// What has arrived and nobody has taken, when the server is at rest or has asked in vain.
    Waits {
        /// Whose it is.
        who: Subject,
        /// What.
        what: Arrival,
    },
    /// A signal that says that something has come to a descriptor stands in the queue of a task.
    Queues {
        /// The task's index.
        task: usize,
        /// Which signal.
        signal: Signal,
    },
    /// A ring polls a socket for a request that can't be met at once.
    Arms {
        /// What was asked for.
        operation: Operation,
        /// Whom it is about.
        who: Option<Subject>,
    },
    /// Something has come for a request of a ring: its task will have to see to it.
    HasWork {
        /// What was asked for.
        operation: Operation,
        /// Whom it is about.
        who: Option<Subject>,
    },
    /// A ring has done what was asked for.
    Completes {
        /// What was asked for.
        operation: Operation,
        /// Whom it is about.
        who: Option<Subject>,
        /// How many bytes were moved, or a negative errno; none where the result is of another kind.
        #[cfg_attr(feature = "json", serde(default, skip_serializing_if = "Option::is_none"))]
        result: Option<i32>,
    },
}

/// In whose time the kernel works.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[cfg_attr(feature = "json", derive(Serialize, Deserialize), serde(rename_all = "snake_case"))]
pub enum Context {
    /// In that of this task of the server, inside a call of its own.
    Task(usize),
    /// In that of a worker of the kernel.
    Worker,
}

/// What can arrive of a client.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[cfg_attr(feature = "json", derive(Serialize, Deserialize), serde(rename_all = "snake_case"))]
pub enum Arrival {
    /// A connection. It waits until the server accepts it.
    Connection,
    /// So many bytes.
    Bytes(usize),
    /// As much of a long text as there was room for. How much that is differs from run to run.
    Part,
    /// The promise to send no more (FIN).
    End,
    /// The end at once (RST).
    Reset,
}
