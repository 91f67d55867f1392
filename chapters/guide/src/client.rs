//! A client of the cast: a socket that never blocks the director.

use rustix::net::sockopt::set_socket_linger;
use std::io::{ErrorKind, Read, Write};
use std::net::{Shutdown, SocketAddr, TcpStream};
use std::time::Duration;
use std::{io, mem};

/// A connected client.
#[derive(Debug)]
pub(crate) struct Connection {
    stream: TcpStream,
    heard: Vec<u8>,
    pub(crate) ending: Option<Ending>,
}

/// How the server has ended a connection.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Ending {
    /// In good order.
    Closed,
    /// With a reset.
    Reset,
}

impl Connection {
    /// Connects. The kernel completes the handshake; the server may accept later.
    pub(crate) fn new(address: SocketAddr) -> io::Result<Self> {
        let stream = TcpStream::connect(address)?;
        // Two messages in a row leave at once, not when the clock says so.
        stream.set_nodelay(true)?;
        stream.set_nonblocking(true)?;
        Ok(Self { stream, heard: Vec::new(), ending: None })
    }

    /// The port by which the server knows this client.
    pub(crate) fn port(&self) -> io::Result<u16> {
        Ok(self.stream.local_addr()?.port())
    }

    /// Sends as much of `bytes` as the kernel takes, and returns how much that was.
    pub(crate) fn send(&mut self, bytes: &[u8]) -> io::Result<usize> {
        match self.stream.write(bytes) {
            Err(error) if error.kind() == ErrorKind::WouldBlock => Ok(0),
            outcome => outcome,
        }
    }

    /// Receives what has arrived, until it has heard `enough` bytes; returns all that it has.
    pub(crate) fn listen(&mut self, enough: usize) -> io::Result<&[u8]> {
        let mut piece = [0; 4096];
        while self.heard.len() < enough && self.ending.is_none() {
            let room = piece.len().min(enough - self.heard.len());
            match self.stream.read(&mut piece[..room]) {
                Ok(0) => self.ending = Some(Ending::Closed),
                Ok(count) => self.heard.extend_from_slice(&piece[..count]),
                Err(error) if error.kind() == ErrorKind::WouldBlock => break,
                Err(error) if error.kind() == ErrorKind::ConnectionReset => {
                    self.ending = Some(Ending::Reset);
                }
                Err(error) => return Err(error),
            }
        }
        Ok(&self.heard)
    }

    /// Takes what it has heard.
    pub(crate) fn take(&mut self) -> Vec<u8> {
        mem::take(&mut self.heard)
    }

    /// Promises to send no more.
    pub(crate) fn half_close(&self) -> io::Result<()> {
        self.stream.shutdown(Shutdown::Write)
    }

    /// Closes without the usual courtesy: the server gets a reset.
    pub(crate) fn reset(self) -> io::Result<()> {
        Ok(set_socket_linger(&self.stream, Some(Duration::ZERO))?)
    }
}
