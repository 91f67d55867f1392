//! The protocol with nothing below it but the kernel: no std, no alloc, no libc.
//!
//! Answers PING, and all else that needs no memory of its own, to one client at a time: on
//! standard input if that is a socket that listens, else on 127.0.0.1:6380.
//!
//! Linux on x86-64 only: `cargo run -p freestanding --features server --profile freestanding`

#![no_std]
#![no_main]

mod memory;
mod start;

use core::net::{IpAddr, Ipv4Addr, SocketAddr};

use rustix::{
    fd::{AsFd, BorrowedFd},
    io,
    net::sockopt,
};
use socket_core::{
    buffer::Buffer,
    limits::Limits,
    net::{self, Accepted, Blocking, Transfer},
    session::{Nothing, Session, Want},
};

const ADDRESS: SocketAddr = SocketAddr::new(IpAddr::V4(Ipv4Addr::LOCALHOST), 6380);

/// Bytes of the longest request, and of the longest reply.
const LONGEST: usize = 4 << 10;

fn main() -> io::Result<()> {
    let inherited = start::standard_input();
    if matches!(sockopt::socket_acceptconn(inherited), Ok(true)) {
        return serve(inherited);
    }
    serve(net::listen(ADDRESS)?.as_fd())
}

fn serve(listener: BorrowedFd<'_>) -> io::Result<()> {
    loop {
        if let Accepted::Client(client) = net::accept(listener, Blocking::Yes)? {
            serve_client(client.as_fd())?;
        }
    }
}

fn serve_client(client: BorrowedFd<'_>) -> io::Result<()> {
    let (mut inbox, mut outbox) = ([0; LONGEST], [0; LONGEST]);
    let (inbox, outbox) = (Buffer::new(&mut inbox[..]), Buffer::new(&mut outbox[..]));
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
            // There is no clock here: the night is short.
            Want::Sleep(_) => session.slept(&mut Nothing),
            Want::Close => return Ok(()),
        }
    }
}
