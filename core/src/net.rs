//! Sockets as system calls, with the errno rules in one place.
//!
//! Three parties can be at fault when a call on a socket fails. The *peer*: it reset the
//! connection, or the network lost it; that is data, matched by name. The *kernel*: it is out of
//! descriptors or memory, and time may help; data too. *Us*: a wrong descriptor or argument; that
//! is an [`Errno`], and the server's end.

use core::{net::SocketAddr, time::Duration};

use rustix::{
    fd::{AsFd, OwnedFd},
    io::{self, Errno},
    net::{
        self, AddressFamily, RecvFlags, SendFlags, Shutdown, SocketFlags, SocketType, ipproto,
        sockopt,
    },
};

/// How many clients may wait to be accepted; capped by `/proc/sys/net/core/somaxconn` (listen(2)).
const BACKLOG: i32 = 1024;

/// What accept(2) lists on Linux, and other systems have no name for.
const ONLY_ON_LINUX: &[Errno] = &[
    #[cfg(target_os = "linux")]
    Errno::NONET,
];

/// What became of bytes that were to be received or sent.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Transfer {
    /// So many went through. None received: the peer sends no more (recv(2)).
    Bytes(usize),
    /// None can go through now: EAGAIN, on a socket that does not block or for its time limit.
    NotNow,
    /// The connection is gone; nothing can be received or sent on it any more.
    Gone,
}

/// What became of an attempt to accept a client.
#[derive(Debug)]
pub enum Accepted {
    /// A client's socket.
    Client(OwnedFd),
    /// None is waiting now: EAGAIN, on a listener that does not block.
    NotNow,
    /// That one had left before it was accepted; the next one may be there (accept(2)).
    Left,
    /// No descriptor or no memory for it: it goes on waiting, and so should we.
    Exhausted,
    /// The listener does not listen any more: it was [stopped](stop_reading).
    Stopped,
}

/// Whether calls on a socket wait.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Blocking {
    /// They wait until there is something to do.
    Yes,
    /// They return at once, with EAGAIN if there is nothing to do (O_NONBLOCK).
    No,
}

/// A TCP socket that listens on `address`.
///
/// The address can be used again at once after a restart (SO_REUSEADDR, socket(7)). Accepted
/// sockets send without delay: on Linux they inherit TCP_NODELAY from the listener.
///
/// # Errors
/// As socket(2), bind(2) and listen(2) say; EADDRINUSE and EACCES are the user's.
pub fn listen(address: SocketAddr) -> io::Result<OwnedFd> {
    let family = if address.is_ipv4() { AddressFamily::INET } else { AddressFamily::INET6 };
    let kind = SocketType::STREAM;
    let listener = net::socket_with(family, kind, SocketFlags::CLOEXEC, Some(ipproto::TCP))?;
    sockopt::set_socket_reuseaddr(&listener, true)?;
    sockopt::set_tcp_nodelay(&listener, true)?;
    net::bind(&listener, &address)?;
    net::listen(&listener, BACKLOG)?;
    Ok(listener)
}

/// accept4(2): the next client's socket.
///
/// # Errors
/// Only ours: the descriptor is no listener.
pub fn accept(listener: impl AsFd, blocking: Blocking) -> io::Result<Accepted> {
    let flags = match blocking {
        Blocking::Yes => SocketFlags::CLOEXEC,
        Blocking::No => SocketFlags::CLOEXEC | SocketFlags::NONBLOCK,
    };
    accepted(retry(|| net::accept_with(&listener, flags)))
}

/// What the result of an accept means, however it was made.
///
/// # Errors
/// Only ours: the descriptor is no listener.
pub fn accepted(result: io::Result<OwnedFd>) -> io::Result<Accepted> {
    match result {
        Ok(client) => Ok(Accepted::Client(client)),
        Err(Errno::AGAIN) => Ok(Accepted::NotNow),
        Err(Errno::MFILE | Errno::NFILE | Errno::NOBUFS | Errno::NOMEM) => Ok(Accepted::Exhausted),
        Err(Errno::INVAL) => Ok(Accepted::Stopped),
        Err(error) if is_peers(error) => Ok(Accepted::Left),
        Err(error) => Err(error),
    }
}

/// recv(2): bytes of the peer's.
///
/// # Errors
/// Only ours: the descriptor is no connected socket.
pub fn receive(socket: impl AsFd, bytes: &mut [u8]) -> io::Result<Transfer> {
    let received = retry(|| net::recv(&socket, &mut *bytes, RecvFlags::empty()));
    transferred(received.map(|(len, _)| len))
}

