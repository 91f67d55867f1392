//! The command line, as data.

use std::ffi::OsString;

use guide::{Fault, REPERTOIRE, Script, Setup, Target};
use io_models::MODELS;
use lexopt::prelude::{Long, Short, Value, ValueExt};

/// What the reader asks for.
#[derive(Debug)]
pub(crate) enum Request {
    /// Explain the command line.
    Help,
    /// Name the version.
    Version,
    /// Play the script once, with this fault, and show the calls.
    Trace(Script, Fault, Setup, Target),
    /// Play it once for each thing that can go wrong.
    Torture(Script, Target),
}

/// Parses a command line; an error is a sentence for the reader.
pub(crate) fn parse(
    arguments: impl IntoIterator<Item = OsString>,
) -> Result<Request, lexopt::Error> {
    let mut parser = lexopt::Parser::from_args(arguments);
    let (mut verb, mut script, mut fault) = (None, "ping".to_owned(), Fault::None);
    let mut setup = Setup::Folded;
    while let Some(argument) = parser.next()? {
        match argument {
            Short('h') | Long("help") => return Ok(Request::Help),
            Short('V') | Long("version") => return Ok(Request::Version),
            Long("script") => script = parser.value()?.string()?,
            Long("all") => setup = Setup::Shown,
            Long("fault") => fault = fault_named(&parser.value()?.string()?)?,
            Value(word) if verb.is_none() => verb = Some(verb_named(word.string()?)?),
            Value(word) => {
                let script = named(&script)?;
                let target = target(word, &mut parser)?;
                return asked(verb.as_deref(), script, fault, setup, target);
            }
            _ => return Err(argument.unexpected()),
        }
    }
    Err("which server? Write `waits trace -- COMMAND`".into())
}

fn verb_named(word: String) -> Result<String, lexopt::Error> {
    match word.as_str() {
        "trace" | "torture" => Ok(word),
        _ => Err(format!("'{word}' is no verb: they are `trace` and `torture`").into()),
    }
}

fn asked(
    verb: Option<&str>,
    script: Script,
    fault: Fault,
    setup: Setup,
    target: Target,
) -> Result<Request, lexopt::Error> {
    match (verb, fault, setup) {
        (Some("trace"), _, _) => Ok(Request::Trace(script, fault, setup, target)),
        (Some(_), Fault::None, Setup::Folded) => Ok(Request::Torture(script, target)),
        (Some(_), Fault::None, Setup::Shown) => {
            Err("`--all` goes with `trace`: `torture` shows no transcript".into())
        }
        _ => Err("`--fault` goes with `trace`: `torture` tries all of them".into()),
    }
}

fn fault_named(name: &str) -> Result<Fault, lexopt::Error> {
    let fault = Fault::NAMED.iter().find(|(known, _)| *known == name).map(|(_, fault)| *fault);
    fault.ok_or_else(|| {
        let names = Fault::NAMED.map(|(name, _)| name).join(", ");
        format!("there is no fault '{name}': they are {names}").into()
    })
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
