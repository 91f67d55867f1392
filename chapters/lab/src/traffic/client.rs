//! One client: it sends its turn, and counts the bytes of the replies.

use std::{
    net::{SocketAddr, TcpStream},
    os::fd::{AsFd, BorrowedFd, OwnedFd},
    time::Instant,
};

use anyhow::{Result, bail, ensure};
use rustix::{
    io::Errno,
    net::{RecvFlags, SendFlags, recv, send},
};

use super::Request;

/// A connection that never blocks.
#[derive(Debug)]
pub(crate) struct Client {
    socket: OwnedFd,
    /// Whether it has a turn that is not answered yet.
    waits: bool,
    /// Bytes of the turn that have been sent.
    sent: usize,
    /// Bytes of the replies that have come.
    heard: usize,
    /// When its turn began, or should have begun.
    pub(crate) start: Instant,
}

impl Client {
    pub(crate) fn connect(address: SocketAddr) -> Result<Self> {
        ensure!(address.ip().is_loopback(), "{address} is not on this machine");
        let stream = TcpStream::connect(address)?;
        stream.set_nodelay(true)?;
        stream.set_nonblocking(true)?;
        let (socket, start) = (stream.into(), Instant::now());
        Ok(Self { socket, waits: false, sent: 0, heard: 0, start })
    }

    /// Begins a turn that was to start at `start`.
    pub(crate) fn ask(&mut self, request: &Request, start: Instant) -> Result<()> {
        (self.waits, self.sent, self.heard, self.start) = (true, 0, 0, start);
        self.send(request)
    }

    /// Goes on with its turn; whether it has been answered with that.
    pub(crate) fn go_on(&mut self, request: &Request, room: &mut [u8]) -> Result<bool> {
        if !self.waits {
            // What is reported has been seen before, perhaps in a turn of another request.
            return Ok(false);
        }
        self.send(request)?;
        while self.heard < request.replies.len() {
            match recv(&self.socket, &mut *room, RecvFlags::empty()) {
                Ok((_, 0)) => bail!("the server has closed the connection"),
                Ok((_, number)) => self.hear(request, &room[..number])?,
                Err(Errno::AGAIN | Errno::INTR) => return Ok(false),
                Err(errno) => return Err(errno.into()),
            }
        }
        self.waits = false;
        Ok(true)
    }

    fn send(&mut self, request: &Request) -> Result<()> {
        while self.sent < request.turn.len() {
            match send(&self.socket, &request.turn[self.sent..], SendFlags::NOSIGNAL) {
                Ok(number) => self.sent += number,
                Err(Errno::AGAIN | Errno::INTR) => break,
                Err(errno) => return Err(errno.into()),
            }
        }
        Ok(())
    }

    /// Looks at the first byte: to compare all of them would make the load the slower one.
    fn hear(&mut self, request: &Request, bytes: &[u8]) -> Result<()> {
        let expected = request.replies.get(self.heard);
        let line = bytes.split(|byte| b"\r\n".contains(byte)).next().unwrap_or_default();
        ensure!(bytes.first() == expected, "it answers {:?}", String::from_utf8_lossy(line));
        self.heard += bytes.len();
        Ok(())
    }
}

impl AsFd for Client {
    fn as_fd(&self) -> BorrowedFd<'_> {
        self.socket.as_fd()
    }
}
