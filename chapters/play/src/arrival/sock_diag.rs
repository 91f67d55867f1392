//! sock_diag(7): the kernel is asked for one connection, by the addresses of its two ends.

use std::{io, mem::offset_of, net::SocketAddr, os::fd::OwnedFd};

use linux_raw_sys::net::tcp_info;
use rustix::net::{
    AddressFamily, RecvFlags, SendFlags, SocketFlags, SocketType, netlink::SOCK_DIAG, recv, send,
    socket_with,
};

/// The server's end of a connection.
#[derive(Debug, Clone, Copy)]
pub(crate) struct End {
    /// Its state; none if the connection is gone.
    state: Option<u8>,
    /// How many bytes have come to it.
    pub(crate) received: u64,
}

/// States of a connection, as the kernel numbers them (`include/net/tcp_states.h`).
const ESTABLISHED: u8 = 1;
const SYN_RECV: u8 = 3;
const LISTEN: u8 = 10;
const NEW_SYN_RECV: u8 = 12;

impl End {
    /// Whether the connection is there: its handshake is complete.
    pub(crate) fn is_there(self) -> bool {
        self.state.is_some_and(|state| state != SYN_RECV && state != NEW_SYN_RECV)
    }

    /// Whether it is no more.
    pub(crate) fn is_gone(self) -> bool {
        self.state.is_none()
    }

    /// Whether the client's end has arrived, in good order or not.
    pub(crate) fn has_heard_the_end(self) -> bool {
        self.is_there() && self.state != Some(ESTABLISHED)
    }
}

const REQUEST: u16 = 1;
const ERROR: u16 = 2;
/// SOCK_DIAG_BY_FAMILY, and the one attribute that we ask for.
const BY_FAMILY: u16 = 20;
const INFO: u16 = 2;
/// The protocol's number (`/etc/protocols`).
const TCP: u8 = 6;
/// The size of `struct nlmsghdr`, and of that with `struct inet_diag_msg` after it.
const HEADER: usize = 16;
const MESSAGE: usize = HEADER + 72;

/// Asks for the server's end of a connection.
pub(crate) fn ask(server: SocketAddr, client: SocketAddr) -> io::Result<End> {
    let (kind, flags) = (SocketType::DGRAM, SocketFlags::CLOEXEC);
    let socket = socket_with(AddressFamily::NETLINK, kind, flags, Some(SOCK_DIAG))?;
    send(&socket, &request(server, client), SendFlags::empty())?;
    answer(&socket)
}

/// `struct nlmsghdr`, then `struct inet_diag_req_v2`.
fn request(server: SocketAddr, client: SocketAddr) -> Vec<u8> {
    let mut bytes = Vec::with_capacity(72);
    bytes.extend(72_u32.to_ne_bytes());
    bytes.extend(BY_FAMILY.to_ne_bytes());
    bytes.extend(REQUEST.to_ne_bytes());
    bytes.extend([0; 8]);
    let family = if server.is_ipv4() { AddressFamily::INET } else { AddressFamily::INET6 };
    let family = u8::try_from(family.as_raw()).expect("a family's number is small");
    bytes.extend([family, TCP, 1 << (INFO - 1), 0]);
    bytes.extend(u32::MAX.to_ne_bytes());
    bytes.extend(server.port().to_be_bytes());
    bytes.extend(client.port().to_be_bytes());
    bytes.extend(address(server));
    bytes.extend(address(client));
    bytes.extend([0; 4]);
    bytes.extend([0xff; 8]);
    bytes
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
fn answer(socket: &OwnedFd) -> io::Result<End> {
    let mut bytes = [0; 1024];
    let (len, _) = recv(socket, &mut bytes[..], RecvFlags::empty())?;
    let bytes = &bytes[..len];
    if short(bytes, 4) == Some(ERROR) {
        let error = bytes
            .get(HEADER..HEADER + 4)
            .and_then(|raw| raw.try_into().ok())
            .map(i32::from_ne_bytes);
        return match error {
            Some(error) if error == -libc::ENOENT => Ok(End { state: None, received: 0 }),
            error => Err(io::Error::from_raw_os_error(-error.unwrap_or(0))),
        };
    }
    let state = bytes.get(HEADER + 1).copied();
    let received = information(bytes.get(MESSAGE..).unwrap_or(&[])).unwrap_or(u64::MAX);
    Ok(End { state: state.filter(|state| *state != LISTEN), received })
}

/// The received bytes of `struct tcp_info`, which is one of these attributes.
fn information(mut attributes: &[u8]) -> Option<u64> {
    loop {
        let len = usize::from(short(attributes, 0)?);
        if short(attributes, 2)? == INFO {
            let field =
                attributes.get(4 + offset_of!(tcp_info, tcpi_bytes_received)..)?.get(..8)?;
            return Some(u64::from_ne_bytes(field.try_into().ok()?));
        }
        attributes = attributes.get(len.next_multiple_of(4).max(4)..)?;
    }
}

fn short(bytes: &[u8], at: usize) -> Option<u16> {
    Some(u16::from_ne_bytes(bytes.get(at..at + 2)?.try_into().ok()?))
}
