//! The command line, as data.

use std::ffi::OsString;

use guide::{REPERTOIRE, Script, Target};
use io_models::MODELS;
use lexopt::prelude::{Long, Short, Value, ValueExt};

/// What the reader asks for.
#[derive(Debug)]
pub(crate) enum Request {
    /// Explain the command line.
    Help,
    /// Name the version.
    Version,
    /// Play the script once, and show the calls.
    Trace(Script, Target),
    /// Play it once for each thing that can go wrong.
    Torture(Script, Target),
}

/// Parses a command line; an error is a sentence for the reader.
pub(crate) fn parse(
    arguments: impl IntoIterator<Item = OsString>,
) -> Result<Request, lexopt::Error> {
    let mut parser = lexopt::Parser::from_args(arguments);
    let (mut verb, mut script) = (None, "ping".to_owned());
    while let Some(argument) = parser.next()? {
        match argument {
            Short('h') | Long("help") => return Ok(Request::Help),
            Short('V') | Long("version") => return Ok(Request::Version),
            Long("script") => script = parser.value()?.string()?,
            Value(word) if verb.is_none() => verb = Some(chosen(&word.string()?)?),
            Value(word) => {
                let script = named(&script)?;
                let target = target(word, &mut parser)?;
                return Ok(verb.map_or(Request::Help, |request| request(script, target)));
            }
            _ => return Err(argument.unexpected()),
        }
    }
    Err("which server? Write `waits trace -- COMMAND`".into())
}

/// What one of the verbs asks for.
type Verb = fn(Script, Target) -> Request;

fn chosen(word: &str) -> Result<Verb, lexopt::Error> {
    match word {
        "trace" => Ok(Request::Trace),
        "torture" => Ok(Request::Torture),
        _ => Err(format!("'{word}' is no verb: they are `trace` and `torture`").into()),
    }
}

fn named(name: &str) -> Result<Script, lexopt::Error> {
    let script = REPERTOIRE.iter().find(|(known, _)| *known == name).map(|(_, script)| *script);
    script.ok_or_else(|| format!("there is no script '{name}'").into())
}

/// A model's name, or else a command with all that follows it.
fn target(word: OsString, parser: &mut lexopt::Parser) -> Result<Target, lexopt::Error> {
    let mut line = vec![word];
    line.extend(parser.raw_args()?);
    let model = MODELS.iter().find(|model| line.len() == 1 && line[0] == *model.name);
    Ok(model.map_or(Target::Command(line), |model| Target::Known(model.name.to_owned())))
}
