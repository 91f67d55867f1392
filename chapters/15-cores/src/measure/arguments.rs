//! The command line of `measure`.

use std::{ffi::OsString, path::PathBuf};

use lexopt::prelude::{Long, Short, ValueExt};

use super::way::Way;

/// What is asked for.
pub(crate) enum Asked {
    /// These words.
    Help,
    /// A run.
    Measure(Plan),
    /// The tables and quotes of a run that is kept here.
    Report(PathBuf),
}

/// How a run is made.
pub(crate) struct Plan {
    pub(crate) rounds: usize,
    /// Requests to a server in a turn; of a store, ten times as many.
    pub(crate) requests: u64,
    /// If it is this one alone.
    pub(crate) way: Option<Way>,
    /// Where it is kept.
    pub(crate) folder: Option<PathBuf>,
}

pub(crate) const HELP: &str = "\
What a second thread costs a request, and what a store that threads share: processor time of the
server, beside that of one thread.

Usage: cargo run -p chapter-15 -- measure [OPTIONS]

  --rounds N       so many turns for each way (15)
  --quick          short turns: to see that it works, and not to quote
  --way NAME       this one alone, and its samples: for strace(1) or perf(1) beside it
  --folder PATH    keep the run there: samples, environment, quotes
  --report PATH    make tables and quotes of a run that is kept again
  --help           these words

A run takes about four minutes. It needs a release build; cargo is asked for one if this is another.
";

impl Asked {
    /// Reads the words after `measure`.
    pub(crate) fn parse(words: impl Iterator<Item = OsString>) -> Result<Self, lexopt::Error> {
        let mut plan = Plan { rounds: 15, requests: 100_000, way: None, folder: None };
        let mut parser = lexopt::Parser::from_args(words);
        while let Some(argument) = parser.next()? {
            match argument {
                Short('h') | Long("help") => return Ok(Self::Help),
                Long("quick") => plan.requests = 2_000,
                Long("rounds") => plan.rounds = parser.value()?.parse()?,
                Long("way") => plan.way = Some(way(&parser.value()?.string()?)?),
                Long("report") => return Ok(Self::Report(parser.value()?.into())),
                Long("folder") => plan.folder = Some(parser.value()?.into()),
                other => return Err(other.unexpected()),
            }
        }
        if plan.rounds == 0 {
            return Err("--rounds takes a number from 1 on".into());
        }
        if plan.way.is_some() && plan.folder.is_some() {
            return Err("--way keeps nothing: leave out --folder".into());
        }
        Ok(Self::Measure(plan))
    }
}

fn way(name: &str) -> Result<Way, lexopt::Error> {
    let known = Way::ALL.into_iter().find(|way| way.key() == name);
    let names = || Way::ALL.map(Way::key).join(", ");
    known.ok_or_else(|| format!("no way is called {name:?}; there are {}", names()).into())
}
