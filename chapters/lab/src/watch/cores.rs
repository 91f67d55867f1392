//! How the cores are shared: the server, the load, and everybody else.

use std::{
    fs,
    time::{Duration, Instant},
};

use anyhow::{Context, Result};
use rustix::{
    param::clock_ticks_per_second,
    time::{ClockId, clock_gettime},
};

use crate::cpu::Cores;

/// How much the cores had done at one time.
#[derive(Clone, Copy, Debug)]
pub struct Busy {
    when: Instant,
    /// Time in which the server's cores had nothing to do.
    server_idle: Duration,
    load_idle: Duration,
    /// Processor time of this process: it is the load.
    load: Duration,
}

/// Shares of a core, from 0 to 1, over some time.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Shares {
    /// The load's, of its core.
    pub load: f64,
    /// The server's, of its core.
    pub server: f64,
    /// What others took of these two, whichever they took more of.
    pub others: f64,
}

impl Busy {
    /// Asks the kernel: `/proc/stat` has the idle time of each core, in hundredths of a second.
    ///
    /// # Errors
    /// `/proc/stat` is not there, or is not as proc(5) says.
    pub fn now(cores: &Cores) -> Result<Self> {
        let stat = fs::read_to_string("/proc/stat")?;
        let load = Duration::try_from(clock_gettime(ClockId::ProcessCPUTime))?;
        let idle = |core| idle(&stat, core);
        let (server_idle, load_idle) = (idle(cores.of_server())?, idle(cores.of_load())?);
        Ok(Self { when: Instant::now(), server_idle, load_idle, load })
    }

    /// Who has had the cores since then, if the server has spent so much.
    #[must_use]
    pub fn since(&self, before: &Self, server: Duration) -> Shares {
        let time = self.when - before.when;
        let share = |part: Duration| part.as_secs_f64() / time.as_secs_f64();
        let load = self.load - before.load;
        let others = |idle: Duration, known| share(time.saturating_sub(idle)) - share(known);
        let beside_server = others(self.server_idle.saturating_sub(before.server_idle), server);
        let beside_load = others(self.load_idle.saturating_sub(before.load_idle), load);
        let others = beside_server.max(beside_load).max(0.0);
        Shares { load: share(load), server: share(server), others }
    }
}

/// Its columns are user, nice, system, idle, iowait.
fn idle(stat: &str, core: usize) -> Result<Duration> {
    let name = format!("cpu{core}");
    let line = stat.lines().find(|line| line.split_whitespace().next() == Some(&name));
    let columns = line.with_context(|| format!("no {name} in /proc/stat"))?.split_whitespace();
    let ticks = columns.skip(4).take(2).map(str::parse::<u64>).sum::<Result<u64, _>>()?;
    Ok(Duration::from_secs(ticks) / u32::try_from(clock_ticks_per_second())?)
}
