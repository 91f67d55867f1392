//! What does a request cost, in CPU time of the server? Each way of waiting, beside others.
//!
//! `cargo bench -p io-models` starts each server in turn, again and again, alone on one core, with
//! the load on the other, and prints medians, spreads and ratios. Times differ from machine to
//! machine; the ratios of one run are what to compare, and less than 10 % is a tie.

#![expect(clippy::print_stdout, clippy::print_stderr, reason = "a benchmark prints what it found")]

mod bare;
mod contender;
mod cpu;
mod load;
mod table;

use std::{
    io::{IsTerminal, stderr},
    process::ExitCode,
};

use anyhow::{Context, Result, bail};
use contender::Contender;
use cpu::Cores;
use load::Load;
use table::Table;

const HELP: &str = "\
Measures the CPU time that a request costs, for each model, a bare loop and redis-server.

Usage: cargo bench -p io-models [-- OPTIONS]

Options:
      --rounds N      how often each server is measured [default: 7]
      --only NAMES    only these servers, as in: bare,epoll
      --quick         a tenth of the requests
  -h, --help          print this";

struct Options {
    rounds: usize,
    only: Option<String>,
    quick: bool,
}

fn main() -> ExitCode {
    match run() {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("{error:#}");
            ExitCode::FAILURE
        }
    }
}

fn run() -> Result<()> {
    if let Some(name) = contender::role() {
        return contender::serve(&name);
    }
    let Some(options) = parse()? else {
        println!("{HELP}");
        return Ok(());
    };
    let contenders = contenders(&options)?;
    let cores = Cores::divide()?;
    for load in Load::all(options.quick) {
        let table = measure(&contenders, &load, &cores, options.rounds)?;
        println!("{table}");
    }
    Ok(())
}

fn parse() -> Result<Option<Options>> {
    use lexopt::prelude::{Long, Short, ValueExt};

    let mut options = Options { rounds: 7, only: None, quick: false };
    let mut parser = lexopt::Parser::from_env();
    while let Some(argument) = parser.next()? {
        match argument {
            Long("rounds") => options.rounds = parser.value()?.parse()?,
            Long("only") => options.only = Some(parser.value()?.string()?),
            Long("quick") => options.quick = true,
            Long("help") | Short('h') => return Ok(None),
            // Cargo says so to each benchmark.
            Long("bench") => {}
            other => bail!("{}: see --help", other.unexpected()),
        }
    }
    Ok(Some(options))
}

fn contenders(options: &Options) -> Result<Vec<Contender>> {
    let all = Contender::all();
    let Some(only) = &options.only else { return Ok(all) };
    only.split(',')
        .map(|name| {
            let found = all.iter().find(|contender| contender.name == name);
            found.cloned().with_context(|| format!("there is no server {name:?} to measure"))
        })
        .collect()
}

/// In turn, so that whatever disturbs the machine disturbs all alike.
fn measure(contenders: &[Contender], load: &Load, cores: &Cores, rounds: usize) -> Result<Table> {
    let mut table = Table::new(load.name);
    for round in 1..=rounds {
        for contender in contenders.iter().filter(|contender| contender.takes(load)) {
            progress(&format!("{}: round {round} of {rounds}: {}", load.name, contender.name));
            table.add(contender.name, contender.measure(load, cores)?);
        }
    }
    progress("");
    Ok(table)
}

fn progress(text: &str) {
    if stderr().is_terminal() {
        eprint!("\r\x1b[K{text}");
    }
}
