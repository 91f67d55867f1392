//! All executors of the process by number, so that a waker on any thread finds its own.

use crate::{
    executor::{id::TaskId, inbox::Inbox},
    sync::{Arc, Mutex, MutexGuard, PoisonError},
};

#[derive(Debug)]
pub(crate) struct Registry(Mutex<Vec<Option<Arc<Inbox>>>>);

impl Registry {
    /// No executor. (`executors` is a new lock around an empty list.)
    pub(crate) const fn new(executors: Mutex<Vec<Option<Arc<Inbox>>>>) -> Self {
        Self(executors)
    }

    /// Enters an executor; its number, if there is one left.
    pub(crate) fn enter(&self, inbox: Arc<Inbox>) -> Option<u16> {
        let mut executors = self.lock();
        let free = executors.iter().position(Option::is_none).unwrap_or(executors.len());
        let number = u16::try_from(free).ok()?;
        if free == executors.len() {
            executors.push(None);
        }
        executors[free] = Some(inbox);
        Some(number)
    }

    /// The executor ends. To wake a task of it now wakes nobody.
    pub(crate) fn leave(&self, executor: u16) {
        self.lock()[usize::from(executor)] = None;
    }

    /// Lets the executor of `task` know, wherever it runs.
    pub(crate) fn wake(&self, task: TaskId) {
        // Not under the lock: to wake takes a system call.
        let inbox = self.lock().get(task.executor()).cloned().flatten();
        if let Some(inbox) = inbox {
            inbox.put(task);
        }
    }

    fn lock(&self) -> MutexGuard<'_, Vec<Option<Arc<Inbox>>>> {
        // A thread that panicked has left the list whole.
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}
