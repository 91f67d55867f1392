//! What decoding needs to see of a halted task.

use rustix::process::Pid;

use crate::trace::{memory::Memory, names::Names, task::Traced};

/// A halted task: its memory, and the names of what it has open.
#[derive(Debug)]
pub(crate) struct View<'names> {
    /// The task's index.
    pub(crate) by: usize,
    pub(crate) process: Pid,
    pub(crate) memory: Memory,
    pub(crate) names: &'names mut Names,
}

impl<'names> View<'names> {
    /// Looks at the task with this index.
    pub(crate) fn of(by: usize, task: &Traced, names: &'names mut Names) -> Self {
        Self { by, process: task.process, memory: Memory::of(task.task), names }
    }
}