/// send(2): bytes to the peer. Never raises SIGPIPE (MSG_NOSIGNAL).
///
/// # Errors
/// Only ours: the descriptor is no connected socket.
pub fn send(socket: impl AsFd, bytes: &[u8]) -> io::Result<Transfer> {
    transferred(retry(|| net::send(&socket, bytes, SendFlags::NOSIGNAL)))
}

/// What the result of a receive or a send means, however it was made.
///
/// # Errors
/// Only ours: the descriptor is no connected socket.
pub fn transferred(result: io::Result<usize>) -> io::Result<Transfer> {
    match result {
        Ok(len) => Ok(Transfer::Bytes(len)),
        Err(Errno::AGAIN) => Ok(Transfer::NotNow),
        Err(error) if is_peers(error) => Ok(Transfer::Gone),
        Err(error) => Err(error),
    }
}

/// shutdown(2) for reading: what has arrived can be received, and then the stream ends.
///
/// It wakes whoever is blocked in recv(2). A listener stops listening, and whoever is blocked in
/// accept(2) gets [`Accepted::Stopped`]. (Both as Linux does it.)
pub fn stop_reading(socket: impl AsFd) {
    // It fails only if the connection is gone; then recv(2) says so too.
    _ = net::shutdown(socket, Shutdown::Read);
}

/// shutdown(2) for both: whoever is blocked in recv(2) or send(2) is woken, and done.
pub fn stop(socket: impl AsFd) {
    // It fails only if the connection is gone; then that is done too.
    _ = net::shutdown(socket, Shutdown::Both);
}

/// shutdown(2) for writing: the peer gets what was sent, and then the end of the stream.
pub fn stop_writing(socket: impl AsFd) {
    // It fails only if the connection is gone; then there is no one to tell.
    _ = net::shutdown(socket, Shutdown::Write);
}

/// Reads and forgets what has arrived, 1 MiB at most, and waits for nothing (MSG_DONTWAIT).
///
/// Before a close(2): it keeps the bytes from turning the close into a reset.
pub fn discard(socket: impl AsFd) {
    let mut bytes = [0; 4 << 10];
    for _ in 0..256 {
        let received = net::recv(&socket, &mut bytes[..], RecvFlags::DONTWAIT);
        if !matches!(received, Ok((1.., _))) {
            return;
        }
    }
}

/// Lets no call on the socket wait: it returns EAGAIN instead (O_NONBLOCK, fcntl(2)).
///
/// # Errors
/// Only ours: a wrong descriptor.
pub fn set_nonblocking(socket: impl AsFd) -> io::Result<()> {
    io::ioctl_fionbio(socket, true)
}

/// How long a call on the socket may wait before it returns EAGAIN (SO_RCVTIMEO, SO_SNDTIMEO).
///
/// # Errors
/// Only ours: a wrong descriptor.
pub fn set_time_limit(socket: impl AsFd, limit: Duration) -> io::Result<()> {
    sockopt::set_socket_timeout(&socket, sockopt::Timeout::Recv, Some(limit))?;
    sockopt::set_socket_timeout(&socket, sockopt::Timeout::Send, Some(limit))
}

/// The peer's or the network's doing, as recv(2), send(2), accept(2) and ip(7) list it. ENOMEM and
/// ENOBUFS are the kernel's, but cost the one connection all the same.
fn is_peers(error: Errno) -> bool {
    matches!(
        error,
        Errno::CONNRESET
            | Errno::CONNABORTED
            | Errno::PIPE
            | Errno::NOTCONN
            | Errno::TIMEDOUT
            | Errno::HOSTUNREACH
            | Errno::HOSTDOWN
            | Errno::NETUNREACH
            | Errno::NETDOWN
            | Errno::NETRESET
            | Errno::NOPROTOOPT
            | Errno::OPNOTSUPP
            | Errno::PROTO
            | Errno::PERM
            | Errno::NOBUFS
            | Errno::NOMEM
    ) || ONLY_ON_LINUX.contains(&error)
}

/// A signal that was handled in the meantime is no result: the call is made again (signal(7)).
fn retry<T>(mut call: impl FnMut() -> io::Result<T>) -> io::Result<T> {
    loop {
        match call() {
            Err(Errno::INTR) => {}
            done => return done,
        }
    }
}
