//! The executor: polls what has been woken, and waits in the reactor when nothing has.

use std::{
    cell::RefCell,
    fmt::{self, Debug, Formatter},
    io,
    panic::{AssertUnwindSafe, catch_unwind},
    pin::{Pin, pin},
    rc::Rc,
    task::{Context, Poll},
};

use super::{
    current::{self, EXECUTORS},
    eventfd::EventFd,
    id::TaskId,
    inbox::Inbox,
    reactor::Reactor,
    tasks::{Job, ROOT, Tasks},
    waker::waker,
};
use crate::sync::Arc;

/// Tasks that are polled before the executor looks at the sockets again.
const BATCH: usize = 256;

/// Runs futures, all on the thread that starts it.
#[derive(Debug)]
pub struct Executor(Rc<Core>);

pub(crate) struct Core {
    number: u16,
    tasks: RefCell<Tasks>,
    inbox: Arc<Inbox>,
    reactor: Rc<Reactor>,
}

impl Executor {
    /// An executor with nothing to do.
    ///
    /// # Errors
    /// No descriptor is left (epoll_create1(2), eventfd(2)), or 65,536 executors are there.
    pub fn new() -> io::Result<Self> {
        let inbox = Arc::new(Inbox::new(EventFd::new()?));
        let reactor = Rc::new(Reactor::new(inbox.bell())?);
        let number = EXECUTORS.enter(Arc::clone(&inbox));
        let number = number.ok_or_else(|| io::Error::other("there are 65,536 executors"))?;
        Ok(Self(Rc::new(Core { number, tasks: RefCell::new(Tasks::new()), inbox, reactor })))
    }

    /// Runs `future` to its end, and meanwhile all that it spawns; what is not done by then is
    /// dropped.
    ///
    /// # Errors
    /// Only ours, or no memory (epoll_wait(2)).
    pub fn block_on<F: Future>(self, future: F) -> io::Result<F::Output> {
        let _entered = current::enter(Rc::clone(&self.0));
        let done = self.0.run(pin!(future));
        self.0.clear();
        done
    }
}

impl Drop for Executor {
    fn drop(&mut self) {
        EXECUTORS.leave(self.0.number);
    }
}

impl Core {
    fn run<F: Future>(&self, mut root: Pin<&mut F>) -> io::Result<F::Output> {
        loop {
            for _ in 0..BATCH {
                let Some((index, generation, job)) = self.tasks.borrow_mut().next() else { break };
                let waker = waker(TaskId::new(self.number, index, generation));
                let mut context = Context::from_waker(&waker);
                if let Some(job) = job {
                    self.poll(index, job, &mut context);
                } else if index == ROOT
                    && let Poll::Ready(output) = root.as_mut().poll(&mut context)
                {
                    return Ok(output);
                }
            }
            self.wait()?;
        }
    }

    /// Polls a task. One that panics has ended, and only that one.
    fn poll(&self, index: usize, mut job: Job, context: &mut Context<'_>) {
        let polled = catch_unwind(AssertUnwindSafe(|| {
            job.as_mut().poll(context).is_pending().then_some(job)
        }));
        let mut tasks = self.tasks.borrow_mut();
        match polled {
            Ok(Some(job)) => tasks.put_back(index, job),
            Ok(None) | Err(_) => tasks.remove(index),
        }
    }

    /// Lets the reactor wait for somebody to be woken; if somebody is already, it only looks.
    fn wait(&self) -> io::Result<()> {
        let somebody = self.tasks.borrow().is_anybody_awake();
        if self.reactor.wait(somebody)? {
            let woken = self.inbox.take();
            let mut tasks = self.tasks.borrow_mut();
            woken.into_iter().for_each(|task| tasks.wake(task));
        }
        Ok(())
    }

    /// Drops all tasks, and those that are spawned by the drop of one.
    fn clear(&self) {
        loop {
            let jobs = self.tasks.borrow_mut().take();
            if jobs.is_empty() {
                break;
            }
        }
    }

    pub(crate) fn is_number(&self, executor: usize) -> bool {
        usize::from(self.number) == executor
    }

    pub(crate) fn wake(&self, task: TaskId) {
        self.tasks.borrow_mut().wake(task);
    }

    pub(crate) fn reactor(&self) -> &Rc<Reactor> {
        &self.reactor
    }

    pub(crate) fn spawn(&self, job: Job) {
        self.tasks.borrow_mut().insert(job);
    }
}

impl Debug for Core {
    fn fmt(&self, f: &mut Formatter<'_>) -> fmt::Result {
        f.debug_struct("Core").field("number", &self.number).finish_non_exhaustive()
    }
}
