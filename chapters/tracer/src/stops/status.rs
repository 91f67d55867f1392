//! What /proc tells of a task: whether it is on the processor, and whether it is inside a call.
//!
//! Both files stay open: with many threads, these looks are most of the tracer's work.

use std::{fs::File, os::unix::fs::FileExt};

use rustix::process::Pid;

/// Two files of one task.
#[derive(Debug)]
pub(crate) struct Status {
    stat: Option<File>,
    syscall: Option<File>,
}

impl Status {
    /// Opens the files; of a task that is gone already, nothing will be told.
    pub(crate) fn of(process: Pid, task: Pid) -> Self {
        let folder = format!("/proc/{}/task/{}", process.as_raw_nonzero(), task.as_raw_nonzero());
        let open = |name| File::open(format!("{folder}/{name}")).ok();
        Self { stat: open("stat"), syscall: open("syscall") }
    }

    /// The letter of proc_pid_stat(5): `R` for running, `S` for asleep until something happens.
    pub(crate) fn scheduler_state(&self) -> Option<u8> {
        let mut line = [0; 64];
        let length = self.stat.as_ref()?.read_at(&mut line, 0).ok()?;
        // The name before it may itself contain a bracket.
        let bracket = line[..length].iter().rposition(|byte| *byte == b')')?;
        line.get(bracket + 2).copied()
    }

    /// Whether proc_pid_syscall(5) names a call, not `running` or the -1 of a task outside one.
    pub(crate) fn is_in_call(&self) -> bool {
        let mut first = [0];
        let read = self.syscall.as_ref().and_then(|file| file.read_at(&mut first, 0).ok());
        read == Some(1) && first[0].is_ascii_digit()
    }
}
