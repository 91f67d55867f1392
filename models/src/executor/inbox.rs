//! Wake-ups from other threads, for an executor that may be asleep.
//!
//! The executor sleeps in epoll_wait(2), which looks at descriptors and at nothing else. So the
//! thread that puts the first name into the empty list also writes to an eventfd(2).

use std::{collections::HashSet, mem};

use crate::{
    executor::{eventfd::EventFd, id::TaskId},
    sync::{Mutex, MutexGuard, PoisonError},
};

#[derive(Debug)]
pub(crate) struct Inbox {
    woken: Mutex<Woken>,
    event: EventFd,
}

/// Tasks in the order in which they were woken, each once: it is bounded by the tasks, and not by
/// how often they are woken while the executor does something else.
#[derive(Debug, Default)]
struct Woken {
    order: Vec<TaskId>,
    names: HashSet<TaskId>,
}

impl Inbox {
    pub(crate) fn new(event: EventFd) -> Self {
        Self { woken: Mutex::new(Woken::default()), event }
    }

    /// What becomes readable when somebody is in the list.
    pub(crate) fn event(&self) -> &EventFd {
        &self.event
    }

    // ANCHOR: inbox
    /// From another thread: `task` is to be polled.
    pub(crate) fn put(&self, task: TaskId) {
        let mut woken = self.lock();
        if woken.names.insert(task) {
            woken.order.push(task);
        }
        let is_first = woken.order.len() == 1;
        drop(woken);
        if is_first {
            self.event.ring();
        }
    }

    /// After the event: all that have been woken.
    ///
    /// The event is reset first. The other way round, a thread that comes between
    /// the two would make it readable, and that would be taken back, and its task
    /// would wait for ever.
    pub(crate) fn take(&self) -> Vec<TaskId> {
        self.event.reset();
        mem::take(&mut *self.lock()).order
    }
    // ANCHOR_END: inbox

    fn lock(&self) -> MutexGuard<'_, Woken> {
        // A thread that panicked has left the list usable: a name too many in one of the two
        // collections costs at most a poll for nothing.
        self.woken.lock().unwrap_or_else(PoisonError::into_inner)
    }
}
