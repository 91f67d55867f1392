//! What is measured: servers, asked over connections; and stores, asked by their own threads.

use anyhow::Result;
use io_models::{cores, epoll};

use super::{
    owner,
    served::Served,
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
    /// What the machine alone makes of two threads: they share nothing.
    TwoServers,
    /// Each of them on the core of its own clients.
    Beside,
    /// Each of them on the other one.
    Apart,
    /// What those are compared with whose clients are one thread.
    EpollOneSided,
    TwoOneSided,
    /// What the stores are compared with: the only thread's own.
    Own,
    LockOne,
    LockTwo,
    Shards,
    Owner,
}

impl Way {
    pub(crate) const SERVERS: [Self; 7] = [
        Self::Epoll,
        Self::EpollAgain,
        Self::OneThread,
        Self::TwoThreads,
        Self::TwoServers,
        Self::Beside,
        Self::Apart,
    ];
    pub(crate) const ONE_SIDED: [Self; 2] = [Self::EpollOneSided, Self::TwoOneSided];
    pub(crate) const STORES: [Self; 5] =
        [Self::Own, Self::LockOne, Self::LockTwo, Self::Shards, Self::Owner];
    pub(crate) const ALL: [Self; 14] = {
        let [a, b, c, d, e, f, g] = Self::SERVERS;
        let [h, i] = Self::ONE_SIDED;
        let [j, k, l, m, n] = Self::STORES;
        [a, b, c, d, e, f, g, h, i, j, k, l, m, n]
    };

    /// As it stands in the files and the quotes.
    pub(crate) fn key(self) -> &'static str {
        match self {
            Self::Epoll => "epoll",
            Self::EpollAgain => "epoll-again",
            Self::OneThread => "cores-1",
            Self::TwoThreads => "cores-2",
            Self::TwoServers => "two-epolls",
            Self::Beside => "two-beside",
            Self::Apart => "two-apart",
            Self::EpollOneSided => "epoll-one-sided",
            Self::TwoOneSided => "cores-2-one-sided",
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
            Self::TwoServers => "epoll, 2 servers",
            Self::Beside => "2 servers, beside",
            Self::Apart => "2 servers, apart",
            Self::EpollOneSided => "epoll",
            Self::TwoOneSided => "cores, 2 threads",
            Self::Own => "its own, 1 thread",
            Self::LockOne => "one lock, 1 thread",
            Self::LockTwo => "one lock, 2 threads",
            Self::Shards => "16 locks, 2 threads",
            Self::Owner => "sent to its owner",
        }
    }

    /// What its cost is divided by.
    pub(crate) fn reference(self) -> Self {
        match self {
            _ if Self::SERVERS.contains(&self) => Self::Epoll,
            _ if Self::ONE_SIDED.contains(&self) => Self::EpollOneSided,
            _ => Self::Own,
        }
    }

    /// One turn: the processor time of a request in nanoseconds, and how often one waited: for a
    /// server, how often a thread slept; for a store, how often the lock was taken.
    pub(crate) fn measure(self, requests: u64) -> Result<(f64, f64)> {
        let many = 10 * requests;
        let (epoll, cores) = (Served::by(epoll::serve), Served::by(cores::serve));
        match self {
            Self::Epoll | Self::EpollAgain => epoll.cost(requests),
            Self::OneThread => cores.cost(requests),
            Self::TwoThreads => cores.threads(2).cost(requests),
            Self::TwoServers => epoll.servers(2).cost(requests),
            Self::Beside => epoll.servers(2).beside_clients().cost(requests),
            Self::Apart => epoll.servers(2).apart_from_clients().cost(requests),
            Self::EpollOneSided => epoll.clients_in_one_thread().cost(requests),
            Self::TwoOneSided => cores.threads(2).clients_in_one_thread().cost(requests),
            Self::Own => Ok(alone(many)),
            Self::LockOne => Ok(shared(&Locked::new(), 1, many)),
            Self::LockTwo => Ok(shared(&Locked::new(), 2, many)),
            Self::Shards => Ok(shared(&Sharded::new(), 2, many)),
            Self::Owner => Ok(owner::cost(requests)?),
        }
    }
}
