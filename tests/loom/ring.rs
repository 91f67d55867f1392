//! The queues of a ring, with a thread in the kernel's place: no entry is lost, doubled, read
//! before it is written, or overwritten before it is read.
#![expect(unsafe_code, reason = "two threads share cells, as a program and the kernel do")]

#[path = "../../models/src/uring/queue.rs"]
mod queue;

use std::sync::atomic::Ordering;

use loom::{
    cell::Cell,
    sync::{Arc, atomic::AtomicU32},
    thread,
};
use queue::{Drainer, Filler, Index};

const ENTRIES: u32 = 2;
/// An index that wraps after one entry.
const FIRST: u32 = u32::MAX;

#[derive(Clone)]
struct Word(Arc<AtomicU32>);

impl Index for Word {
    fn load(&self, order: Ordering) -> u32 {
        self.0.load(order)
    }
    fn store(&self, value: u32, order: Ordering) {
        self.0.store(value, order);
    }
}

#[derive(Default)]
struct Entries([Cell<u32>; ENTRIES as usize]);

// SAFETY: loom lets a test fail in which two threads can be at a cell at the same time.
unsafe impl Sync for Entries {}

struct Sender {
    filler: Filler<Word>,
    entries: Arc<Entries>,
}

struct Receiver {
    drainer: Drainer<Word>,
    entries: Arc<Entries>,
}

fn queue() -> (Sender, Receiver) {
    let [head, tail] = [(); 2].map(|()| Word(Arc::new(AtomicU32::new(FIRST))));
    let entries = Arc::new(Entries::default());
    let filler = Filler::new(head.clone(), tail.clone(), ENTRIES);
    let sender = Sender { filler, entries: Arc::clone(&entries) };
    (sender, Receiver { drainer: Drainer::new(head, tail, ENTRIES), entries })
}

impl Sender {
    /// Fills an entry, if there is one.
    fn fill(&mut self, number: u32) -> bool {
        let Some(place) = self.filler.place() else { return false };
        self.entries.0[place as usize].set(number);
        true
    }

    fn send(&mut self, number: u32) -> bool {
        let filled = self.fill(number);
        self.filler.publish();
        filled
    }
}

impl Iterator for Receiver {
    type Item = u32;

    fn next(&mut self) -> Option<u32> {
        let place = self.drainer.place()?;
        let number = self.entries.0[place as usize].get();
        self.drainer.advance();
        Some(number)
    }
}

/// The third entry has a place only if the first has been read meanwhile.
#[test]
fn each_entry_arrives_once_and_in_order() {
    loom::model(|| {
        let (mut sender, mut receiver) = queue();
        let kernel = thread::spawn(move || {
            let early = [receiver.next(), receiver.next()];
            (early, receiver)
        });
        let sent = (1..=3).filter(|number| sender.send(*number)).collect::<Vec<_>>();
        let (early, late) = kernel.join().unwrap();
        let arrived = early.into_iter().flatten().chain(late).collect::<Vec<_>>();
        assert_eq!(arrived, sent);
        assert_eq!(sender.filler.free(), ENTRIES);
    });
}

#[test]
fn entries_that_are_published_together_arrive_together() {
    loom::model(|| {
        let (mut sender, mut receiver) = queue();
        assert!(sender.fill(1));
        assert_eq!(receiver.next(), None, "it is not published yet");
        let kernel = thread::spawn(move || {
            let first = receiver.next();
            (first, receiver.next(), receiver)
        });
        assert!(sender.send(2));
        let (first, second, late) = kernel.join().unwrap();
        assert!(first.is_none() || second == Some(2), "the second has not come with the first");
        let early = [first, second].into_iter().flatten();
        assert_eq!(early.chain(late).collect::<Vec<_>>(), [1, 2]);
    });
}

/// What the kernel does for each request.
fn pass_on(asked: &mut Receiver, results: &mut Sender) {
    if let Some(number) = asked.next() {
        assert!(results.send(number), "there is a place for each");
    }
}

/// The kernel empties one queue and fills the other, at the same time as we do the reverse.
#[test]
fn what_is_asked_for_comes_back() {
    loom::model(|| {
        let (mut requests, mut asked) = queue();
        let (mut results, mut completions) = queue();
        let kernel = thread::spawn(move || {
            pass_on(&mut asked, &mut results);
            pass_on(&mut asked, &mut results);
            (asked, results)
        });
        assert!(requests.send(1) && requests.send(2));
        let early = completions.next();
        let (asked, mut results) = kernel.join().unwrap();
        asked.for_each(|number| assert!(results.send(number)));
        assert_eq!(early.into_iter().chain(completions).collect::<Vec<_>>(), [1, 2]);
    });
}
