//! What a bounded channel promises: order, room, turns, and an end that both sides hear.

use std::{
    cell::{Cell, RefCell},
    future::poll_fn,
    iter::repeat_n,
    panic::{AssertUnwindSafe, catch_unwind},
    pin::{Pin, pin},
    rc::Rc,
    sync::{
        Arc,
        atomic::{AtomicUsize, Ordering},
    },
    task::{Context, Poll, Wake, Waker},
    thread,
};

use io_models::executor::{Closed, Sender, channel, join, spawn, spawn_joined, yield_now};

use crate::executor::run;

/// Counts how often it is called.
#[derive(Default)]
struct Calls(AtomicUsize);

impl Wake for Calls {
    fn wake(self: Arc<Self>) {
        self.0.fetch_add(1, Ordering::Relaxed);
    }
}

impl Calls {
    fn get(&self) -> usize {
        self.0.load(Ordering::Relaxed)
    }
}

fn poll<F: Future + Unpin>(future: &mut F, calls: &Arc<Calls>) -> Poll<F::Output> {
    let waker = Waker::from(Arc::clone(calls));
    Pin::new(future).poll(&mut Context::from_waker(&waker))
}

#[test]
fn values_come_in_their_order() {
    let received = run(async {
        let (sender, mut receiver) = channel(2);
        spawn(async move {
            for number in 0..100 {
                sender.send(number).await.expect("somebody receives");
            }
        });
        let mut received = Vec::new();
        while let Some(number) = receiver.receive().await {
            received.push(number);
        }
        received
    });
    assert_eq!(received, (0..100).collect::<Vec<_>>());
}

// ANCHOR: inbox
/// Says how many have been sent.
async fn send_five(sender: Sender<usize>, sent: Rc<Cell<usize>>) {
    for number in 1..=5 {
        sender.send(number).await.expect("one receives");
        sent.set(number);
    }
}

/// Its task goes on when a value is received, and no sooner.
#[test]
fn who_sends_to_a_full_inbox_waits() {
    run(async {
        let (sender, mut inbox) = channel(2);
        let sent = Rc::new(Cell::new(0));
        spawn(send_five(sender, Rc::clone(&sent)));
        yield_now().await;
        assert_eq!(sent.get(), 2, "the third is still its sender's");
        assert_eq!(inbox.receive().await, Some(1));
        yield_now().await;
        assert_eq!(sent.get(), 3, "there was room for one");
    });
}
// ANCHOR_END: inbox

/// What was sent before the last sender went is received first.
#[test]
fn the_end_comes_after_all_values() {
    run(async {
        let (sender, mut receiver) = channel(4);
        let other = sender.clone();
        other.send(1).await.expect("there is room");
        drop(other);
        sender.send(2).await.expect("there is room");
        drop(sender);
        assert_eq!(receiver.receive().await, Some(1));
        assert_eq!(receiver.receive().await, Some(2));
        assert_eq!(receiver.receive().await, None);
        assert_eq!(receiver.receive().await, None);
    });
}

/// A sender that waits when the receiver goes has its value back, and so has one that comes later.
#[test]
fn a_receiver_that_goes_gives_the_values_back() {
    run(async {
        let (sender, receiver) = channel(1);
        sender.send("first").await.expect("there is room");
        let sending = async { sender.send("second").await };
        let going = async {
            yield_now().await;
            drop(receiver);
        };
        let (sent, ()) = join(sending, going).await;
        assert_eq!(sent, Err(Closed("second")));
        assert_eq!(sender.send("third").await, Err(Closed("third")));
    });
}

/// The values that nobody will receive are dropped with the receiver, and not with the senders.
#[test]
fn what_nobody_receives_is_dropped() {
    let value = Rc::new(());
    let (sender, receiver) = channel(2);
    let calls = Arc::default();
    assert!(poll(&mut sender.send(Rc::clone(&value)), &calls).is_ready());
    drop(receiver);
    assert_eq!(Rc::strong_count(&value), 1);
    drop(sender);
}

async fn send_three_times(name: &'static str, sender: Sender<&'static str>) {
    for value in repeat_n(name, 3) {
        sender.send(value).await.expect("somebody receives");
    }
}

