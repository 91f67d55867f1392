//! What does each way cost, at which size? Processor time of the sender and of the receiver, beside
//! that of a plain send: `cargo run -p chapter-14 -- measure`.
//!
//! Sender and receiver are threads of one program, on a core each where there are two. A message is
//! answered with one byte before the next one is sent. Each round gives all ways a turn, so that a
//! ratio is one of turns that stand side by side. In the end a value is asked for with GET, of the
//! finished server and of one that sends out of its store.

mod arguments;
mod chart;
mod environment;
mod folder;
mod get;
mod report;
mod sample;
mod side;
mod source;
mod turn;
mod way;

use std::{env, process::ExitCode};

use anyhow::Result;
use arguments::{Asked, HELP, Plan};
use folder::Folder;
use lab::{interrupt, optimized, progress};
use report::Report;
use source::Warmth;
use turn::Turn;
use way::Way;

/// The lines of the chapter's help.
pub(crate) const LINES: &str =
    "  measure [..]     what each way costs, beside a plain send; `measure --help` has more\n";

/// The sizes of a message.
const SIZES: [usize; 6] = [4 << 10, 16 << 10, 64 << 10, 256 << 10, 1 << 20, 4 << 20];
/// The sizes of a value.
const VALUES: [usize; 2] = [100_000, 1_000_000];

/// Measures, prints a table, and keeps the run if it is asked to.
#[must_use]
pub(crate) fn main() -> ExitCode {
    lab::end(obey(), "cargo run -p chapter-14 -- measure --help")
}

fn obey() -> Result<()> {
    let folder = match Asked::parse(env::args_os().skip(2))? {
        Asked::Help => return lab::tell(HELP),
        Asked::Measure(plan) => return measure(&plan),
        Asked::Report(folder) => Folder::open(&folder)?,
    };
    folder.publish()?;
    lab::tell(&Report(&folder.samples).text())
}

/// Whatever ends it, what was measured is kept and shown.
fn measure(plan: &Plan) -> Result<()> {
    optimized::or_ask_cargo(env!("CARGO_MANIFEST_DIR"))?;
    let mut folder = Folder::create(plan.folder.as_deref(), environment::describe(plan))?;
    interrupt::watch()?;
    let taken = take_all(plan, &mut folder);
    progress::say("");
    folder.publish()?;
    lab::tell(&Report(&folder.samples).text())?;
    taken
}

/// A turn for each way, size and source, in each round.
fn take_all(plan: &Plan, folder: &mut Folder) -> Result<()> {
    let ways = available();
    for round in 1..=plan.rounds {
        for (way, size, warmth) in turns(&ways) {
            interrupt::check()?;
            progress::say(&format!(
                "round {round} of {}: {size} bytes, {}",
                plan.rounds,
                way.title()
            ));
            folder.keep(Turn { round, way, size, warmth }.take(plan.bytes)?)?;
        }
    }
    Ok(())
}

/// The ways that this machine has; says of others why not.
#[expect(clippy::print_stderr, reason = "it is no result")]
fn available() -> Vec<Way> {
    let has = |way: &Way| match way.missing() {
        Some(why) => {
            eprintln!("left out: {} ({why})", way.title());
            false
        }
        None => true,
    };
    Way::ALL.into_iter().filter(has).collect()
}

/// What stands beside each other in a ratio is measured one right after the other.
fn turns(ways: &[Way]) -> impl Iterator<Item = (Way, usize, Warmth)> {
    let (gets, sends): (Vec<_>, Vec<_>) = ways.iter().partition(|way| way.is_get());
    let places = Warmth::ALL.into_iter().flat_map(|warmth| SIZES.map(|size| (size, warmth)));
    let sends = places.flat_map(move |(size, warmth)| {
        sends.clone().into_iter().map(move |way| (way, size, warmth))
    });
    let gets = VALUES
        .into_iter()
        .flat_map(move |size| gets.clone().into_iter().map(move |way| (way, size, Warmth::Warm)));
    sends.chain(gets)
}
