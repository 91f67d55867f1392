//! What does a task cost? Ours beside those of others, in one run, as ratios.
//!
//! `cargo bench -p benches --bench tasks` measures three things that every executor does without a
//! socket: to spawn a task that is done at once, to let a task run again after it has woken itself,
//! and to go from one task to another and back.

#![expect(clippy::print_stdout, reason = "a benchmark prints what it found")]

mod executors;
mod work;

use std::time::Instant;

use executors::{Local, Ours, Pool, Set};
use work::Runs;

const ROUNDS: usize = 15;
const TIMES: usize = 200_000;

/// A piece of work, so many times.
type Run = fn(usize);

/// An executor, and the three pieces of work on it.
struct Contender {
    name: &'static str,
    runs: [Run; 3],
}

impl Contender {
    const fn new<R: Runs>() -> Self {
        Self { name: R::NAME, runs: [work::spawn::<R>, work::yields::<R>, work::switch::<R>] }
    }
}

const WORK: [&str; 3] = ["spawn", "yield", "switch"];

fn main() {
    let contenders = [
        Contender::new::<Ours>(),
        Contender::new::<Pool>(),
        Contender::new::<Set>(),
        Contender::new::<Local>(),
    ];
    let mut times = [const { [const { Vec::new() }; 3] }; 4];
    // In turn, so that whatever disturbs the machine disturbs all alike.
    for _ in 0..ROUNDS {
        for (contender, times) in contenders.iter().zip(&mut times) {
            for (run, times) in contender.runs.iter().zip(times) {
                times.push(nanoseconds(*run));
            }
        }
    }
    println!("Nanoseconds each, median of {ROUNDS}, and how many times ours.");
    println!("{:24}{}", "", WORK.map(|work| format!("{work:>16}")).concat());
    let medians = times.into_iter().map(|times| times.map(median)).collect::<Vec<_>>();
    for (contender, own) in contenders.iter().zip(&medians) {
        let cells = (0..3).map(|i| format!("{:8.1}{:6.2} x", own[i], own[i] / medians[0][i]));
        println!("{:24}{}", contender.name, cells.collect::<String>());
    }
}

fn nanoseconds(run: Run) -> f64 {
    let start = Instant::now();
    run(TIMES);
    start.elapsed().as_secs_f64() * 1e9 / TIMES as f64
}

fn median(mut times: Vec<f64>) -> f64 {
    times.sort_by(f64::total_cmp);
    times[times.len() / 2]
}
