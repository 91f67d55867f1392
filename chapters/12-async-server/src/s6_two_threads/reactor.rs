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
            epoll::wait(&self.epoll, spare_capacity(&mut events), None)?;
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

    pub(super) async fn readable(&self, socket: &OwnedFd) -> io::Result<()> {
        let mut woken = false;
        poll_fn(|context| {
            if woken {
                return Poll::Ready(Ok(()));
            }
            woken = true;
            lock(&self.waiting).insert(name(socket), context.waker().clone());
            // Behind the insert: the other thread may see the event at once.
            match self.arm(socket) {
                Ok(()) => Poll::Pending,
                Err(error) => Poll::Ready(Err(error)),
            }
        })
        .await
    }

    fn arm(&self, socket: &OwnedFd) -> io::Result<()> {
        let data = EventData::new_u64(name(socket));
        let once = EventFlags::IN | EventFlags::ONESHOT;
        Ok(epoll::modify(&self.epoll, socket, data, once)?)
    }
}

fn name(socket: &OwnedFd) -> u64 {
    u64::from(socket.as_raw_fd().unsigned_abs())
}
// ANCHOR_END: reactor
