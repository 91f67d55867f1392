//! A client that says what it sends and what must come back. It never waits for ever.

use std::{
    io::{self, ErrorKind, Read, Write},
    net::{Shutdown, SocketAddr, TcpStream},
    time::Duration,
};

use rustix::net::sockopt;

use crate::bytes::shown;

/// How long a client waits before it calls it a hang. A dozen servers that start under strace(1)
/// beside other work are slow, and none of them hangs.
pub(crate) const PATIENCE: Duration = Duration::from_secs(60);

/// One connection.
#[derive(Debug)]
pub(crate) struct Client {
    pub(crate) stream: TcpStream,
}

impl Client {
    pub(crate) fn connect(address: SocketAddr) -> Self {
        Self::new(TcpStream::connect_timeout(&address, PATIENCE).expect("connect(2)"))
    }

    /// A client, unless nobody listens.
    pub(crate) fn of_anyone(address: SocketAddr) -> Option<Self> {
        TcpStream::connect_timeout(&address, PATIENCE).ok().map(Self::new)
    }

    fn new(stream: TcpStream) -> Self {
        stream.set_nodelay(true).expect("it is a TCP socket");
        stream.set_read_timeout(Some(PATIENCE)).expect("it is a socket");
        stream.set_write_timeout(Some(PATIENCE)).expect("it is a socket");
        Self { stream }
    }

    #[track_caller]
    pub(crate) fn send(&mut self, bytes: &[u8]) {
        if let Err(error) = self.stream.write_all(bytes) {
            panic!("could not send {}: {error}", shown(bytes));
        }
    }

    /// What has come by now, or comes next; 0 bytes are the end.
    pub(crate) fn receive(&mut self, bytes: &mut [u8]) -> io::Result<usize> {
        uninterrupted(|| self.stream.read(bytes))
    }

    /// Sends; what comes next, but the end. `None`: the connection is gone, before or after.
    #[track_caller]
    pub(crate) fn is_told(&mut self, request: &[u8], reply: &mut [u8]) -> Option<usize> {
        unless_gone(self.stream.write_all(request))?;
        unless_gone(self.receive(reply)).filter(|len| *len > 0)
    }

    /// Exactly these bytes come next.
    #[track_caller]
    pub(crate) fn expect(&mut self, wanted: &[u8]) {
        let mut got = vec![0; wanted.len()];
        let mut len = 0;
        while len < wanted.len() {
            let received = self.receive(&mut got[len..]);
            let place = || format!("after {}, in place of {}", shown(&got[..len]), shown(wanted));
            match received {
                Ok(0) => panic!("the end came {}", place()),
                Ok(n) => len += n,
                Err(error) => panic!("nothing came {}: {error}", place()),
            }
        }
        are_the_same(&got, wanted);
    }

    /// Some number comes next, as an integer.
    #[track_caller]
    pub(crate) fn expect_number(&mut self) -> u64 {
        self.expect(b":");
        let mut digits = String::new();
        loop {
            let mut byte = [0];
            match self.receive(&mut byte) {
                Ok(1) if byte == *b"\r" => break,
                Ok(1) => digits.push(byte[0].into()),
                other => panic!("no number ends after {digits:?}: {other:?}"),
            }
        }
        self.expect(b"\n");
        digits.parse().expect("it is a number")
    }

    /// Sends, and gets exactly that.
    #[track_caller]
    pub(crate) fn ask(&mut self, request: &[u8], reply: &[u8]) {
        self.send(request);
        self.expect(reply);
    }

    /// Sends; whether it gets exactly that, and not something else or the end.
    #[track_caller]
    pub(crate) fn hears(&mut self, request: &[u8], reply: &[u8]) -> bool {
        let mut heard = vec![0; reply.len()];
        let Some(mut len) = self.is_told(request, &mut heard) else { return false };
        while len < reply.len() {
            match unless_gone(self.receive(&mut heard[len..])) {
                Some(more @ 1..) => len += more,
                Some(0) | None => return false,
            }
        }
        heard == reply
    }

    #[track_caller]
    pub(crate) fn ping(&mut self) {
        self.ask(b"PING\r\n", b"+PONG\r\n");
    }

    /// Nothing comes, but the end.
    #[track_caller]
    pub(crate) fn expect_end(&mut self) {
        match self.receive(&mut [0; 64]) {
            Ok(0) => {}
            Ok(_) => panic!("something came in place of the end"),
            Err(error) => panic!("the end did not come: {error}"),
        }
    }

