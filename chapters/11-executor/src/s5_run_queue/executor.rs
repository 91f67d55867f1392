//! The executor: it polls each task that has been woken, and sleeps when there is none.

use std::{
    cell::RefCell,
    collections::{BTreeMap, VecDeque},
    future::Future,
    io,
    os::fd::{AsRawFd, OwnedFd, RawFd},
    pin::Pin,
    rc::Rc,
    sync::{Arc, Mutex, PoisonError},
    task::{Context, Poll, Wake, Waker},
};

use rustix::event::{self, PollFd, PollFlags};

// ANCHOR: waker
/// The tasks that are to be polled, in the order in which they were woken.
#[derive(Default)]
struct RunQueue(Mutex<VecDeque<usize>>);

impl RunQueue {
    fn push(&self, task: usize) {
        let mut tasks = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        // It is to be polled once, however often it is woken.
        if !tasks.contains(&task) {
            tasks.push_back(task);
        }
    }

    fn pop(&self) -> Option<usize> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner).pop_front()
    }
}

struct TaskWaker {
    task: usize,
    queue: Arc<RunQueue>,
}

impl Wake for TaskWaker {
    fn wake(self: Arc<Self>) {
        self.queue.push(self.task);
    }
}
// ANCHOR_END: waker

// ANCHOR: executor
type Done = io::Result<()>;
type Task = Pin<Box<dyn Future<Output = Done>>>;
type Wait = (Rc<OwnedFd>, PollFlags, Waker);

#[derive(Default)]
pub(crate) struct Executor {
    tasks: RefCell<BTreeMap<usize, Task>>,
    queue: Arc<RunQueue>,
    /// Which task waits for which socket, and for what.
    waits: RefCell<BTreeMap<(RawFd, bool), Wait>>,
    names: RefCell<usize>,
}

impl Executor {
    pub(crate) fn spawn(&self, task: impl Future<Output = Done> + 'static) {
        let name = self.names.replace_with(|name| *name + 1);
        self.tasks.borrow_mut().insert(name, Box::pin(task));
        self.queue.push(name);
    }

    pub(crate) fn run(&self) -> io::Result<()> {
        loop {
            while let Some(name) = self.queue.pop() {
                self.poll(name);
            }
            self.wait()?;
        }
    }

    fn poll(&self, name: usize) {
        // Out of the table while it runs: it may spawn another.
        let Some(mut task) = self.tasks.borrow_mut().remove(&name) else { return };
        let queue = Arc::clone(&self.queue);
        let waker = Waker::from(Arc::new(TaskWaker { task: name, queue }));
        if task.as_mut().poll(&mut Context::from_waker(&waker)).is_pending() {
            self.tasks.borrow_mut().insert(name, task);
        }
    }

    /// No task can go on: sleeps until a socket is ready, and wakes its task.
    fn wait(&self) -> io::Result<()> {
        let mut waits = self.waits.borrow_mut();
        let mut fds = waits.values().map(poll_fd).collect::<Vec<_>>();
        rustix::io::retry_on_intr(|| event::poll(&mut fds, None))?;
        let ready = fds.iter().map(is_ready).collect::<Vec<_>>();
        let ready =
            waits.keys().copied().zip(ready).filter(|(_, is_ready)| *is_ready);
        let ready = ready.map(|(key, _)| key).collect::<Vec<_>>();
        let woken =
            ready.iter().filter_map(|key| waits.remove(key)).collect::<Vec<_>>();
        drop(waits);
        woken.into_iter().for_each(|(_, _, waker)| waker.wake());
        Ok(())
    }

    /// Pending: the waker stays here until `socket` is ready for that.
    pub(crate) fn not_now<T>(
        &self,
        socket: &Rc<OwnedFd>,
        interest: PollFlags,
        waker: &Waker,
    ) -> Poll<T> {
        let key = (socket.as_raw_fd(), interest.contains(PollFlags::OUT));
        let wait = (Rc::clone(socket), interest, waker.clone());
        let last = self.waits.borrow_mut().insert(key, wait);
        drop(last);
        Poll::Pending
    }
}

fn poll_fd((socket, interest, _): &Wait) -> PollFd<'_> {
    PollFd::new(socket, *interest)
}

fn is_ready(fd: &PollFd<'_>) -> bool {
    !fd.revents().is_empty()
}
// ANCHOR_END: executor
