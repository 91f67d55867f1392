//! The ways to wait for clients.

use recording::{Call, Kind};
use serde::Serialize;

/// How the task that answers waits for its clients.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Way {
    /// It sleeps in the receive of one client, or until there is one.
    Receive,
    /// It asks each in turn, and never sleeps until one has something.
    Ask,
    /// select(2).
    Select,
    /// poll(2).
    Poll,
    /// epoll_wait(2).
    Epoll,
    /// A signal tells it.
    Signal,
    /// io_uring(7) does the receive itself.
    Ring,
    /// Something else.
    Other,
}

impl Way {
    /// That of a task which sleeps in this call.
    pub(crate) const fn of(call: &Call) -> Self {
        match call.kind {
            Kind::Select(_) => Self::Select,
            Kind::Poll(_) => Self::Poll,
            Kind::EpollWait => Self::Epoll,
            Kind::Sigtimedwait => Self::Signal,
            Kind::IoUringEnter(_) => Self::Ring,
            _ if call.kind.is_of_connection() => Self::Receive,
            _ => Self::Other,
        }
    }
}
