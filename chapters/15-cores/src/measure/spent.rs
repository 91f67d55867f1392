//! What threads of this process have spent, and how often they have slept.

use std::{collections::HashMap, ffi::OsString, fs, io, path::Path, time::Duration};

use rustix::time::{ClockId, clock_gettime};

/// How often each thread of this process has gone to sleep.
pub(crate) struct Sleeps(HashMap<OsString, u64>);

impl Sleeps {
    /// So far.
    pub(crate) fn now() -> io::Result<Self> {
        let tasks = fs::read_dir("/proc/self/task")?.flatten();
        // One that has ended meanwhile tells nothing.
        let counts = tasks.filter_map(|task| Some((task.file_name(), count(&task.path())?)));
        Ok(Self(counts.collect()))
    }

    /// Of those that have been there all the time: what has come since then. (Clients have ended.)
    pub(crate) fn since(self, before: &Self) -> u64 {
        let more = |(task, now): (_, u64)| Some(now.saturating_sub(*before.0.get(&task)?));
        self.0.into_iter().filter_map(more).sum()
    }
}

fn count(task: &Path) -> Option<u64> {
    let status = fs::read_to_string(task.join("status")).ok()?;
    let count = status.lines().find_map(|line| line.strip_prefix("voluntary_ctxt_switches:"))?;
    count.trim().parse().ok()
}

/// A clock's time; they all begin at nothing.
pub(crate) fn cpu(clock: ClockId) -> Duration {
    Duration::try_from(clock_gettime(clock)).unwrap_or_default()
}
