//! Memory that goes from one buffer to the next, instead of back to the allocator.

use io_models::Recycled;
use socket_core::buffer::{Growing, Storage};

const LIMIT: usize = 64 << 10;
/// What an allocator's memory, which is cleared, never begins with.
const MARK: u8 = 7;

#[test]
fn it_goes_from_one_to_the_next() {
    let [mut one, mut next] = [(); 2].map(|()| Recycled::new(LIMIT));
    mark(&mut one, 1);
    assert!(!is_marked(&mut next));
    next.release();
    one.release();
    assert!(one.bytes().is_empty());
    assert!(is_marked(&mut next));
}

#[test]
fn as_many_pieces_wait_as_a_turn_takes() {
    let mut all = [(); 3].map(|()| Recycled::new(LIMIT));
    all.iter_mut().for_each(|storage| mark(storage, 1));
    all.iter_mut().for_each(Recycled::release);
    assert_eq!(all.iter_mut().map(is_marked).filter(|marked| *marked).count(), 2);
}

#[test]
fn what_has_grown_does_not_wait() {
    let mut storage = Recycled::new(LIMIT);
    mark(&mut storage, Growing::FIRST + 1);
    storage.release();
    assert!(!is_marked(&mut storage));
    assert_eq!(storage.bytes().len(), Growing::FIRST);
}

#[test]
fn it_never_is_more_than_the_limit() {
    let [mut large, mut small] = [LIMIT, 100].map(Recycled::new);
    mark(&mut large, 1);
    large.release();
    small.grow(1);
    assert_eq!(small.bytes().len(), 100);
}

fn mark(storage: &mut Recycled, len: usize) {
    storage.grow(len);
    storage.bytes_mut().fill(MARK);
}

fn is_marked(storage: &mut Recycled) -> bool {
    storage.grow(1);
    storage.bytes()[0] == MARK
}
