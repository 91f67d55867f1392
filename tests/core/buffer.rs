//! A buffer is a queue, whatever its storage, and never moves its bytes for nothing.

use std::collections::VecDeque;

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

/// Does the same to a buffer and to a queue of the standard library's.
fn is_a_queue<S: Storage>(mut buffer: Buffer<S>, steps: &[Step]) {
    let mut queue = VecDeque::new();
    let mut bytes = (0..=u8::MAX).cycle();
    for step in steps {
        let room = LIMIT - queue.len();
        match *step {
            Step::Push(n) => {
                let new: Vec<_> = bytes.by_ref().take(n).collect();
                let pushed = buffer.push(&new);
                assert_eq!(pushed, if n <= room { Ok(()) } else { Err(Full) });
                queue.extend(new.into_iter().filter(|_| pushed.is_ok()));
            }
            Step::Fill(n) => {
                let spare = buffer.spare();
                assert_eq!(spare.is_empty(), room == 0, "no room before the limit");
                let n = n.min(spare.len());
                spare.iter_mut().zip(bytes.by_ref()).take(n).for_each(|(to, from)| *to = from);
                queue.extend(&spare[..n]);
                buffer.commit(n);
            }
            Step::Consume(n) => {
                let n = n.min(queue.len());
                buffer.consume(n);
                queue.drain(..n);
            }
            Step::Reserve(n) => {
                assert_eq!(buffer.reserve(n), if n <= room { Ok(()) } else { Err(Full) });
            }
            Step::Release => buffer.release(),
        }
        assert_eq!(buffer.filled(), queue.make_contiguous());
        assert_eq!(buffer.is_empty(), queue.is_empty());
        assert_eq!(buffer.limit(), LIMIT);
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
