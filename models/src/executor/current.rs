//! Which executor runs on this thread: what `spawn`, `sleep` and a waker find theirs by.

use std::{cell::RefCell, rc::Rc};

use super::{id::TaskId, registry::Registry, run::Core};
use crate::sync::Mutex;

thread_local! {
    static CURRENT: RefCell<Option<Rc<Core>>> = const { RefCell::new(None) };
}

/// All of them, for wakers on other threads.
pub(crate) static EXECUTORS: Registry = Registry::new(Mutex::new(Vec::new()));

/// Makes `core` this thread's; what there was before is this thread's again at the end.
pub(crate) struct Entered(Option<Rc<Core>>);

pub(crate) fn enter(core: Rc<Core>) -> Entered {
    Entered(CURRENT.replace(Some(core)))
}

impl Drop for Entered {
    fn drop(&mut self) {
        CURRENT.set(self.0.take());
    }
}

/// Does something with this thread's executor.
///
/// # Panics
/// If none runs here.
pub(crate) fn with<T>(work: impl FnOnce(&Core) -> T) -> T {
    CURRENT.with_borrow(|core| work(core.as_ref().expect("an executor runs on this thread")))
}

/// The waker's function: the task with this number is to be polled.
pub(crate) fn wake(data: *const ()) {
    let task = TaskId::from_bits(data.addr());
    // A thread that ends has none any more.
    if !CURRENT.try_with(|core| wake_here(&core.borrow(), task)).unwrap_or(false) {
        EXECUTORS.wake(task);
    }
}

fn wake_here(core: &Option<Rc<Core>>, task: TaskId) -> bool {
    let core = core.as_ref().filter(|core| core.is_number(task.executor()));
    core.map(|core| core.wake(task)).is_some()
}
