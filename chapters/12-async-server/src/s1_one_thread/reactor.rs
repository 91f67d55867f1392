//! The reactor: knows which task waits for which socket, and wakes it.

use std::{
    cell::RefCell,
    collections::BTreeMap,
    future::poll_fn,
    io,
    os::fd::{AsRawFd, OwnedFd},
    task::{Poll, Waker},
};

use rustix::{
    buffer::spare_capacity,
    event::epoll::{self, CreateFlags, EventData, EventFlags},
};

// ANCHOR: reactor
pub(super) struct Reactor {
    epoll: OwnedFd,
    waiting: RefCell<BTreeMap<u64, Waker>>,
}

impl Reactor {
    pub(super) fn new() -> io::Result<Self> {
        let epoll = epoll::create(CreateFlags::CLOEXEC)?;
        Ok(Self { epoll, waiting: RefCell::default() })
    }

    /// Waits until a socket is ready, and wakes the task that waits for it.
    pub(super) fn wait(&self) -> io::Result<()> {
        let mut events = Vec::with_capacity(64);
        rustix::io::retry_on_intr(|| {
            epoll::wait(&self.epoll, spare_capacity(&mut events), None)
        })?;
        for event in events {
            let waker = self.waiting.borrow_mut().remove(&event.data.u64());
            waker.inspect(Waker::wake_by_ref);
        }
        Ok(())
    }

    /// Puts a socket into the kernel's list, until it is closed.
    pub(super) fn add(&self, socket: &OwnedFd) -> io::Result<()> {
        let data = EventData::new_u64(name(socket));
        Ok(epoll::add(&self.epoll, socket, data, EventFlags::IN)?)
    }

    /// Waits until the kernel has reported the socket. To be polled once more is no
    /// news: what is, is that the waker is not there any more.
    pub(super) async fn readable(&self, socket: &OwnedFd) {
        let mut asked = false;
        poll_fn(|context| {
            let mut waiting = self.waiting.borrow_mut();
            if asked && !waiting.contains_key(&name(socket)) {
                return Poll::Ready(());
            }
            asked = true;
            // The waker of this poll: the last one may have been another's.
            waiting.insert(name(socket), context.waker().clone());
            Poll::Pending
        })
        .await;
    }

    /// Waits for room to send; meanwhile it is not reported as readable.
    pub(super) async fn writable(&self, socket: &OwnedFd) -> io::Result<()> {
        self.list(socket, EventFlags::OUT)?;
        self.readable(socket).await;
        self.list(socket, EventFlags::IN)
    }

    fn list(&self, socket: &OwnedFd, interest: EventFlags) -> io::Result<()> {
        let data = EventData::new_u64(name(socket));
        Ok(epoll::modify(&self.epoll, socket, data, interest)?)
    }
}

fn name(socket: &OwnedFd) -> u64 {
    u64::from(socket.as_raw_fd().unsigned_abs())
}
// ANCHOR_END: reactor