    /// All that comes before the end.
    #[track_caller]
    pub(crate) fn rest(&mut self) -> Vec<u8> {
        let (mut all, mut piece) = (Vec::new(), vec![0; 64 << 10]);
        loop {
            match self.receive(&mut piece) {
                Ok(0) => return all,
                Ok(n) => all.extend(&piece[..n]),
                Err(error) => panic!("the end did not come after {}: {error}", shown(&all)),
            }
        }
    }

    /// The connection is over, one way or the other.
    #[track_caller]
    pub(crate) fn expect_gone(&mut self) {
        while let Some(1..) = unless_gone(self.receive(&mut [0; 4 << 10])) {}
    }

    /// Nothing has come so far.
    #[track_caller]
    pub(crate) fn expect_nothing_yet(&self) {
        self.stream.set_nonblocking(true).expect("it is a socket");
        let peeked = self.stream.peek(&mut [0; 64]);
        self.stream.set_nonblocking(false).expect("it is a socket");
        match peeked {
            Ok(0) => panic!("the end has come"),
            Ok(_) => panic!("something has come"),
            Err(error) => assert_eq!(error.kind(), ErrorKind::WouldBlock, "{error}"),
        }
    }

    /// Says that it will send no more.
    pub(crate) fn finish(&self) {
        self.stream.shutdown(Shutdown::Write).expect("the connection is there");
    }

    /// Lets little wait for it in the kernel, so that a server soon notices that nobody reads.
    pub(crate) fn holds_little(self) -> Self {
        sockopt::set_socket_recv_buffer_size(&self.stream, 64 << 10).expect("it is a socket");
        self
    }

    /// Leaves with a reset.
    pub(crate) fn reset(self) {
        sockopt::set_socket_linger(&self.stream, Some(Duration::ZERO)).expect("it is a socket");
    }

    /// Sends the same bytes again and again until the server takes no more, or `most` bytes.
    pub(crate) fn send_until_stalled(&mut self, bytes: &[u8], most: usize) -> Sent {
        self.stream.set_write_timeout(Some(Duration::from_millis(500))).expect("it is a socket");
        let mut sent = Sent { total: 0, stalled: false };
        while sent.total < most && !sent.stalled {
            match uninterrupted(|| self.stream.write(&bytes[sent.total % bytes.len()..])) {
                Ok(n) => sent.total += n,
                Err(error) if error.kind() == ErrorKind::WouldBlock => sent.stalled = true,
                Err(error) => panic!("the connection broke: {error}"),
            }
        }
        self.stream.set_write_timeout(Some(PATIENCE)).expect("it is a socket");
        sent
    }
}

/// Makes a call on a socket again that a signal has interrupted.
///
/// A server that ends sends SIGCHLD to this process. It is ignored, but not while the thread that
/// started the server starts another one and blocks all signals for that time: then another thread
/// takes it, and a call that has a time limit is never restarted (signal(7)).
pub(crate) fn uninterrupted<T>(mut call: impl FnMut() -> io::Result<T>) -> io::Result<T> {
    loop {
        match call() {
            Err(error) if error.kind() == ErrorKind::Interrupted => {}
            done => return done,
        }
    }
}

/// What a call on a connection that may be gone has given. One whose time is up is not gone: nothing
/// happens on it, and nobody is to go on as if it had ended.
#[track_caller]
fn unless_gone<T>(result: io::Result<T>) -> Option<T> {
    match result {
        Err(error) if error.kind() == ErrorKind::WouldBlock => {
            panic!("the connection is still there, and nothing happens on it: {error}")
        }
        result => result.ok(),
    }
}

/// How far a client came that never reads.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Sent {
    pub(crate) total: usize,
    /// For a while, not one more byte was taken.
    pub(crate) stalled: bool,
}

/// All that came is what was wanted; if not, says from where on. (It may be megabytes: a test looks at
/// each byte only if they differ.)
#[track_caller]
fn are_the_same(got: &[u8], wanted: &[u8]) {
    if got != wanted {
        let at = got.iter().zip(wanted).take_while(|(got, wanted)| got == wanted).count();
        let from = at.saturating_sub(16);
        panic!("at byte {at}: got {}, wanted {}", shown(&got[from..]), shown(&wanted[from..]));
    }
}
