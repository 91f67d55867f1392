//! What does a request cost, in CPU time of the server? Each way of waiting, beside others.
//!
//! Starts each server in turn, again and again, alone on one core, with the load on the other, and
//! prints medians, spreads and ratios. Times differ from machine to machine; the ratios of one run
//! are what to compare, and less than 10 % is a tie.
//!
//! A benchmark is a `main` of one line, which says whom to measure beside the models:
//!
//! ```no_run
//! benches::cost(&[]);
//! ```

#![expect(clippy::print_stdout, clippy::print_stderr, reason = "a benchmark prints what it found")]

mod bare;
mod calls;
mod contender;
mod cpu;
mod descriptors;
mod idle;
mod load;
mod options;
mod results;
mod samples;
mod table;

use std::{
    fs,
    io::{IsTerminal, stderr},
    process::ExitCode,
};

use anyhow::{Context, Result};
use contender::Contender;
use cpu::Cores;
use load::Load;
use options::Options;
use results::Results;
use table::{Beside, Busy};

pub use contender::Guest;

/// Measures the models, a bare loop, redis-server if it is installed, and `guests`.
#[must_use]
pub fn cost(guests: &'static [Guest]) -> ExitCode {
    match run(guests) {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("{error:#}");
            ExitCode::FAILURE
        }
    }
}

fn run(guests: &'static [Guest]) -> Result<()> {
    let all = Contender::all(guests);
    if let Some(role) = contender::role() {
        return contender::serve(&all, &role);
    }
    let Some(options) = Options::parse()? else {
        println!("{}", options::HELP);
        return Ok(());
    };
    descriptors::allow_many();
    let mut bench = Bench {
        contenders: contender::chosen(all, options.only.as_deref())?,
        cores: Cores::divide()?,
        counts: calls::can_be_counted(),
        rounds: options.rounds,
        results: Results::default(),
    };
    for (_, loads) in load::tables(options.quick).iter().filter(|table| options.wants(table.0)) {
        bench.measure(loads)?;
        match loads.as_slice() {
            [load] => println!("{}", Busy { results: &bench.results, load }),
            loads => println!("{}", Beside { results: &bench.results, loads }),
        }
    }
    let path = options.csv;
    fs::write(&path, bench.results.csv())
        .with_context(|| format!("can't write {}", path.display()))?;
    println!("All of it as CSV: {}", path.display());
    Ok(())
}

struct Bench {
    contenders: Vec<Contender>,
    cores: Cores,
    /// Whether system calls can be counted.
    counts: bool,
    rounds: usize,
    results: Results,
}

impl Bench {
    /// In turn, so that whatever disturbs the machine disturbs all alike.
    fn measure(&mut self, loads: &[Load]) -> Result<()> {
        let pairs = loads.iter().flat_map(|load| {
            let fit = self.contenders.iter().filter(|contender| contender.takes(load));
            fit.map(move |contender| (load, *contender))
        });
        let pairs = pairs.collect::<Vec<_>>();
        for round in 1..=self.rounds {
            for (load, contender) in &pairs {
                progress(&format!("{load}: round {round} of {}: {}", self.rounds, contender.name));
                let cost = contender.measure(load, &self.cores, self.counts)?;
                self.results.add(load, contender.name, cost);
            }
        }
        progress("");
        Ok(())
    }
}

fn progress(text: &str) {
    if stderr().is_terminal() {
        eprint!("\r\x1b[K{text}");
    }
}
