//! The ways to send a message, and to receive it.

use std::{
    io,
    os::{
        fd::{AsFd, OwnedFd},
        unix::fs::FileExt,
    },
};

use rustix::{
    event::{PollFd, PollFlags, poll},
    fs::sendfile,
    pipe::{SpliceFlags, pipe, splice},
};
use socket_core::net::{self, Transfer};

use super::source::Source;
use crate::{
    file::transfer_all,
    pages::Pages,
    ring::Ring,
    s4_splice::relocate,
    s6_ring,
    window::{self, Mapped},
    zerocopy,
};

/// A way to send and receive.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Way {
    Send,
    /// The same once more: what differs is noise.
    Again,
    Read,
    Sendfile,
    Splice,
    ZeroCopy,
    Ring,
    Mapped,
    /// The finished server is asked for a value.
    Get,
    /// The same once more.
    GetAgain,
    /// A server that sends it out of its store.
    Lent,
}

impl Way {
    /// Each kind begins with the one that the others of it are compared with, twice.
    pub(crate) const ALL: [Self; 11] = [
        Self::Send,
        Self::Again,
        Self::Read,
        Self::Sendfile,
        Self::Splice,
        Self::ZeroCopy,
        Self::Ring,
        Self::Mapped,
        Self::Get,
        Self::GetAgain,
        Self::Lent,
    ];

    /// Those that send messages.
    pub(crate) const SENDS: &[Self] = Self::ALL.split_at(8).0;
    /// Those that answer GET.
    pub(crate) const GETS: &[Self] = Self::ALL.split_at(8).1;

    pub(crate) fn is_get(self) -> bool {
        Self::GETS.contains(&self)
    }

    /// What it is compared with.
    pub(crate) fn plain(self) -> Self {
        if self.is_get() { Self::Get } else { Self::Send }
    }

    /// What this machine lacks for it.
    pub(crate) fn missing(self) -> Option<io::Error> {
        if self == Self::Ring { s6_ring::available().err() } else { None }
    }

    /// Its name in a file.
    pub(crate) fn key(self) -> &'static str {
        match self {
            Self::Send => "send",
            Self::Again => "send-again",
            Self::Read => "read-send",
            Self::Sendfile => "sendfile",
            Self::Splice => "splice",
            Self::ZeroCopy => "zerocopy",
            Self::Ring => "send_zc",
            Self::Mapped => "mapped",
            Self::Get => "get",
            Self::GetAgain => "get-again",
            Self::Lent => "get-lent",
        }
    }

    /// Its name in a table.
    pub(crate) fn title(self) -> &'static str {
        match self {
            Self::Again => "send, again",
            Self::Read => "read, send",
            Self::ZeroCopy => "MSG_ZEROCOPY",
            Self::Ring => "SEND_ZC",
            Self::Mapped => "MSG_ZEROCOPY, mapped",
            Self::Get => "GET",
            Self::GetAgain => "GET, again",
            Self::Lent => "GET, lent",
            Self::Send | Self::Sendfile | Self::Splice => self.key(),
        }
    }
}

/// What the sender has beside its socket.
pub(crate) enum Sender {
    Memory,
    Read(Vec<u8>),
    Sendfile,
    Pipe(OwnedFd, OwnedFd),
    Lent,
    Ring(Box<Ring>),
}

impl Sender {
    pub(crate) fn new(way: Way, socket: &OwnedFd, size: usize) -> io::Result<Self> {
        Ok(match way {
            // A server that answers GET has what it sends.
            Way::Send | Way::Again | Way::Get | Way::GetAgain | Way::Lent => Self::Memory,
            Way::Read => Self::Read(vec![0; size]),
            Way::Sendfile => Self::Sendfile,
            Way::Splice => {
                let (out, into) = pipe()?;
                Self::Pipe(out, into)
            }
            Way::ZeroCopy | Way::Mapped => {
                zerocopy::allow(socket)?;
                Self::Lent
            }
            Way::Ring => Self::Ring(Box::new(Ring::new()?)),
        })
    }