/// However fast a newcomer is: room goes to the one that has waited longest.
#[test]
fn nobody_is_overtaken() {
    let said = Rc::new(RefCell::new(Vec::new()));
    run(async {
        let (sender, mut receiver) = channel(1);
        sender.send("-").await.expect("there is room");
        let tasks =
            ["a", "b", "c"].map(|name| spawn_joined(send_three_times(name, sender.clone())));
        drop(sender);
        // All of them wait by now.
        yield_now().await;
        while let Some(name) = receiver.receive().await {
            said.borrow_mut().push(name);
        }
        for task in tasks {
            task.await.expect("it does not panic");
        }
    });
    assert_eq!(said.take().concat(), "-abcabcabc");
}

/// It was woken, and does not send: whoever comes next has its turn.
#[test]
fn a_turn_that_is_dropped_is_the_next_ones() {
    let calls = [(); 3].map(|()| Arc::<Calls>::default());
    let (sender, mut receiver) = channel(1);
    assert!(poll(&mut sender.send(1), &calls[0]).is_ready());
    let mut second = sender.send(2);
    let mut third = sender.send(3);
    assert!(poll(&mut second, &calls[1]).is_pending());
    assert!(poll(&mut third, &calls[2]).is_pending());
    assert_eq!(poll(&mut receiver.receive(), &calls[0]), Poll::Ready(Some(1)));
    assert_eq!((calls[1].get(), calls[2].get()), (1, 0));
    assert!(poll(&mut third, &calls[2]).is_pending(), "it has overtaken");
    drop(second);
    assert_eq!(calls[2].get(), 1);
    assert!(poll(&mut third, &calls[2]).is_ready());
    assert_eq!(poll(&mut receiver.receive(), &calls[0]), Poll::Ready(Some(3)));
}

/// A wait that has not begun undoes nothing, and one that goes while it has no turn neither.
#[test]
fn a_wait_that_is_dropped_takes_nothing_along() {
    let calls = [(); 3].map(|()| Arc::<Calls>::default());
    let (sender, mut receiver) = channel(1);
    assert!(poll(&mut sender.send(1), &calls[0]).is_ready());
    let mut second = sender.send(2);
    let mut third = sender.send(3);
    assert!(poll(&mut second, &calls[1]).is_pending());
    assert!(poll(&mut third, &calls[2]).is_pending());
    drop(sender.send(4));
    drop(third);
    assert_eq!(poll(&mut receiver.receive(), &calls[0]), Poll::Ready(Some(1)));
    assert_eq!(calls[1].get(), 1);
    assert!(poll(&mut second, &calls[1]).is_ready());
    drop(receiver.receive());
    assert_eq!(poll(&mut receiver.receive(), &calls[0]), Poll::Ready(Some(2)));
}

#[test]
fn the_last_waker_is_called() {
    let [first, second] = [(); 2].map(|()| Arc::<Calls>::default());
    let (sender, mut receiver) = channel(1);
    let mut receiving = receiver.receive();
    assert!(poll(&mut receiving, &first).is_pending());
    assert!(poll(&mut receiving, &second).is_pending());
    assert!(poll(&mut sender.send(1), &first).is_ready());
    assert_eq!((first.get(), second.get()), (0, 1));
    drop(receiving);
    let mut sending = sender.send(2);
    let mut waiting = sender.send(3);
    assert!(poll(&mut sending, &first).is_pending());
    assert!(poll(&mut sending, &second).is_pending());
    assert!(poll(&mut waiting, &first).is_pending());
    assert_eq!(poll(&mut receiver.receive(), &first), Poll::Ready(Some(1)));
    assert_eq!((first.get(), second.get()), (0, 2));
}

/// A wait that is over leaves no waker behind.
#[test]
fn a_wait_that_is_dropped_is_not_woken() {
    let calls = Arc::<Calls>::default();
    let (sender, mut receiver) = channel::<u8>(1);
    assert!(poll(&mut receiver.receive(), &calls).is_pending());
    assert_eq!(Arc::strong_count(&calls), 1);
    drop(sender);
    assert_eq!(calls.get(), 0);
}

thread_local!(static AGAIN: Cell<Option<Box<dyn FnOnce()>>> = const { Cell::new(None) });

/// A waker that does what its thread has in store.
struct Again;

