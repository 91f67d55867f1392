//! Where the code of others is called, and a panic in it has its end.

use std::{
    any::Any,
    mem,
    panic::{AssertUnwindSafe, catch_unwind},
};

/// Runs code of others: a task, a destructor, a waker. `None` if it has panicked; the panic hook
/// has told of it.
pub(crate) fn contain<T>(work: impl FnOnce() -> T) -> Option<T> {
    catch_unwind(AssertUnwindSafe(work)).map_err(discard).ok()
}

/// Drops what a panic carried. That may panic too: what the second panic carries is leaked, for
/// its destructor may be another one of this kind.
pub(crate) fn discard(payload: Box<dyn Any + Send>) {
    if let Err(second) = catch_unwind(AssertUnwindSafe(|| drop(payload))) {
        mem::forget(second);
    }
}
