//! Which errno means what, for all models: whose it is, and so who must act.

use rustix::io::Errno;

/// Who is to blame for an error, and so who must act.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Blame {
    /// The peer, or the network on the way to it: this connection is over, and no other.
    Peer,
    /// The moment: something is used up that may come back. Wait a while, or refuse one client.
    Moment,
    /// Us: a wrong descriptor or argument, or a call that is not there. The server ends.
    Us,
    /// Nobody: nothing has come of it, and it can be asked for again.
    Nobody,
}

/// Which errno means what, and the manual page that says so. One that is not listed is the peer's
/// if a client's socket has it. What a model waits in is nobody's socket.
///
/// Some calls mean something of their own by an errno, and say so where they are made: EAGAIN of a
/// socket that does not block, EINVAL of a listener, and ENOBUFS of a ring's receive, all in `net`;
/// EAGAIN of sigtimedwait(2), whose time is up; EINVAL of poll(2), whose list is longer than the
/// limit; ECHILD of waitid(2), where the kernel has waited itself.
pub const ERRORS: &[(Errno, Blame, &str)] = &[
    (Errno::CONNRESET, Blame::Peer, "send(2): the peer has reset the connection"),
    (Errno::PIPE, Blame::Peer, "send(2): our end is shut down for writing"),
    (Errno::NOTCONN, Blame::Peer, "recv(2): it is not connected, or not any more"),
    (Errno::CONNABORTED, Blame::Peer, "accept(2): it was over before it was accepted"),
    (Errno::TIMEDOUT, Blame::Peer, "tcp(7): the peer has not answered in time"),
    (Errno::CONNREFUSED, Blame::Peer, "recv(2): refused, as a firewall may do by ICMP"),
    (Errno::HOSTUNREACH, Blame::Peer, "ip(7): no route to the peer"),
    (Errno::NETUNREACH, Blame::Peer, "accept(2): no route to its network"),
    (Errno::HOSTDOWN, Blame::Peer, "accept(2): the peer is down"),
    (Errno::NETDOWN, Blame::Peer, "accept(2): the network is down"),
    (Errno::NETRESET, Blame::Peer, "errno(3): the network dropped the connection"),
    #[cfg(target_os = "linux")]
    (Errno::NONET, Blame::Peer, "accept(2): the machine is not on the network"),
    (Errno::PROTO, Blame::Peer, "accept(2): protocol error"),
    (Errno::NOPROTOOPT, Blame::Peer, "accept(2): protocol not available"),
    (Errno::OPNOTSUPP, Blame::Peer, "accept(2): a network error of the new socket"),
    (Errno::MSGSIZE, Blame::Peer, "ip(7): larger than the path takes in one piece"),
    (Errno::PERM, Blame::Peer, "accept(2): a firewall's rule forbids it"),
    (Errno::ACCESS, Blame::Peer, "ip(7): the route to the peer is prohibited"),
    (Errno::PROTONOSUPPORT, Blame::Peer, "accept(2): of the protocol, in some kernels"),
    #[cfg(target_os = "linux")]
    (Errno::NOSR, Blame::Peer, "accept(2): of the protocol, in some kernels"),
    (Errno::SOCKTNOSUPPORT, Blame::Peer, "accept(2): of the protocol, in some kernels"),
    (Errno::IO, Blame::Peer, "errno(3): input or output has failed"),
    (Errno::MFILE, Blame::Moment, "accept(2): no descriptor is left in this process"),
    (Errno::NFILE, Blame::Moment, "accept(2): no open file is left in the system"),
    (Errno::NOBUFS, Blame::Moment, "accept(2): not enough memory for the socket"),
    (Errno::NOMEM, Blame::Moment, "accept(2), recv(2), epoll_ctl(2), poll(2), fork(2): no memory"),
    (Errno::NOSPC, Blame::Moment, "epoll_ctl(2): too many watches for this user"),
    (Errno::AGAIN, Blame::Moment, "fork(2), pthread_create(3), io_uring_enter(2): not now"),
    (Errno::BUSY, Blame::Moment, "io_uring_enter(2): completions are to be read first"),
    (Errno::INTR, Blame::Nobody, "signal(7): a handler has run"),
    (Errno::CANCELED, Blame::Nobody, "io_uring_enter(2): it was to end"),
    #[cfg(target_os = "linux")]
    (Errno::TIME, Blame::Nobody, "io_uring_enter(2): the time is up"),
    (Errno::BADF, Blame::Us, "recv(2): no descriptor"),
    (Errno::FAULT, Blame::Us, "recv(2): no memory of ours"),
    (Errno::INVAL, Blame::Us, "recv(2): an invalid argument"),
    (Errno::NOTSOCK, Blame::Us, "recv(2): no socket"),
    (Errno::DESTADDRREQ, Blame::Us, "send(2): no peer, and no connection"),
    (Errno::ISCONN, Blame::Us, "send(2): a peer is named, and there is one"),
    (
        Errno::EXIST,
        Blame::Us,
        "epoll_ctl(2): it is in the list; io_uring_setup(2): another thread's",
    ),
    (Errno::NOENT, Blame::Us, "epoll_ctl(2): it is not in the list"),
    (Errno::LOOP, Blame::Us, "epoll_ctl(2): lists in lists, in a circle or too deep"),
    (Errno::SRCH, Blame::Us, "pidfd_open(2): no such process"),
    (Errno::CHILD, Blame::Us, "wait(2): it has no such child"),
    (Errno::NXIO, Blame::Us, "io_uring_enter(2): the ring is being taken down"),
    (Errno::NOSYS, Blame::Us, "errno(3): the kernel does not have this call"),
];

/// The rows of [`ERRORS`] without their words, which are for readers: no program carries them.
const ROWS: [(Errno, Blame); ERRORS.len()] = {
    let mut rows = [(Errno::CONNRESET, Blame::Peer); _];
    let mut at = 0;
    while at < ERRORS.len() {
        rows[at] = (ERRORS[at].0, ERRORS[at].1);
        at += 1;
    }
    rows
};

/// Who is to blame for an error of a client's socket: as [`ERRORS`] says, or else the peer.
pub fn blame(error: Errno) -> Blame {
    let row = ROWS.iter().find(|(listed, _)| *listed == error);
    row.map_or(Blame::Peer, |(_, blame)| *blame)
}
