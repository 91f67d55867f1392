//! The kernel's list of epoll(7) knows a socket by its number and its open file description.
#![expect(clippy::unwrap_used, reason = "a test")]

use std::{
    fs::File,
    io::Write,
    net::{TcpListener, TcpStream},
    os::fd::OwnedFd,
};

use rustix::{
    buffer::spare_capacity,
    event::{
        Timespec,
        epoll::{self, CreateFlags, EventData, EventFlags},
    },
    io::{Errno, dup, dup2},
};

/// A list with a socket that is ready, and two more things: a second descriptor of it, and the
/// client, which has to stay.
fn list() -> (OwnedFd, OwnedFd, OwnedFd, TcpStream) {
    let epoll = epoll::create(CreateFlags::CLOEXEC).unwrap();
    let listener = TcpListener::bind(("127.0.0.1", 0)).unwrap();
    let mut alice = TcpStream::connect(listener.local_addr().unwrap()).unwrap();
    let reader = OwnedFd::from(listener.accept().unwrap().0);
    let writer = dup(&reader).unwrap();
    epoll::add(&epoll, &reader, EventData::new_u64(1), EventFlags::IN).unwrap();
    alice.write_all(b"hello").unwrap();
    (epoll, reader, writer, alice)
}

fn reported(epoll: &OwnedFd) -> usize {
    let mut events = Vec::with_capacity(4);
    let now = Timespec { tv_sec: 0, tv_nsec: 0 };
    epoll::wait(epoll, spare_capacity(&mut events), Some(&now)).unwrap()
}

#[test]
fn a_closed_descriptor_stays_while_it_has_a_twin() {
    let (epoll, reader, writer, _alice) = list();
    drop(reader);
    assert_eq!(reported(&epoll), 1, "its number is closed");
    assert_eq!(
        epoll::delete(&epoll, &writer),
        Err(Errno::NOENT),
        "this number was never put there"
    );
    drop(writer);
    assert_eq!(reported(&epoll), 0, "the last one is closed");
}

/// To put another file at a descriptor's number closes what was there (dup2(2)).
#[test]
fn a_closed_descriptor_leaves_the_list_by_its_twin() {
    let (epoll, mut number, writer, _alice) = list();
    dup2(File::open("/dev/null").unwrap(), &mut number).unwrap();
    assert_eq!(reported(&epoll), 1, "it is closed, and its twin is not");
    assert_eq!(epoll::delete(&epoll, &number), Err(Errno::PERM), "that file can't be on a list");
    dup2(&writer, &mut number).unwrap();
    epoll::delete(&epoll, &number).unwrap();
    assert_eq!(reported(&epoll), 0, "number and description are those that were put there");
}

#[test]
fn a_regular_file_is_refused() {
    let epoll = epoll::create(CreateFlags::CLOEXEC).unwrap();
    let file = File::open(concat!(env!("CARGO_MANIFEST_DIR"), "/Cargo.toml")).unwrap();
    let added = epoll::add(&epoll, &file, EventData::new_u64(1), EventFlags::IN);
    assert_eq!(added, Err(Errno::PERM));
}
