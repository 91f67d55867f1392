//! The relay's connection with a program: what the program has done with it.

use std::{
    io::{self, ErrorKind, Read, Write},
    mem,
    net::{Ipv4Addr, Shutdown, SocketAddr, TcpListener, TcpStream},
};

use tracer::sock_diag::{End, ask};

use crate::{
    arrival::streams::{self, News},
    client::acknowledge,
    program::{PATIENCE, Step},
};

/// Where a program connects, and its connection.
#[derive(Debug)]
pub(super) struct Wire {
    relay: TcpListener,
    call: Option<Call>,
}

/// A connection that a program has made.
#[derive(Debug)]
struct Call {
    stream: TcpStream,
    /// The addresses of the program's end and of the relay's.
    ends: (SocketAddr, SocketAddr),
    /// What the program has sent, and has not been told yet.
    sent: Vec<u8>,
    /// How many bytes it has been sent.
    heard: u64,
    has_ended: bool,
}

impl Wire {
    /// A relay, and its address.
    pub(super) fn new() -> io::Result<(Self, SocketAddr)> {
        let relay = TcpListener::bind((Ipv4Addr::LOCALHOST, 0))?;
        relay.set_nonblocking(true)?;
        let address = relay.local_addr()?;
        Ok((Self { relay, call: None }, address))
    }

    /// What the program called `name` has done, now that it is at rest.
    pub(super) fn news(&mut self, name: &str) -> io::Result<Option<Step>> {
        match self.relay.accept() {
            Ok(_) if self.call.is_some() => Err(once_more(name)),
            Ok((stream, far)) => {
                self.call = Some(Call::new(stream, far)?);
                Ok(Some(Step::Connects))
            }
            Err(error) if error.kind() == ErrorKind::WouldBlock => {
                self.call.as_mut().map_or(Ok(None), Call::news)
            }
            Err(error) => Err(error),
        }
    }

    /// Whether there is nothing to come: the connection has ended, or there was none.
    pub(super) fn is_over(&self) -> bool {
        self.call.as_ref().is_none_or(|call| call.has_ended)
    }

    /// Passes on what the server has sent, and sees that it has arrived.
    pub(super) fn hear(&mut self, bytes: &[u8]) {
        if let Some(call) = &mut self.call {
            call.hear(bytes).ok();
        }
    }

    /// Passes on that the server has ended the connection, and sees that it has arrived.
    pub(super) fn hear_end(&self) {
        let Some(call) = &self.call else { return };
        // The program may have closed as well.
        if call.stream.shutdown(Shutdown::Write).is_ok() {
            streams::wait(call.ends.0, call.ends.1, News::End);
        }
    }
}

fn once_more(name: &str) -> io::Error {
    io::Error::other(format!("{name} has connected once more: one connection is relayed"))
}

impl Call {
    fn new(stream: TcpStream, far: SocketAddr) -> io::Result<Self> {
        stream.set_nonblocking(true)?;
        stream.set_nodelay(true)?;
        stream.set_write_timeout(Some(PATIENCE))?;
        let ends = (far, stream.local_addr()?);
        Ok(Self { stream, ends, sent: Vec::new(), heard: 0, has_ended: false })
    }

    /// Bytes are told when all have come: a program may be asleep because they fill its buffer.
    fn news(&mut self) -> io::Result<Option<Step>> {
        if self.has_ended {
            return Ok(None);
        }
        let before = self.sent.len();
        let is_open = self.read();
        if self.sent.len() > before || is_open && self.is_sending() {
            return Ok(Some(Step::Runs));
        }
        if !self.sent.is_empty() {
            return Ok(Some(Step::Sends(mem::take(&mut self.sent))));
        }
        Ok((!is_open).then(|| self.ends()))
    }

    /// Reads all that is here; whether more may come.
    fn read(&mut self) -> bool {
        // A program without TCP_NODELAY sends the rest when its beginning is acknowledged.
        acknowledge(&self.stream);
        match self.stream.read_to_end(&mut self.sent) {
            Err(error) => error.kind() == ErrorKind::WouldBlock,
            Ok(_) => false,
        }
    }

    /// Whether bytes of the program, or its end, are on the way.
    fn is_sending(&self) -> bool {
        self.far().is_some_and(|end| end.unacknowledged > 0)
    }

    /// A socket that is closed belongs to no process.
    fn ends(&mut self) -> Step {
        self.has_ended = true;
        let is_open = self.far().is_some_and(End::is_the_servers);
        if is_open { Step::HalfCloses } else { Step::Closes }
    }

    /// The program's end, if the kernel tells.
    fn far(&self) -> Option<End> {
        ask(self.ends.0, self.ends.1).ok()
    }

    fn hear(&mut self, bytes: &[u8]) -> io::Result<()> {
        self.stream.set_nonblocking(false)?;
        let written = self.stream.write_all(bytes);
        self.stream.set_nonblocking(true)?;
        written?;
        self.heard += bytes.len() as u64;
        streams::wait(self.ends.0, self.ends.1, News::Bytes(self.heard));
        Ok(())
    }
}
