//! Names for descriptors: not the number, but who is behind it.
//!
//! A connection is named after the client at its other end, found by the client's port; a name
//! stays with the socket when the client has gone. Pipes are numbered as they appear.

use std::{collections::HashMap, fs, net::SocketAddr, os::fd::OwnedFd};

use rustix::{
    net::{SocketAddrAny, SocketType, getpeername, getsockname, sockopt::socket_type},
    process::{Pid, PidfdFlags, PidfdGetfdFlags, pidfd_getfd, pidfd_open},
};

/// What a descriptor that is no longer open is called.
const CLOSED: &str = "a closed descriptor";

/// Who is behind which descriptor.
#[derive(Debug, Default)]
pub(crate) struct Names {
    /// The port on which the server listens.
    listener: u16,
    /// Who calls from which port.
    clients: HashMap<u16, String>,
    /// What `/proc/PID/fd` calls an open file, and what we call it.
    files: HashMap<String, String>,
    /// What a process has registered with an epoll descriptor, by its token.
    tokens: HashMap<(Pid, i32, u64), String>,
    pipes: usize,
    /// The processes that were forked, in the order of their birth.
    children: Vec<Pid>,
}

impl Names {
    /// Names for a server that listens on `port`.
    pub(crate) fn new(port: u16) -> Self {
        Self { listener: port, ..Self::default() }
    }

    /// Introduces a client who calls from `port`.
    pub(crate) fn meet(&mut self, who: &str, port: u16) {
        self.clients.insert(port, who.to_owned());
    }

    /// Introduces a process that was forked.
    pub(crate) fn bear(&mut self, child: Pid) {
        self.children.push(child);
    }

    /// Gives one name to all that a process has open, apart from its listener and its standard
    /// streams.
    pub(crate) fn call_all(&mut self, process: Pid, name: &str) {
        for descriptor in 3..64 {
            let Some(file) = link(process, descriptor) else { continue };
            if self.socket(process, descriptor).is_none() {
                self.files.insert(file, name.to_owned());
            }
        }
    }

    /// Names a descriptor; `None` for a file, a terminal and other things that no client is behind.
    pub(crate) fn of(&mut self, process: Pid, descriptor: i32) -> Option<String> {
        let Some(file) = link(process, descriptor) else { return Some(CLOSED.to_owned()) };
        if let Some(name) = self.files.get(&file) {
            return Some(name.clone());
        }
        let name = self.new_name(process, descriptor, &file)?;
        if !file.starts_with("anon_inode") {
            self.files.insert(file, name.clone());
        }
        Some(name)
    }

    fn new_name(&mut self, process: Pid, descriptor: i32, file: &str) -> Option<String> {
        match file.split_once(':')? {
            ("anon_inode", "[pidfd]") => self.child(process, descriptor),
            ("anon_inode", kind) => anonymous(kind),
            ("pipe", _) => Some(self.next_pipe()),
            ("socket", _) => {
                Some(self.socket(process, descriptor).unwrap_or_else(|| "a socket".to_owned()))
            }
            _ => None,
        }
    }

    /// The child behind a descriptor of a process; none once it has been reaped.
    fn child(&self, process: Pid, descriptor: i32) -> Option<String> {
        let path = format!("/proc/{}/fdinfo/{descriptor}", process.as_raw_nonzero());
        let text = fs::read_to_string(path).ok()?;
        let child = text.lines().find_map(|line| line.strip_prefix("Pid:"))?.trim();
        let child = child.parse::<i32>().ok()?;
        let place = self.children.iter().position(|known| known.as_raw_nonzero().get() == child)?;
        Some(format!("child {}", place + 1))
    }

    fn next_pipe(&mut self) -> String {
        self.pipes += 1;
        format!("pipe {}", self.pipes)
    }

    fn socket(&self, process: Pid, descriptor: i32) -> Option<String> {
        let socket = borrow(process, descriptor)?;
        if let Some(client) = peer_port(&socket).and_then(|port| self.clients.get(&port)) {
            return Some(client.clone());
        }
        let is_its = local_port(&socket)? == self.listener;
        let name = if takes_datagrams(&socket) { "socket" } else { "listener" };
        is_its.then(|| name.to_owned())
    }

    /// The client who calls from `port`.
    pub(crate) fn client(&self, port: u16) -> Option<&str> {
        self.clients.get(&port).map(String::as_str)
    }

    /// Remembers what `token` stands for when `epoll` reports it.
    pub(crate) fn register(&mut self, process: Pid, epoll: i32, token: u64, name: &str) {
        self.tokens.insert((process, epoll, token), name.to_owned());
    }

    /// Returns what `token` stands for when `epoll` reports it.
    pub(crate) fn token(&self, process: Pid, epoll: i32, token: u64) -> &str {
        self.tokens.get(&(process, epoll, token)).map_or("something unknown", String::as_str)
    }
}

fn link(process: Pid, descriptor: i32) -> Option<String> {
    let path = format!("/proc/{}/fd/{descriptor}", process.as_raw_nonzero());
    Some(fs::read_link(path).ok()?.to_string_lossy().into_owned())
}

fn anonymous(kind: &str) -> Option<String> {
    let name = match kind {
        "[eventpoll]" => "epoll",
        "[eventfd]" => "eventfd",
        "[timerfd]" => "timer",
        "[signalfd]" => "signals",
        "[io_uring]" => "ring",
        _ => return None,
    };
    Some(name.to_owned())
}

/// Copies a descriptor of the other process for a moment: /proc tells no port.
fn borrow(process: Pid, descriptor: i32) -> Option<OwnedFd> {
    let handle = pidfd_open(process, PidfdFlags::empty()).ok()?;
    pidfd_getfd(handle, descriptor, PidfdGetfdFlags::empty()).ok()
}

fn takes_datagrams(socket: &OwnedFd) -> bool {
    socket_type(socket) == Ok(SocketType::DGRAM)
}

fn peer_port(socket: &OwnedFd) -> Option<u16> {
    port(getpeername(socket).ok()??)
}

fn local_port(socket: &OwnedFd) -> Option<u16> {
    port(getsockname(socket).ok()?)
}

fn port(address: SocketAddrAny) -> Option<u16> {
    SocketAddr::try_from(address).ok().map(|address| address.port())
}
