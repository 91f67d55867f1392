//! The command line, as data.

mod script;
mod target;
mod watch;

use std::{ffi::OsString, path::PathBuf};

use guide::{Detail, Fault, KINDS, Script, Setup, Target, take_detail};
use io_models::MODELS;
use lexopt::prelude::{Long, Short, Value, ValueExt};

pub(crate) use crate::arguments::watch::Watched;
use crate::arguments::{script::script, target::target, watch::watch};

/// What the reader asks for.
#[derive(Debug)]
pub(crate) enum Request {
    /// Explain the command line.
    Help,
    /// Name the version.
    Version,
    /// Play the script once, in this manner, and show the calls.
    Trace(Script, Manner, Target),
    /// Play it against each of the two, in this manner, and show both beside each other.
    Against(Script, Manner, [Target; 2]),
    /// Play it against each of these, and write a page to this file.
    Page(Script, Manner, Vec<Target>, PathBuf),
    /// Play it once for each thing that can go wrong, or for each of this kind.
    Torture(Script, Option<Fault>, Target),
    /// Say which model it is: by what this script's first client asks, or else by what it answers;
    /// whether as JSON.
    Fingerprint(Option<Script>, bool, Target),
    /// Show the calls of a server that serves for real.
    Watch(Watched, guide::Manner),
}

/// How a script is played, and what is shown of it.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(crate) struct Manner {
    pub(crate) fault: Fault,
    pub(crate) setup: Setup,
    pub(crate) detail: Detail,
    /// Whether it is written as JSON.
    pub(crate) json: bool,
}

/// Parses a command line; an error is a sentence for the reader.
pub(crate) fn parse(
    arguments: impl IntoIterator<Item = OsString>,
) -> Result<Request, lexopt::Error> {
    let mut parser = lexopt::Parser::from_args(arguments);
    let mut options = Options::default();
    while let Some(argument) = parser.next()? {
        match argument {
            Short('h') | Long("help") => return Ok(Request::Help),
            Short('V') | Long("version") => return Ok(Request::Version),
            Long(name) => {
                let name = name.to_owned();
                options.take(&name, &mut parser)?;
            }
            Value(word) if options.is_empty() && word == "watch" => return watch(&mut parser),
            Value(word) if options.verb.is_none() => options.verb = Some(Verb::named(word)?),
            Value(word) => return options.request(target(word, &mut parser)?),
            Short(_) => return Err(argument.unexpected()),
        }
    }
    Err("which server? Write `waits trace -- COMMAND`".into())
}

/// What stands before the server.
#[derive(Default)]
struct Options {
    verb: Option<Verb>,
    script: Option<String>,
    manner: Manner,
    /// The model that is shown beside it.
    against: Option<Target>,
    /// The file that a page is written to.
    page: Option<PathBuf>,
    /// The kind of fault that `torture` tries, if it is not all.
    only: Option<Fault>,
    /// The last option that only `trace` has.
    of_trace: Option<String>,
}

impl Options {
    /// Whether nothing has been said yet.
    fn is_empty(&self) -> bool {
        self.verb.is_none() && self.script.is_none() && self.of_trace.is_none()
    }

    /// Takes an option with its value.
    fn take(&mut self, name: &str, parser: &mut lexopt::Parser) -> Result<(), lexopt::Error> {
        match name {
            "script" => self.script = Some(parser.value()?.string()?),
            "only" => self.only = Some(kind(&parser.value()?.string()?)?),
            "all" => self.manner.setup = Setup::Shown,
            "json" => self.manner.json = true,
            "html" => self.page = Some(parser.value()?.into()),
            "against" => self.against = Some(against(&parser.value()?.string()?)?),
            "fault" => self.manner.fault = fault_named(&parser.value()?.string()?)?,
            _ if take_detail(&mut self.manner.detail, name) => {}
            _ => return Err(lexopt::Error::UnexpectedOption(format!("--{name}"))),
        }
        let of_trace = Some(name.to_owned()).filter(|name| name != "script" && name != "only");
        self.of_trace = of_trace.or(self.of_trace.take());
        Ok(())
    }

