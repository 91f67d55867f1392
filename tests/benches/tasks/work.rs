//! Three pieces of work, for any executor.

use std::{
    cell::{Cell, RefCell},
    future::poll_fn,
    rc::Rc,
    task::{Poll, Waker},
};

/// An executor, as far as the work needs one.
pub(crate) trait Runs: Sized {
    const NAME: &'static str;

    /// Runs what `work` makes to its end.
    fn run<F: Future>(work: impl FnOnce(Self) -> F);

    /// A task, and what waits for its end.
    fn spawn(&self, task: impl Future<Output = ()> + 'static) -> impl Future;
}

/// Tasks that are done when they are polled first.
pub(crate) fn spawn<R: Runs>(times: usize) {
    R::run(async |executor| {
        for _ in 0..times {
            executor.spawn(async {}).await;
        }
    });
}

/// A task that wakes itself, and runs again.
pub(crate) fn yields<R: Runs>(times: usize) {
    R::run(async |executor| {
        executor.spawn(yield_often(times)).await;
    });
}

/// Two tasks that throw each other a ball.
pub(crate) fn switch<R: Runs>(times: usize) {
    R::run(async |executor| {
        let ball = Rc::new(Ball::default());
        let even = executor.spawn(play(Rc::clone(&ball), 0, times / 2));
        let odd = executor.spawn(play(ball, 1, times / 2));
        even.await;
        odd.await;
    });
}

async fn yield_often(times: usize) {
    for _ in 0..times {
        let mut yielded = false;
        poll_fn(|context| {
            if yielded {
                return Poll::Ready(());
            }
            yielded = true;
            context.waker().wake_by_ref();
            Poll::Pending
        })
        .await;
    }
}

#[derive(Default)]
struct Ball {
    thrown: Cell<usize>,
    waiting: RefCell<Option<Waker>>,
}

async fn play(ball: Rc<Ball>, side: usize, times: usize) {
    for _ in 0..times {
        poll_fn(|context| {
            if ball.thrown.get() % 2 == side {
                return Poll::Ready(());
            }
            ball.waiting.replace(Some(context.waker().clone()));
            Poll::Pending
        })
        .await;
        ball.thrown.set(ball.thrown.get() + 1);
        if let Some(other) = ball.waiting.take() {
            other.wake();
        }
    }
}
