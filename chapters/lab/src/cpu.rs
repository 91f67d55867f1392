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

/// How many children of its first thread a process has that live, or that it has not yet reaped.
pub(crate) fn children(process: u32) -> Result<usize> {
    let children = fs::read_to_string(format!("/proc/{process}/task/{process}/children"))?;
    Ok(children.split_whitespace().count())
}

/// Waits until a process has so many children left: the time of a child counts when it is reaped.
///
/// # Errors
/// They do not end.
pub fn wait_for_children(process: u32, left: usize) -> Result<()> {
    for _ in 0..500 {
        if children(process)? <= left {
            return Ok(());
        }
        thread::sleep(Duration::from_millis(10));
    }
    anyhow::bail!("the server's children do not end")
}

/// The cores that this process may use, divided.
#[derive(Clone, Copy, Debug)]
pub struct Cores {
    server: CpuSet,
    load: CpuSet,
}

impl Cores {
    /// Moves this process to the load's cores: all but the first, where there is more than one.
    ///
    /// # Errors
    /// sched_setaffinity(2) is refused.
    pub fn divide() -> Result<Self> {
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

    /// Moves this process to one core, and leaves another one to the server: the first and, where
    /// there is more than one, the last that does not share its circuits with that.
    ///
    /// # Errors
    /// sched_setaffinity(2) is refused.
    pub fn pair() -> Result<Self> {
        let all = sched_getaffinity(None)?;
        let mut cores = (0..CpuSet::MAX_CPU).filter(|core| all.is_set(*core));
        let first = cores.next().context("this process may use no core")?;
        let others = cores.collect::<Vec<_>>();
        let siblings = siblings(first);
        let apart = others.iter().rfind(|core| !siblings.contains(core));
        let last = apart.or(others.last()).copied().unwrap_or(first);
        let pair = Self { server: only(first), load: only(last) };
        sched_setaffinity(None, &pair.load)?;
        Ok(pair)
    }

    /// Leaves the load's core to the server as well.
    #[must_use]
    pub fn shared(self) -> Self {
        Self { server: self.load, ..self }
    }

    /// Whether the load has a core of its own.
    #[must_use]
    pub fn are_two(&self) -> bool {
        self.of_server() != self.of_load()
    }

    /// The number of the server's first core.
    #[must_use]
    pub fn of_server(&self) -> usize {
        first(&self.server)
    }

    /// The number of the load's first core.
    #[must_use]
    pub fn of_load(&self) -> usize {
        first(&self.load)
    }

    /// Starts a process on the server's core.
    pub(crate) fn start_server<T>(&self, start: impl FnOnce() -> io::Result<T>) -> Result<T> {
        sched_setaffinity(None, &self.server)?;
        let started = start();
        sched_setaffinity(None, &self.load)?;
        Ok(started?)
    }
}

fn only(core: usize) -> CpuSet {
    let mut set = CpuSet::new();
    set.set(core);
    set
}

fn first(set: &CpuSet) -> usize {
    (0..CpuSet::MAX_CPU).find(|core| set.is_set(*core)).unwrap_or(0)
}

/// Cores that are one in the silicon, as in `0,4` or `0-1`: sysfs tells.
fn siblings(core: usize) -> Vec<usize> {
    let path = format!("/sys/devices/system/cpu/cpu{core}/topology/thread_siblings_list");
    let list = fs::read_to_string(path).unwrap_or_default();
    list.trim().split([',', '-']).filter_map(|number| number.parse().ok()).collect()
}
