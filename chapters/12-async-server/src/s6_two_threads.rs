//! The reactor on a thread of its own: it wakes tasks that another thread polls.
//!
//! So a task must be `Send`, and this one is refused:
//!
#![doc = concat!("```compile_fail\n", include_str!("s6_two_threads/not_send.rs"), "```")]

mod reactor;

use std::{
    collections::VecDeque,
    io,
    os::fd::OwnedFd,
    pin::Pin,
    sync::{Arc, Mutex, MutexGuard, PoisonError},
    task::{Context, Wake, Waker},
    thread,
};

use io_models::Server;
use rustix::event::{EventfdFlags, epoll::EventFlags, eventfd};
use socket_core::net::{self, Accepted, Blocking, Transfer};

use self::reactor::Reactor;
use crate::clients::PAUSE;

// ANCHOR: wake
type Job = Pin<Box<dyn Future<Output = io::Result<()>> + Send>>;

struct Task {
    /// Until it is done.
    job: Mutex<Option<Job>>,
    awake: Arc<RunQueue>,
}

struct RunQueue {
    tasks: Mutex<VecDeque<Arc<Task>>>,
    bell: OwnedFd,
}

impl Wake for Task {
    fn wake(self: Arc<Self>) {
        let awake = Arc::clone(&self.awake);
        lock(&awake.tasks).push_back(self);
        // After the push: the thread that hears the bell finds the task.
        _ = rustix::io::write(&awake.bell, &1_u64.to_ne_bytes());
    }
}
// ANCHOR_END: wake

// ANCHOR: run
impl RunQueue {
    fn run(&self) -> io::Result<()> {
        loop {
            // Before the look: a task that is woken after it rings the bell again.
            rustix::io::retry_on_intr(|| rustix::io::read(&self.bell, &mut [0; 8]))?;
            while let Some(task) = self.next() {
                let waker = Waker::from(Arc::clone(&task));
                let mut context = Context::from_waker(&waker);
                let mut job = lock(&task.job);
                // What it ends with, also an error, is its own.
                if let Some(running) = job.as_mut()
                    && running.as_mut().poll(&mut context).is_ready()
                {
                    *job = None;
                }
            }
        }
    }

    fn next(&self) -> Option<Arc<Task>> {
        lock(&self.tasks).pop_front()
    }
}

fn spawn(awake: &Arc<RunQueue>, job: Job) {
    Arc::new(Task { job: Mutex::new(Some(job)), awake: Arc::clone(awake) }).wake();
}
// ANCHOR_END: run

// ANCHOR: serve
pub(crate) fn serve(server: Server) -> io::Result<()> {
    let listener = server.listener;
    net::set_nonblocking(&listener)?;
    let bell = eventfd(0, EventfdFlags::CLOEXEC)?;
    let awake = Arc::new(RunQueue { tasks: Mutex::default(), bell });
    let reactor = Arc::new(Reactor::new()?);
    let watching = Arc::clone(&reactor);
    thread::Builder::new().spawn(move || watching.run())?;
    let executor = Arc::clone(&awake);
    let accepting = async move {
        reactor.add(&listener)?;
        loop {
            reactor.ready(&listener, EventFlags::IN).await?;
            match net::accept(&listener, Blocking::No)? {
                Accepted::Client(client) => {
                    spawn(&awake, Box::pin(echo(client, Arc::clone(&reactor))));
                }
                Accepted::Exhausted => thread::sleep(PAUSE),
                Accepted::NotNow | Accepted::Stopped => {}
            }
        }
    };
    spawn(&executor, Box::pin(accepting));
    executor.run()
}

async fn echo(client: OwnedFd, reactor: Arc<Reactor>) -> io::Result<()> {
    reactor.add(&client)?;
    let mut bytes = [0; 512];
    loop {
        reactor.ready(&client, EventFlags::IN).await?;
        match net::receive(&client, &mut bytes)? {
            Transfer::Bytes(len @ 1..) => {
                send_all(&client, &bytes[..len], &reactor).await?;
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
    reactor: &Reactor,
) -> io::Result<()> {
    let mut unsent = bytes;
    while !unsent.is_empty() {
        match net::send(client, unsent)? {
            Transfer::Bytes(sent) => unsent = &unsent[sent..],
            Transfer::NotNow => reactor.ready(client, EventFlags::OUT).await?,
            Transfer::Gone => break,
        }
    }
    Ok(())
}

fn lock<T>(shared: &Mutex<T>) -> MutexGuard<'_, T> {
    shared.lock().unwrap_or_else(PoisonError::into_inner)
}
