//! Measures one server after the other: half of the requests with tracepoints, half without.

use std::{collections::HashSet, io};

use anyhow::{Context, Result};
use guide::tracefs::{Passed, Stopwatch};
use lab::{
    Cores, Running, interrupt, median,
    watch::{processes, tasks},
};
use rustix::process::Pid;

use crate::time::{
    cell::Cell,
    client::{Client, Question},
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
    let mut asking = Asking::begin(&running, load.question())?;
    let tasks = tasks_of(&running)?;
    stopwatch.start(running.address().port(), &tasks)?;
    let times = asking.in_turns(stopwatch, requests / TURNS)?;
    let passed = stopwatch.stop()?;
    running.end()?;
    Ok(cells(load, &passed, &tasks, times))
}

/// A client that asks the same again and again.
struct Asking {
    client: Client,
    question: Question,
    server: &'static str,
}

impl Asking {
    fn begin(server: &Running, question: Question) -> Result<Self> {
        let client = Client::connect(server.address())?;
        let mut asking = Self { client, question, server: server.name() };
        (0..REHEARSAL).try_for_each(|_| asking.ask().map(drop))?;
        Ok(asking)
    }

    /// How many microseconds it took.
    fn ask(&mut self) -> Result<f64> {
        interrupt::check()?;
        let time = self.client.ask(&self.question).with_context(|| self.server)?;
        Ok(time.as_secs_f64() * 1e6)
    }

    /// All round trips with tracepoints, all without, and what they cost in each turn.
    fn in_turns(&mut self, stopwatch: &Stopwatch, turn: usize) -> Result<[Vec<f64>; 3]> {
        let [mut with, mut without, mut costs] = [const { Vec::new() }; 3];
        let middle = |times: &[f64]| median(times.iter().copied()).unwrap_or_default();
        for _ in 0..TURNS {
            stopwatch.switch(false)?;
            let silent = self.times(turn, || ())?;
            stopwatch.switch(true)?;
            let traced = self.times(turn, || stopwatch.lap())?;
            costs.push(middle(&traced) - middle(&silent));
            without.extend(silent);
            with.extend(traced);
        }
        Ok([with, without, costs])
    }

    fn times(&mut self, turn: usize, before: impl Fn()) -> Result<Vec<f64>> {
        let ask = |_| {
            before();
            self.ask()
        };
        (0..turn).map(ask).collect()
    }
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
