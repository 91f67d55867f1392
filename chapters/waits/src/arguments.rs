//! The command line, as data.

use std::ffi::OsString;

use guide::{Detail, Fault, REPERTOIRE, Script, Setup, Target};
use io_models::MODELS;
use lexopt::prelude::{Long, Short, Value, ValueExt};

/// What the reader asks for.
#[derive(Debug)]
pub(crate) enum Request {
    /// Explain the command line.
    Help,
    /// Name the version.
    Version,
    /// Play the script once, in this manner, and show the calls.
    Trace(Script, Manner, Target),
    /// Play it once for each thing that can go wrong.
    Torture(Script, Target),
}

/// How a script is played, and what is shown of it.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Manner {
    pub(crate) fault: Fault,
    pub(crate) setup: Setup,
    pub(crate) detail: Detail,
}

/// Parses a command line; an error is a sentence for the reader.
pub(crate) fn parse(
    arguments: impl IntoIterator<Item = OsString>,
) -> Result<Request, lexopt::Error> {
    let mut parser = lexopt::Parser::from_args(arguments);
    let (mut verb, mut script) = (None, "ping".to_owned());
    let (fault, setup, detail) = (Fault::None, Setup::Folded, Detail::default());
    let mut manner = Manner { fault, setup, detail };
    // The last option that only `trace` has.
    let mut option = None;
    while let Some(argument) = parser.next()? {
        match argument {
            Short('h') | Long("help") => return Ok(Request::Help),
            Short('V') | Long("version") => return Ok(Request::Version),
            Long("script") => script = parser.value()?.string()?,
            Long("all") => (manner.setup, option) = (Setup::Shown, Some("--all")),
            Long("lines") => (manner.detail.lines, option) = (true, Some("--lines")),
            Long("kernel") => {
                (manner.detail.kernel, manner.detail.how) = (true, true);
                option = Some("--kernel");
            }
            Long("fault") => {
                manner.fault = fault_named(&parser.value()?.string()?)?;
                option = Some("--fault");
            }
            Value(word) if verb.is_none() => verb = Some(verb_named(word.string()?)?),
            Value(word) => {
                let script = named(&script)?;
                let target = target(word, &mut parser)?;
                return match (verb.as_deref(), option) {
                    (Some("trace"), _) => Ok(Request::Trace(script, manner, target)),
                    (_, None) => Ok(Request::Torture(script, target)),
                    (_, Some(option)) => Err(is_for_trace(option)),
                };
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

fn is_for_trace(option: &str) -> lexopt::Error {
    format!("`{option}` goes with `trace`: `torture` tries all faults, and shows no transcript")
        .into()
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
