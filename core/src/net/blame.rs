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
/// if a client's socket has it. What a model waits in is nobody's socket: there a signal ends the
/// wait, and what is too long a list for the moment is looked at in parts.
pub const ERRORS: &[(Errno, Blame, &str)] = &[
    (Errno::CONNRESET, Blame::Peer, "recv(2): the peer reset the connection"),
    (Errno::PIPE, Blame::Peer, "send(2): the connection is shut down for writing"),
    (Errno::NOTCONN, Blame::Peer, "recv(2): it is not connected any more"),
    (Errno::CONNABORTED, Blame::Peer, "accept(2): it was over before it was accepted"),
    (Errno::TIMEDOUT, Blame::Peer, "tcp(7): the peer has not answered in time"),
    (Errno::CONNREFUSED, Blame::Peer, "icmp(7): port unreachable, as a firewall rejects"),
    (Errno::HOSTUNREACH, Blame::Peer, "ip(7): no route to the peer"),
    (Errno::NETUNREACH, Blame::Peer, "ip(7): no route to its network"),
    (Errno::HOSTDOWN, Blame::Peer, "accept(2): the peer is down"),
    (Errno::NETDOWN, Blame::Peer, "accept(2): the network is down"),
    (Errno::NETRESET, Blame::Peer, "errno(3): the network dropped the connection"),
    #[cfg(target_os = "linux")]
    (Errno::NONET, Blame::Peer, "accept(2): the peer is not on the network"),
    (Errno::PROTO, Blame::Peer, "accept(2): protocol error"),
    (Errno::NOPROTOOPT, Blame::Peer, "accept(2): protocol not available"),
    (Errno::OPNOTSUPP, Blame::Peer, "accept(2): not supported on the new socket"),
    (Errno::MSGSIZE, Blame::Peer, "ip(7): larger than the path takes"),
    (Errno::PERM, Blame::Peer, "accept(2), ip(7): a firewall's rule forbids it"),
    (Errno::ACCESS, Blame::Peer, "send(2), ipv6(7): administratively prohibited"),
    (Errno::PROTONOSUPPORT, Blame::Peer, "accept(2): as the protocol has it"),
    #[cfg(target_os = "linux")]
    (Errno::NOSR, Blame::Peer, "accept(2): as the protocol has it"),
    (Errno::SOCKTNOSUPPORT, Blame::Peer, "accept(2): as the protocol has it"),
    (Errno::IO, Blame::Peer, "errno(3): the device has failed"),
    (Errno::MFILE, Blame::Moment, "accept(2): no descriptor is left in this process"),
    (Errno::NFILE, Blame::Moment, "accept(2): no open file is left in the system"),
    (Errno::NOBUFS, Blame::Moment, "accept(2): no memory for the socket"),
    (Errno::NOMEM, Blame::Moment, "accept(2), epoll_ctl(2): no memory"),
    (Errno::NOSPC, Blame::Moment, "epoll_ctl(2): too many watches for this user"),
    (Errno::AGAIN, Blame::Moment, "fork(2), io_uring_enter(2), socket(7): not now"),
    (Errno::BUSY, Blame::Moment, "io_uring_enter(2): completions are to be read first"),
    (Errno::INTR, Blame::Nobody, "signal(7): a handler has run"),
    (Errno::CANCELED, Blame::Nobody, "io_uring_cancelation(7): it was to end"),
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
        "epoll_ctl(2): it is in the list; io_uring_enter(2): another thread's",
    ),
    (Errno::NOENT, Blame::Us, "epoll_ctl(2): it is not in the list"),
    (Errno::LOOP, Blame::Us, "epoll_ctl(2): lists in lists"),
    (Errno::SRCH, Blame::Us, "fcntl(2), pidfd_open(2): no such thread or process"),
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
