//! One client at a time, with two arrays for its bytes.

use rustix::{
    fd::{AsFd, BorrowedFd},
    io,
};
use socket_core::{
    buffer::Buffer,
    limits::Limits,
    net::{self, Accepted, Blocking, Transfer},
    session::{Nothing, Session, Want},
};

/// Bytes of the longest request, and of the longest reply.
const LONGEST: usize = 4 << 10;

// ANCHOR: serve
/// Serves one client after the other. Nothing is kept.
///
/// # Errors
/// Only ours: it is no listener.
pub fn serve(listener: BorrowedFd<'_>) -> io::Result<()> {
    loop {
        match net::accept(listener, Blocking::Yes)? {
            Accepted::Client(client) => serve_client(client.as_fd())?,
            Accepted::Stopped => return Ok(()),
            Accepted::NotNow | Accepted::Exhausted => {}
        }
    }
}

fn serve_client(client: BorrowedFd<'_>) -> io::Result<()> {
    let (mut inbox, mut outbox) = ([0; LONGEST], [0; LONGEST]);
    let inbox = Buffer::new(&mut inbox[..]);
    let outbox = Buffer::new(&mut outbox[..]);
    let mut session = Session::new(inbox, outbox, Limits::default());
    loop {
        match session.want() {
            Want::Read => match net::receive(client, session.inbox())? {
                Transfer::Bytes(n) => session.received(n, &mut Nothing),
                Transfer::NotNow | Transfer::Gone => return Ok(()),
            },
            Want::Write => match net::send(client, session.outbox())? {
                Transfer::Bytes(n) => session.sent(n, &mut Nothing),
                Transfer::NotNow | Transfer::Gone => return Ok(()),
            },
            // There is no clock here: a sleep ends at once.
            Want::Sleep(_) => session.slept(&mut Nothing),
            Want::Close => return Ok(()),
        }
    }
}
// ANCHOR_END: serve
