//! Every order in which two threads can meet in the executor, and in `cores`: what they share,
//! compiled a second time with loom's locks and with an eventfd(2) that loom can see. And every order in which a
//! program and the kernel can meet in the queues of a ring.
//!
//! Loom runs each test once for every order that there is, and says which one went wrong.

#![expect(clippy::unwrap_used, reason = "a test")]

mod channel;
mod executor;
mod places;
mod ring;
mod sync;

use executor::{eventfd::EventFd, id::TaskId, inbox::Inbox, registry::Registry};
use sync::{Arc, Mutex};

fn task(index: usize) -> TaskId {
    TaskId::new(0, index, 0)
}

/// The executor's side: sleeps until the event is there, and takes what is there, until it has all.
fn hear_all(inbox: &Inbox, number: usize) -> Vec<TaskId> {
    let mut heard = Vec::new();
    while heard.len() < number {
        inbox.event().wait();
        heard.extend(inbox.take());
    }
    heard
}

/// If a wake-up were lost, the executor would sleep for ever; loom says so.
#[test]
fn no_wake_up_is_lost() {
    loom::model(|| {
        let inbox = Arc::new(Inbox::new(EventFd::new()));
        let wakers = [1, 2].map(|index| {
            let inbox = Arc::clone(&inbox);
            loom::thread::spawn(move || inbox.put(task(index)))
        });
        let mut heard = hear_all(&inbox, 2);
        heard.sort_by_key(|task| task.index());
        assert_eq!(heard, [task(1), task(2)]);
        wakers.into_iter().for_each(|waker| waker.join().unwrap());
    });
}

/// A task that two threads wake is in the list once, and the executor hears of it.
#[test]
fn wake_ups_of_one_task_are_one() {
    loom::model(|| {
        let inbox = Arc::new(Inbox::new(EventFd::new()));
        let wakers = [(); 2].map(|()| {
            let inbox = Arc::clone(&inbox);
            loom::thread::spawn(move || inbox.put(task(1)))
        });
        let mut heard = hear_all(&inbox, 1);
        assert_eq!(heard, [task(1)]);
        wakers.into_iter().for_each(|waker| waker.join().unwrap());
        // The second one came before the first was taken, or it is still to be heard.
        heard = inbox.take();
        assert!(matches!(heard[..], [] | [_]));
    });
}

/// After the look, nobody is in the list, or the bell has been rung for him.
fn nobody_waits_unheard(take: fn(&EventFd, &Mutex<Vec<TaskId>>)) {
    loom::model(move || {
        let shared = Arc::new((EventFd::new(), Mutex::new(Vec::new())));
        let waker = {
            let shared = Arc::clone(&shared);
            loom::thread::spawn(move || {
                shared.1.lock().unwrap().push(task(1));
                shared.0.ring();
            })
        };
        let (bell, woken) = &*shared;
        take(bell, woken);
        waker.join().unwrap();
        assert!(woken.lock().unwrap().is_empty() || bell.is_rung(), "nobody hears of it");
    });
}

#[test]
fn a_bell_that_is_reset_first_loses_nobody() {
    nobody_waits_unheard(|bell, woken| {
        bell.reset();
        woken.lock().unwrap().clear();
    });
}

/// The other way round, a wake-up between the two is not heard: loom finds it.
#[test]
#[should_panic(expected = "nobody hears of it")]
fn a_bell_that_is_reset_last_loses_one() {
    nobody_waits_unheard(|bell, woken| {
        woken.lock().unwrap().clear();
        bell.reset();
    });
}

/// A thread that wakes a task of an executor that ends wakes it, or nobody; no more happens.
#[test]
fn an_executor_may_end_while_it_is_woken() {
    loom::model(|| {
        let registry = Arc::new(Registry::new(Mutex::new(Vec::new())));
        let inbox = Arc::new(Inbox::new(EventFd::new()));
        assert_eq!(registry.enter(Arc::clone(&inbox)), Some(0));
        let waker = {
            let registry = Arc::clone(&registry);
            loom::thread::spawn(move || registry.wake(task(1)))
        };
        registry.leave(0);
        waker.join().unwrap();
        assert!(matches!(inbox.take()[..], [] | [_]));
        registry.wake(task(1));
        assert!(inbox.take().is_empty(), "it has ended, and was woken");
    });
}

/// A number that is free again is another executor's; the old one's wakers reach nobody else's
/// task but with a wake-up too many.
#[test]
fn a_number_is_given_out_again() {
    loom::model(|| {
        let registry = Registry::new(Mutex::new(Vec::new()));
        let inboxes = [(); 3].map(|()| Arc::new(Inbox::new(EventFd::new())));
        assert_eq!(registry.enter(Arc::clone(&inboxes[0])), Some(0));
        assert_eq!(registry.enter(Arc::clone(&inboxes[1])), Some(1));
        registry.leave(0);
        assert_eq!(registry.enter(Arc::clone(&inboxes[2])), Some(0));
        registry.wake(task(7));
        assert_eq!(inboxes[2].take(), [task(7)]);
        assert!(inboxes[0].take().is_empty() && inboxes[1].take().is_empty());
    });
}

#[test]
fn a_name_is_a_number_and_back() {
    let name = TaskId::from_bits(TaskId::new(7, TaskId::LAST, 3).to_bits());
    assert_eq!((name.executor(), name.index()), (7, TaskId::LAST));
    assert!(name.is_of(3) && !name.is_of(4));
}
