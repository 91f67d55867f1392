//! A waker is a name, and no pointer: the number of a task, and of the executor that has it.
//!
//! So to copy one costs nothing, and nothing has to be counted or freed: it may outlive its task,
//! and its executor. A name that is out of date wakes nobody, or a task that polls once for
//! nothing; every future must tolerate that (`std::task`). To wake is two looks and a push. From
//! another thread it is two locks more: that of all executors, and that of this one's inbox; and a
//! system call for the first that is woken.

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
