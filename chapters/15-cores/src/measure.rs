//! What does a second thread cost a request, and what a store that threads share? Processor time,
//! beside that of one thread: `cargo run -p chapter-15 -- measure`.
//!
//! Server and clients are threads of one program. Each round gives all ways a turn, so that a ratio
//! is one of turns that stand side by side. How much more work more cores do is not in it: that
//! takes more of them than clients and servers need for themselves.

mod arguments;
mod owner;
mod place;
mod report;
mod sample;
mod served;
mod spent;
mod store;
mod way;

use std::{env, fs, path::Path, process::ExitCode};

use anyhow::{Context, Result};
use lab::{machine, optimized, progress};

use arguments::{Asked, HELP, Plan};
use report::Report;
use sample::Sample;
use way::Way;

/// The lines of the chapter's help.
pub(crate) const LINES: &str =
    "  measure [..]     what a second thread and a shared store cost; `measure --help` has more\n";

/// Measures, prints a table, and keeps the run if it is asked to.
#[must_use]
#[expect(clippy::print_stderr, reason = "an error belongs on standard error")]
pub(crate) fn main() -> ExitCode {
    let asked = match Asked::parse(env::args_os().skip(2)) {
        Ok(asked) => asked,
        Err(why) => {
            eprintln!("{why}; see cargo run -p chapter-15 -- measure --help");
            return ExitCode::from(2);
        }
    };
    lab::end(obey(&asked))
}

fn obey(asked: &Asked) -> Result<()> {
    let text = match asked {
        Asked::Help => HELP.to_owned(),
        Asked::Measure(plan) => measure(plan)?,
        Asked::Report(folder) => publish(folder)?,
    };
    lab::tell(&text)
}

/// What is to be kept is written as soon as it was measured, and all else is made of that.
fn measure(plan: &Plan) -> Result<String> {
    optimized::or_ask_cargo(env!("CARGO_MANIFEST_DIR"))?;
    let environment = environment(plan);
    if let Some(folder) = &plan.folder {
        fs::create_dir_all(folder).with_context(|| cant_write(folder))?;
    }
    let samples = run(plan)?;
    if plan.way.is_some() {
        return Ok(sample::lines(&samples));
    }
    let Some(folder) = &plan.folder else { return Ok(Report::of(samples).text()) };
    write(folder, SAMPLES, &sample::lines(&samples))?;
    write(folder, ENVIRONMENT, &environment)?;
    publish(folder)
}

/// Makes what the page quotes of a run that is kept; the tables.
fn publish(folder: &Path) -> Result<String> {
    let read = |name| {
        let no_run = || format!("{} is no folder of a run: no {name}", folder.display());
        fs::read_to_string(folder.join(name)).with_context(no_run)
    };
    let (samples, environment) = (read(SAMPLES)?, read(ENVIRONMENT)?);
    let samples = sample::read(&samples).with_context(|| format!("{SAMPLES} can't be read"))?;
    let report = Report::of(samples);
    write(folder, "quotes.txt", &report.quotes(&environment))?;
    Ok(report.text())
}

/// The raw samples, a line for each turn.
const SAMPLES: &str = "samples.csv";
/// The machine, and how it was measured.
const ENVIRONMENT: &str = "environment.txt";

fn write(folder: &Path, name: &str, text: &str) -> Result<()> {
    let path = folder.join(name);
    fs::write(&path, text).with_context(|| cant_write(&path))
}

fn cant_write(path: &Path) -> String {
    format!("can't write {}", path.display())
}

/// A turn for each way, in each round.
fn run(plan: &Plan) -> Result<Vec<Sample>> {
    let mut samples = Vec::new();
    for round in 1..=plan.rounds {
        for way in Way::ALL.into_iter().filter(|way| plan.way.is_none_or(|only| only == *way)) {
            progress::say(&format!("round {round} of {}: {}", plan.rounds, way.title()));
            let (cost, waited) = way.measure(plan.requests)?;
            samples.push(Sample { round, way, cost, waited });
        }
    }
    progress::say("");
    Ok(samples)
}

/// Lines of `name: value`.
fn environment(plan: &Plan) -> String {
    let turns = format!("{} rounds, {} requests a turn", plan.rounds, plan.requests);
    machine::describe(turns, Vec::new())
}
