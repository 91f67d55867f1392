//! Sockets as system calls, with the errno rules in one place.
//!
//! What an errno means is decided in [`ERRORS`], once for all models: the *peer's* errors end one
//! connection, those of the *moment* call for a pause, and *ours* end the server.

mod blame;

pub use blame::{Blame, ERRORS, blame};

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

/// How often accept(2) is tried again at once when it fails because of a client.
const TRIES: usize = 16;

/// How long a connection is silent before the kernel asks whether its peer is still there, as in
/// redis; see [`listen`].
const KEEPALIVE: Duration = Duration::from_secs(300);

/// The time between two such questions, and how many may go unanswered (tcp(7)).
const KEEPALIVE_AGAIN: (Duration, u32) = (Duration::from_secs(100), 3);

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
    /// No descriptor or no memory for it, or try after try has failed: it goes on waiting, and so
    /// should we.
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
/// sockets send without delay, and a peer that vanished without a word is noticed after 10
/// minutes: on Linux they inherit TCP_NODELAY and SO_KEEPALIVE from the listener (tcp(7)).
///
/// # Errors
/// As socket(2), bind(2) and listen(2) say; EADDRINUSE and EACCES are the user's.
pub fn listen(address: SocketAddr) -> io::Result<OwnedFd> {
    let family = if address.is_ipv4() { AddressFamily::INET } else { AddressFamily::INET6 };
    let kind = SocketType::STREAM;
    let listener = net::socket_with(family, kind, SocketFlags::CLOEXEC, Some(ipproto::TCP))?;
    sockopt::set_socket_reuseaddr(&listener, true)?;
    sockopt::set_tcp_nodelay(&listener, true)?;
    keep_alive(&listener)?;
    net::bind(&listener, &address)?;
    net::listen(&listener, BACKLOG)?;
    Ok(listener)
}

fn keep_alive(listener: &OwnedFd) -> io::Result<()> {
    let (again, unanswered) = KEEPALIVE_AGAIN;
    sockopt::set_socket_keepalive(listener, true)?;
    sockopt::set_tcp_keepidle(listener, KEEPALIVE)?;
    sockopt::set_tcp_keepintvl(listener, again)?;
    sockopt::set_tcp_keepcnt(listener, unanswered)
}

/// accept4(2): the next client's socket.
///
/// A client that has left before it was accepted is passed over, and the next one tried.
///
/// # Errors
/// Only ours: the descriptor is no listener.
pub fn accept(listener: impl AsFd, blocking: Blocking) -> io::Result<Accepted> {
    let flags = match blocking {
        Blocking::Yes => SocketFlags::CLOEXEC,
        Blocking::No => SocketFlags::CLOEXEC | SocketFlags::NONBLOCK,
    };
    let mut tries = 0..TRIES;
    loop {
        match retry(|| net::accept_with(&listener, flags)) {
            Err(error) if blame(error) == Blame::Peer && tries.next().is_some() => {}
            result => return accepted(result),
        }
    }
}

/// What the result of an accept means, however it was made.
///
/// # Errors
/// Only ours: the descriptor is no listener.
pub fn accepted(result: io::Result<OwnedFd>) -> io::Result<Accepted> {
    match result {
        Ok(client) => Ok(Accepted::Client(client)),
        // Of fork(2) it is the moment's; of a socket that does not block it is no error.
        Err(Errno::AGAIN) => Ok(Accepted::NotNow),
        // accept(2): "Socket is not listening for connections"; it was.
        Err(Errno::INVAL) => Ok(Accepted::Stopped),
        Err(error) => match blame(error) {
            Blame::Us => Err(error),
            Blame::Nobody => Ok(Accepted::NotNow),
            Blame::Peer | Blame::Moment => Ok(Accepted::Exhausted),
        },
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
        // As of an accept.
        Err(Errno::AGAIN) => Ok(Transfer::NotNow),
        Err(error) => match blame(error) {
            Blame::Us => Err(error),
            Blame::Nobody => Ok(Transfer::NotNow),
            // No memory costs the one connection as well.
            Blame::Peer | Blame::Moment => Ok(Transfer::Gone),
        },
    }
}

/// What a receive or a send means that a ring has completed (io_uring(7)).
///
/// # Errors
/// As [`transferred`].
pub fn completed(result: io::Result<usize>) -> io::Result<Transfer> {
    match result {
        // All provided buffers were taken, and with their completions they are back.
        Err(Errno::NOBUFS) => Ok(Transfer::NotNow),
        result => transferred(result),
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

/// A signal that was handled in the meantime is no result: the call is made again (signal(7)).
fn retry<T>(mut call: impl FnMut() -> io::Result<T>) -> io::Result<T> {
    loop {
        match call() {
            Err(error) if blame(error) == Blame::Nobody => {}
            done => return done,
        }
    }
}
