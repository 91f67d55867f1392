//! The places for clients that all threads of `cores` share.

#[path = "../../models/src/cores/places.rs"]
mod shared;

use shared::Places;

use crate::{executor::eventfd::EventFd, sync::Arc};

/// One place, and it is taken.
fn full() -> Arc<Places> {
    let places = Arc::new(Places::new(1, EventFd::new()));
    assert!(places.take());
    places
}

/// A thread that has found no place sleeps, as in epoll_wait(2), until the bell rings. If that were
/// lost, it would sleep for ever; loom says so.
#[test]
fn a_place_that_is_given_back_is_heard_of() {
    loom::model(|| {
        let places = full();
        let leaving = {
            let places = Arc::clone(&places);
            loom::thread::spawn(move || places.give_back(1))
        };
        if !places.are_left() {
            places.bell().wait();
            assert!(places.are_left(), "it was woken for nothing");
        }
        leaving.join().unwrap();
    });
}

/// Two threads want the last place: one of them gets it.
#[test]
fn the_last_place_is_taken_once() {
    loom::model(|| {
        let places = Arc::new(Places::new(1, EventFd::new()));
        let other = {
            let places = Arc::clone(&places);
            loom::thread::spawn(move || places.take())
        };
        let taken = [places.take(), other.join().unwrap()];
        assert_eq!(taken.iter().filter(|taken| **taken).count(), 1);
        assert!(!places.are_left());
    });
}

/// A thread that sleeps hears that another one has failed.
#[test]
fn a_failure_is_heard_of() {
    loom::model(|| {
        let places = full();
        let failing = {
            let places = Arc::clone(&places);
            loom::thread::spawn(move || places.close())
        };
        if !places.are_closed() {
            places.bell().wait();
            assert!(places.are_closed());
        }
        failing.join().unwrap();
    });
}
