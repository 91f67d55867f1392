//! The reactor's thread waits for sockets; the thread of the tasks says which.

use std::{
    collections::BTreeMap,
    future::poll_fn,
    io,
    os::fd::{AsRawFd, OwnedFd},
    sync::Mutex,
    task::{Poll, Waker},
};

use rustix::{
    buffer::spare_capacity,
    event::epoll::{self, CreateFlags, EventData, EventFlags},
};

use super::lock;

// ANCHOR: reactor
pub(super) struct Reactor {
    epoll: OwnedFd,
    waiting: Mutex<BTreeMap<u64, Waker>>,
}

impl Reactor {
    pub(super) fn new() -> io::Result<Self> {
        let epoll = epoll::create(CreateFlags::CLOEXEC)?;
        Ok(Self { epoll, waiting: Mutex::default() })
    }

    pub(super) fn run(&self) -> io::Result<()> {
        loop {
            let mut events = Vec::with_capacity(64);
            rustix::io::retry_on_intr(|| {
                epoll::wait(&self.epoll, spare_capacity(&mut events), None)
            })?;
            for event in events {
                let waker = lock(&self.waiting).remove(&event.data.u64());
                waker.inspect(Waker::wake_by_ref);
            }
        }
    }

    pub(super) fn add(&self, socket: &OwnedFd) -> io::Result<()> {
        let data = EventData::new_u64(name(socket));
        Ok(epoll::add(&self.epoll, socket, data, EventFlags::ONESHOT)?)
    }

    /// Waits until the kernel has reported the socket, once.
    pub(super) async fn ready(
        &self,
        socket: &OwnedFd,
        interest: EventFlags,
    ) -> io::Result<()> {
        let mut asked = false;
        poll_fn(|context| {
            let mut waiting = lock(&self.waiting);
            if asked && !waiting.contains_key(&name(socket)) {
                return Poll::Ready(Ok(()));
            }
            waiting.insert(name(socket), context.waker().clone());
            drop(waiting);
            if asked {
                return Poll::Pending;
            }
            asked = true;
            // After the insert: the other thread may see the event at once.
            match self.arm(socket, interest) {
                Ok(()) => Poll::Pending,
                Err(error) => Poll::Ready(Err(error)),
            }
        })
        .await
    }

    fn arm(&self, socket: &OwnedFd, interest: EventFlags) -> io::Result<()> {
        let data = EventData::new_u64(name(socket));
        let once = interest | EventFlags::ONESHOT;
        Ok(epoll::modify(&self.epoll, socket, data, once)?)
    }
}

fn name(socket: &OwnedFd) -> u64 {
    u64::from(socket.as_raw_fd().unsigned_abs())
}
// ANCHOR_END: reactor
