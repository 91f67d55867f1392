//! A connection to a server that need not be one of ours, nor tell the truth.

use std::{
    io::{self, BufRead, BufReader, ErrorKind, Read, Write},
    net::{Shutdown, SocketAddr, TcpStream},
};

use rustix::io::Errno;

/// Bytes of a reply that are read at most, whatever the server announces.
const LONGEST: u64 = 64 << 20;

/// A connection to a server.
#[derive(Debug)]
pub(super) struct Caller(BufReader<TcpStream>);

impl Caller {
    pub(super) fn new(address: SocketAddr) -> io::Result<Self> {
        let stream = TcpStream::connect(address).map_err(|error| explain(address, &error))?;
        Ok(Self(BufReader::new(stream)))
    }

    /// Sends bytes. That the server has gone, its reply will tell.
    pub(super) fn send(&mut self, bytes: &[u8]) -> io::Result<()> {
        match self.0.get_mut().write_all(bytes) {
            Err(error) if has_gone(&error) => Ok(()),
            sent => sent,
        }
    }

    /// The same connection, to write to while somebody reads.
    pub(super) fn writer(&self) -> io::Result<TcpStream> {
        self.0.get_ref().try_clone()
    }

    /// Ends the connection in both directions, also for a [`Caller::writer`] that waits.
    pub(super) fn end(&self) {
        // It fails if the server has ended it.
        _ = self.0.get_ref().shutdown(Shutdown::Both);
    }

    /// Reads one reply whole; `None` if the server has ended the connection.
    ///
    /// A list in a list takes no more memory than its bytes: it is only counted what is still due.
    pub(super) fn reply(&mut self) -> io::Result<Option<Vec<u8>>> {
        let mut reply = Vec::new();
        let mut due = 1_u64;
        while due > 0 {
            let start = reply.len();
            match self.line(&mut reply) {
                Ok(()) if reply.len() > start => {}
                Err(error) if !has_gone(&error) => return Err(error),
                _ if start == 0 => return Ok(None),
                _ => return Err(wrong("ended the connection in the middle of a reply")),
            }
            due = (due - 1).saturating_add(self.body(&mut reply, start)?);
        }
        Ok(Some(reply))
    }

    /// Appends the next line, or what is left before the end of the stream.
    fn line(&mut self, reply: &mut Vec<u8>) -> io::Result<()> {
        let room = LONGEST.saturating_sub(reply.len() as u64);
        self.0.by_ref().take(room).read_until(b'\n', reply)?;
        if reply.len() as u64 >= LONGEST { Err(wrong("sent a reply without end")) } else { Ok(()) }
    }

    /// Reads the bytes that the line from `start` announces; how many replies it announces.
    fn body(&mut self, reply: &mut Vec<u8>, start: usize) -> io::Result<u64> {
        let line = &reply[start..];
        let text = String::from_utf8_lossy(line.get(1..).unwrap_or_default());
        let count = match (line[0], text.trim()) {
            (b'$' | b'=' | b'!' | b'*' | b'%' | b'~' | b'>' | b'|', "-1") => return Ok(0),
            (b'$' | b'=' | b'!' | b'*' | b'%' | b'~' | b'>' | b'|', number) => number
                .parse::<u64>()
                .map_err(|_| wrong("sent a reply whose length is no number"))?,
            _ => return Ok(0),
        };
        match line[0] {
            b'$' | b'=' | b'!' => self.bulk(reply, count).map(|()| 0),
            b'%' => Ok(count.saturating_mul(2)),
            // What follows is not the reply yet.
            b'|' => Ok(count.saturating_mul(2).saturating_add(1)),
            b'>' => Ok(count.saturating_add(1)),
            _ => Ok(count),
        }
    }

    fn bulk(&mut self, reply: &mut Vec<u8>, length: u64) -> io::Result<()> {
        if length.saturating_add(reply.len() as u64) > LONGEST {
            return Err(wrong("sent a reply that is longer than 64 MiB"));
        }
        match self.0.by_ref().take(length + 2).read_to_end(reply) {
            Ok(n) if n as u64 == length + 2 => match reply.last_chunk() {
                Some(b"\r\n") => Ok(()),
                _ => Err(wrong("sent a reply that does not end where it says")),
            },
            Err(error) if !has_gone(&error) => Err(error),
            _ => Err(wrong("ended the connection in the middle of a reply")),
        }
    }
}

fn has_gone(error: &io::Error) -> bool {
    matches!(error.kind(), ErrorKind::ConnectionReset | ErrorKind::BrokenPipe)
}

fn wrong(deed: &str) -> io::Error {
    io::Error::new(ErrorKind::InvalidData, format!("The server {deed}."))
}

/// Why there is no connection, and what can be done about it.
fn explain(address: SocketAddr, error: &io::Error) -> io::Error {
    let sentence = match Errno::from_io_error(error) {
        Some(Errno::MFILE) => {
            "No more files can be open here; ask for fewer connections, or raise `ulimit -n`."
                .into()
        }
        Some(Errno::NFILE) => "No more files can be open on this machine.".into(),
        Some(Errno::ADDRNOTAVAIL) => {
            format!("No port is left to call {address} from; ask for fewer connections.")
        }
        _ => format!(
            "No server answers at {address}: {error}; start one with `serve` in another terminal."
        ),
    };
    io::Error::new(error.kind(), sentence)
}
