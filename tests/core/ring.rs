//! A ring: what is asked for comes back, each time, and with it what was lent.

use std::{
    io::{ErrorKind, Read, Write},
    os::unix::net::UnixStream,
    time::Duration,
};

use io_models::{
    Recycled,
    uring::{self, Done, Ring, Sizes},
};
use rustix::io::Errno;
use socket_core::buffer::Buffer;

const SIZES: Sizes = Sizes { requests: 4, completions: 8, buffers: 2, bytes: 16 };

/// A ring; none where the kernel has none for us.
fn ring() -> Option<Ring> {
    (uring::MODEL.available)().ok()?;
    Some(Ring::new(SIZES).expect("the model has one"))
}

fn next(ring: &mut Ring) -> Done {
    loop {
        if let Some(done) = ring.next() {
            return done;
        }
        ring.wait(None).expect("something is asked");
    }
}

fn buffer(text: &[u8]) -> Buffer<Recycled> {
    let mut buffer = Buffer::new(Recycled::new(4 << 10));
    buffer.push(text).expect("it is short");
    buffer
}

/// Many more than it has room for: the kernel keeps them.
#[test]
fn no_completion_is_lost() {
    let Some(mut ring) = ring() else { return };
    let (ours, mut theirs) = UnixStream::pair().unwrap();
    for number in 0..100 {
        ring.send(number, &ours, buffer(b"x")).unwrap();
    }
    let mut numbers: Vec<_> = (0..100).map(|_| next(&mut ring).data).collect();
    numbers.sort_unstable();
    assert!(numbers.into_iter().eq(0..100));
    theirs.read_exact(&mut [0; 100]).unwrap();
}

#[test]
fn what_is_cancelled_still_ends_with_what_was_lent() {
    let Some(mut ring) = ring() else { return };
    let (ours, _theirs) = UnixStream::pair().unwrap();
    ring.receive_into(7, &ours, buffer(b"kept")).unwrap();
    ring.cancel(7).unwrap();
    assert!(ring.is_asked(7), "the kernel has not said that it is done");
    let done = next(&mut ring);
    assert_eq!((done.data, done.result, done.more), (7, Err(Errno::CANCELED), false));
    assert_eq!(done.lent.unwrap().filled(), b"kept");
    assert!(!ring.is_asked(7));
}

#[test]
fn a_ring_that_goes_waits_for_the_kernel() {
    let Some(mut ring) = ring() else { return };
    let (ours, mut theirs) = UnixStream::pair().unwrap();
    ring.receive_into(1, &ours, Buffer::new(Recycled::new(4 << 10))).unwrap();
    ring.receive(2, &theirs).unwrap();
    drop(ring);
    theirs.write_all(b"nobody receives this").unwrap();
}

/// Two buffers of 16 bytes, three pieces: the receive ends, and goes on when it is asked again.
#[test]
fn buffers_run_out_and_come_back() {
    let Some(mut ring) = ring() else { return };
    let (ours, mut theirs) = UnixStream::pair().unwrap();
    theirs.write_all(&[b'x'; 48]).unwrap();
    let (mut received, mut ended) = (0, 0);
    while received < 48 {
        if !ring.is_asked(1) {
            ring.receive(1, &ours).unwrap();
        }
        match next(&mut ring).result {
            Ok(count) => received += count,
            Err(Errno::NOBUFS) => ended += 1,
            Err(other) => panic!("{other}"),
        }
    }
    assert!(ended > 0, "there were buffers enough");
}

/// All of it goes at once: nobody is told before there is news. It does not fit: that is news.
#[test]
fn a_quiet_send_is_news_only_if_it_falls_short() {
    let Some(mut ring) = ring() else { return };
    let (ours, mut theirs) = UnixStream::pair().unwrap();
    ring.receive(1, &ours).unwrap();
    ring.send_quietly(2, &ours, buffer(b"hello")).unwrap();
    theirs.write_all(b"news").unwrap();
    ring.wait(None).unwrap();
    let mut both = [next(&mut ring).data, next(&mut ring).data];
    both.sort_unstable();
    assert_eq!(both, [1, 2]);

    let mut large = Buffer::new(Recycled::new(8 << 20));
    large.push(&vec![b'x'; 8 << 20]).unwrap();
    ring.send_quietly(2, &ours, large).unwrap();
    let done = next(&mut ring);
    assert_eq!(done.data, 2);
    assert!(done.result.unwrap() < 8 << 20);
}

/// A ring that is closed interrupts who has used it, once, at a time of the kernel's own. (A call
/// with a time limit is not made again by the kernel, so it tells.)
#[test]
fn to_see_whether_there_are_rings_interrupts_nobody() {
    let (mut ours, _theirs) = UnixStream::pair().unwrap();
    ours.set_read_timeout(Some(Duration::from_millis(500))).unwrap();
    for _ in 0..3 {
        if (uring::MODEL.available)().is_err() {
            return;
        }
        let error = ours.read(&mut [0]).expect_err("nothing is sent");
        assert_eq!(error.kind(), ErrorKind::WouldBlock, "the time is up: {error}");
    }
}
