//! What eventfd(2) and epoll_wait(2) promise each other, as loom can see it.

use loom::sync::{Condvar, Mutex};

#[derive(Debug)]
pub(crate) struct EventFd {
    rung: Mutex<bool>,
    readable: Condvar,
}

impl EventFd {
    pub(crate) fn new() -> Self {
        Self { rung: Mutex::new(false), readable: Condvar::new() }
    }

    pub(crate) fn ring(&self) {
        *self.rung.lock().unwrap() = true;
        self.readable.notify_one();
    }

    pub(crate) fn reset(&self) {
        *self.rung.lock().unwrap() = false;
    }

    pub(crate) fn is_rung(&self) -> bool {
        *self.rung.lock().unwrap()
    }

    /// Sleeps until it is readable, as epoll_wait(2) does.
    pub(crate) fn wait(&self) {
        let mut rung = self.rung.lock().unwrap();
        while !*rung {
            rung = self.readable.wait(rung).unwrap();
        }
    }
}
