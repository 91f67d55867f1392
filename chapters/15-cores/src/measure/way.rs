//! What is measured: servers, asked over connections; and stores, asked by their own threads.

use anyhow::Result;
use io_models::{cores, epoll};

use super::{
    arguments::Plan,
    owner,
    served::{self, threads},
    store::{Locked, Sharded, alone, shared},
};

/// A server, or a store.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Way {
    /// What the servers are compared with.
    Epoll,
    /// Differs from it by noise alone.
    EpollAgain,
    OneThread,
    TwoThreads,
    /// What the stores are compared with: the only thread's own.
    Own,
    LockOne,
    LockTwo,
    Shards,
    Owner,
}

impl Way {
    pub(crate) const SERVERS: [Self; 4] =
        [Self::Epoll, Self::EpollAgain, Self::OneThread, Self::TwoThreads];
    pub(crate) const STORES: [Self; 5] =
        [Self::Own, Self::LockOne, Self::LockTwo, Self::Shards, Self::Owner];
    /// Those of which two threads may want a lock at the same time.
    pub(crate) const LOCKED: [Self; 2] = [Self::LockTwo, Self::Shards];
    pub(crate) const ALL: [Self; 9] = {
        let [a, b, c, d] = Self::SERVERS;
        let [e, f, g, h, i] = Self::STORES;
        [a, b, c, d, e, f, g, h, i]
    };

    /// As it stands in the files and the quotes.
    pub(crate) fn key(self) -> &'static str {
        match self {
            Self::Epoll => "epoll",
            Self::EpollAgain => "epoll-again",
            Self::OneThread => "cores-1",
            Self::TwoThreads => "cores-2",
            Self::Own => "own",
            Self::LockOne => "lock-1",
            Self::LockTwo => "lock-2",
            Self::Shards => "shards-2",
            Self::Owner => "owner-2",
        }
    }

    /// As it stands in the tables.
    pub(crate) fn title(self) -> &'static str {
        match self {
            Self::Epoll => "epoll",
            Self::EpollAgain => "epoll, again",
            Self::OneThread => "cores, 1 thread",
            Self::TwoThreads => "cores, 2 threads",
            Self::Own => "its own, 1 thread",
            Self::LockOne => "one lock, 1 thread",
            Self::LockTwo => "one lock, 2 threads",
            Self::Shards => "16 locks, 2 threads",
            Self::Owner => "sent to its owner",
        }
    }

    /// What its cost is divided by.
    pub(crate) fn reference(self) -> Self {
        if Self::SERVERS.contains(&self) { Self::Epoll } else { Self::Own }
    }

    /// One turn: the processor time of a request in nanoseconds, and how many of them waited.
    pub(crate) fn measure(self, plan: &Plan) -> Result<(f64, f64)> {
        let requests = plan.requests;
        match self {
            Self::Epoll | Self::EpollAgain => served::cost(epoll::serve, requests),
            Self::OneThread => served::cost(|server| cores::serve(threads(server, 1)), requests),
            Self::TwoThreads => served::cost(|server| cores::serve(threads(server, 2)), requests),
            Self::Own => Ok(alone(10 * requests)),
            Self::LockOne => Ok(shared(&Locked::new(), 1, 10 * requests)),
            Self::LockTwo => Ok(shared(&Locked::new(), 2, 10 * requests)),
            Self::Shards => Ok(shared(&Sharded::new(), 2, 10 * requests)),
            Self::Owner => Ok(owner::cost(requests)?),
        }
    }
}
