//! Who or what is behind a descriptor.

#[cfg(feature = "json")]
use serde::{Deserialize, Serialize};

/// What a descriptor stands for: never its number, which the next run need not repeat.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[cfg_attr(feature = "json", derive(Serialize, Deserialize), serde(rename_all = "snake_case"))]
pub enum Subject {
    /// The connection of the client with this index in the cast.
    Client(usize),
    /// The connection of a silent client, numbered from 1.
    Guest(usize),
    /// The socket that takes new connections.
    Listener,
    /// The server's own socket for datagrams.
    Socket,
    /// A socket that no client of the scene is at the other end of.
    OtherSocket,
    /// What tells the server to stop.
    Shutdown,
    /// An epoll(7) instance.
    Epoll,
    /// An eventfd(2).
    Eventfd,
    /// A timerfd_create(2).
    Timer,
    /// A signalfd(2).
    Signals,
    /// An io_uring(7).
    Ring,
    /// One end of a pipe(7), numbered from 1 in the order of their appearance.
    Pipe(usize),
    /// A process that the server has forked, numbered from 1.
    Child(usize),
    /// A file, a terminal, or anything else that no client can be behind.
    File,
    /// A descriptor that is not open any more.
    Closed,
    /// Nothing that was seen to be registered.
    Unknown,
}

impl Subject {
    /// Whether it is the connection of a client: of one in the cast, or of a silent one.
    #[must_use]
    pub const fn is_client(self) -> bool {
        matches!(self, Self::Client(_) | Self::Guest(_))
    }
}
