//! An executor whose reactor is a ring: it waits in io_uring_enter(2), and hands out what the
//! kernel has completed.

use std::{
    cell::{Cell, RefCell},
    collections::{BTreeMap, HashMap},
    io,
    os::fd::{AsFd, OwnedFd},
    pin::Pin,
    rc::Rc,
    sync::Arc,
    task::{Context, Poll, Waker},
    time::{Duration, Instant},
};

use io_models::{
    Recycled, Server,
    uring::{Done, Ring, Sizes},
};
use rustix::event::Timespec;
use socket_core::buffer::Buffer;

use crate::{
    clients::PAUSE,
    s1_one_thread::{Name, RunQueue, Task},
};

const SIZES: Sizes =
    Sizes { requests: 64, completions: 128, buffers: 1, bytes: 4 << 10 };

// ANCHOR: executor
pub(crate) struct Executor {
    tasks: RefCell<Vec<Option<Task>>>,
    awake: Arc<RunQueue>,
    ring: RefCell<Ring>,
    /// What the kernel has been asked for, until somebody has taken what came of it.
    asked: RefCell<HashMap<u64, Asked>>,
    timers: RefCell<BTreeMap<(Instant, u64), Waker>>,
    last: Cell<u64>,
}

enum Asked {
    Pending(Waker),
    Done(Done),
}

impl Executor {
    /// Asks the kernel to receive into a buffer. The buffer is moved into the ring,
    /// and stays there until the kernel has completed the request.
    pub(crate) fn receive(
        self: &Rc<Self>,
        client: impl AsFd,
    ) -> io::Result<Completion> {
        let buffer = Buffer::new(Recycled::new(64));
        self.ask(|ring, number| ring.receive_into(number, client, buffer))
    }

    fn ask(
        self: &Rc<Self>,
        request: impl FnOnce(&mut Ring, u64) -> io::Result<()>,
    ) -> io::Result<Completion> {
        let number = self.number();
        request(&mut self.ring.borrow_mut(), number)?;
        self.asked
            .borrow_mut()
            .insert(number, Asked::Pending(Waker::noop().clone()));
        Ok(Completion { executor: Rc::clone(self), number })
    }

    /// Submits what was asked for, waits, and wakes the tasks whose requests are
    /// completed.
    fn wait(&self) -> io::Result<()> {
        self.ring.borrow_mut().wait(self.timeout())?;
        while let Some(done) = self.next() {
            let number = done.data;
            let asked = self.asked.borrow_mut().remove(&number);
            // A request that was cancelled ends here, and its buffer with it.
            let Some(Asked::Pending(waker)) = asked else { continue };
            self.asked.borrow_mut().insert(number, Asked::Done(done));
            waker.wake();
        }
        self.wake_due();
        Ok(())
    }
}

/// Waits until the kernel has completed a request.
pub(crate) struct Completion {
    executor: Rc<Executor>,
    number: u64,
}

impl Future for Completion {
    type Output = Done;

