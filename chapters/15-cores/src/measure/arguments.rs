//! The command line of `measure`.

use std::{ffi::OsString, path::PathBuf};

use lexopt::prelude::{Long, Short, ValueExt};

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
    /// Where it is kept.
    pub(crate) folder: Option<PathBuf>,
}

pub(crate) const HELP: &str = "\
What a second thread costs a request, and what a store that threads share: processor time of the
server, beside that of one thread.

Usage: cargo run -p chapter-15 -- measure [OPTIONS]

  --rounds N       so many turns for each way (15)
  --quick          short turns: to see that it works, and not to quote
  --folder PATH    keep the run there: samples, environment, quotes
  --report PATH    make tables and quotes of a run that is kept again
  --help           these words

A run takes about two minutes. It needs a release build; cargo is asked for one if this is another.
";

impl Asked {
    /// Reads the words after `measure`.
    pub(crate) fn parse(words: impl Iterator<Item = OsString>) -> Result<Self, lexopt::Error> {
        let mut plan = Plan { rounds: 15, requests: 100_000, folder: None };
        let mut parser = lexopt::Parser::from_args(words);
        while let Some(argument) = parser.next()? {
            match argument {
                Short('h') | Long("help") => return Ok(Self::Help),
                Long("quick") => plan.requests = 2_000,
                Long("rounds") => plan.rounds = parser.value()?.parse()?,
                Long("report") => return Ok(Self::Report(parser.value()?.into())),
                Long("folder") => plan.folder = Some(parser.value()?.into()),
                other => return Err(other.unexpected()),
            }
        }
        if plan.rounds == 0 {
            return Err("--rounds takes a number from 1 on".into());
        }
        Ok(Self::Measure(plan))
    }
}
