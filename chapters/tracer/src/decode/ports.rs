//! The ports of a socket of another process, asked in the one way or the other.
//!
//! A copy of the descriptor tells most directly (pidfd_getfd(2)), but that call is of Linux 5.6, and
//! a container may forbid it. Then the kernel's tables of sockets tell (proc_net(5)): a line for
//! each, with its ports and the number by which `/proc/PID/fd` calls it.

use std::{fs, net::SocketAddr, os::fd::OwnedFd};

use rustix::{
    net::{SocketAddrAny, SocketType, getpeername, getsockname, sockopt::socket_type},
    process::{Pid, PidfdFlags, PidfdGetfdFlags, pidfd_getfd, pidfd_open},
};

/// A socket's own port, and that of its peer.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Ports {
    pub(crate) local: u16,
    pub(crate) peer: Option<u16>,
    pub(crate) takes_datagrams: bool,
}

/// The ports behind a descriptor that `/proc/PID/fd` calls `file`.
pub(crate) fn of(process: Pid, descriptor: i32, file: &str) -> Option<Ports> {
    match borrow(process, descriptor) {
        Some(socket) => of_copy(&socket),
        None => listed(process, file),
    }
}

/// Copies a descriptor of the other process for a moment.
fn borrow(process: Pid, descriptor: i32) -> Option<OwnedFd> {
    let handle = pidfd_open(process, PidfdFlags::empty()).ok()?;
    pidfd_getfd(handle, descriptor, PidfdGetfdFlags::empty()).ok()
}

fn of_copy(socket: &OwnedFd) -> Option<Ports> {
    let peer = getpeername(socket).ok().flatten().and_then(port);
    let local = getsockname(socket).ok().and_then(port)?;
    Some(Ports { local, peer, takes_datagrams: socket_type(socket) == Ok(SocketType::DGRAM) })
}

fn port(address: SocketAddrAny) -> Option<u16> {
    SocketAddr::try_from(address).ok().map(|address| address.port())
}

/// The tables in a process's own network, and whether they list datagram sockets.
const TABLES: [(&str, bool); 4] = [("tcp", false), ("tcp6", false), ("udp", true), ("udp6", true)];

fn listed(process: Pid, file: &str) -> Option<Ports> {
    let inode = file.strip_prefix("socket:[")?.strip_suffix(']')?;
    TABLES.iter().find_map(|(table, takes_datagrams)| {
        let text = fs::read_to_string(format!("/proc/{}/net/{table}", process.as_raw_nonzero()));
        let (local, peer) = find(&text.ok()?, inode)?;
        let peer = Some(peer).filter(|port| *port != 0);
        Some(Ports { local, peer, takes_datagrams: *takes_datagrams })
    })
}

/// The two ports in the line of the socket with this number.
fn find(table: &str, inode: &str) -> Option<(u16, u16)> {
    let mut lines = table.lines().map(|line| line.split_whitespace().collect::<Vec<_>>());
    let line = lines.find(|fields| fields.get(9) == Some(&inode))?;
    Some((hexadecimal(line[1])?, hexadecimal(line[2])?))
}

/// The port in `0100007F:1F90`.
fn hexadecimal(address: &str) -> Option<u16> {
    u16::from_str_radix(address.rsplit_once(':')?.1, 16).ok()
}