    fn request(self, target: Target) -> Result<Request, lexopt::Error> {
        if matches!(self.verb, Some(Verb::Fingerprint)) {
            return self.fingerprint(target);
        }
        let script = script(self.script.as_deref().unwrap_or("ping"))?;
        match (self.verb, self.of_trace) {
            (Some(Verb::Trace), _) if self.only.is_some() => Err(ONLY_TORTURE.into()),
            (Some(Verb::Trace), _) => match self.page {
                Some(file) => paged(script, self.manner, target, self.against, file),
                None => traced(script, self.manner, target, self.against),
            },
            (_, None) => Ok(Request::Torture(script, self.only, target)),
            (_, Some(option)) => Err(is_for_trace(&option)),
        }
    }

    fn fingerprint(self, target: Target) -> Result<Request, lexopt::Error> {
        let json = self.manner.json;
        let is_bare = Manner { json: false, ..self.manner } == Manner::default();
        if !is_bare || self.only.is_some() || self.against.is_some() || self.page.is_some() {
            return Err(FEW.into());
        }
        let script = self.script.as_deref().map(script).transpose()?;
        Ok(Request::Fingerprint(script, json, target))
    }
}

/// What `fingerprint` leaves to `trace` and `torture`.
const FEW: &str = "`fingerprint` takes `--script` and `--json`, and no other option";

/// A page has all servers, and two beside each other as well.
fn paged(
    script: Script,
    manner: Manner,
    target: Target,
    against: Option<Target>,
    file: PathBuf,
) -> Result<Request, lexopt::Error> {
    if manner.json {
        return Err("`--json` and `--html` exclude each other: choose one".into());
    }
    Ok(Request::Page(script, manner, [target].into_iter().chain(against).collect(), file))
}

/// A script is played against one server, or two.
fn traced(
    script: Script,
    manner: Manner,
    target: Target,
    against: Option<Target>,
) -> Result<Request, lexopt::Error> {
    match against {
        Some(_) if manner.detail.lines && !manner.json => {
            Err("two servers beside each other leave no room for `--lines`".into())
        }
        Some(model) => Ok(Request::Against(script, manner, [target, model])),
        None => Ok(Request::Trace(script, manner, target)),
    }
}

/// The model that a server is shown beside.
fn against(name: &str) -> Result<Target, lexopt::Error> {
    let model = MODELS.iter().find(|model| model.name == name).ok_or_else(|| {
        let names = MODELS.iter().map(|model| model.name).collect::<Vec<_>>().join(", ");
        format!("there is no model '{name}': they are {names}")
    })?;
    (model.available)().map_err(|why| format!("{name} can't run here: {why}"))?;
    Ok(Target::Known(model.name.to_owned()))
}

/// What is done with the server.
enum Verb {
    Trace,
    Torture,
    Fingerprint,
}

impl Verb {
    fn named(word: OsString) -> Result<Self, lexopt::Error> {
        match word.string()?.as_str() {
            "trace" => Ok(Self::Trace),
            "torture" => Ok(Self::Torture),
            "fingerprint" => Ok(Self::Fingerprint),
            word @ ("diff" | "time" | "watch") => {
                Err(format!("options of `{word}` come after it").into())
            }
            word => Err(format!("'{word}' is no verb: they are {VERBS}").into()),
        }
    }
}

fn is_for_trace(option: &str) -> lexopt::Error {
    format!("`--{option}` goes with `trace`: `torture` tries all faults, and shows no transcript")
        .into()
}

const VERBS: &str = "`trace`, `torture`, `fingerprint`, `diff`, `time` and `watch`";

const ONLY_TORTURE: &str = "`--only` goes with `torture`: `trace` takes one `--fault`";

/// A kind of fault that `torture` tries.
fn kind(name: &str) -> Result<Fault, lexopt::Error> {
    let kind = KINDS.iter().find(|(known, _)| known.eq_ignore_ascii_case(name));
    kind.map(|(_, kind)| *kind).ok_or_else(|| {
        let names = KINDS.map(|(name, _)| name).join(", ");
        format!("`torture` tries no fault '{name}': they are {names}").into()
    })
}

fn fault_named(name: &str) -> Result<Fault, lexopt::Error> {
    let fault = Fault::NAMED.iter().find(|(known, _)| *known == name).map(|(_, fault)| *fault);
    fault.ok_or_else(|| {
        let names = Fault::NAMED.map(|(name, _)| name).join(", ");
        format!("there is no fault '{name}': they are {names}").into()
    })
}
