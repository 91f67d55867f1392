//! Clients that nobody has introduced: each connection that a listener takes is one of a new client.
//!
//! They are numbered in the order in which they are first seen. Those that were connected before
//! come first.

use std::{collections::HashMap, mem::take, net::SocketAddr};

use recording::Subject;

use crate::decode::ports::Ports;

/// A connection, by the addresses of its two ends.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Connection {
    pub(crate) who: Subject,
    pub(crate) server: SocketAddr,
    pub(crate) client: SocketAddr,
}

/// The clients by now.
#[derive(Debug, Default)]
pub(crate) struct Strangers {
    /// Where the server listens.
    pub(crate) listeners: Vec<SocketAddr>,
    /// How many clients there have been.
    pub(crate) count: usize,
    /// Clients that were seen and not accepted yet, by the addresses of both ends.
    in_backlog: HashMap<(SocketAddr, SocketAddr), Subject>,
    /// The last client that has called from each port.
    callers: HashMap<u16, Subject>,
    /// The client that sends datagrams from each port.
    senders: HashMap<u16, Subject>,
    new: Vec<Connection>,
}

impl Strangers {
    /// Names a socket; none that neither listens nor came from a listener.
    pub(crate) fn behind(&mut self, ports: &Ports) -> Option<Subject> {
        let Ports { local, peer, takes_datagrams, listens } = *ports;
        if listens {
            if !self.listeners.contains(&local) {
                self.listeners.push(local);
            }
            return Some(Subject::Listener);
        }
        match peer {
            Some(peer) if self.listens_at(local.port()) => Some(self.accepted(local, peer)),
            None if takes_datagrams && local.port() != 0 => Some(Subject::Socket),
            _ => None,
        }
    }

    fn listens_at(&self, port: u16) -> bool {
        self.listeners.iter().any(|listener| listener.port() == port)
    }

    /// A connection that the server has now.
    fn accepted(&mut self, server: SocketAddr, client: SocketAddr) -> Subject {
        let known = self.in_backlog.remove(&(server, client));
        known.unwrap_or_else(|| self.comes(server, client))
    }

    /// A connection that has come, and that the server has not accepted.
    pub(crate) fn waits(&mut self, server: SocketAddr, client: SocketAddr) {
        if !self.in_backlog.contains_key(&(server, client)) {
            let who = self.comes(server, client);
            self.in_backlog.insert((server, client), who);
        }
    }

    fn comes(&mut self, server: SocketAddr, client: SocketAddr) -> Subject {
        let who = self.next();
        self.callers.insert(client.port(), who);
        self.new.push(Connection { who, server, client });
        who
    }

    fn next(&mut self) -> Subject {
        self.count += 1;
        Subject::Client(self.count - 1)
    }

    /// The last client that has called from this port.
    pub(crate) fn caller(&self, port: u16) -> Option<Subject> {
        self.callers.get(&port).copied()
    }

    /// The client that sends datagrams from this port.
    pub(crate) fn sender(&mut self, port: u16) -> Subject {
        if let Some(who) = self.senders.get(&port) {
            return *who;
        }
        let who = self.next();
        self.senders.insert(port, who);
        who
    }

    /// What has come since the last time.
    pub(crate) fn take(&mut self) -> Vec<Connection> {
        take(&mut self.new)
    }
}
