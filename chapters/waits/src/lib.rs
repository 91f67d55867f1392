//! `waits`: who waits in a server, for what, in which system call. See `waits --help`.

mod arguments;
mod diff;
mod identify;
mod page;
mod progress;
mod time;
mod torture;
mod trace;

use std::{
    env,
    io::{Write, stdout},
    process::ExitCode,
};

use guide::{Failure, Fault, KINDS, REPERTOIRE, Serve, enter, report, watch_process, watch_server};
use io_models::MODELS;

use crate::{
    arguments::{Request, Watched, parse},
    identify::identify,
    torture::torture,
    trace::{against, trace},
};

/// Does what the command line says: what `main` is.
#[must_use]
pub fn run() -> ExitCode {
    let models: Vec<(&str, Serve)> = MODELS.iter().map(|model| (model.name, model.serve)).collect();
    enter(&models);
    if let Some(role) = lab::role() {
        return be_measured(&role);
    }
    let mut arguments = env::args_os().skip(1).peekable();
    if arguments.next_if(|word| word == "time").is_some() {
        return time::run(arguments);
    }
    if arguments.next_if(|word| word == "diff").is_some() {
        return diff::run(arguments);
    }
    let request = parse(arguments).map_err(|error| Failure::Usage(error.to_string()));
    report(request.and_then(perform), "waits --help")
}

/// This process is to be a server whose time is taken.
fn be_measured(role: &str) -> ExitCode {
    let outcome = lab::serve(&lab::Contender::all(&[]), role);
    report(outcome.map_err(|error| time::said(&error)), "waits --help")
}

fn perform(request: Request) -> Result<(), Failure> {
    let mut out = stdout().lock();
    match request {
        Request::Help => Ok(write!(out, "{}", help())?),
        Request::Version => Ok(writeln!(out, "waits {}", env!("CARGO_PKG_VERSION"))?),
        Request::Trace(script, manner, target) => trace(&script, manner, &target, &mut out),
        Request::Against(script, manner, targets) => against(&script, manner, &targets, &mut out),
        Request::Watch(watched, manner) => watch(&watched, manner, &mut out),
        Request::Page(script, manner, targets, file) => {
            page::write(&script, manner, &targets, &file)
        }
        Request::Fingerprint(script, json, target) => {
            identify(script.as_ref(), json, &target, &mut out)
        }
        Request::Torture(script, only, target) => torture(&script, only, &target, &mut out),
    }
}

fn watch(watched: &Watched, manner: guide::Manner, out: &mut impl Write) -> Result<(), Failure> {
    match watched {
        Watched::Server(target) => watch_server(target, manner, out),
        Watched::Process(process) => watch_process(*process, manner, out),
    }
}

fn help() -> String {
    let scripts = REPERTOIRE.iter().map(|(name, script)| format!("  {name:<11} {}", script.title));
    let scripts = scripts.collect::<Vec<_>>().join("\n");
    let models = MODELS.iter().map(|model| model.name).collect::<Vec<_>>().join(", ");
    let faults = Fault::NAMED.map(|(name, _)| name).join(", ");
    include_str!("help.txt")
        .replace("SCRIPTS", &scripts)
        .replace("MODELS", &models)
        .replace("FAULTS", &faults)
        .replace("KINDS", &KINDS.map(|(name, _)| name).join(", "))
}
