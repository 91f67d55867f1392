//! How the kernel wakes a task: by whose function its wait hears of the network.

#[cfg(feature = "json")]
use serde::{Deserialize, Serialize};

/// What stands between the socket to which something has come and the task that is woken.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[cfg_attr(feature = "json", derive(Serialize, Deserialize), serde(rename_all = "snake_case"))]
pub enum How {
    /// Nothing: the task is in the socket's own queue of those who wait.
    Socket,
    /// select(2) or poll(2), which have put the task into the queue of every socket in their list.
    Poll,
    /// epoll(7), which puts the socket on its list of what is ready.
    Epoll,
    /// A signal, which was asked for with O_ASYNC (fcntl(2)).
    Signal,
    /// io_uring(7), which polls the socket for a request that could not be met at once.
    Ring,
}
