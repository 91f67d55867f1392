//! `waits time`: how long the kernel takes to wake a server, and to copy its bytes.
//!
//! Nobody follows the servers here. They run on a core of their own, and the kernel's tracepoints
//! say when bytes arrived, a task was woken, and a copy was made.

mod arguments;
mod cell;
mod client;
mod load;
mod measure;
mod part;
mod quotes;
mod store;
mod table;
mod way;

use std::{
    ffi::OsString,
    io::{self, Write, stdout},
    process::ExitCode,
};

use anyhow::Result;
use guide::{Cells, Failure, columns, report, tracefs::Stopwatch};
use io_models::MODELS;
use lab::{Contender, Cores, allow_many, chosen, interrupt, optimized};

use crate::{
    progress::Progress,
    time::{
        arguments::{Asked, Options, parse},
        cell::Cell,
        load::{Load, tables, title},
        measure::measure,
        store::store,
        table::table,
    },
};

/// What a program says by its exit code that was interrupted (bash(1)).
const INTERRUPTED: u8 = 130;

/// Does what stands after `waits time`.
pub(crate) fn run(arguments: impl IntoIterator<Item = OsString>) -> ExitCode {
    let outcome = match parse(arguments) {
        Ok(Asked::Help) => stdout().write_all(include_bytes!("time/help.txt")).map_err(Failure::Io),
        Ok(Asked::Measure(options)) => match measure_all(&options) {
            Err(error) if error.is::<interrupt::Interrupted>() => return INTERRUPTED.into(),
            outcome => outcome.map_err(|error| said(&error)),
        },
        Err(error) => Err(Failure::Usage(error.to_string())),
    };
    report(outcome, "waits time --help")
}

/// An error with all its causes, in one sentence; of the command line, or of what was done.
pub(crate) fn said(error: &anyhow::Error) -> Failure {
    if error.is::<lexopt::Error>() {
        return Failure::Usage(error.to_string());
    }
    Failure::Io(io::Error::other(format!("{error:#}")))
}

fn measure_all(options: &Options) -> Result<()> {
    let models = models(options.only.as_deref())?;
    if cfg!(debug_assertions) {
        // If we are not let in, that is said before cargo is asked for anything.
        drop(Stopwatch::new()?);
    }
    optimized::or_ask_cargo(env!("CARGO_MANIFEST_DIR"))?;
    let stopwatch = Stopwatch::new()?;
    allow_many();
    interrupt::watch()?;
    let cores = Cores::pair()?;
    let cells = measure_each(&models, &cores, &stopwatch, options.requests)?;
    drop(stopwatch);
    let mut out = stdout().lock();
    for (size, placement) in tables(&cores) {
        let table = columns(&table(&cells, size, placement), Cells::Numbers);
        writeln!(out, "{}, {}, in microseconds:\n\n{table}", title(size), placement.title())?;
    }
    if let Some(folder) = &options.folder {
        store(folder, &cores, options.requests, &cells)?;
        writeln!(out, "Kept in {}", folder.display())?;
    }
    Ok(())
}

/// The models that are asked for, and can be there.
fn models(only: Option<&str>) -> Result<Vec<Contender>> {
    let is_model = |server: &Contender| MODELS.iter().any(|model| model.name == server.name);
    let all = Contender::all(&[]).into_iter().filter(is_model).collect();
    let mut chosen = chosen(all, only)?;
    chosen.retain(|server| server.missing().is_none());
    Ok(chosen)
}

fn measure_each(
    models: &[Contender],
    cores: &Cores,
    stopwatch: &Stopwatch,
    requests: usize,
) -> Result<Vec<Cell>> {
    let progress = Progress::of_stderr();
    let loads = tables(cores).into_iter().flat_map(|(size, cores)| {
        models.iter().map(move |server| Load { server: *server, size, cores })
    });
    let loads: Vec<Load> = loads.collect();
    let mut cells = Vec::new();
    for (done, load) in loads.iter().enumerate() {
        progress.bar(done, loads.len(), &format!("{}, {}", load.server.name, title(load.size)));
        cells.extend(measure(load, cores, stopwatch, requests)?);
    }
    progress.clear();
    Ok(cells)
}
