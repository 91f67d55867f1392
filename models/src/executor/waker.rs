//! A waker is a name, and no pointer: the number of a task, and of the executor that has it.
//!
//! So to copy one costs nothing, and nothing has to be counted or freed: it may outlive its task,
//! and its executor. Who is woken by a name that is not taken any more, or is taken by another, is
//! nobody, or somebody who looks and finds nothing to do; a future must bear that anyway
//! (`std::task`). To wake is two looks and a push; from another thread also a lock.

#![expect(unsafe_code, reason = "a waker is made of a table of functions")]

use std::{
    ptr::without_provenance,
    task::{RawWaker, RawWakerVTable, Waker},
};

use super::{current::wake, id::TaskId};

// ANCHOR: waker
static TABLE: RawWakerVTable = RawWakerVTable::new(copy, wake, wake, forget);

/// What wakes `task`, from any thread, at any time.
pub(crate) fn waker(task: TaskId) -> Waker {
    // SAFETY: any thread may call the functions of the table with any data, for they
    // take it as a number; what threads share in them is behind a lock.
    unsafe { Waker::new(data(task), &TABLE) }
}

fn data(task: TaskId) -> *const () {
    without_provenance(task.to_bits())
}

fn copy(data: *const ()) -> RawWaker {
    RawWaker::new(data, &TABLE)
}

fn forget(_: *const ()) {}
// ANCHOR_END: waker
