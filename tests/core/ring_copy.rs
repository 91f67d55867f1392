//! Which thread makes the copy of a receive in a ring, and when: our own thread, in io_uring_enter(2).
#![expect(clippy::unwrap_used, reason = "a test")]

use std::{
    io::Write,
    net::{TcpListener, TcpStream},
};

use io_models::uring::{self, Ring, Sizes};
use rustix::{
    event::Timespec,
    io::{Errno, ioctl_fionread},
};

const SIZES: Sizes = Sizes { requests: 4, completions: 8, buffers: 2, bytes: 16 };
const NO_TIME: Timespec = Timespec { tv_sec: 0, tv_nsec: 0 };

fn connection() -> (TcpStream, TcpStream) {
    let listener = TcpListener::bind(("127.0.0.1", 0)).unwrap();
    let alice = TcpStream::connect(listener.local_addr().unwrap()).unwrap();
    (alice, listener.accept().unwrap().0)
}

// ANCHOR: copy
#[test]
fn bytes_stay_in_the_socket_until_we_enter_the_kernel() {
    let Some(mut ring) = ring() else { return };
    let (mut alice, server) = connection();
    ring.receive(1, &server).unwrap();
    ring.wait(Some(NO_TIME)).unwrap();
    assert!(ring.next().is_none(), "she has said nothing");

    alice.write_all(b"PING\r\n").unwrap();
    assert_eq!(ioctl_fionread(&server), Ok(6), "they have arrived");
    assert!(ring.next().is_none(), "nobody has copied them");

    ring.wait(None).unwrap();
    assert_eq!(ioctl_fionread(&server), Ok(0), "the call has copied them");
    assert_eq!(ring.next().unwrap().result, Ok(6));
    assert_eq!(ring.bytes(), b"PING\r\n");
}
// ANCHOR_END: copy

/// A receive takes its buffer before it looks for bytes.
#[test]
fn without_a_buffer_a_receive_fails_before_a_byte_has_come() {
    let Some(mut ring) = ring() else { return };
    let (mut alice, server) = connection();
    let (mut bob, other) = connection();
    alice.write_all(&[b'x'; 40]).unwrap();
    ring.receive(1, &server).unwrap();
    ring.receive(2, &other).unwrap();
    ring.wait(None).unwrap();
    bob.write_all(b"hi").unwrap();
    let mut ended = Vec::new();
    while let Some(done) = ring.next() {
        ended.extend(done.result.err().map(|error| (done.data, error)));
    }
    assert_eq!(ended, [(1, Errno::NOBUFS), (2, Errno::NOBUFS)]);
}

/// A ring; none where the kernel has none for us.
fn ring() -> Option<Ring> {
    (uring::MODEL.available)().ok()?;
    Some(Ring::new(SIZES).expect("the model has one"))
}
