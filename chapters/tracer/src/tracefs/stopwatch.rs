//! When a server passed which tracepoint, to the nanosecond: how long it takes to wake, to copy.
//!
//! The server is followed by nobody meanwhile: it runs as fast as it can, and what the tracepoints
//! themselves cost is seen when they are switched off ([`Stopwatch::switch`]).

use rustix::process::Pid;

use crate::tracefs::{Passed, Unavailable, folder::Folder, passed::passed, tracepoint::Tracepoint};

/// How much each processor's buffer holds, in KiB: two hundred requests of 1 MiB.
const SIZE: usize = 16 << 10;

const fn only(name: &'static str, filter: &'static str) -> Tracepoint {
    Tracepoint { name, has_stack: false, filter: Some(filter), needs_port: true }
}

/// What lies on the way from a client's bytes to the server's code.
///
/// Bytes arrive in a softirq, which runs in the context of any task: so not the tasks are chosen
/// that pass a tracepoint, but what it tells.
const TRACEPOINTS: &[Tracepoint] = &[
    only("tcp/tcp_probe", "sport==PORT&&data_len>0"),
    only("sched/sched_waking", "TASK(pid)"),
    only("sched/sched_switch", "TASK(prev_pid)||TASK(next_pid)"),
    only("skb/skb_copy_datagram_iovec", "TASK(common_pid)"),
    only("tcp/tcp_rcv_space_adjust", "TASK(common_pid)"),
    only("raw_syscalls/sys_enter", "TASK(common_pid)"),
    only("raw_syscalls/sys_exit", "TASK(common_pid)"),
];

/// The tracepoints of one server after the other.
#[derive(Debug)]
pub struct Stopwatch(Folder);

impl Stopwatch {
    /// One that does not run yet.
    ///
    /// # Errors
    ///
    /// The kernel does not let us, or has not what it takes.
    pub fn new() -> Result<Self, Unavailable> {
        let folder = Folder::make(TRACEPOINTS, SIZE)?;
        folder.switch(false)?;
        Ok(Self(folder))
    }

    /// Begins with nothing, at these tasks of a server on `port`.
    ///
    /// # Errors
    ///
    /// The kernel does not take it.
    pub fn start(&self, port: u16, tasks: &[Pid]) -> Result<(), Unavailable> {
        let tasks: Vec<String> = tasks.iter().map(|task| task.to_string()).collect();
        self.0.filter(Some(port), &tasks)?;
        // The filters choose: with a list of tasks, a softirq in another one's context is lost.
        self.0.put("set_event_pid", "")?;
        self.0.listen()
    }

    /// Switches the tracepoints on, or off: then they cost nothing.
    ///
    /// # Errors
    ///
    /// The kernel does not take it.
    pub fn switch(&self, on: bool) -> Result<(), Unavailable> {
        self.0.switch(on)
    }

    /// Says that the next request begins.
    pub fn lap(&self) {
        self.0.mark("lap");
    }

    /// What was passed since the start, in the order in which it happened.
    ///
    /// # Errors
    ///
    /// More happened than there was room for.
    pub fn stop(&self) -> Result<Vec<Passed>, Unavailable> {
        let text = self.0.read()?;
        let passed = passed(&text, &self.0.read_times()?);
        passed.ok_or_else(|| Unavailable::new("this kernel writes its times in another way"))
    }
}
