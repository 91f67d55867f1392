//! The ports of a socket of another process, asked in the one way or the other.
//!
//! A copy of the descriptor tells most directly (pidfd_getfd(2)), but that call is of Linux 5.6, and
//! a container may forbid it. Then the kernel's tables of sockets tell (proc_net(5)): a line for
//! each, with its ports and the number by which `/proc/PID/fd` calls it.

use std::{
    fs,
    net::{Ipv4Addr, Ipv6Addr, SocketAddr},
    os::fd::OwnedFd,
};

use rustix::{
    net::{
        SocketAddrAny, SocketType, getpeername, getsockname,
        sockopt::{socket_acceptconn, socket_type},
    },
    process::{Pid, PidfdFlags, PidfdGetfdFlags, pidfd_getfd, pidfd_open},
};

/// A socket's own address, and that of its peer.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Ports {
    pub(crate) local: SocketAddr,
    pub(crate) peer: Option<SocketAddr>,
    pub(crate) takes_datagrams: bool,
    /// Whether it takes new connections.
    pub(crate) listens: bool,
}

/// The ports behind a descriptor that `/proc/PID/fd` calls `file`.
pub(crate) fn of(process: Pid, descriptor: i32, file: &str) -> Option<Ports> {
    match borrow(process, descriptor) {
        Some(socket) => of_copy(&socket),
        None => listed(process, file),
    }
}

/// Copies a descriptor of the other process for a moment.
pub(crate) fn borrow(process: Pid, descriptor: i32) -> Option<OwnedFd> {
    let handle = pidfd_open(process, PidfdFlags::empty()).ok()?;
    pidfd_getfd(handle, descriptor, PidfdGetfdFlags::empty()).ok()
}

fn of_copy(socket: &OwnedFd) -> Option<Ports> {
    let address = |any: SocketAddrAny| SocketAddr::try_from(any).ok();
    Some(Ports {
        local: getsockname(socket).ok().and_then(address)?,
        peer: getpeername(socket).ok().flatten().and_then(address),
        takes_datagrams: socket_type(socket) == Ok(SocketType::DGRAM),
        listens: socket_acceptconn(socket) == Ok(true),
    })
}

/// The tables in a process's own network, and whether they list datagram sockets.
const TABLES: [(&str, bool); 4] = [("tcp", false), ("tcp6", false), ("udp", true), ("udp6", true)];

/// How they call the state of a socket that takes new connections.
const LISTENS: &str = "0A";

fn listed(process: Pid, file: &str) -> Option<Ports> {
    let inode = file.strip_prefix("socket:[")?.strip_suffix(']')?;
    TABLES.iter().find_map(|(table, takes_datagrams)| {
        let text = fs::read_to_string(format!("/proc/{}/net/{table}", process.as_raw_nonzero()));
        find(&text.ok()?, inode, *takes_datagrams)
    })
}

/// What the line of the socket with this number says.
fn find(table: &str, inode: &str, takes_datagrams: bool) -> Option<Ports> {
    let mut lines = table.lines().map(|line| line.split_whitespace().collect::<Vec<_>>());
    let line = lines.find(|fields| fields.get(9) == Some(&inode))?;
    let local = hexadecimal(line[1])?;
    let peer = hexadecimal(line[2]).filter(|peer| peer.port() != 0);
    Some(Ports { local, peer, takes_datagrams, listens: line[3] == LISTENS })
}

/// The address in `0100007F:1F90`: words of the machine's own order, but the port is a number.
fn hexadecimal(text: &str) -> Option<SocketAddr> {
    let (host, port) = text.split_once(':')?;
    let port = u16::from_str_radix(port, 16).ok()?;
    let words = host.as_bytes().chunks(8).map(|word| {
        u32::from_str_radix(std::str::from_utf8(word).ok()?, 16).ok().map(u32::to_ne_bytes)
    });
    let bytes = words.collect::<Option<Vec<_>>>()?.concat();
    let host = match <[u8; 4]>::try_from(bytes.as_slice()) {
        Ok(bytes) => Ipv4Addr::from(bytes).into(),
        Err(_) => Ipv6Addr::from(<[u8; 16]>::try_from(bytes).ok()?).into(),
    };
    Some(SocketAddr::new(host, port))
}
