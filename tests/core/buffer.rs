//! A buffer is a queue, whatever its storage, and never moves its bytes for nothing.

use std::{collections::VecDeque, iter::Cycle, ops::RangeInclusive};

use io_models::Recycled;
use proptest::{collection::vec, prelude::*};
use socket_core::buffer::{Buffer, Full, Growing, Storage};

const LIMIT: usize = 10_000;

#[derive(Clone, Debug)]
enum Step {
    Push(usize),
    Fill(usize),
    Consume(usize),
    Reserve(usize),
    Release,
}

fn step() -> impl Strategy<Value = Step> {
    prop_oneof![
        (0..3_000_usize).prop_map(Step::Push),
        (0..3_000_usize).prop_map(Step::Fill),
        (0..4_000_usize).prop_map(Step::Consume),
        (0..12_000_usize).prop_map(Step::Reserve),
        Just(Step::Release),
    ]
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn it_is_a_queue_in_an_array(steps in vec(step(), 0..60)) {
        is_a_queue(Buffer::new([0; LIMIT]), &steps);
    }

    #[test]
    fn it_is_a_queue_in_a_borrowed_slice(steps in vec(step(), 0..60)) {
        is_a_queue(Buffer::new(&mut [0; LIMIT][..]), &steps);
    }

    #[test]
    fn it_is_a_queue_in_storage_that_grows(steps in vec(step(), 0..60)) {
        is_a_queue(Buffer::new(Growing::new(LIMIT)), &steps);
    }

    #[test]
    fn it_is_a_queue_in_storage_that_is_passed_on(steps in vec(step(), 0..60)) {
        is_a_queue(Buffer::new(Recycled::new(LIMIT)), &steps);
    }

    #[test]
    fn it_moves_few_bytes(steps in vec(step(), 0..200)) {
        moves_few_bytes(Buffer::new([0; LIMIT]), &steps);
        moves_few_bytes(Buffer::new(Growing::new(LIMIT)), &steps);
    }
}

fn is_a_queue<S: Storage>(buffer: Buffer<S>, steps: &[Step]) {
    let mut both = Both { buffer, queue: VecDeque::new(), bytes: (0..=u8::MAX).cycle() };
    for step in steps {
        both.take(step);
        assert_eq!(both.buffer.filled(), both.queue.make_contiguous());
        assert_eq!(both.buffer.is_empty(), both.queue.is_empty());
        assert_eq!(both.buffer.limit(), LIMIT);
    }
}

/// A buffer and a queue of the standard library's, to which the same is done.
struct Both<S> {
    buffer: Buffer<S>,
    queue: VecDeque<u8>,
    /// What comes next into both.
    bytes: Cycle<RangeInclusive<u8>>,
}

impl<S: Storage> Both<S> {
    fn take(&mut self, step: &Step) {
        match *step {
            Step::Push(n) => self.push(n),
            Step::Fill(n) => self.fill(n),
            Step::Consume(n) => self.consume(n.min(self.queue.len())),
            Step::Reserve(n) => assert_eq!(self.buffer.reserve(n), self.has_room(n)),
            Step::Release => self.buffer.release(),
        }
    }

    fn has_room(&self, n: usize) -> Result<(), Full> {
        if n <= LIMIT - self.queue.len() { Ok(()) } else { Err(Full) }
    }

    fn push(&mut self, n: usize) {
        let new: Vec<_> = self.bytes.by_ref().take(n).collect();
        let pushed = self.buffer.push(&new);
        assert_eq!(pushed, self.has_room(n));
        self.queue.extend(new.into_iter().filter(|_| pushed.is_ok()));
    }

    fn fill(&mut self, n: usize) {
        let spare = self.buffer.spare();
        assert_eq!(spare.is_empty(), self.queue.len() == LIMIT, "no room before the limit");
        let n = n.min(spare.len());
        spare.iter_mut().zip(self.bytes.by_ref()).take(n).for_each(|(to, from)| *to = from);
        self.queue.extend(&spare[..n]);
        self.buffer.commit(n);
    }

    fn consume(&mut self, n: usize) {
        self.buffer.consume(n);
        self.queue.drain(..n);
    }
}

/// All bytes that it moves, to slide or to grow, are few times those that passed through it.
fn moves_few_bytes<S: Storage>(mut buffer: Buffer<S>, steps: &[Step]) {
    let (mut passed, mut moved) = (0, 0);
    for step in steps {
        let (filled, place) = (buffer.len(), buffer.filled().as_ptr());
        match *step {
            Step::Push(n) | Step::Fill(n) | Step::Reserve(n) => {
                // As a session does: a bit at a time, into the room that there is.
                let n = n.min(1 + n % 7).min(buffer.spare().len());
                buffer.commit(n);
                passed += n;
            }
            Step::Consume(n) => buffer.consume(n.min(filled)),
            Step::Release => buffer.release(),
        }
        let stayed = matches!(step, Step::Consume(_) | Step::Release);
        if !stayed && buffer.filled().as_ptr() != place {
            moved += filled;
        }
    }
    assert!(moved <= 2 * passed, "{passed} bytes passed, and {moved} were moved");
}
