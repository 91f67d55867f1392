//! The edge that a cut owes a server which is told of changes only.
//!
//! Such a server may take a short read for an empty socket and a short write for a full one
//! (epoll(7), "Questions and answers", 9), and then waits for a change. A cut leaves what there was,
//! so nothing would change. But the kernel tells once more of bytes and of room when one of these
//! options is set, even to the value that it has: as if the rest had come, or room had, a moment later.
#![expect(unsafe_code, reason = "no crate has names for these two options of a socket")]

use std::{
    io,
    os::fd::{AsRawFd, OwnedFd},
    ptr::from_mut,
};

use rustix::{
    io::Errno,
    net::{ipproto, sockopt::socket_protocol},
    process::{Pid, PidfdFlags, PidfdGetfdFlags, pidfd_getfd, pidfd_open},
};

use crate::decode::call::Entered;

/// The sockets of a call, in duplicates of our own (pidfd_getfd(2)).
#[derive(Debug)]
pub(crate) struct Edge(Vec<OwnedFd>);

/// Bytes at least to be readable, and bytes at most that are still to be sent to be writable: in
/// tcp_set_rcvlowat() and do_tcp_setsockopt() the kernel then looks whether it is.
const LOOKS: [(i32, i32); 2] =
    [(libc::SOL_SOCKET, libc::SO_RCVLOWAT), (libc::IPPROTO_TCP, libc::TCP_NOTSENT_LOWAT)];

impl Edge {
    /// That of a call of a process; none if it is about no TCP socket.
    ///
    /// # Errors
    ///
    /// This system does not let us have a duplicate.
    pub(crate) fn of(process: Pid, call: &Entered) -> Result<Option<Self>, Errno> {
        let all = call.descriptors().into_iter().map(|of| duplicate(process, of));
        let all = all.collect::<Result<Vec<_>, _>>()?.into_iter().flatten();
        let sockets: Vec<_> =
            all.filter(|file| socket_protocol(file) == Ok(Some(ipproto::TCP))).collect();
        Ok((!sockets.is_empty()).then_some(Self(sockets)))
    }

    /// It comes.
    pub(crate) fn comes(self) -> io::Result<()> {
        let each = self.0.iter().flat_map(|socket| LOOKS.map(|option| (socket, option)));
        each.into_iter().try_for_each(|(socket, option)| set(socket, option, get(socket, option)?))
    }
}

/// What a process has open under this number, if anything.
fn duplicate(process: Pid, descriptor: i32) -> Result<Option<OwnedFd>, Errno> {
    let handle = pidfd_open(process, PidfdFlags::empty());
    match handle.and_then(|of| pidfd_getfd(of, descriptor, PidfdGetfdFlags::empty())) {
        Ok(file) => Ok(Some(file)),
        Err(Errno::BADF | Errno::SRCH) => Ok(None),
        Err(why) => Err(why),
    }
}

fn get(socket: &OwnedFd, (level, option): (i32, i32)) -> io::Result<i32> {
    let (mut value, mut size) = (0, SIZE);
    // SAFETY: getsockopt(2) writes at most `size` bytes to `value`, which has as many.
    let answer = unsafe {
        libc::getsockopt(socket.as_raw_fd(), level, option, from_mut(&mut value).cast(), &mut size)
    };
    if answer == 0 { Ok(value) } else { Err(io::Error::last_os_error()) }
}

fn set(socket: &OwnedFd, (level, option): (i32, i32), value: i32) -> io::Result<()> {
    // SAFETY: setsockopt(2) reads `SIZE` bytes of `value`, which has as many.
    let answer = unsafe {
        libc::setsockopt(socket.as_raw_fd(), level, option, (&raw const value).cast(), SIZE)
    };
    if answer == 0 { Ok(()) } else { Err(io::Error::last_os_error()) }
}

/// The size of an `int` in C.
const SIZE: libc::socklen_t = 4;
