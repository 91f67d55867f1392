//! What does a request cost, in CPU time of the server? Each way of waiting, beside others.
//!
//! Gives each server its turn, again and again, alone on one core, with clients of our own on the
//! other ([`traffic`]), and prints medians, spreads and ratios. Times differ from machine to machine, and from minute to
//! minute; the ratios of one run are what to compare, and less than 10 % is a tie.
//!
//! A benchmark is a `main` of one line, which names the servers to measure beside the models:
//!
//! ```no_run
//! lab::cost(&[]);
//! ```

#![expect(clippy::print_stderr, reason = "why there is no result is no result")]

mod bare;
mod calls;
mod contender;
mod cpu;
mod descriptors;
mod ending;
pub mod interrupt;
mod launch;
mod load;
pub mod machine;
pub mod optimized;
mod options;
mod programs;
pub mod progress;
pub mod quotes;
mod results;
pub mod run;
mod running;
mod samples;
mod serving;
mod spread;
pub mod svg;
mod table;
pub mod traffic;
pub mod watch;

use std::{fs, path::Path, process::ExitCode, time::Duration};

use anyhow::{Context, Result};
use load::Load;
use options::Options;
use results::Results;
use table::{Beside, Busy};

pub use calls::Counter;
pub use contender::{Contender, Outsider, chosen};
pub use cpu::{Cores, wait_for_children};
pub use descriptors::allow_many;
pub use ending::{end, tell};
pub use launch::{role, serve};
pub use programs::is_installed;
pub use running::Running;
pub use spread::{Spread, median};

/// Measures the models, a bare loop, redis-server if it is installed, and `outsiders`.
#[must_use]
pub fn cost(outsiders: &'static [Outsider]) -> ExitCode {
    end(run(outsiders), "--help")
}

fn run(outsiders: &'static [Outsider]) -> Result<()> {
    let all = Contender::all(outsiders);
    if let Some(role) = role() {
        return serve(&all, &role);
    }
    let Some(options) = Options::parse()? else {
        return tell(options::HELP);
    };
    allow_many();
    Bench::new(all, &options)?.run(&options)
}

/// How long the clients of a server ask before it is another server's turn.
const TURN: Duration = Duration::from_millis(250);

struct Bench {
    contenders: Vec<Contender>,
    cores: Cores,
    /// Whether system calls can be counted.
    counts: bool,
    rounds: usize,
    /// How often each server has its turn in one round.
    parts: u32,
    results: Results,
}

impl Bench {
    fn new(all: Vec<Contender>, options: &Options) -> Result<Self> {
        let mut contenders = chosen(all, options.only.as_deref())?;
        contenders.retain(Contender::is_available);
        let (cores, counts) = (Cores::divide()?, calls::can_be_counted());
        let parts = if options.quick { 1 } else { 8 };
        let (rounds, results) = (options.rounds, Results::default());
        Ok(Self { contenders, cores, counts, rounds, parts, results })
    }

    fn run(mut self, options: &Options) -> Result<()> {
        let tables = load::tables(options.quick);
        for (_, loads) in tables.iter().filter(|(name, _)| options.wants(name)) {
            self.measure(loads)?;
            self.tell(loads)?;
        }
        self.write(&options.csv)
    }

    fn tell(&self, loads: &[Load]) -> Result<()> {
        let results = &self.results;
        match loads {
            [load] => tell(&format!("{}\n", Busy { results, load })),
            loads => tell(&format!("{}\n", Beside { results, loads })),
        }
    }

    fn write(&self, path: &Path) -> Result<()> {
        let written = fs::write(path, self.results.csv());
        written.with_context(|| format!("can't write {}", path.display()))?;
        tell(&format!("All of it as CSV: {}\n", path.display()))
    }

    fn measure(&mut self, loads: &[Load]) -> Result<()> {
        let takers = |load: &Load| {
            let takers = self.contenders.iter().filter(|contender| contender.takes(load));
            takers.copied().collect::<Vec<_>>()
        };
        let teams = loads.iter().map(|load| (load, takers(load))).collect::<Vec<_>>();
        for round in 1..=self.rounds {
            for (load, takers) in &teams {
                // All at the same time would be too many clients for one process.
                let together = if load.idle == 0 { takers.len() } else { 1 };
                for team in takers.chunks(together.max(1)) {
                    let names = team.iter().map(|contender| contender.name).collect::<Vec<_>>();
                    let names = names.join(", ");
                    progress::say(&format!("{load}: round {round} of {}: {names}", self.rounds));
                    self.measure_together(load, team)?;
                }
            }
        }
        progress::say("");
        Ok(())
    }

    /// In turn, and each in many small parts, so that whatever disturbs the machine disturbs all
    /// alike.
    fn measure_together(&mut self, load: &Load, team: &[Contender]) -> Result<()> {
        let start = |contender: &Contender| contender.start(load, &self.cores);
        let mut serving = team.iter().map(start).collect::<Result<Vec<_>>>()?;
        let mut costs = vec![0.0; serving.len()];
        for _ in 0..self.parts {
            for (server, cost) in serving.iter_mut().zip(&mut costs) {
                *cost += server.measure(TURN)? / f64::from(self.parts);
            }
        }
        for (mut server, cost) in serving.into_iter().zip(costs) {
            let row = self.results.row(load, server.name);
            row.microseconds.add(cost);
            if self.counts {
                row.calls.add(server.count_calls(TURN)?);
            }
            server.end()?;
        }
        Ok(())
    }
}
