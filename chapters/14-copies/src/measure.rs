//! What does each way cost, at which size? Processor time of the sender and of the receiver, beside
//! that of a plain send: `cargo run -p chapter-14 -- measure`.
//!
//! Sender and receiver are threads of one program, on a core each where there are two. A message is
//! answered with one byte before the next one is sent. Each round gives all ways a turn, so that a
//! ratio is one of turns that stand side by side.

mod arguments;
mod chart;
mod environment;
mod report;
mod sample;
mod source;
mod turn;
mod way;

use std::{
    env, fs,
    io::{self, IsTerminal, Write, stderr, stdout},
    path::Path,
    process::ExitCode,
};

use arguments::{Asked, HELP, Plan};
use report::Report;
use sample::Sample;
use source::Warmth;
use way::Way;

/// The lines of the chapter's help.
pub(crate) const LINES: &str =
    "  measure [..]     what each way costs, beside a plain send; `measure --help` has more\n";

/// The sizes of a message.
const SIZES: [usize; 6] = [4 << 10, 16 << 10, 64 << 10, 256 << 10, 1 << 20, 4 << 20];

/// Measures, prints a table, and keeps the run if it is asked to.
#[must_use]
#[expect(clippy::print_stderr, reason = "an error belongs on standard error")]
pub(crate) fn main() -> ExitCode {
    let asked = match Asked::parse(env::args().skip(2)) {
        Ok(asked) => asked,
        Err(why) => {
            eprintln!("{why}");
            return ExitCode::from(2);
        }
    };
    match obey(&asked) {
        Ok(()) => ExitCode::SUCCESS,
        // Whoever reads no more, as `head` does, has what it wanted.
        Err(error) if error.kind() == io::ErrorKind::BrokenPipe => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("It could not be measured: {error}.");
            ExitCode::FAILURE
        }
    }
}

fn obey(asked: &Asked) -> io::Result<()> {
    match asked {
        Asked::Help => write!(stdout(), "{HELP}"),
        Asked::Measure(plan) => {
            let environment = environment::describe(plan);
            let report = Report::of(run(plan)?);
            write!(stdout(), "{}", report.text())?;
            plan.folder.as_ref().map_or(Ok(()), |folder| keep(folder, &report, &environment))
        }
        Asked::Report(folder) => {
            let samples = fs::read_to_string(folder.join("samples.csv"))?;
            let environment = fs::read_to_string(folder.join("environment.txt"))?;
            let report = Report::of(sample::read(&samples)?);
            write!(stdout(), "{}", report.text())?;
            keep(folder, &report, &environment)
        }
    }
}

/// A turn for each way, size and source, in each round.
fn run(plan: &Plan) -> io::Result<Vec<Sample>> {
    let mut samples = Vec::new();
    for round in 1..=plan.rounds {
        for (warmth, size) in turns() {
            for way in Way::ALL {
                progress(&format!("round {round} of {}: {size} bytes, {}", plan.rounds, way.key()));
                samples.push(turn::take(round, way, size, warmth, plan.bytes)?);
            }
        }
    }
    progress("");
    Ok(samples)
}

fn turns() -> impl Iterator<Item = (Warmth, usize)> {
    Warmth::ALL.into_iter().flat_map(|warmth| SIZES.map(|size| (warmth, size)))
}

/// Says on a terminal what is being done, over what was said before.
fn progress(what: &str) {
    if stderr().is_terminal() {
        // Where it can't be said, the work goes on.
        write!(stderr(), "\r\x1b[K{what}").ok();
    }
}

fn keep(folder: &Path, report: &Report, environment: &str) -> io::Result<()> {
    fs::create_dir_all(folder)?;
    fs::write(folder.join("samples.csv"), sample::write(&report.samples))?;
    fs::write(folder.join("environment.txt"), environment)?;
    fs::write(folder.join("quotes.txt"), report.quotes(environment))?;
    for warmth in Warmth::ALL {
        fs::write(folder.join(format!("{}.svg", warmth.key())), chart::chart(report, warmth))?;
    }
    Ok(())
}
