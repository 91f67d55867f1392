//! The loads: what the clients of a benchmark ask, and how many they are.

use std::{
    fmt::{Display, Formatter},
    net::SocketAddr,
};

use anyhow::Result;

use crate::traffic::{Clients, Request};

/// What is asked.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Asked {
    Ping,
    /// A value of so many bytes is stored.
    Set(usize),
    /// And read.
    Get(usize),
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Load {
    pub(crate) asked: Asked,
    /// How many clients ask, again and again.
    pub(crate) clients: usize,
    /// How many are connected, and silent.
    pub(crate) idle: usize,
    /// Requests that a client sends before it waits for their replies.
    pub(crate) pipelined: u32,
}

/// The names of the tables that the benchmark prints.
pub(crate) const TABLES: [&str; 11] = [
    "ping",
    "ping-64",
    "set",
    "set-64",
    "get-64",
    "set-1k-16",
    "set-100k",
    "get-100k",
    "set-1m",
    "get-1m",
    "idle",
];

/// Bytes of a small value.
const SMALL: usize = 3;

/// The loads of each table.
pub(crate) fn tables(quick: bool) -> Vec<(&'static str, Vec<Load>)> {
    let load = |asked, clients, pipelined| Load { asked, clients, idle: 0, pipelined };
    let levels: &[usize] = if quick { &[0, 100] } else { &[0, 100, 1_000, 10_000] };
    let beside = |idle: &usize| Load { idle: *idle, ..load(Asked::Ping, 10, 1) };
    let loads = [
        vec![load(Asked::Ping, 50, 1)],
        vec![load(Asked::Ping, 50, 64)],
        vec![load(Asked::Set(SMALL), 50, 1)],
        vec![load(Asked::Set(SMALL), 50, 64)],
        vec![load(Asked::Get(SMALL), 50, 64)],
        vec![load(Asked::Set(1_000), 50, 16)],
        vec![load(Asked::Set(100_000), 8, 1)],
        vec![load(Asked::Get(100_000), 8, 1)],
        vec![load(Asked::Set(1_000_000), 8, 1)],
        vec![load(Asked::Get(1_000_000), 8, 1)],
        levels.iter().map(beside).collect(),
    ];
    TABLES.into_iter().zip(loads).collect()
}

impl Load {
    /// What a client asks in one turn.
    pub(crate) fn request(&self) -> Request {
        let request = match self.asked {
            Asked::Ping => Request::ping(),
            Asked::Set(size) => Request::set(size),
            Asked::Get(size) => Request::get(size),
        };
        request.pipelined(self.pipelined)
    }

    /// The clients that ask, connected, and something is there to be got.
    pub(crate) fn connect(&self, address: SocketAddr) -> Result<Clients> {
        let mut clients = Clients::connect(address, self.clients)?;
        if let Asked::Get(size) = self.asked {
            clients.ask_once(&Request::set(size))?;
        }
        Ok(clients)
    }
}

impl Display for Asked {
    fn fmt(&self, f: &mut Formatter<'_>) -> std::fmt::Result {
        match self {
            Self::Ping => write!(f, "PING"),
            Self::Set(size) => write!(f, "SET of {size} bytes"),
            Self::Get(size) => write!(f, "GET of {size} bytes"),
        }
    }
}

impl Display for Load {
    fn fmt(&self, f: &mut Formatter<'_>) -> std::fmt::Result {
        write!(f, "{}, {} clients, ", self.asked, self.clients)?;
        match self.pipelined {
            1 => write!(f, "one request a turn"),
            many => write!(f, "{many} requests pipelined"),
        }
    }
}
