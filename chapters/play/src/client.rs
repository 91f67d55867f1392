//! A client of the cast: a socket that never blocks the director.

mod lending;

use std::{
    fs::File,
    io::{self, ErrorKind, Read, Write},
    mem,
    net::{Ipv4Addr, Shutdown, SocketAddr, TcpStream, UdpSocket},
    thread::sleep,
    time::Duration,
};

use rustix::net::{
    AddressFamily, SocketFlags, SocketType, connect, socket_with,
    sockopt::{set_socket_linger, set_socket_recv_buffer_size, set_tcp_quickack},
};
use tracer::sock_diag::ask;

/// How often to look whether segments have arrived, and how long to look away.
const LOOKS: usize = 1_000;
const LOOK: Duration = Duration::from_micros(100);

/// A connected client.
#[derive(Debug)]
pub(crate) struct Connection {
    wire: Wire,
    /// How many bytes the kernel has taken from it.
    pub(crate) sent: u64,
    heard: Vec<u8>,
    /// Memory that the kernel may still be sending from.
    lent: Vec<Vec<u8>>,
    /// The file that it has sent.
    file: Option<File>,
    pub(crate) ending: Option<Ending>,
}

/// How its bytes travel.
#[derive(Debug)]
enum Wire {
    Stream(TcpStream),
    Datagrams(UdpSocket),
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
    /// Its buffer for what it has not read yet is of `size`, if that is not left to the kernel.
    pub(crate) fn new(address: SocketAddr, size: Option<usize>) -> io::Result<Self> {
        let stream = match size {
            Some(size) => connect_with(address, size)?,
            None => TcpStream::connect(address)?,
        };
        // Two messages in a row leave at once, not when the clock says so.
        stream.set_nodelay(true)?;
        stream.set_nonblocking(true)?;
        Ok(Self::on(Wire::Stream(stream)))
    }

    /// A socket that sends datagrams to the server, and takes none of anybody else's.
    pub(crate) fn of_datagrams(address: SocketAddr) -> io::Result<Self> {
        let socket = UdpSocket::bind((Ipv4Addr::LOCALHOST, 0))?;
        socket.connect(address)?;
        socket.set_nonblocking(true)?;
        Ok(Self::on(Wire::Datagrams(socket)))
    }

    fn on(wire: Wire) -> Self {
        Self { wire, sent: 0, heard: Vec::new(), lent: Vec::new(), file: None, ending: None }
    }

    pub(crate) fn is_of_datagrams(&self) -> bool {
        matches!(self.wire, Wire::Datagrams(_))
    }

    /// The address by which the server knows this client.
    pub(crate) fn address(&self) -> io::Result<SocketAddr> {
        match &self.wire {
            Wire::Stream(stream) => stream.local_addr(),
            Wire::Datagrams(socket) => socket.local_addr(),
        }
    }

    /// Sends as much of `bytes` as the kernel takes, and returns how much that was.
    pub(crate) fn send(&mut self, bytes: &[u8]) -> io::Result<usize> {
        match self.wire.send(bytes) {
            Err(error) if error.kind() == ErrorKind::WouldBlock => Ok(0),
            outcome => {
                self.sent += *outcome.as_ref().unwrap_or(&0) as u64;
                outcome
            }
        }
    }

    /// Receives what has arrived, until it has heard `enough` bytes; returns all that it has.
    pub(crate) fn listen(&mut self, enough: usize) -> io::Result<&[u8]> {
        let mut piece = [0; 4096];
        while self.heard.len() < enough && self.ending.is_none() {
            match self.wire.receive(&mut piece, enough - self.heard.len()) {
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

    /// Takes all that has come, whatever it was waiting for.
    pub(crate) fn take_all(&mut self) -> io::Result<Vec<u8>> {
        self.listen(4096)?;
        Ok(self.take())
    }

    /// Takes what it has heard.
    pub(crate) fn take(&mut self) -> Vec<u8> {
        mem::take(&mut self.heard)
    }

    /// Acknowledges now what has come: see [`acknowledge`].
    pub(crate) fn acknowledge(&self) {
        if let Wire::Stream(stream) = &self.wire {
            acknowledge(stream);
        }
    }

    /// Promises to send no more. Returns its address, as the other ways to end do.
    pub(crate) fn half_close(&self) -> io::Result<SocketAddr> {
        if let Wire::Stream(stream) = &self.wire {
            stream.shutdown(Shutdown::Write)?;
        }
        self.address()
    }

    /// Closes in good order.
    pub(crate) fn close(self) -> io::Result<SocketAddr> {
        self.address()
    }

    /// Closes without the usual courtesy: the server gets a reset.
    pub(crate) fn reset(self) -> io::Result<SocketAddr> {
        if let Wire::Stream(stream) = &self.wire {
            set_socket_linger(stream, Some(Duration::ZERO))?;
        }
        self.address()
    }
}

/// Acknowledges now what has come, which the kernel may put off for 40 milliseconds (tcp(7)), and
/// waits until the other end knows. That may let more come, which is acknowledged as well.
pub(crate) fn acknowledge(stream: &TcpStream) {
    let Ok((other, this)) = ends(stream) else { return };
    // What has no room is lost, and comes again by the kernel's clock.
    for _ in 0..LOOKS {
        // The kernel ignores it where the connection is gone.
        set_tcp_quickack(stream, true).ok();
        if ask(other, this).is_ok_and(|end| end.in_flight > 0) {
            sleep(LOOK);
        } else {
            return;
        }
    }
}

fn ends(stream: &TcpStream) -> io::Result<(SocketAddr, SocketAddr)> {
    Ok((stream.peer_addr()?, stream.local_addr()?))
}

/// The size must be set before the handshake (tcp(7)).
fn connect_with(address: SocketAddr, size: usize) -> io::Result<TcpStream> {
    let flags = SocketFlags::CLOEXEC;
    let socket = socket_with(AddressFamily::INET, SocketType::STREAM, flags, None)?;
    set_socket_recv_buffer_size(&socket, size)?;
    connect(&socket, &address)?;
    Ok(socket.into())
}

impl Wire {
    fn send(&mut self, bytes: &[u8]) -> io::Result<usize> {
        match self {
            Self::Stream(stream) => stream.write(bytes),
            Self::Datagrams(socket) => socket.send(bytes),
        }
    }

    /// At most `most` bytes of a stream, or one datagram whole: what it has no room for is lost.
    fn receive(&mut self, piece: &mut [u8], most: usize) -> io::Result<usize> {
        match self {
            Self::Stream(stream) => {
                let room = piece.len().min(most);
                stream.read(&mut piece[..room])
            }
            Self::Datagrams(socket) => socket.recv(piece),
        }
    }
}

#[cfg(test)]
mod tests {
    use std::{net::TcpListener, os::fd::AsFd};

    use rustix::io::{FdFlags, fcntl_getfd};

    use super::*;

    /// Or the client's end would come when that process ends.
    #[test]
    fn no_process_that_is_started_meanwhile_keeps_its_socket() -> io::Result<()> {
        let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, 0))?;
        for size in [None, Some(1 << 12)] {
            let client = Connection::new(listener.local_addr()?, size)?;
            let Wire::Stream(stream) = &client.wire else { panic!("it is a stream") };
            assert!(fcntl_getfd(stream.as_fd())?.contains(FdFlags::CLOEXEC), "{size:?}");
        }
        Ok(())
    }
}
