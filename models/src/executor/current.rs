//! Which executor runs on this thread: what `spawn`, `sleep` and a waker find theirs by.

use std::{
    cell::RefCell,
    rc::{Rc, Weak},
};

use super::{id::TaskId, reactor::Reactor, registry::Registry, state::State};
use crate::sync::Mutex;

thread_local! {
    static CURRENT: RefCell<Option<Rc<State>>> = const { RefCell::new(None) };
}

/// All of them, for wakers on other threads.
pub(crate) static EXECUTORS: Registry = Registry::new(Mutex::new(Vec::new()));

/// Makes an executor this thread's; what there was before is this thread's again at the end.
pub(crate) struct Entered(Option<Rc<State>>);

pub(crate) fn enter(state: Rc<State>) -> Entered {
    Entered(CURRENT.replace(Some(state)))
}

impl Drop for Entered {
    fn drop(&mut self) {
        let ended = CURRENT.replace(self.0.take());
        drop(ended);
    }
}

/// This thread's executor.
///
/// # Panics
/// If none runs here.
pub(crate) fn get() -> Rc<State> {
    let state = CURRENT.with_borrow(Option::clone);
    state.expect("no executor runs on this thread: this belongs into Executor::block_on")
}

/// Looks whether the executor of this `reactor` runs here.
///
/// # Panics
/// If it does not: nobody would wake the future, and it would wait for ever.
pub(crate) fn must_have(reactor: &Rc<Reactor>) {
    must(|state| Rc::ptr_eq(state.reactor(), reactor));
}

/// The same, of an executor that may have ended.
///
/// # Panics
/// As [`must_have`].
pub(crate) fn must_be(home: &Weak<State>) {
    must(|state| Rc::as_ptr(state) == home.as_ptr());
}

fn must(be_home: impl FnOnce(&Rc<State>) -> bool) {
    let home = CURRENT.with_borrow(|state| state.as_ref().is_some_and(be_home));
    assert!(home, "a future of one executor can't be awaited where that one does not run");
}

/// The waker's function: the task with this number is to be polled.
pub(crate) fn wake(data: *const ()) {
    let task = TaskId::from_bits(data.addr());
    // A thread that ends has none any more.
    if !CURRENT.try_with(|state| wake_here(&state.borrow(), task)).unwrap_or(false) {
        EXECUTORS.wake(task);
    }
}

fn wake_here(state: &Option<Rc<State>>, task: TaskId) -> bool {
    let state = state.as_ref().filter(|state| state.is_number(task.executor()));
    state.map(|state| state.wake(task)).is_some()
}
