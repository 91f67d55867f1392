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

use crate::Subject;

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
    },
    /// What has arrived and nobody has taken, when the server is at rest or has asked in vain.
    Waits {
        /// Whose it is.
        who: Subject,
        /// What.
        what: Arrival,
    },
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
