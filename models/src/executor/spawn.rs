//! New tasks, and how one waits for another's end, or makes an end of it.

use std::{
    cell::Cell,
    fmt::{self, Debug, Formatter},
    pin::Pin,
    rc::{Rc, Weak},
    task::{Context, Poll, Waker},
};

use super::{contain::contain, current, id::TaskId, state::State};

/// A new task for the executor that runs on this thread; nobody waits for it.
///
/// When [`block_on`](super::Executor::block_on) is done, it is dropped where it waits.
///
/// # Panics
/// If none runs here, or it has 16,777,215 tasks already.
pub fn spawn(future: impl Future<Output = ()> + 'static) {
    current::get().spawn(Box::pin(future));
}

/// A new task, and what waits for its end.
///
/// # Panics
/// As [`spawn`].
pub fn spawn_joined<T: 'static>(future: impl Future<Output = T> + 'static) -> Join<T> {
    let end =
        Rc::new(End { output: Cell::new(None), ended: Cell::new(false), waiter: Cell::default() });
    let ends = Ends(Rc::clone(&end));
    let home = current::get();
    let task = home.spawn(Box::pin(async move {
        // All of it, so that it is dropped with the task.
        let ends = ends;
        ends.0.output.set(Some(future.await));
    }));
    Join { end, task, home: Rc::downgrade(&home), done: false }
}

/// Waits for a task; `None` if the task has panicked, or was dropped before its end. To drop this
/// leaves the task alone.
///
/// # Panics
/// When it is polled after it was done; and in another executor than that of the task, which does
/// not run meanwhile.
#[must_use = "it waits only when it is awaited"]
#[derive(Debug)]
pub struct Join<T> {
    end: Rc<End<T>>,
    task: TaskId,
    home: Weak<State>,
    done: bool,
}

struct End<T> {
    output: Cell<Option<T>>,
    ended: Cell<bool>,
    waiter: Cell<Option<Waker>>,
}

/// Leaves with its task, however that ends.
struct Ends<T>(Rc<End<T>>);

impl<T> Join<T> {
    /// Drops the task where it waits. One that is done keeps its output; one that aborts itself is
    /// dropped when it awaits next.
    pub fn abort(&self) {
        if let Some(home) = self.home.upgrade() {
            home.abort(self.task);
        }
    }
}

impl<T> Drop for Ends<T> {
    fn drop(&mut self) {
        self.0.ended.set(true);
        if let Some(waiter) = self.0.waiter.take() {
            // The task may have panicked: a second panic would end the process.
            contain(|| waiter.wake());
        }
    }
}

impl<T> Debug for End<T> {
    fn fmt(&self, f: &mut Formatter<'_>) -> fmt::Result {
        f.debug_struct("End").field("ended", &self.ended).finish_non_exhaustive()
    }
}

impl<T> Future for Join<T> {
    type Output = Option<T>;

    fn poll(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Option<T>> {
        assert!(!self.done, "this Join has said already how its task ended");
        if !self.end.ended.get() {
            current::must_be(&self.home);
            self.end.waiter.set(Some(context.waker().clone()));
            return Poll::Pending;
        }
        self.done = true;
        Poll::Ready(self.end.output.take())
    }
}
