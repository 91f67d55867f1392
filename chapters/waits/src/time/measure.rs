//! Measures one server after the other: half of the requests with tracepoints, half without.

use std::{collections::HashSet, io};

use anyhow::{Context, Result};
use guide::tracefs::{Passed, Stopwatch};
use lab::{
    Cores, Running, interrupt,
    watch::{processes, tasks},
};
use rustix::process::Pid;

use crate::time::{
    cell::{Cell, median},
    client::Client,
    load::Load,
    part::Part,
    way::{Measured, measured},
};

/// In how many turns the requests are asked: what disturbs the machine disturbs both halves.
const TURNS: usize = 4;

/// How many requests are asked before any is measured: the kernel finds out how much it should
/// hold of a connection (tcp(7), `tcp_rmem`).
const REHEARSAL: usize = 20;

/// Room for clients: this one, and one that looks whether it serves.
const CLIENTS: usize = 2;

/// Measures a server with so many requests.
pub(crate) fn measure(
    load: &Load,
    cores: &Cores,
    stopwatch: &Stopwatch,
    requests: usize,
) -> Result<Vec<Cell>> {
    let running = load.server.launch(CLIENTS, &load.cores(cores))?;
    let question = load.question();
    let mut client = Client::connect(running.address())?;
    let mut ask = || -> Result<f64> {
        interrupt::check()?;
        let time = client.ask(&question).with_context(|| running.name())?;
        Ok(time.as_secs_f64() * 1e6)
    };
    for _ in 0..REHEARSAL {
        ask()?;
    }
    let tasks = tasks_of(&running)?;
    stopwatch.start(running.address().port(), &tasks)?;
    let (mut without, mut with, mut costs) = (Vec::new(), Vec::new(), Vec::new());
    for _ in 0..TURNS {
        let turn = requests / TURNS;
        stopwatch.switch(false)?;
        let silent = (0..turn).map(|_| ask()).collect::<Result<Vec<_>>>()?;
        stopwatch.switch(true)?;
        let traced = (0..turn).map(|_| {
            stopwatch.lap();
            ask()
        });
        let traced = traced.collect::<Result<Vec<_>>>()?;
        costs.push(median(&traced) - median(&silent));
        without.extend(silent);
        with.extend(traced);
    }
    let passed = stopwatch.stop()?;
    running.end()?;
    Ok(cells(load, &passed, &tasks, [with, without, costs]))
}

/// All tasks of a server, those of its children among them.
fn tasks_of(server: &Running) -> io::Result<Vec<Pid>> {
    let all = processes(server.process()).into_iter().flat_map(tasks);
    let all = all.filter_map(|task| Pid::from_raw(task.try_into().ok()?)).collect::<Vec<_>>();
    if all.is_empty() { Err(io::Error::other("the server has ended")) } else { Ok(all) }
}

fn cells(load: &Load, passed: &[Passed], tasks: &[Pid], round_trips: [Vec<f64>; 3]) -> Vec<Cell> {
    let tasks: HashSet<i32> = tasks.iter().map(|task| task.as_raw_nonzero().get()).collect();
    let requests = measured(passed, &tasks);
    let cells = Part::ALL.into_iter().filter_map(|part| {
        let values = values(part, &requests, &round_trips);
        // What only some of the requests have, as a wake-up by chance, is no part of the way.
        let is_usual = 2 * values.len() > requests.len() || part == Part::Tracing;
        is_usual.then(|| Cell::of(load, part, values))?
    });
    cells.collect()
}

/// What was measured of a part, of all requests.
fn values(part: Part, requests: &[Measured], [with, without, costs]: &[Vec<f64>; 3]) -> Vec<f64> {
    let of_part = |(known, value): &(Part, f64)| (*known == part).then_some(*value);
    match part {
        Part::RoundTripTraced => with.clone(),
        Part::RoundTrip => without.clone(),
        Part::Tracing => costs.clone(),
        _ => requests.iter().flatten().filter_map(of_part).collect(),
    }
}
