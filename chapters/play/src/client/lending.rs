//! Sends that a client makes without a copy of its own: out of memory that it lends, out of a file.
#![expect(unsafe_code, reason = "no safe library has SO_ZEROCOPY")]

use std::{fs::File, io, mem::size_of_val, net::TcpStream, os::fd::AsRawFd};

use rustix::{
    fs::sendfile,
    net::{SendFlags, send},
};

use super::{Connection, Wire};
use crate::file;

/// send(2): the kernel may send out of the caller's memory.
const ZEROCOPY: SendFlags = SendFlags::from_bits_retain(libc::MSG_ZEROCOPY.cast_unsigned());

impl Connection {
    /// Sends `bytes` out of memory that stays what it is until the client leaves: no copy is needed.
    pub(crate) fn lend(&mut self, bytes: Vec<u8>) -> io::Result<usize> {
        let stream = self.stream()?;
        allow(stream)?;
        let sent = send(stream, &bytes, ZEROCOPY)?;
        self.lent.push(bytes);
        whole(sent, self.lent.last().map_or(0, Vec::len))?;
        self.sent += sent as u64;
        Ok(sent)
    }

    /// Sends a file in which these bytes are.
    pub(crate) fn send_file(&mut self, bytes: &[u8]) -> io::Result<usize> {
        let file = file::new(bytes)?;
        let sent = sendfile(self.stream()?, &file, Some(&mut 0), bytes.len())?;
        whole(sent, bytes.len())?;
        self.file = Some(file);
        self.sent += sent as u64;
        Ok(sent)
    }

    /// Writes over the first bytes of the file that it has sent.
    pub(crate) fn write_file(&mut self, bytes: &[u8]) -> io::Result<()> {
        self.file.as_ref().map_or(Ok(()), |file: &File| file::change(file, bytes))
    }

    fn stream(&self) -> io::Result<&TcpStream> {
        match &self.wire {
            Wire::Stream(stream) => Ok(stream),
            Wire::Datagrams(_) => Err(io::Error::other("a client of datagrams has no stream")),
        }
    }
}

/// What the kernel has no room for would have to be sent later, and no scene is about that.
fn whole(sent: usize, asked: usize) -> io::Result<()> {
    if sent == asked { Ok(()) } else { Err(io::Error::other("the kernel has taken only a part")) }
}

/// The kernel ignores the flag where this was not set (socket(7)).
fn allow(stream: &TcpStream) -> io::Result<()> {
    let (socket, yes) = (stream.as_raw_fd(), 1_i32);
    let size = libc::socklen_t::try_from(size_of_val(&yes)).map_err(io::Error::other)?;
    // SAFETY: the kernel reads `size` bytes of `yes`, which lives until after the call.
    let result = unsafe {
        libc::setsockopt(socket, libc::SOL_SOCKET, libc::SO_ZEROCOPY, (&raw const yes).cast(), size)
    };
    if result == 0 { Ok(()) } else { Err(io::Error::last_os_error()) }
}
