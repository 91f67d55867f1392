//! A queue that is shared with the kernel: each entry arrives once, whole, and in its order.
//!
//! No kernel is needed for that, only somebody on the other side: here it is a thread. Miri runs
//! this too, and finds an order that is too weak: `cargo +nightly miri test -p conformance --test
//! core -- queue::`.

use std::{
    sync::{
        Arc,
        atomic::{AtomicU32, Ordering},
    },
    thread,
};

#[path = "../../models/src/uring/queue.rs"]
mod queues;

use queues::{Drainer, Filler, Index};

const ENTRIES: u32 = 4;

impl Index for Arc<AtomicU32> {
    fn load(&self, order: Ordering) -> u32 {
        AtomicU32::load(self, order)
    }
    fn store(&self, value: u32, order: Ordering) {
        AtomicU32::store(self, value, order);
    }
}

/// Both sides of a queue whose indices begin at `start`.
fn pair(start: u32) -> (Filler<Arc<AtomicU32>>, Drainer<Arc<AtomicU32>>) {
    let [head, tail] = [(); 2].map(|()| Arc::new(AtomicU32::new(start)));
    let filler = Filler::new(Arc::clone(&head), Arc::clone(&tail), ENTRIES);
    (filler, Drainer::new(head, tail, ENTRIES))
}

#[test]
fn what_is_not_published_is_not_there() {
    let (mut filler, drainer) = pair(0);
    assert_eq!(filler.place(), Some(0));
    assert_eq!(drainer.place(), None);
    filler.publish();
    assert_eq!(drainer.place(), Some(0));
    assert_eq!(drainer.place(), Some(0), "it is there until it has been read");
    drainer.advance();
    assert_eq!(drainer.place(), None);
}

#[test]
fn a_full_queue_takes_no_more_also_where_its_indices_wrap() {
    for start in [0, 1, u32::MAX - 1, u32::MAX] {
        let (mut filler, drainer) = pair(start);
        let places: Vec<_> = (0..ENTRIES).map(|_| filler.place()).collect();
        let expected: Vec<_> =
            (0..ENTRIES).map(|n| Some(start.wrapping_add(n) % ENTRIES)).collect();
        assert_eq!(places, expected);
        assert_eq!((filler.place(), filler.filled(), filler.free()), (None, ENTRIES, 0));
        filler.publish();
        assert_eq!(drainer.place(), expected[0]);
        drainer.advance();
        assert_eq!(filler.place(), expected[0], "its place is free again");
    }
}

/// The entries themselves are stored and loaded without any order: only the indices have one.
#[test]
fn each_entry_arrives_once_and_whole() {
    const NUMBER: u32 = if cfg!(miri) { 100 } else { 100_000 };
    let entries: Arc<[AtomicU32]> = (0..ENTRIES).map(|_| AtomicU32::new(0)).collect();
    let (mut filler, drainer) = pair(u32::MAX - 10);
    let shared = Arc::clone(&entries);
    let filling = thread::spawn(move || {
        for number in 1..=NUMBER {
            let place = sooner_or_later(|| filler.place());
            shared[place as usize].store(number, Ordering::Relaxed);
            filler.publish();
        }
    });
    for expected in 1..=NUMBER {
        let place = sooner_or_later(|| drainer.place());
        assert_eq!(entries[place as usize].load(Ordering::Relaxed), expected);
        drainer.advance();
    }
    filling.join().expect("it only fills");
}

/// A place, when the other side has left one.
fn sooner_or_later(mut place: impl FnMut() -> Option<u32>) -> u32 {
    loop {
        if let Some(place) = place() {
            return place;
        }
        thread::yield_now();
    }
}
