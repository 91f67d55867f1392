//! A socket that a task can wait for.

use std::{
    cell::Cell,
    fmt::Debug,
    io::{self, ErrorKind, Read, Write},
    os::fd::{AsFd, BorrowedFd},
    pin::Pin,
    rc::Rc,
    task::{Context, Poll},
};

use rustix::io::ioctl_fionbio;

use super::{current, reactor::Reactor, watched::Direction};
use crate::slab::Token;

/// A socket, or another descriptor that can be waited for: one future at a time waits for reading,
/// and one for writing.
///
/// ```
/// use std::net::{TcpListener, TcpStream};
/// use io_models::executor::{Executor, Source, join};
///
/// let listener = TcpListener::bind("127.0.0.1:0")?;
/// let client = TcpStream::connect(listener.local_addr()?)?;
/// let (server, _) = listener.accept()?;
/// let hello = Executor::new()?.block_on(async {
///     let (client, server) = (Source::new(client), Source::new(server));
///     let mut bytes = [0; 5];
///     let (received, sent) = join(server.read(&mut bytes), client.write(b"hello")).await;
///     assert_eq!((received?, sent?), (5, 5));
///     Ok::<_, std::io::Error>(bytes)
/// })??;
/// assert_eq!(&hello, b"hello");
/// # Ok::<_, std::io::Error>(())
/// ```
#[derive(Debug)]
pub struct Source<F> {
    socket: Rc<F>,
    token: Token,
    reactor: Rc<Reactor>,
    /// Whether it has been made non-blocking here.
    nonblocking: Cell<bool>,
}

/// Waits until a [`Source`] is ready. To drop it ends this wait, and no other one.
///
/// # Panics
/// When it is polled while another future waits for the same direction of this source; and in
/// another executor than the one that the source was made in, which alone can wake it.
#[must_use = "it waits only when it is awaited"]
#[derive(Debug)]
pub struct Ready<'a> {
    reactor: &'a Rc<Reactor>,
    token: Token,
    direction: Direction,
    /// From its first poll to its end the place for this direction is its own.
    begun: bool,
}

impl<F: AsFd + 'static> Source<F> {
    /// A socket for the tasks of the executor that runs on this thread.
    ///
    /// # Panics
    /// If none runs here.
    pub fn new(socket: F) -> Self {
        let socket = Rc::new(socket);
        let reactor = Rc::clone(current::get().reactor());
        let token = reactor.enter(Rc::clone(&socket) as Rc<dyn AsFd>);
        Self { socket, token, reactor, nonblocking: Cell::new(false) }
    }

    /// Waits until something can be received from it, or accepted.
    ///
    /// # Errors
    /// What epoll_ctl(2) says.
    pub fn readable(&self) -> Ready<'_> {
        self.ready(Direction::Read)
    }

    /// Waits until something can be sent to it.
    ///
    /// # Errors
    /// What epoll_ctl(2) says.
    pub fn writable(&self) -> Ready<'_> {
        self.ready(Direction::Write)
    }

    /// Waits until it is readable, and reads once: how many bytes, 0 at the end of the stream. If
    /// this is dropped before it is done, it has read nothing.
    ///
    /// # Errors
    /// What `F` says, or epoll_ctl(2). (The descriptor is made non-blocking: ioctl(2).)
    pub async fn read(&self, buffer: &mut [u8]) -> io::Result<usize>
    where
        for<'a> &'a F: Read,
    {
        self.attempt(Direction::Read, |mut socket| socket.read(buffer)).await
    }

    /// Waits until it is writable, and writes once: how many of the bytes, which may be fewer than
    /// there are. If this is dropped before it is done, it has written nothing.
    ///
    /// # Errors
    /// As [`Source::read`].
    pub async fn write(&self, bytes: &[u8]) -> io::Result<usize>
    where
        for<'a> &'a F: Write,
    {
        self.attempt(Direction::Write, |mut socket| socket.write(bytes)).await
    }

    async fn attempt(
        &self,
        direction: Direction,
        mut work: impl FnMut(&F) -> io::Result<usize>,
    ) -> io::Result<usize> {
        if !self.nonblocking.replace(true) {
            ioctl_fionbio(self, true).inspect_err(|_| self.nonblocking.set(false))?;
        }
        loop {
            self.ready(direction).await?;
            match work(&self.socket) {
                Err(error) if error.kind() == ErrorKind::WouldBlock => {}
                Err(error) if error.kind() == ErrorKind::Interrupted => {}
                done => return done,
            }
        }
    }

    /// The socket, to be shared, and not to be waited for.
    pub(crate) fn share(&self) -> Rc<F> {
        Rc::clone(&self.socket)
    }

    fn ready(&self, direction: Direction) -> Ready<'_> {
        Ready { reactor: &self.reactor, token: self.token, direction, begun: false }
    }
}

impl<F> Source<F> {
    /// The socket itself. What it does may block, unless the descriptor is non-blocking.
    pub fn get_ref(&self) -> &F {
        &self.socket
    }
}

impl Future for Ready<'_> {
    type Output = io::Result<()>;

    fn poll(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<io::Result<()>> {
        current::must_have(self.reactor);
        let polled = self.reactor.poll(self.token, self.direction, self.begun, context.waker());
        self.begun = polled.is_pending();
        polled
    }
}

impl Drop for Ready<'_> {
    fn drop(&mut self) {
        if self.begun {
            self.reactor.abandon(self.token, self.direction);
        }
    }
}

impl<F: AsFd> AsFd for Source<F> {
    fn as_fd(&self) -> BorrowedFd<'_> {
        self.socket.as_fd()
    }
}

impl<F> Drop for Source<F> {
    fn drop(&mut self) {
        self.reactor.leave(self.token);
    }
}
