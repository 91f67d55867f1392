//! What a benchmark is asked for.

use std::{env, path::PathBuf};

use anyhow::{Context, Result};
use lexopt::prelude::{Long, Short, ValueExt};

use crate::load::TABLES;

pub(crate) const HELP: &str = "\
Measures the CPU time that a request costs, for each model, a bare loop and redis-server;
where perf(1) may count them, its system calls too.

Usage: cargo bench -p io-models [-- OPTIONS]
       cargo bench -p benches --bench runtimes [-- OPTIONS]   (beside tokio and others)

Options:
      --rounds N      how often each server is measured [default: 7]
      --only NAMES    only these servers, as in: bare,epoll
      --tables NAMES  only these tables, of: ping,ping-64,set,set-64,get-64,set-1k-16,
                      set-100k,get-100k,set-1m,get-1m,idle
      --csv PATH      where all results go as CSV [default: cost.csv in target/]
      --quick         an eighth of the time, and not the thousands of idle clients
  -h, --help          print this";

pub(crate) struct Options {
    pub(crate) rounds: usize,
    pub(crate) only: Option<String>,
    pub(crate) tables: Option<String>,
    pub(crate) csv: PathBuf,
    pub(crate) quick: bool,
}

impl Options {
    /// Nothing, if help is all that is wanted.
    pub(crate) fn parse() -> Result<Option<Self>> {
        let csv = target()?.join("cost.csv");
        let mut options = Self { rounds: 7, only: None, tables: None, csv, quick: false };
        let mut parser = lexopt::Parser::from_env();
        while let Some(argument) = parser.next()? {
            match argument {
                Long("rounds") => options.rounds = parser.value()?.parse()?,
                Long("only") => options.only = Some(parser.value()?.string()?),
                Long("tables") => options.tables = Some(tables(parser.value()?.string()?)?),
                Long("csv") => options.csv = parser.value()?.into(),
                Long("quick") => options.quick = true,
                Long("help") | Short('h') => return Ok(None),
                // Cargo says so to each benchmark.
                Long("bench") => {}
                other => return Err(other.unexpected().into()),
            }
        }
        Ok(Some(options))
    }

    pub(crate) fn wants(&self, table: &str) -> bool {
        self.tables.as_ref().is_none_or(|names| names.split(',').any(|name| name == table))
    }
}

/// The names of tables, if they all are.
fn tables(names: String) -> Result<String, lexopt::Error> {
    match names.split(',').find(|name| !TABLES.contains(name)) {
        Some(name) => Err(format!("there is no table '{name}'").into()),
        None => Ok(names),
    }
}

/// Cargo's folder: this program is `target/release/deps/NAME`.
fn target() -> Result<PathBuf> {
    let program = env::current_exe()?;
    let folder = program.ancestors().nth(3).context("this program is not where cargo puts it")?;
    Ok(folder.to_owned())
}
