//! A reactor and an executor on one thread: when no task is awake, it waits for all sockets.

mod reactor;

use std::{
    cell::RefCell,
    collections::VecDeque,
    io,
    os::fd::OwnedFd,
    pin::Pin,
    rc::Rc,
    sync::{Arc, Mutex, PoisonError},
    task::{Context, Wake, Waker},
    thread,
};

use io_models::Server;
use socket_core::net::{self, Accepted, Blocking, Transfer};

use self::reactor::Reactor;
use crate::clients::PAUSE;

// ANCHOR: executor
pub(crate) type Task = Pin<Box<dyn Future<Output = io::Result<()>>>>;

struct Executor {
    tasks: RefCell<Vec<Option<Task>>>,
    awake: Arc<RunQueue>,
    reactor: Reactor,
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
                let name = Name(number, Arc::clone(&self.awake));
                let waker = Waker::from(Arc::new(name));
                let mut context = Context::from_waker(&waker);
                // What it ends with, also an error, is its own: the others go on.
                if task.as_mut().poll(&mut context).is_pending() {
                    self.tasks.borrow_mut()[number] = Some(task);
                }
            }
            self.reactor.wait()?;
        }
    }
}
// ANCHOR_END: executor

// ANCHOR: waker
/// The numbers of the tasks that are to be polled. A waker may be used by any
/// thread, so there is a lock around them.
#[derive(Default)]
pub(crate) struct RunQueue(Mutex<VecDeque<usize>>);

impl RunQueue {
    pub(crate) fn put(&self, number: usize) {
        let mut numbers = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        if !numbers.contains(&number) {
            numbers.push_back(number);
        }
    }

    pub(crate) fn next(&self) -> Option<usize> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner).pop_front()
    }
}

pub(crate) struct Name(pub(crate) usize, pub(crate) Arc<RunQueue>);

impl Wake for Name {
    fn wake(self: Arc<Self>) {
        self.1.put(self.0);
    }
}
// ANCHOR_END: waker

// ANCHOR: serve
pub(crate) fn serve(server: Server) -> io::Result<()> {
    net::set_nonblocking(&server.listener)?;
    let (tasks, awake) = Default::default();
    let executor = Rc::new(Executor { tasks, awake, reactor: Reactor::new()? });
    executor.spawn(accept(server.listener, Rc::clone(&executor)));
    executor.run()
}

async fn accept(listener: OwnedFd, executor: Rc<Executor>) -> io::Result<()> {
    executor.reactor.add(&listener)?;
    loop {
        executor.reactor.readable(&listener).await;
        match net::accept(&listener, Blocking::No)? {
            Accepted::Client(client) => {
                executor.spawn(echo(client, Rc::clone(&executor)));
            }
            // No descriptor is left, and there are no timers yet: everybody waits.
            Accepted::Exhausted => thread::sleep(PAUSE),
            Accepted::NotNow | Accepted::Stopped => {}
        }
    }
}

async fn echo(client: OwnedFd, executor: Rc<Executor>) -> io::Result<()> {
    executor.reactor.add(&client)?;
    let mut bytes = [0; 512];
    loop {
        executor.reactor.readable(&client).await;
        match net::receive(&client, &mut bytes)? {
            Transfer::Bytes(len @ 1..) => {
                send_all(&client, &bytes[..len], &executor).await?;
            }
            Transfer::NotNow => {}
            Transfer::Bytes(_) | Transfer::Gone => return Ok(()),
        }
    }
}
// ANCHOR_END: serve

async fn send_all(
    client: &OwnedFd,
    bytes: &[u8],
    executor: &Executor,
) -> io::Result<()> {
    let mut unsent = bytes;
    while !unsent.is_empty() {
        match net::send(client, unsent)? {
            Transfer::Bytes(sent) => unsent = &unsent[sent..],
            Transfer::NotNow => executor.reactor.writable(client).await?,
            Transfer::Gone => break,
        }
    }
    Ok(())
}
