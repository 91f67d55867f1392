//! The messages of sock_diag(7): what is asked, and what comes back (netlink(7)).

use std::{
    io::{self, ErrorKind},
    mem::offset_of,
    net::{IpAddr, SocketAddr},
    os::fd::OwnedFd,
};

use linux_raw_sys::net::tcp_info;
use rustix::net::{AddressFamily, RecvFlags, recv};

use crate::sock_diag::end::{
    CLOSE_WAIT, Connection, ESTABLISHED, End, FIN_WAIT_1, FIN_WAIT_2, LISTEN,
};

const REQUEST: u16 = 1;
pub(super) const ERROR: u16 = 2;
pub(super) const DONE: u16 = 3;
/// NLM_F_DUMP: all that there are.
pub(super) const DUMP: u16 = 0x300;
/// The states that are asked for: all, or those of a connection that is there.
pub(super) const ANY: u32 = u32::MAX;
pub(super) const LISTENING: u32 = 1 << LISTEN;
pub(super) const ALIVE: u32 =
    1 << ESTABLISHED | 1 << FIN_WAIT_1 | 1 << FIN_WAIT_2 | 1 << CLOSE_WAIT;
/// SOCK_DIAG_BY_FAMILY, and the one attribute that we ask for.
const BY_FAMILY: u16 = 20;
const INFO: u16 = 2;
/// The protocol's number (`/etc/protocols`).
const TCP: u8 = 6;
/// The size of `struct nlmsghdr`, and of that with `struct inet_diag_msg` after it.
const HEADER: usize = 16;
const MESSAGE: usize = HEADER + 72;
/// Where that has the two ports, and the two hosts (`struct inet_diag_sockid`).
const PORTS: usize = HEADER + 4;
const HOSTS: usize = HEADER + 8;
/// Where that says how many bytes are queued (`idiag_rqueue`), how many of those that were sent are
/// not acknowledged (`idiag_wqueue`), and the number of the open file (`idiag_inode`): `include/uapi/linux/inet_diag.h`.
const QUEUED: usize = HEADER + 56;
const SENT: usize = HEADER + 60;
const INODE: usize = HEADER + 68;

/// The first of several messages.
pub(super) fn message(bytes: &[u8]) -> Option<&[u8]> {
    let len = usize::try_from(word(bytes, 0)).ok()?;
    bytes.get(..len).filter(|message| message.len() >= HEADER)
}

pub(super) fn connection(message: &[u8]) -> Option<Connection> {
    let is_v4 = *message.get(HEADER)? == family(true);
    let end = |port: usize, host: usize| {
        let bytes: [u8; 16] = message.get(host..host + 16)?.try_into().ok()?;
        let [a, b, c, d, ..] = bytes;
        let host = if is_v4 { [a, b, c, d].into() } else { IpAddr::from(bytes) };
        let port = message.get(port..port + 2)?.try_into().ok()?;
        Some(SocketAddr::new(host, u16::from_be_bytes(port)))
    };
    let (server, client) = (end(PORTS, HOSTS)?, end(PORTS + 2, HOSTS + 16)?);
    Some(Connection { server, client, end: told(message) })
}

/// `struct nlmsghdr`, then `struct inet_diag_req_v2`.
pub(super) fn request(server: SocketAddr, client: SocketAddr, flags: u16, states: u32) -> Vec<u8> {
    let mut bytes = Vec::with_capacity(72);
    bytes.extend(72_u32.to_ne_bytes());
    bytes.extend(BY_FAMILY.to_ne_bytes());
    bytes.extend((REQUEST | flags).to_ne_bytes());
    bytes.extend([0; 8]);
    bytes.extend([family(server.is_ipv4()), TCP, 1 << (INFO - 1), 0]);
    bytes.extend(states.to_ne_bytes());
    bytes.extend(server.port().to_be_bytes());
    bytes.extend(client.port().to_be_bytes());
    bytes.extend(address(server));
    bytes.extend(address(client));
    bytes.extend([0; 4]);
    bytes.extend([0xff; 8]);
    bytes
}

fn family(is_v4: bool) -> u8 {
    let family = if is_v4 { AddressFamily::INET } else { AddressFamily::INET6 };
    u8::try_from(family.as_raw()).expect("a family's number is small")
}

fn address(of: SocketAddr) -> [u8; 16] {
    match of {
        SocketAddr::V4(address) => {
            let mut bytes = [0; 16];
            bytes[..4].copy_from_slice(&address.ip().octets());
            bytes
        }
        SocketAddr::V6(address) => address.ip().octets(),
    }
}

/// `struct nlmsghdr`, then `struct inet_diag_msg`, then attributes; or an error.
pub(super) fn answer(socket: &OwnedFd) -> io::Result<End> {
    let mut bytes = [0; 1024];
    let (len, _) = recv(socket, &mut bytes[..], RecvFlags::empty())?;
    let bytes = &bytes[..len];
    if short(bytes, 4) == Some(ERROR) {
        let error = failure(bytes);
        return if error.kind() == ErrorKind::NotFound { Ok(End::GONE) } else { Err(error) };
    }
    Ok(told(bytes))
}

/// What a message says of a connection.
fn told(bytes: &[u8]) -> End {
    let state = bytes.get(HEADER + 1).copied().filter(|state| *state != LISTEN);
    let info = information(bytes.get(MESSAGE..).unwrap_or(&[])).unwrap_or(&[]);
    let received = long(info, offset_of!(tcp_info, tcpi_bytes_received)).unwrap_or(u64::MAX);
    let in_flight = word(info, offset_of!(tcp_info, tcpi_unacked));
    // Where there is no such connection, a listener on the port answers.
    let is_open = state.is_some() && word(bytes, INODE) != 0;
    let end = End::new(state, received, word(bytes, QUEUED).into(), is_open);
    if state.is_some() { end.sending(word(bytes, SENT).into(), in_flight) } else { end }
}

/// The error in a message: a negative errno.
pub(super) fn failure(bytes: &[u8]) -> io::Error {
    let field = bytes.get(HEADER..HEADER + 4).and_then(|raw| raw.try_into().ok());
    io::Error::from_raw_os_error(-field.map_or(0, i32::from_ne_bytes))
}

/// A field of 32 bits.
fn word(bytes: &[u8], at: usize) -> u32 {
    let field = bytes.get(at..at + 4).and_then(|raw| raw.try_into().ok());
    field.map_or(0, u32::from_ne_bytes)
}

/// `struct tcp_info`, which is one of these attributes.
fn information(mut attributes: &[u8]) -> Option<&[u8]> {
    loop {
        let len = usize::from(short(attributes, 0)?);
        if short(attributes, 2)? == INFO {
            return attributes.get(4..len);
        }
        attributes = attributes.get(len.next_multiple_of(4).max(4)..)?;
    }
}

/// A field of 64 bits.
fn long(bytes: &[u8], at: usize) -> Option<u64> {
    Some(u64::from_ne_bytes(bytes.get(at..at + 8)?.try_into().ok()?))
}

pub(super) fn short(bytes: &[u8], at: usize) -> Option<u16> {
    Some(u16::from_ne_bytes(bytes.get(at..at + 2)?.try_into().ok()?))
}
