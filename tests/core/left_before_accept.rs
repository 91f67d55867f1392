//! A client that leaves before its accept(2): on Linux it stays in the backlog.
#![expect(clippy::unwrap_used, reason = "a test")]

use std::{io::Read, net::TcpListener, net::TcpStream, time::Duration};

use rustix::{
    event::{PollFd, PollFlags, Timespec, poll},
    io::Errno,
    net::sockopt::set_socket_linger,
};

/// A client connects, and `leave` says how it goes. What does the first read after accept find?
fn first_read(leave: fn(TcpStream)) -> Result<usize, Errno> {
    let listener = TcpListener::bind(("127.0.0.1", 0)).unwrap();
    leave(TcpStream::connect(listener.local_addr().unwrap()).unwrap());
    let now = Timespec { tv_sec: 0, tv_nsec: 0 };
    let mut list = [PollFd::new(&listener, PollFlags::IN)];
    assert_eq!(poll(&mut list, Some(&now)), Ok(1), "the listener is ready");
    let (mut client, _) = listener.accept().unwrap();
    client.read(&mut [0]).map_err(|error| Errno::from_io_error(&error).unwrap())
}

#[test]
fn accept_returns_its_socket() {
    assert_eq!(first_read(drop), Ok(0));
    let reset = |client| {
        set_socket_linger(&client, Some(Duration::ZERO)).unwrap();
        drop(client);
    };
    assert_eq!(first_read(reset), Err(Errno::CONNRESET));
}
