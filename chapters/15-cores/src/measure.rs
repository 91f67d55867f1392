//! What does a second thread cost a request, and what a store that threads share? Processor time,
//! beside that of one thread: `cargo run -p chapter-15 -- measure`.
//!
//! Server and clients are threads of one program. Each round gives all ways a turn, so that a ratio
//! is one of turns that stand side by side. How much more work more cores do is not in it: that
//! takes more of them than clients and servers need for themselves.

mod arguments;
mod owner;
mod report;
mod served;
mod store;
mod way;

use std::{
    env, fs,
    io::{Write, stdout},
    path::Path,
    process::ExitCode,
};

use anyhow::Result;
use lab::{machine, optimized, progress};

use arguments::{Asked, HELP, Plan};
use report::Report;
use way::Way;

/// The lines of the chapter's help.
pub(crate) const LINES: &str =
    "  measure [..]     what a second thread and a shared store cost; `measure --help` has more\n";

/// Processor time of a request, in nanoseconds, in one turn.
pub(crate) struct Sample {
    pub(crate) round: usize,
    pub(crate) way: Way,
    pub(crate) cost: f64,
    /// The share of requests that found the lock taken, where there is one.
    pub(crate) waited: f64,
}

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
    match obey(&asked) {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("It could not be measured: {error:#}.");
            ExitCode::FAILURE
        }
    }
}

fn obey(asked: &Asked) -> Result<()> {
    let Asked::Measure(plan) = asked else { return Ok(write!(stdout(), "{HELP}")?) };
    optimized::or_ask_cargo(env!("CARGO_MANIFEST_DIR"))?;
    let environment = environment(plan);
    let report = Report::of(run(plan)?);
    write!(stdout(), "{}", report.text())?;
    plan.folder.as_ref().map_or(Ok(()), |folder| keep(folder, &report, &environment))
}

/// A turn for each way, in each round.
fn run(plan: &Plan) -> Result<Vec<Sample>> {
    let mut samples = Vec::new();
    for round in 1..=plan.rounds {
        for way in Way::ALL {
            progress::say(&format!("round {round} of {}: {}", plan.rounds, way.title()));
            let (cost, waited) = way.measure(plan)?;
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

fn keep(folder: &Path, report: &Report, environment: &str) -> Result<()> {
    fs::create_dir_all(folder)?;
    fs::write(folder.join("samples.csv"), report.samples())?;
    fs::write(folder.join("environment.txt"), environment)?;
    Ok(fs::write(folder.join("quotes.txt"), report.quotes(environment))?)
}
