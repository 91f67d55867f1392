//! `waits`: who waits in a server, for what, in which system call. See `waits --help`.

mod arguments;
mod progress;

use std::{
    env,
    io::{self, Write, stdout},
    process::ExitCode,
};

use guide::{
    Failure, Fault, Paint, REPERTOIRE, Script, Serve, Target, enter, line_to_show, ordeal,
    permitted, play_in_detail, remark, report, transcript_with_lines,
};
use io_models::MODELS;

use crate::{
    arguments::{Manner, Request, parse},
    progress::Progress,
};

/// Does what the command line says: what `main` is.
#[must_use]
pub fn run() -> ExitCode {
    let models: Vec<(&str, Serve)> = MODELS.iter().map(|model| (model.name, model.serve)).collect();
    enter(&models);
    let outcome = match parse(env::args_os().skip(1)) {
        Ok(request) => perform(request),
        Err(error) => Err(Failure::Usage(error.to_string())),
    };
    report(outcome, "waits --help")
}

fn perform(request: Request) -> Result<(), Failure> {
    let mut out = stdout().lock();
    match request {
        Request::Help => Ok(write!(out, "{}", help())?),
        Request::Version => Ok(writeln!(out, "waits {}", env!("CARGO_PKG_VERSION"))?),
        Request::Trace(script, manner, target) => trace(&script, manner, &target, &mut out),
        Request::Torture(script, target) => torture(&script, &target, &mut out),
    }
}

fn trace(
    script: &Script,
    manner: Manner,
    target: &Target,
    out: &mut impl Write,
) -> Result<(), Failure> {
    let Manner { fault, setup, detail } = manner;
    let played =
        play_in_detail(target, script, fault, permitted(detail)).map_err(Failure::Scene)?;
    if let Some(Err(why)) = &played.tracepoints {
        remark(why);
    }
    let (recording, paint) = (&played.recording, Paint::of_stdout());
    let text = transcript_with_lines(recording, setup, paint, &line_to_show);
    write!(out, "{}\n{text}", script.title)?;
    if detail.lines && recording.traced && recording.chains.is_empty() {
        writeln!(out, "{NO_LINES}")?;
    }
    played.trouble.map_or(Ok(()), |trouble| Err(Failure::Scene(trouble)))
}

/// What a reader is told who has asked for lines where there are none.
const NO_LINES: &str = "(No lines: the server names neither lines nor functions. Build it with \
    debug information, `-g`.)";

fn torture(script: &Script, target: &Target, out: &mut impl Write) -> Result<(), Failure> {
    let progress = Progress::of_stderr();
    let mut told = Ok(());
    let report = ordeal(target, script, |report, finding| {
        progress.say(report.faults);
        if let (Some(finding), true) = (finding, told.is_ok()) {
            progress.clear();
            told = writeln!(out, "{finding}");
        }
    });
    progress.clear();
    let report = report.map_err(Failure::Scene)?;
    told?;
    let (faults, findings) = (report.faults, report.findings.len());
    writeln!(out, "{faults} faults, {findings} noticed by a client that should not have")?;
    if findings == 0 { Ok(()) } else { Err(Failure::Io(io::Error::other("The server gave in."))) }
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
}