    /// Sends one message. Whether all of it went.
    pub(crate) fn send(
        &mut self,
        socket: &OwnedFd,
        source: &Source,
        from: usize,
    ) -> io::Result<bool> {
        let (size, pages) = (source.size, &source.pages);
        match self {
            Self::Memory => {
                transfer_all(size, |sent| pages.send(socket, from + sent, size - sent, 0))
            }
            Self::Read(bytes) => {
                source.file.read_exact_at(bytes, from as u64)?;
                transfer_all(size, |sent| Ok(net::send(socket, &bytes[sent..])?))
            }
            Self::Sendfile => transfer_all(size, |sent| {
                let mut place = (from + sent) as u64;
                let moved = sendfile(socket, &source.file, Some(&mut place), size - sent);
                Ok(net::transferred(moved)?)
            }),
            Self::Pipe(out, into) => transfer_all(size, |sent| {
                let mut place = (from + sent) as u64;
                let (most, flags) = (size - sent, SpliceFlags::MOVE);
                let held = splice(&source.file, Some(&mut place), &into, None, most, flags)?;
                let is_sent = transfer_all(held, |sent| relocate(out, socket, held - sent))?;
                Ok(if is_sent { Transfer::Bytes(held) } else { Transfer::Gone })
            }),
            Self::Lent => {
                transfer_all(size, |sent| zerocopy::send(socket, pages, from + sent, size - sent))
            }
            Self::Ring(ring) => transfer_all(size, |sent| {
                Ok(net::transferred(ring.send(socket, pages, from + sent, size - sent))?)
            }),
        }
    }

    /// What the kernel has said by now of earlier sends.
    pub(crate) fn rest(&self, socket: &OwnedFd) -> io::Result<()> {
        if matches!(self, Self::Lent) { reap(socket) } else { Ok(()) }
    }
}

fn reap(socket: &OwnedFd) -> io::Result<()> {
    while zerocopy::released(socket)?.is_some() {}
    Ok(())
}

/// What the receiver has beside its socket.
pub(crate) enum Receiver {
    Buffer(Vec<u8>),
    Window(Pages, Vec<u8>),
}

/// The most that is received in one call.
pub(crate) const ROOM: usize = 256 << 10;

impl Receiver {
    pub(crate) fn new(way: Way, socket: &OwnedFd) -> io::Result<Self> {
        let buffer = vec![0; ROOM];
        if way == Way::Mapped {
            let pages = Pages::of_socket(socket, ROOM / rustix::param::page_size())?;
            return Ok(Self::Window(pages, buffer));
        }
        Ok(Self::Buffer(buffer))
    }

    /// Receives one message; returns how many bytes of it were mapped.
    pub(crate) fn receive(&mut self, socket: &OwnedFd, size: usize) -> io::Result<usize> {
        let (mut received, mut mapped) = (0, 0);
        while received < size {
            let more = match self {
                Self::Buffer(buffer) => take_some(socket, buffer, size - received)?,
                Self::Window(pages, buffer) => {
                    poll(&mut [PollFd::from_borrowed_fd(socket.as_fd(), PollFlags::IN)], None)?;
                    match window::receive(socket, pages)? {
                        Mapped { bytes: 0, hint } => take_some(socket, buffer, hint)?,
                        Mapped { bytes, .. } => {
                            mapped += bytes;
                            bytes
                        }
                    }
                }
            };
            received += more;
        }
        Ok(mapped)
    }
}

/// Receives at most so much.
pub(crate) fn take_some(socket: &OwnedFd, buffer: &mut [u8], most: usize) -> io::Result<usize> {
    let room = most.min(buffer.len());
    match net::receive(socket, &mut buffer[..room])? {
        Transfer::Bytes(received @ 1..) => Ok(received),
        _ => Err(io::ErrorKind::UnexpectedEof.into()),
    }
}
