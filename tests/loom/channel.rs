//! Threads that meet in a channel: each wait ends, and each value is received, or comes back.

use std::{
    pin::pin,
    sync::Arc,
    task::{Context, Poll, Wake, Waker},
};

use loom::thread;

use crate::executor::{
    channel::{Closed, channel},
    eventfd::EventFd,
};

/// Wakes a thread, as an executor's does.
struct Bell(EventFd);

impl Wake for Bell {
    fn wake(self: Arc<Self>) {
        self.0.ring();
    }
}

/// If a wake-up were lost, it would sleep for ever; loom says so.
fn block_on<F: Future>(future: F) -> F::Output {
    let mut future = pin!(future);
    let bell = Arc::new(Bell(EventFd::new()));
    let waker = Waker::from(Arc::clone(&bell));
    loop {
        if let Poll::Ready(output) = future.as_mut().poll(&mut Context::from_waker(&waker)) {
            return output;
        }
        bell.0.wait();
        bell.0.reset();
    }
}

/// Polls once, and goes away.
fn poll_once<F: Future>(future: F) -> Option<F::Output> {
    let waker = Waker::noop();
    match pin!(future).poll(&mut Context::from_waker(waker)) {
        Poll::Ready(output) => Some(output),
        Poll::Pending => None,
    }
}

/// In every order in which a thread is kept from going on three times at most: the channel's lock
/// and three bells have too many orders to try all of them.
fn model(run: impl Fn() + Send + Sync + 'static) {
    let mut orders = loom::model::Builder::new();
    orders.preemption_bound = Some(3);
    orders.check(run);
}

#[test]
fn a_sender_and_a_receiver_meet() {
    model(|| {
        let (sender, mut receiver) = channel(1);
        let sending = thread::spawn(move || {
            for number in 0..2 {
                block_on(sender.send(number)).unwrap();
            }
        });
        assert_eq!(block_on(receiver.receive()), Some(0));
        assert_eq!(block_on(receiver.receive()), Some(1));
        assert_eq!(block_on(receiver.receive()), None);
        sending.join().unwrap();
    });
}

/// One of them gives up its wait, perhaps when its turn has come.
#[test]
fn a_turn_that_is_given_up_is_not_lost() {
    model(|| {
        let (sender, mut receiver) = channel(1);
        block_on(sender.send(0)).unwrap();
        let other = sender.clone();
        let hasty = thread::spawn(move || poll_once(sender.send(1)).is_some());
        let patient = thread::spawn(move || block_on(other.send(2)).unwrap());
        let mut sum = 0;
        while let Some(number) = block_on(receiver.receive()) {
            sum += number;
        }
        let sent = hasty.join().unwrap();
        assert_eq!(sum, if sent { 3 } else { 2 });
        patient.join().unwrap();
    });
}

/// The receiver goes while somebody sends: the value was received, or dropped with it, or is back.
#[test]
fn a_receiver_may_go_at_any_time() {
    model(|| {
        let (sender, receiver) = channel(1);
        block_on(sender.send(1)).unwrap();
        let going = thread::spawn(move || drop(receiver));
        assert_eq!(block_on(sender.send(2)), Err(Closed(2)));
        going.join().unwrap();
    });
}
