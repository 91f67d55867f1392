//! Memory that goes from one buffer to the next, instead of back to the allocator.

use std::sync::{Mutex, MutexGuard, PoisonError};

use io_models::Recycled;
use socket_core::buffer::Storage;

const LIMIT: usize = 64 << 10;
/// What the first byte takes.
const FIRST: usize = 16 << 10;
/// What an allocator's memory, which is cleared, never begins with.
const MARK: u8 = 7;

/// Larger than any that another test uses: all tests share the pieces that wait.
const LARGE: usize = 2 << 20;
/// What waits in all, at most.
const WAITING: usize = 4 << 20;

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
fn as_many_small_pieces_wait_as_a_turn_takes() {
    let mut all = [(); 3].map(|()| Recycled::new(LIMIT));
    all.iter_mut().for_each(|storage| mark(storage, 1));
    all.iter_mut().for_each(Recycled::release);
    assert_eq!(all.iter_mut().map(is_marked).filter(|marked| *marked).count(), 2);
}

/// Else a client whose request has come could hear nothing, not even that there is no memory.
#[test]
fn requests_leave_a_piece_to_replies() {
    let mut all = [(); 2].map(|()| Recycled::new(LIMIT));
    all.iter_mut().for_each(|storage| mark(storage, 1));
    all.iter_mut().for_each(Recycled::release);
    let mut halves = [(); 3].map(|()| Recycled::for_requests(LIMIT));
    assert_eq!(halves.iter_mut().map(is_marked).filter(|marked| *marked).count(), 1);
    assert!(is_marked(&mut Recycled::new(LIMIT)));
}

#[test]
fn what_has_grown_is_not_for_the_first_bytes() {
    let _alone = alone();
    let mut storage = Recycled::new(LARGE);
    mark(&mut storage, LARGE);
    storage.release();
    assert!(!is_marked(&mut storage));
    assert_eq!(storage.bytes().len(), FIRST);
}

#[test]
fn what_has_grown_waits_for_one_that_needs_as_much() {
    let _alone = alone();
    let [mut one, mut next] = [(); 2].map(|()| Recycled::new(LARGE));
    mark(&mut one, LARGE);
    one.release();
    next.grow(LARGE / 2);
    assert_eq!((next.bytes().len(), next.bytes()[LARGE - 1]), (LARGE, MARK));
}

/// So a long request takes one receive more, and not one for each doubling.
#[test]
fn the_largest_that_suits_comes_first() {
    let _alone = alone();
    let [mut large, mut small, mut next] = [(); 3].map(|()| Recycled::new(LARGE));
    mark(&mut large, LARGE / 2);
    mark(&mut small, LARGE / 4);
    large.release();
    small.release();
    next.grow(LARGE / 4);
    assert_eq!(next.bytes().len(), LARGE / 2);
}

/// A client that has sent little holds little, whatever others have left.
#[test]
fn what_has_grown_far_is_not_for_one_that_needs_little() {
    let _alone = alone();
    let [mut one, mut next] = [(); 2].map(|()| Recycled::new(LARGE));
    mark(&mut one, LARGE);
    one.release();
    next.grow(LARGE / 8 - 1);
    assert!(next.bytes().len() < LARGE, "{} bytes", next.bytes().len());
    next.grow(LARGE / 8);
    next.grow(LARGE / 4);
    assert!(next.bytes()[LARGE / 2..].contains(&MARK), "now it has sent enough");
}

#[test]
fn it_keeps_its_bytes_when_it_moves() {
    let _alone = alone();
    let [mut one, mut next] = [(); 2].map(|()| Recycled::new(LARGE));
    next.grow(LARGE / 8);
    next.bytes_mut().fill(1);
    let len = next.bytes().len();
    mark(&mut one, LARGE);
    one.release();
    next.grow(LARGE / 2);
    assert!(next.bytes()[..len].iter().all(|byte| *byte == 1));
}

#[test]
fn what_waits_is_bounded_and_the_oldest_goes_first() {
    let _alone = alone();
    let mut all = [(); 4].map(|()| Recycled::new(LARGE));
    for (storage, mark) in all.iter_mut().zip(MARK..) {
        storage.grow(LARGE);
        storage.bytes_mut().fill(mark);
    }
    all.iter_mut().for_each(Recycled::release);
    all.iter_mut().for_each(|storage| storage.grow(LARGE));
    let mut marks = all.iter().map(|storage| storage.bytes()[LARGE - 1]).collect::<Vec<_>>();
    marks.sort_unstable();
    assert_eq!(marks[4 - WAITING / LARGE..], [MARK + 2, MARK + 3]);
    assert_eq!(marks[..4 - WAITING / LARGE], [0, 0]);
}

#[test]
fn it_never_is_more_than_the_limit() {
    let [mut large, mut small] = [LIMIT, 100].map(Recycled::new);
    mark(&mut large, 1);
    large.release();
    small.grow(1);
    assert_eq!(small.bytes().len(), 100);
    let mut memory = vec![MARK; LIMIT];
    assert!(small.exchange(&mut memory));
    assert_eq!((small.bytes().len(), memory.len()), (100, 100));
}

/// One test at a time, with no large piece that waits.
fn alone() -> MutexGuard<'static, ()> {
    static ALONE: Mutex<()> = Mutex::new(());
    let alone = ALONE.lock().unwrap_or_else(PoisonError::into_inner);
    let mut waiting = [(); WAITING / LARGE].map(|()| Recycled::new(LARGE));
    waiting.iter_mut().for_each(|storage| storage.grow(LARGE));
    // They take the place of all that waits; then they are taken.
    waiting.iter_mut().for_each(Recycled::release);
    waiting.iter_mut().for_each(|storage| storage.grow(LARGE));
    alone
}

fn mark(storage: &mut Recycled, len: usize) {
    storage.grow(len);
    storage.bytes_mut().fill(MARK);
}

fn is_marked(storage: &mut Recycled) -> bool {
    storage.grow(1);
    storage.bytes()[0] == MARK
}
