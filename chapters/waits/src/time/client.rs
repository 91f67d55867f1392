//! The client that asks: one request, its reply, and then silence until the server waits again.

use std::{
    io::{self, Read, Write},
    net::{SocketAddr, TcpStream},
    thread::sleep,
    time::{Duration, Instant},
};

/// How long it is silent: the server has long been asleep by then.
const SILENCE: Duration = Duration::from_micros(300);

/// A server that does not answer for so long will not answer.
const PATIENCE: Duration = Duration::from_secs(10);

/// What is asked, and what the answer is.
#[derive(Debug)]
pub(crate) struct Question {
    request: Vec<u8>,
    reply: &'static [u8],
}

impl Question {
    /// The smallest request that there is: 6 bytes.
    pub(crate) fn small() -> Self {
        Self { request: b"PING\r\n".to_vec(), reply: b"+PONG\r\n" }
    }

    /// A value of 1 MiB is to be stored.
    pub(crate) fn large() -> Self {
        let value = "x".repeat(1 << 20);
        let request = format!("*3\r\n$3\r\nSET\r\n$3\r\nkey\r\n${}\r\n{value}\r\n", value.len());
        Self { request: request.into_bytes(), reply: b"+OK\r\n" }
    }
}

/// A connection to the server.
#[derive(Debug)]
pub(crate) struct Client(TcpStream);

impl Client {
    pub(crate) fn connect(address: SocketAddr) -> io::Result<Self> {
        let stream = TcpStream::connect(address)?;
        stream.set_nodelay(true)?;
        stream.set_read_timeout(Some(PATIENCE))?;
        stream.set_write_timeout(Some(PATIENCE))?;
        Ok(Self(stream))
    }

    /// Asks once, and is silent; how long it took from the question to the answer.
    pub(crate) fn ask(&mut self, question: &Question) -> io::Result<Duration> {
        let mut reply = [0; 8];
        let reply = &mut reply[..question.reply.len()];
        let start = Instant::now();
        self.0.write_all(&question.request)?;
        self.0.read_exact(reply)?;
        let time = start.elapsed();
        if reply != question.reply {
            let said = String::from_utf8_lossy(reply).into_owned();
            return Err(io::Error::other(format!("the server answers {said:?}")));
        }
        sleep(SILENCE);
        Ok(time)
    }
}
