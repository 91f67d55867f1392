//! Cores to run on, and the CPU time that a process has spent.

use std::{fs, io, thread, time::Duration};

use anyhow::{Context, Result};
use rustix::{
    param::clock_ticks_per_second,
    thread::{CpuSet, sched_getaffinity, sched_setaffinity},
};

/// The CPU time of a process, its threads, and its children that have ended: `utime`, `stime`,
/// `cutime` and `cstime` of `/proc/PID/stat` (proc(5)), to a hundredth of a second.
pub(crate) fn time(process: u32) -> Result<Duration> {
    let stat = fs::read_to_string(format!("/proc/{process}/stat"))?;
    let (_, fields) = stat.rsplit_once(')').context("no command in /proc/PID/stat")?;
    let ticks = fields
        .split_whitespace()
        .skip(11)
        .take(4)
        .map(|field| Ok(field.parse::<u64>()?))
        .sum::<Result<u64>>()?;
    Ok(Duration::from_secs(ticks) / u32::try_from(clock_ticks_per_second())?)
}

/// Waits until a process has so many children left: the time of a child counts when it is reaped.
pub(crate) fn wait_for_children(process: u32, left: usize) -> Result<()> {
    let children = format!("/proc/{process}/task/{process}/children");
    for _ in 0..500 {
        if fs::read_to_string(&children)?.split_whitespace().count() <= left {
            return Ok(());
        }
        thread::sleep(Duration::from_millis(10));
    }
    anyhow::bail!("the server's children do not end")
}

/// The cores that this process may use, divided.
pub(crate) struct Cores {
    server: CpuSet,
    load: CpuSet,
}

impl Cores {
    /// Moves this process to the load's cores: all but the first, where there is more than one.
    pub(crate) fn divide() -> Result<Self> {
        let all = sched_getaffinity(None)?;
        let mut server = CpuSet::new();
        let mut load = all;
        if let Some(first) = (0..CpuSet::MAX_CPU).find(|core| all.is_set(*core))
            && all.count() > 1
        {
            server.set(first);
            load.unset(first);
        } else {
            server = all;
        }
        sched_setaffinity(None, &load)?;
        Ok(Self { server, load })
    }

    /// Starts a process on the server's core.
    pub(crate) fn start_server<T>(&self, start: impl FnOnce() -> io::Result<T>) -> Result<T> {
        sched_setaffinity(None, &self.server)?;
        let started = start();
        sched_setaffinity(None, &self.load)?;
        Ok(started?)
    }
}
