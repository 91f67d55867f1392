//! The command line of `watch`: a server to be started, or one that runs already.

use guide::{Manner, Target};
use lexopt::prelude::{Long, Short, Value, ValueExt};

use crate::arguments::{Request, target::target};

/// What is watched.
#[derive(Debug)]
pub(crate) enum Watched {
    /// A server that is started for it.
    Server(Target),
    /// The process of this number, which runs already.
    Process(i32),
}

/// Parses what stands after `watch`.
pub(super) fn watch(parser: &mut lexopt::Parser) -> Result<Request, lexopt::Error> {
    let mut process = None;
    let mut manner = Manner::default();
    while let Some(argument) = parser.next()? {
        match argument {
            Short('h') | Long("help") => return Ok(Request::Help),
            Long("pid") => process = Some(number(&parser.value()?.string()?)?),
            Long("json") => manner.json = true,
            Long(name) if manner.take(name) => {}
            Value(_) if process.is_some() => return Err(NOT_BOTH.into()),
            Value(word) => {
                return Ok(Request::Watch(Watched::Server(target(word, parser)?), manner));
            }
            Short(_) | Long(_) => return Err(argument.unexpected()),
        }
    }
    let process =
        process.ok_or("which server? Write `waits watch -- COMMAND`, or `--pid NUMBER`")?;
    Ok(Request::Watch(Watched::Process(process), manner))
}

const NOT_BOTH: &str =
    "`--pid` names a server that runs already, and COMMAND starts one: choose one";

fn number(word: &str) -> Result<i32, lexopt::Error> {
    let number = word.parse().ok().filter(|number| *number > 0);
    number.ok_or_else(|| {
        format!("'{word}' is no number of a process: `pgrep -a NAME` finds it").into()
    })
}