impl Wake for Again {
    fn wake(self: Arc<Self>) {
        if let Some(again) = AGAIN.take() {
            again();
        }
    }
}

/// Wakers are called while nothing is locked: this one uses the channel itself.
#[test]
fn a_waker_may_do_anything() {
    let (sender, mut receiver) = channel(2);
    let other = sender.clone();
    AGAIN.set(Some(Box::new(move || {
        let calls = Arc::default();
        assert!(poll(&mut other.send(2), &calls).is_ready());
    })));
    let waker = Waker::from(Arc::new(Again));
    let mut receiving = receiver.receive();
    assert!(Pin::new(&mut receiving).poll(&mut Context::from_waker(&waker)).is_pending());
    let calls = Arc::default();
    assert!(poll(&mut sender.send(1), &calls).is_ready());
    drop(sender);
    assert_eq!(poll(&mut receiving, &calls), Poll::Ready(Some(1)));
    drop(receiving);
    assert_eq!(poll(&mut receiver.receive(), &calls), Poll::Ready(Some(2)));
    assert_eq!(poll(&mut receiver.receive(), &calls), Poll::Ready(None));
}

/// So they are dropped: this one has a side of the channel, which is told when it goes.
#[test]
fn a_waker_may_own_a_sender() {
    struct Owner {
        _sender: Sender<u8>,
    }
    impl Wake for Owner {
        fn wake(self: Arc<Self>) {}
    }
    let (sender, mut receiver) = channel(1);
    assert!(poll(&mut sender.send(1), &Arc::default()).is_ready());
    let waker = Waker::from(Arc::new(Owner { _sender: sender.clone() }));
    let mut sending = sender.send(2);
    assert!(Pin::new(&mut sending).poll(&mut Context::from_waker(&waker)).is_pending());
    drop(waker);
    drop(sending);
    drop(sender);
    assert_eq!(poll(&mut receiver.receive(), &Arc::default()), Poll::Ready(Some(1)));
    assert_eq!(poll(&mut receiver.receive(), &Arc::default()), Poll::Ready(None));
}

#[test]
fn what_cannot_work_says_so() {
    let without_room = catch_unwind(|| drop(channel::<()>(0)));
    assert!(without_room.is_err());
    let (sender, _receiver) = channel(1);
    let calls = Arc::default();
    let mut sending = sender.send(());
    assert!(poll(&mut sending, &calls).is_ready());
    let again = catch_unwind(AssertUnwindSafe(|| poll(&mut sending, &calls).is_ready()));
    assert!(again.is_err());
}

/// What a thread sends: its name, and how many it has sent before.
async fn send_all(thread: usize, sender: Sender<(usize, usize)>) {
    for number in 0..EACH {
        sender.send((thread, number)).await.expect("somebody receives");
    }
}

/// Four threads, each with an executor, send to a fifth.
#[test]
fn threads_meet_in_it() {
    let (sender, mut receiver) = channel(3);
    let threads = [0, 1, 2, 3].map(|thread| {
        let sender = sender.clone();
        thread::spawn(move || run(send_all(thread, sender)))
    });
    drop(sender);
    let mut next = [0; 4];
    run(async {
        while let Some((thread, number)) = receiver.receive().await {
            assert_eq!(next[thread], number);
            next[thread] += 1;
        }
    });
    assert_eq!(next, [EACH; 4]);
    threads.into_iter().for_each(|thread| thread.join().expect("it does not panic"));
}

const EACH: usize = if cfg!(miri) { 20 } else { 5_000 };

/// The task that would have received is aborted: its sender hears that nobody does.
#[test]
fn an_aborted_receiver_is_a_receiver_that_goes() {
    run(async {
        let (sender, mut receiver) = channel(1);
        sender.send(1).await.expect("there is room");
        let receiving = spawn_joined(async move {
            while receiver.receive().await.is_some() {}
            poll_fn(|_| Poll::<()>::Pending).await;
        });
        let mut sending = pin!(sender.send(2));
        assert!(matches!(
            poll_fn(|context| Poll::Ready(sending.as_mut().poll(context))).await,
            Poll::Pending
        ));
        receiving.abort();
        assert_eq!(sending.await, Err(Closed(2)));
    });
}
