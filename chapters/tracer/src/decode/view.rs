//! What decoding needs to see of a halted task.

use rustix::process::Pid;

use crate::{decode::names::Names, stops::memory::Memory};

/// A halted task: its memory, and the names of what it has open.
#[derive(Debug)]
pub(crate) struct View<'task> {
    /// The task's index.
    pub(crate) by: usize,
    pub(crate) process: Pid,
    pub(crate) memory: &'task Memory,
    pub(crate) names: &'task mut Names,
}
