//! The executor of step 7, and timers: it sleeps until a socket is ready or a time has come.

use std::{
    cell::RefCell,
    collections::BTreeMap,
    future::{Future, poll_fn},
    io,
    os::fd::OwnedFd,
    rc::Rc,
    task::{Poll, Waker},
    time::{Duration, Instant},
};

use rustix::event::{PollFlags, Timespec};

use crate::s7_eventfd::executor;

pub(crate) struct Executor {
    tasks: executor::Executor,
    /// Which task waits for which moment.
    timers: RefCell<BTreeMap<(Instant, usize), Waker>>,
    names: RefCell<usize>,
}

impl Executor {
    pub(crate) fn new() -> io::Result<Self> {
        let (timers, names) = Default::default();
        Ok(Self { tasks: executor::Executor::new()?, timers, names })
    }

    pub(crate) fn spawn(
        &self,
        task: impl Future<Output = io::Result<()>> + 'static,
    ) {
        self.tasks.spawn(task);
    }

    // ANCHOR: timers
    pub(crate) fn run(&self) -> io::Result<()> {
        loop {
            self.tasks.poll_batch();
            self.tasks.wait(self.timeout())?;
            self.wake_due();
        }
    }

    /// Ready when `duration` has passed.
    pub(crate) fn sleep(&self, duration: Duration) -> impl Future<Output = ()> {
        let name = self.names.replace_with(|name| *name + 1);
        let timer = (Instant::now() + duration, name);
        poll_fn(move |context| {
            if timer.0 <= Instant::now() {
                return Poll::Ready(());
            }
            let last =
                self.timers.borrow_mut().insert(timer, context.waker().clone());
            drop(last);
            Poll::Pending
        })
    }

    /// How long until the first timer.
    fn timeout(&self) -> Option<Timespec> {
        let (deadline, _) = *self.timers.borrow().keys().next()?;
        deadline.saturating_duration_since(Instant::now()).try_into().ok()
    }

    fn wake_due(&self) {
        let due = (Instant::now(), usize::MAX);
        let later = self.timers.borrow_mut().split_off(&due);
        self.timers.replace(later).into_values().for_each(Waker::wake);
    }
    // ANCHOR_END: timers

    /// Pending: the waker stays here until `socket` is ready for that.
    pub(crate) fn not_now<T>(
        &self,
        socket: &Rc<OwnedFd>,
        interest: PollFlags,
        waker: &Waker,
    ) -> Poll<T> {
        self.tasks.not_now(socket, interest, waker)
    }
}
