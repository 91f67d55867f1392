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

use std::{env, path::Path, process::ExitCode};

use anyhow::Result;
use lab::{
    machine, optimized, progress,
    run::{self, ENVIRONMENT, Folder, SAMPLES},
};

use arguments::{Asked, HELP, Plan};
use report::Report;
use sample::{HEADING, Sample};
use way::Way;

/// The lines of the chapter's help.
pub(crate) const LINES: &str =
    "  measure [..]     what a second thread and a shared store cost; `measure --help` has more\n";

/// Measures, prints a table, and keeps the run if it is asked to.
#[must_use]
pub(crate) fn main() -> ExitCode {
    lab::end(obey(), "cargo run -p chapter-15 -- measure --help")
}

fn obey() -> Result<()> {
    let text = match Asked::parse(env::args_os().skip(2))? {
        Asked::Help => HELP.to_owned(),
        Asked::Measure(plan) => measure(&plan)?,
        Asked::Report(folder) => publish(&folder)?,
    };
    lab::tell(&text)
}

/// What is to be kept is written as soon as it was measured, and all else is made of that.
fn measure(plan: &Plan) -> Result<String> {
    optimized::or_ask_cargo(env!("CARGO_MANIFEST_DIR"))?;
    let folder = Folder::create(plan.folder.as_deref(), HEADING, &environment(plan))?;
    let samples = take_all(plan, &folder)?;
    match (plan.way, &plan.folder) {
        (Some(_), _) => Ok(sample::lines(&samples)),
        (None, Some(folder)) => publish(folder),
        (None, None) => Ok(Report::of(samples).text()),
    }
}

/// Makes what the page quotes of a run that is kept; the tables.
fn publish(path: &Path) -> Result<String> {
    let samples = run::samples(path, HEADING, sample::read)?;
    sample::are_a_run(&samples)?;
    let (report, environment) = (Report::of(samples), Folder::read(path, ENVIRONMENT)?);
    Folder::of(Some(path)).write("quotes.txt", &report.quotes(&environment))?;
    Ok(report.text())
}

/// A turn for each way, in each round.
fn take_all(plan: &Plan, folder: &Folder) -> Result<Vec<Sample>> {
    let mut samples = Vec::new();
    for round in 1..=plan.rounds {
        for way in Way::ALL.into_iter().filter(|way| plan.way.is_none_or(|only| only == *way)) {
            progress::say(&format!("round {round} of {}: {}", plan.rounds, way.title()));
            let (cost, waited) = way.measure(plan.requests)?;
            let sample = Sample { round, way, cost, waited };
            folder.append(SAMPLES, &sample.line())?;
            samples.push(sample);
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
