//! sock_diag(7): the kernel is asked for one connection, by the addresses of its two ends.

use std::{io, mem::offset_of, net::SocketAddr, os::fd::OwnedFd};

use linux_raw_sys::net::tcp_info;
use rustix::net::{
    AddressFamily, RecvFlags, SendFlags, SocketFlags, SocketType, netlink::SOCK_DIAG, recv, send,
    socket_with,
};

/// The server's end of a connection.
#[derive(Debug, Clone, Copy)]
pub struct End {
    /// Its state; none if the connection is gone.
    state: Option<u8>,
    /// How many bytes have come to it.
    pub received: u64,
    /// How many of them have been read.
    pub read: u64,
    /// Whether a process has it open.
    is_open: bool,
}

/// States of a connection, as the kernel numbers them (`include/net/tcp_states.h`).
const ESTABLISHED: u8 = 1;
const SYN_RECV: u8 = 3;
const TIME_WAIT: u8 = 6;
const CLOSE_WAIT: u8 = 8;
const LAST_ACK: u8 = 9;
const LISTEN: u8 = 10;
const CLOSING: u8 = 11;
const NEW_SYN_RECV: u8 = 12;

impl End {
    /// No such connection.
    const GONE: Self = Self { state: None, received: 0, read: 0, is_open: false };

    /// What the kernel counts also counts the end of the stream (FIN), which has a number as a byte
    /// has: it is received, and queued until it has been read.
    fn new(state: Option<u8>, received: u64, queued: u64, is_open: bool) -> Self {
        let end = matches!(state, Some(CLOSE_WAIT | LAST_ACK | CLOSING | TIME_WAIT));
        let read = received.saturating_sub(queued);
        let received = received.saturating_sub(end.into());
        Self { state, received, read: read.min(received), is_open }
    }

    /// Whether the connection is there: its handshake is complete.
    #[must_use]
    pub fn is_there(self) -> bool {
        self.state.is_some_and(|state| state != SYN_RECV && state != NEW_SYN_RECV)
    }

    /// Whether it is no more.
    #[must_use]
    pub fn is_gone(self) -> bool {
        self.state.is_none()
    }

    /// Whether the client's end has arrived, in good order or not.
    #[must_use]
    pub fn has_heard_the_end(self) -> bool {
        self.is_there() && self.state != Some(ESTABLISHED)
    }

    /// Whether it is there, and no process has accepted it yet.
    #[must_use]
    pub fn waits_to_be_accepted(self) -> bool {
        matches!(self.state, Some(ESTABLISHED | CLOSE_WAIT)) && !self.is_open
    }

    /// Whether the server has it, or may still accept it.
    #[must_use]
    pub fn is_the_servers(self) -> bool {
        self.is_open || self.waits_to_be_accepted()
    }

    /// How many bytes nobody has read yet.
    #[must_use]
    pub fn unread(self) -> u64 {
        self.received - self.read
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
/// Where that says how many bytes are queued (`idiag_rqueue`), and the number of the open file
/// (`idiag_inode`): `include/uapi/linux/inet_diag.h`.
const QUEUED: usize = HEADER + 56;
const INODE: usize = HEADER + 68;

/// Asks for the server's end of a connection.
///
/// # Errors
///
/// The kernel does not tell: sock_diag(7) is a module that may be missing.
pub fn ask(server: SocketAddr, client: SocketAddr) -> io::Result<End> {
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
            Some(error) if error == -libc::ENOENT => Ok(End::GONE),
            error => Err(io::Error::from_raw_os_error(-error.unwrap_or(0))),
        };
    }
    let state = bytes.get(HEADER + 1).copied().filter(|state| *state != LISTEN);
    let received = information(bytes.get(MESSAGE..).unwrap_or(&[])).unwrap_or(u64::MAX);
    // Where there is no such connection, a listener on the port answers.
    let is_open = state.is_some() && word(bytes, INODE) != 0;
    Ok(End::new(state, received, word(bytes, QUEUED).into(), is_open))
}

/// A field of 32 bits.
fn word(bytes: &[u8], at: usize) -> u32 {
    let field = bytes.get(at..at + 4).and_then(|raw| raw.try_into().ok());
    field.map_or(0, u32::from_ne_bytes)
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

#[cfg(test)]
mod tests {
    use std::{
        io::{Read, Write},
        net::{Shutdown, TcpListener, TcpStream},
    };

    use super::*;

    #[test]
    fn the_end_of_a_stream_is_no_byte_of_it() -> io::Result<()> {
        let listener = TcpListener::bind(("127.0.0.1", 0))?;
        let server = listener.local_addr()?;
        let mut client = TcpStream::connect(server)?;
        let counts = |end: End| (end.received, end.read, end.unread(), end.is_the_servers());
        let address = client.local_addr()?;
        let look = || ask(server, address).map(counts);
        assert_eq!(look()?, (0, 0, 0, true));
        client.write_all(b"hello")?;
        client.shutdown(Shutdown::Write)?;
        assert_eq!(look()?, (5, 0, 5, true));
        let (mut accepted, _) = listener.accept()?;
        accepted.read_exact(&mut [0; 2])?;
        assert_eq!(look()?, (5, 2, 3, true));
        accepted.read_to_end(&mut Vec::new())?;
        assert_eq!(look()?, (5, 5, 0, true));
        drop(accepted);
        client.read_to_end(&mut Vec::new())?;
        assert_eq!(look()?, (0, 0, 0, false));
        Ok(())
    }
}
