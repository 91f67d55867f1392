//! Wake-ups from other threads, for an executor that may be asleep.
//!
//! The executor sleeps in epoll_wait(2), which looks at descriptors and at nothing else. So who
//! puts the first name into the empty list also rings.

use std::mem::take;

use crate::{
    executor::{eventfd::EventFd, id::TaskId},
    sync::{Mutex, MutexGuard, PoisonError},
};

#[derive(Debug)]
pub(crate) struct Inbox {
    woken: Mutex<Vec<TaskId>>,
    bell: EventFd,
}

impl Inbox {
    pub(crate) fn new(bell: EventFd) -> Self {
        Self { woken: Mutex::new(Vec::new()), bell }
    }

    /// What becomes readable when somebody is in the list.
    pub(crate) fn bell(&self) -> &EventFd {
        &self.bell
    }

    /// From another thread: `task` is to be polled.
    pub(crate) fn put(&self, task: TaskId) {
        let mut woken = self.lock();
        woken.push(task);
        let is_first = woken.len() == 1;
        drop(woken);
        if is_first {
            self.bell.ring();
        }
    }

    /// After the bell: who has been woken.
    ///
    /// The bell is reset first. The other way round, who comes between the two would ring, and
    /// would be silenced, and would wait for ever.
    pub(crate) fn take(&self) -> Vec<TaskId> {
        self.bell.reset();
        take(&mut *self.lock())
    }

    fn lock(&self) -> MutexGuard<'_, Vec<TaskId>> {
        // A thread that panicked has left the list whole: each change of it is one call.
        self.woken.lock().unwrap_or_else(PoisonError::into_inner)
    }
}
