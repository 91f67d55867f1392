//! What was asked for after `measure`.

use std::{ffi::OsString, path::PathBuf};

use lexopt::prelude::{Long, Short, ValueExt};

/// What is asked for.
pub(crate) enum Asked {
    /// These words.
    Help,
    /// A run.
    Measure(Plan),
    /// The table, the quotes and the charts of a run that is kept, made again.
    Report(PathBuf),
}

/// How a run is made.
pub(crate) struct Plan {
    pub(crate) rounds: usize,
    /// How much is sent in a turn, at least.
    pub(crate) bytes: usize,
    /// Where it is kept.
    pub(crate) folder: Option<PathBuf>,
}

pub(crate) const HELP: &str = "\
What each way to send a file costs, beside a plain send: processor time of both sides.

Usage: cargo run -p chapter-14 -- measure [OPTIONS]

  --rounds N       so many turns for each way (5)
  --quick          short turns: to see that it works, and not to quote
  --folder PATH    keep the run there: samples, environment, quotes, charts
  --report PATH    make table, quotes and charts of a run that is kept again
  --help           these words

A run takes a minute or two. Ctrl-C ends it: what was measured until then is kept and shown. It needs
a release build; cargo is asked for one if this is another.
";

impl Asked {
    /// Reads the words after `measure`.
    pub(crate) fn parse(words: impl Iterator<Item = OsString>) -> Result<Self, lexopt::Error> {
        let mut plan = Plan { rounds: 5, bytes: 32 << 20, folder: None };
        let mut parser = lexopt::Parser::from_args(words);
        let mut report = None;
        while let Some(argument) = parser.next()? {
            match argument {
                Short('h') | Long("help") => return Ok(Self::Help),
                Long("quick") => plan.bytes = 1 << 20,
                Long("rounds") => plan.rounds = parser.value()?.parse()?,
                Long("folder") => plan.folder = Some(parser.value()?.into()),
                Long("report") => report = Some(parser.value()?.into()),
                other => return Err(other.unexpected()),
            }
        }
        if plan.rounds == 0 {
            return Err("--rounds takes a number from 1 on".into());
        }
        Ok(report.map_or(Self::Measure(plan), Self::Report))
    }
}
