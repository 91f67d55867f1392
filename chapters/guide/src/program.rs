//! The program `guide`: the tracer and the torture, for a model or for the reader's own server.

use crate::backstage::Part;
use crate::chapter::Serve;
use crate::director::play;
use crate::paint::Paint;
use crate::repertoire::REPERTOIRE;
use crate::run::{Failure, report};
use crate::script::Script;
use crate::stage;
use crate::torture::torture;
use crate::trace::torture::Fault;
use crate::transcript::transcript;
use io_models::MODELS;
use lexopt::prelude::{Long, Short, Value, ValueExt};
use std::env;
use std::ffi::OsString;
use std::io::{self, Write, stdout};
use std::process::ExitCode;

/// What the reader asks for.
#[derive(Debug)]
enum Request {
    Help,
    Trace(Script, Part),
    Torture(Script, Part),
}

/// Does what the command line says.
#[must_use]
pub fn program() -> ExitCode {
    let models: Vec<(&str, Serve)> = MODELS.iter().map(|model| (model.name, model.serve)).collect();
    stage::enter(&models);
    let outcome = match parse(env::args_os().skip(1)) {
        Ok(request) => perform(request),
        Err(error) => Err(Failure::Usage(error.to_string())),
    };
    report(outcome, "guide --help")
}

fn perform(request: Request) -> Result<(), Failure> {
    let mut out = stdout().lock();
    match request {
        Request::Help => Ok(write!(out, "{}", help())?),
        Request::Trace(script, part) => trace(&script, &part, &mut out),
        Request::Torture(script, part) => torment(&script, &part, &mut out),
    }
}

fn trace(script: &Script, part: &Part, out: &mut impl Write) -> Result<(), Failure> {
    let played = play(part, script, Fault::None).map_err(Failure::Scene)?;
    write!(out, "{}\n{}", script.title, transcript(&played.recording, Paint::of_stdout()))?;
    played.trouble.map_or(Ok(()), |trouble| Err(Failure::Scene(trouble)))
}

fn torment(script: &Script, part: &Part, out: &mut impl Write) -> Result<(), Failure> {
    let torment = torture(part, script).map_err(Failure::Scene)?;
    for finding in &torment.findings {
        writeln!(out, "{finding}")?;
    }
    let (faults, findings) = (torment.faults, torment.findings.len());
    writeln!(out, "{faults} faults, {findings} noticed by a client who should not have")?;
    if findings == 0 { Ok(()) } else { Err(Failure::Io(io::Error::other("The server gave in."))) }
}

fn help() -> String {
    let scripts = REPERTOIRE.iter().map(|(name, script)| format!("  {name:<11} {}", script.title));
    let scripts = scripts.collect::<Vec<_>>().join("\n");
    let models = MODELS.iter().map(|model| model.name).collect::<Vec<_>>().join(", ");
    include_str!("program.txt").replace("SCRIPTS", &scripts).replace("MODELS", &models)
}

fn parse(arguments: impl IntoIterator<Item = OsString>) -> Result<Request, lexopt::Error> {
    let mut parser = lexopt::Parser::from_args(arguments);
    let (mut verb, mut script) = (None, "ping".to_owned());
    while let Some(argument) = parser.next()? {
        match argument {
            Short('h') | Long("help") => return Ok(Request::Help),
            Long("script") => script = parser.value()?.string()?,
            Value(word) if verb.is_none() => verb = Some(word.string()?),
            Value(word) => return request(verb.as_deref(), &script, server(word, &mut parser)?),
            _ => return Err(argument.unexpected()),
        }
    }
    Err("which server? Write `guide trace -- COMMAND`".into())
}

fn request(verb: Option<&str>, script: &str, part: Part) -> Result<Request, lexopt::Error> {
    let named = REPERTOIRE.iter().find(|(name, _)| *name == script);
    let Some((_, script)) = named else {
        return Err(format!("there is no script '{script}'").into());
    };
    match verb {
        Some("trace") => Ok(Request::Trace(*script, part)),
        Some("torture") => Ok(Request::Torture(*script, part)),
        _ => Err("the verbs are `trace` and `torture`".into()),
    }
}

/// A model's name, or else a command with all that follows it.
fn server(word: OsString, parser: &mut lexopt::Parser) -> Result<Part, lexopt::Error> {
    let mut line = vec![word];
    line.extend(parser.raw_args()?);
    let model = MODELS.iter().find(|model| line.len() == 1 && line[0] == *model.name);
    Ok(model.map_or(Part::Stranger(line), |model| Part::Own(model.name.to_owned())))
}
