//! What a thread does at a moment, as proc(5) tells.

use std::path::Path;

use crate::stops::proc::Status;

/// What a thread does.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Doing {
    /// It is on the processor or would like to be.
    Works,
    /// It is off the processor until something happens.
    Sleeps,
    /// It has ended.
    Ended,
}

impl Doing {
    /// Of a thread by its folder, `/proc/PID/task/TID`.
    ///
    /// One that is about to sleep has the letter S already, and may still be made to wait for the
    /// processor: to proc_pid_syscall(5) it is running.
    #[must_use]
    pub fn now(thread: &Path) -> Self {
        let status = Status::at(thread);
        match status.scheduler_state() {
            None | Some(b'Z' | b'X') => Self::Ended,
            Some(b'S') if !status.is_running() => Self::Sleeps,
            Some(_) => Self::Works,
        }
    }
}