    fn poll(self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Done> {
        let mut asked = self.executor.asked.borrow_mut();
        match asked.remove(&self.number) {
            Some(Asked::Done(done)) => Poll::Ready(done),
            Some(Asked::Pending(_)) | None => {
                asked.insert(self.number, Asked::Pending(context.waker().clone()));
                Poll::Pending
            }
        }
    }
}
// ANCHOR_END: executor

impl Completion {
    /// Nobody asks about it any more, and the kernel is to make an end of it, if it has not.
    pub(crate) fn cancel(&self) {
        self.executor.asked.borrow_mut().remove(&self.number);
        // It fails only if the ring can't be entered; then its end comes with the ring's.
        _ = self.executor.ring.borrow_mut().cancel(self.number);
    }
}

/// The bytes of a completed receive; none at the end of the stream.
pub(crate) fn received(done: Done) -> Option<Vec<u8>> {
    let (Ok(len @ 1..), Some(mut buffer)) = (done.result, done.lent) else {
        return None;
    };
    buffer.commit(len);
    Some(buffer.filled().to_vec())
}

/// Sends a few bytes, all of them; whether the client is still there.
pub(crate) async fn send_all(
    executor: &Rc<Executor>,
    client: &OwnedFd,
    bytes: &[u8],
) -> io::Result<bool> {
    let mut buffer = Buffer::new(Recycled::new(64));
    buffer.spare()[..bytes.len()].copy_from_slice(bytes);
    buffer.commit(bytes.len());
    while !buffer.is_empty() {
        let sent =
            executor.ask(|ring, number| ring.send(number, client, buffer))?.await;
        let (Ok(len @ 1..), Some(lent)) = (sent.result, sent.lent) else {
            return Ok(false);
        };
        buffer = lent;
        buffer.consume(len);
    }
    Ok(true)
}

/// Runs `serve_client` for each client, on one thread with one ring.
pub(crate) fn serve_each<F>(
    server: Server,
    serve_client: fn(OwnedFd, Rc<Executor>) -> F,
) -> io::Result<()>
where
    F: Future<Output = io::Result<()>> + 'static,
{
    let (tasks, awake, asked, timers, last) = Default::default();
    let ring = RefCell::new(Ring::new(SIZES)?);
    let executor = Rc::new(Executor { tasks, awake, ring, asked, timers, last });
    let all = Rc::clone(&executor);
    executor.spawn(async move {
        loop {
            let accepted = all
                .ask(|ring, number| ring.accept(number, &server.listener, false))?;
            let Some(client) = accepted.await.client else {
                // No descriptor is left, or whoever came is gone again.
                all.sleep(PAUSE).await;
                continue;
            };
            all.spawn(serve_client(client, Rc::clone(&all)));
        }
    });
    executor.run()
}

impl Executor {
    fn spawn(&self, task: impl Future<Output = io::Result<()>> + 'static) {
        let mut tasks = self.tasks.borrow_mut();
        self.awake.put(tasks.len());
        tasks.push(Some(Box::pin(task)));
    }

    fn run(&self) -> io::Result<()> {
        loop {
            while let Some(number) = self.awake.next() {
                let task = self.tasks.borrow_mut()[number].take();
                let Some(mut task) = task else { continue };
                let waker =
                    Waker::from(Arc::new(Name(number, Arc::clone(&self.awake))));
                if task.as_mut().poll(&mut Context::from_waker(&waker)).is_pending()
                {
                    self.tasks.borrow_mut()[number] = Some(task);
                }
            }
            self.wait()?;
        }
    }

    /// Ready when `duration` has passed.
    pub(crate) fn sleep(self: &Rc<Self>, duration: Duration) -> Sleep {
        let timer = (Instant::now() + duration, self.number());
        Sleep { executor: Rc::clone(self), timer }
    }

    /// How long until the first timer.
    fn timeout(&self) -> Option<Timespec> {
        let (deadline, _) = *self.timers.borrow().keys().next()?;
        deadline.saturating_duration_since(Instant::now()).try_into().ok()
    }

    fn wake_due(&self) {
        let due = (Instant::now(), u64::MAX);
        let later = self.timers.borrow_mut().split_off(&due);
        self.timers.replace(later).into_values().for_each(Waker::wake);
    }

    fn next(&self) -> Option<Done> {
        self.ring.borrow_mut().next()
    }

    fn number(&self) -> u64 {
        self.last.update(|number| number + 1);
        self.last.get()
    }
}

/// Waits for a time to pass. To drop it takes it out of the timers again: it would wake its task
/// for nothing.
pub(crate) struct Sleep {
    executor: Rc<Executor>,
    timer: (Instant, u64),
}

impl Future for Sleep {
    type Output = ();

    fn poll(self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<()> {
        if self.timer.0 <= Instant::now() {
            return Poll::Ready(());
        }
        self.executor
            .timers
            .borrow_mut()
            .insert(self.timer, context.waker().clone());
        Poll::Pending
    }
}

impl Drop for Sleep {
    fn drop(&mut self) {
        self.executor.timers.borrow_mut().remove(&self.timer);
    }
}
