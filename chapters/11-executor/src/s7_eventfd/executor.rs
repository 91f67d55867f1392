//! The executor of step 5, which another thread can wake, and which no task keeps from its sockets.

use std::{
    cell::RefCell,
    collections::{BTreeMap, VecDeque},
    future::Future,
    io,
    os::fd::{AsRawFd, OwnedFd, RawFd},
    pin::Pin,
    rc::Rc,
    sync::{Arc, Mutex, MutexGuard, PoisonError},
    task::{Context, Poll, Wake, Waker},
    thread::{self, ThreadId},
};

use rustix::event::{self, EventfdFlags, PollFd, PollFlags, Timespec, eventfd};
use socket_core::net::{self, Blame};

// ANCHOR: waker
/// The tasks that are to be polled, in the order in which they were woken.
struct RunQueue {
    tasks: Mutex<VecDeque<usize>>,
    /// The thread that polls them.
    home: ThreadId,
    /// Readable when another thread has put a task into the queue: eventfd(2).
    event: OwnedFd,
}

impl RunQueue {
    fn push(&self, task: usize) {
        let mut tasks = self.lock();
        if !tasks.contains(&task) {
            tasks.push_back(task);
        }
        drop(tasks);
        // After the push: a thread that is told of it finds the task.
        if thread::current().id() != self.home {
            _ = rustix::io::write(&self.event, &1_u64.to_ne_bytes());
        }
    }

    fn pop(&self) -> Option<usize> {
        self.lock().pop_front()
    }
    // ANCHOR_END: waker

    fn lock(&self) -> MutexGuard<'_, VecDeque<usize>> {
        self.tasks.lock().unwrap_or_else(PoisonError::into_inner)
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

type Done = io::Result<()>;
type Task = Pin<Box<dyn Future<Output = Done>>>;
type Wait = (Rc<OwnedFd>, PollFlags, Waker);

/// Tasks that are polled before it looks at the sockets again.
const BATCH: usize = 64;

pub(crate) struct Executor {
    tasks: RefCell<BTreeMap<usize, Task>>,
    queue: Arc<RunQueue>,
    /// Which task waits for which socket, and for what.
    waits: RefCell<BTreeMap<(RawFd, bool), Wait>>,
    names: RefCell<usize>,
}

impl Executor {
    pub(crate) fn new() -> io::Result<Self> {
        let event = eventfd(0, EventfdFlags::CLOEXEC | EventfdFlags::NONBLOCK)?;
        let home = thread::current().id();
        let queue = Arc::new(RunQueue { tasks: Mutex::default(), home, event });
        let (tasks, waits, names) = Default::default();
        Ok(Self { tasks, queue, waits, names })
    }

    pub(crate) fn spawn(&self, task: impl Future<Output = Done> + 'static) {
        let name = self.names.replace_with(|name| *name + 1);
        self.tasks.borrow_mut().insert(name, Box::pin(task));
        self.queue.push(name);
    }

    // ANCHOR: run
    pub(crate) fn run(&self) -> io::Result<()> {
        loop {
            self.poll_batch();
            self.wait(None)?;
        }
    }

    pub(crate) fn poll_batch(&self) {
        for _ in 0..BATCH {
            let Some(name) = self.queue.pop() else { break };
            self.poll(name);
        }
    }

    /// Sleeps until a socket is ready, or another thread has woken a task, or the
    /// time is up; if a task is awake, it only looks.
    pub(crate) fn wait(&self, timeout: Option<Timespec>) -> io::Result<()> {
        let awake = !self.queue.lock().is_empty();
        let timeout = if awake { Some(Timespec::default()) } else { timeout };
        let mut waits = self.waits.borrow_mut();
        let mut fds = vec![PollFd::new(&self.queue.event, PollFlags::IN)];
        fds.extend(waits.values().map(poll_fd));
        match event::poll(&mut fds, timeout.as_ref()) {
            Ok(_) => {}
            // EINTR: a signal handler has run (signal(7)).
            Err(error) if net::blame(error) == Blame::Nobody => {}
            Err(error) => return Err(error.into()),
        }
        let ready = fds.iter().map(is_ready).collect::<Vec<_>>();
        if ready[0] {
            // Before the look into the queue: what comes after it rings again.
            _ = rustix::io::read(&self.queue.event, &mut [0; 8]);
        }
        let ready = waits
            .keys()
            .copied()
            .zip(&ready[1..])
            .filter(|(_, is_ready)| **is_ready);
        let ready = ready.map(|(key, _)| key).collect::<Vec<_>>();
        let woken =
            ready.iter().filter_map(|key| waits.remove(key)).collect::<Vec<_>>();
        drop(waits);
        woken.into_iter().for_each(|(_, _, waker)| waker.wake());
        Ok(())
    }
    // ANCHOR_END: run

    fn poll(&self, name: usize) {
        // Out of the table while it runs: it may spawn another.
        let Some(mut task) = self.tasks.borrow_mut().remove(&name) else { return };
        let queue = Arc::clone(&self.queue);
        let waker = Waker::from(Arc::new(TaskWaker { task: name, queue }));
        if task.as_mut().poll(&mut Context::from_waker(&waker)).is_pending() {
            self.tasks.borrow_mut().insert(name, task);
        }
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
