//! The reactor: knows who waits for which socket, and wakes him.

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

    /// Waits until a socket is ready, and wakes who waits for it.
    pub(super) fn wait(&self) -> io::Result<()> {
        let mut events = Vec::with_capacity(64);
        epoll::wait(&self.epoll, spare_capacity(&mut events), None)?;
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

    /// Not done at first. Who polls it once more has been woken, and then it is.
    pub(super) async fn readable(&self, socket: &OwnedFd) {
        let mut woken = false;
        poll_fn(|context| {
            if woken {
                return Poll::Ready(());
            }
            woken = true;
            let waker = context.waker().clone();
            self.waiting.borrow_mut().insert(name(socket), waker);
            Poll::Pending
        })
        .await;
    }
}

fn name(socket: &OwnedFd) -> u64 {
    u64::from(socket.as_raw_fd().unsigned_abs())
}
// ANCHOR_END: reactor
