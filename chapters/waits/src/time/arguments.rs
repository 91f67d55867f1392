//! What stands after `waits time`.

use std::{ffi::OsString, path::PathBuf};

use lexopt::prelude::{Long, Short, ValueExt};

/// What the reader asks for.
#[derive(Debug)]
pub(crate) enum Asked {
    Help,
    Measure(Options),
}

/// How it is measured.
#[derive(Debug)]
pub(crate) struct Options {
    /// Only these servers.
    pub(crate) only: Option<String>,
    /// Of each server and size, with tracepoints; as many without.
    pub(crate) requests: usize,
    /// Where it is kept.
    pub(crate) folder: Option<PathBuf>,
}

/// The fewest: a tenth of them is one.
const FEWEST: usize = 20;

pub(crate) fn parse(arguments: impl IntoIterator<Item = OsString>) -> Result<Asked, lexopt::Error> {
    let mut parser = lexopt::Parser::from_args(arguments);
    let mut options = Options { only: None, requests: 200, folder: None };
    while let Some(argument) = parser.next()? {
        match argument {
            Short('h') | Long("help") => return Ok(Asked::Help),
            Long("only") => options.only = Some(parser.value()?.string()?),
            Long("requests") => options.requests = enough(parser.value()?.parse()?)?,
            Long("folder") => options.folder = Some(parser.value()?.into()),
            other => return Err(other.unexpected()),
        }
    }
    Ok(Asked::Measure(options))
}

fn enough(requests: usize) -> Result<usize, lexopt::Error> {
    if requests < FEWEST {
        return Err(format!("{FEWEST} requests are the fewest that tell anything").into());
    }
    Ok(requests)
}
