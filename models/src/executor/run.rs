//! The executor: polls what has been woken, and waits in the reactor when nothing has.

use std::{
    io,
    panic::{AssertUnwindSafe, catch_unwind, resume_unwind},
    pin::{Pin, pin},
    rc::Rc,
    task::{Context, Poll},
};

use super::{
    contain::discard,
    current::{self, EXECUTORS},
    state::State,
    tasks::ROOT,
};

// ANCHOR: batch
/// Tasks that are polled before the executor looks at the sockets again.
const BATCH: usize = 256;
// ANCHOR_END: batch

/// Runs futures, all on the thread that starts it.
#[derive(Debug)]
pub struct Executor(Rc<State>);

impl Executor {
    /// An executor with nothing to do.
    ///
    /// # Errors
    /// No descriptor is left (epoll_create1(2), eventfd(2)), or 65,536 executors are there.
    pub fn new() -> io::Result<Self> {
        Ok(Self(Rc::new(State::new(&EXECUTORS)?)))
    }

    /// Runs `future` to its end, and meanwhile all that it spawns; what is not done by then is
    /// dropped.
    ///
    /// One may run inside another, whose tasks stand still meanwhile: to wait here for what one of
    /// those would do, say a value that it has not sent yet, is to wait for ever.
    ///
    /// A task that panics has ended, and the others go on. A task that spawns another one each
    /// time that it is dropped is dropped some times, and the last ones are leaked.
    ///
    /// # Errors
    /// Only ours, or no memory (epoll_wait(2)).
    ///
    /// # Panics
    /// If `future` does, when all tasks are dropped.
    pub fn block_on<F: Future>(self, future: F) -> io::Result<F::Output> {
        let _entered = current::enter(Rc::clone(&self.0));
        let mut done = None;
        let ended = catch_unwind(AssertUnwindSafe(|| done = Some(self.run(pin!(future)))));
        self.0.clear();
        match (done, ended) {
            // It has its output, and panicked when it was dropped.
            (Some(done), Err(payload)) => {
                discard(payload);
                done
            }
            (Some(done), Ok(())) => done,
            (None, Err(payload)) => resume_unwind(payload),
            (None, Ok(())) => unreachable!("what has not ended has panicked"),
        }
    }

    // ANCHOR: run
    fn run<F: Future>(&self, mut root: Pin<&mut F>) -> io::Result<F::Output> {
        loop {
            for _ in 0..BATCH {
                let Some((index, waker, job)) = self.0.next() else { break };
                let mut context = Context::from_waker(&waker);
                if let Some(job) = job {
                    self.0.poll(index, job, &mut context);
                } else if index == ROOT
                    && let Poll::Ready(output) = root.as_mut().poll(&mut context)
                {
                    return Ok(output);
                }
            }
            self.0.wait()?;
        }
    }
    // ANCHOR_END: run
}

impl Drop for Executor {
    fn drop(&mut self) {
        EXECUTORS.leave(self.0.number());
    }
}
