//! Tasks, and how one waits for another's end.

use std::{
    cell::Cell,
    fmt::{self, Debug, Formatter},
    pin::Pin,
    rc::Rc,
    task::{Context, Poll, Waker},
};

use super::current;

/// A new task for the executor that runs on this thread; nobody waits for it.
///
/// # Panics
/// If none runs here.
pub fn spawn(future: impl Future<Output = ()> + 'static) {
    let job = Box::pin(future);
    current::with(|core| core.spawn(job));
}

/// A new task, and what waits for its end.
///
/// # Panics
/// If no executor runs on this thread.
pub fn spawn_joined<T: 'static>(future: impl Future<Output = T> + 'static) -> Join<T> {
    let end =
        Rc::new(End { output: Cell::new(None), ended: Cell::new(false), waiter: Cell::default() });
    let sees_it = Ends(Rc::clone(&end));
    spawn(async move {
        let ends = sees_it;
        ends.0.output.set(Some(future.await));
    });
    Join(end)
}

/// Waits for a task; `None` if the task has panicked. To drop it leaves the task alone.
#[must_use = "it waits only when it is awaited"]
#[derive(Debug)]
pub struct Join<T>(Rc<End<T>>);

struct End<T> {
    output: Cell<Option<T>>,
    ended: Cell<bool>,
    waiter: Cell<Option<Waker>>,
}

/// Leaves with its task, however that ends.
struct Ends<T>(Rc<End<T>>);

impl<T> Drop for Ends<T> {
    fn drop(&mut self) {
        self.0.ended.set(true);
        if let Some(waiter) = self.0.waiter.take() {
            waiter.wake();
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

    fn poll(self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Option<T>> {
        if self.0.ended.get() {
            return Poll::Ready(self.0.output.take());
        }
        self.0.waiter.set(Some(context.waker().clone()));
        Poll::Pending
    }
}
