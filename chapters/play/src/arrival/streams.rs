//! Whether what a client did has arrived at the server's end of the connection.
//!
//! On loopback a segment nearly always arrives while the call that sends it runs. Under load the
//! kernel may put that off (softirqs move to a thread of their own); the server would then seem to
//! be at rest although its news is on the way. The kernel tells, for each connection, what has
//! arrived: sock_diag(7), for a socket that nobody has accepted yet as well.

use std::{
    io,
    net::SocketAddr,
    os::fd::OwnedFd,
    thread::sleep,
    time::{Duration, Instant},
};

use rustix::net::{
    AddressFamily, RecvFlags, SendFlags, SocketFlags, SocketType, netlink::SOCK_DIAG, recv, send,
    socket_with,
};

/// What to wait for.
#[derive(Debug, Clone, Copy)]
pub(crate) enum News {
    /// The connection is there.
    Connection,
    /// So many bytes have come since it is there.
    Bytes(u64),
    /// The client's end, in good order or not.
    End,
}

/// How long bytes can be on the way. What a full buffer keeps back will not come sooner.
const BYTES: Duration = Duration::from_secs(1);
/// How long a connection or its end can be: nothing keeps them back.
const OTHERS: Duration = Duration::from_secs(10);

/// States of a connection, as the kernel numbers them (`include/net/tcp_states.h`).
const ESTABLISHED: u8 = 1;
const SYN_RECV: u8 = 3;
const LISTEN: u8 = 10;
const NEW_SYN_RECV: u8 = 12;

/// Waits until `news` of `client` has arrived at `server`, or will not arrive for now.
///
/// Where the kernel does not tell (sock_diag is a module), it is taken to have arrived.
pub(crate) fn wait(server: SocketAddr, client: SocketAddr, news: News) {
    let start = Instant::now();
    let patience = if matches!(news, News::Bytes(_)) { BYTES } else { OTHERS };
    while start.elapsed() < patience {
        match ask(server, client) {
            Ok(end) if !end.has(news) => sleep(Duration::from_micros(100)),
            _ => return,
        }
    }
}

/// The server's end of a connection.
#[derive(Debug, Clone, Copy)]
struct End {
    /// Its state; none if the connection is gone.
    state: Option<u8>,
    received: u64,
}

impl End {
    fn has(self, news: News) -> bool {
        let Some(state) = self.state else { return !matches!(news, News::Connection) };
        let coming = state == SYN_RECV || state == NEW_SYN_RECV;
        match news {
            News::Connection => !coming,
            News::Bytes(count) => self.received >= count,
            News::End => !coming && state != ESTABLISHED,
        }
    }
}

const REQUEST: u16 = 1;
const ERROR: u16 = 2;
/// SOCK_DIAG_BY_FAMILY, and the one attribute that we ask for.
const BY_FAMILY: u16 = 20;
const INFO: u16 = 2;
/// The protocol's number (`/etc/protocols`).
const TCP: u8 = 6;
/// Where `tcpi_bytes_received` stands in `struct tcp_info`.
const BYTES_RECEIVED: usize = 128;

fn ask(server: SocketAddr, client: SocketAddr) -> io::Result<End> {
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
        let error = bytes.get(16..20).and_then(|raw| raw.try_into().ok()).map(i32::from_ne_bytes);
        return match error {
            Some(error) if error == -libc::ENOENT => Ok(End { state: None, received: 0 }),
            error => Err(io::Error::from_raw_os_error(-error.unwrap_or(0))),
        };
    }
    let state = bytes.get(17).copied();
    let received = information(bytes.get(88..).unwrap_or(&[])).unwrap_or(u64::MAX);
    Ok(End { state: state.filter(|state| *state != LISTEN), received })
}

/// The received bytes of `struct tcp_info`, which is one of these attributes.
fn information(mut attributes: &[u8]) -> Option<u64> {
    loop {
        let len = usize::from(short(attributes, 0)?);
        if short(attributes, 2)? == INFO {
            let field = attributes.get(4 + BYTES_RECEIVED..)?.get(..8)?;
            return Some(u64::from_ne_bytes(field.try_into().ok()?));
        }
        attributes = attributes.get(len.next_multiple_of(4).max(4)..)?;
    }
}

fn short(bytes: &[u8], at: usize) -> Option<u16> {
    Some(u16::from_ne_bytes(bytes.get(at..at + 2)?.try_into().ok()?))
}
