//! What a process costs beside a thread: each is made, does nothing, and is waited for.
//!
//! `cargo run --release -p chapter-3 --example fork_or_thread` prints ratios of one run. The second
//! one is with 256 MiB of the parent's memory in use: the tables of all its pages are copied.

#![expect(clippy::print_stdout, reason = "it prints what it has measured")]

use std::{
    error::Error,
    hint::black_box,
    io, thread,
    time::{Duration, Instant},
};

use io_models::fork::OnlyThread;
use rustix::{
    fd::AsFd,
    process::{WaitId, WaitIdOptions, waitid},
};

const ROUNDS: usize = 500;

fn main() -> Result<(), Box<dyn Error>> {
    let this = OnlyThread::prove()?;
    println!("a process, as a multiple of a thread (the median of {ROUNDS}):");
    println!("{:6.1}  with little memory in use", ratio(&this)?);
    let memory = black_box(vec![1_u8; 256 << 20]);
    println!("{:6.1}  with 256 MiB in use", ratio(&this)?);
    drop(memory);
    Ok(())
}

fn ratio(this: &OnlyThread) -> io::Result<f64> {
    let (mut threads, mut processes) = (Vec::new(), Vec::new());
    for _ in 0..ROUNDS {
        threads.push(time(thread)?);
        processes.push(time(|| process(this))?);
    }
    Ok(median(processes).as_secs_f64() / median(threads).as_secs_f64())
}

fn time(work: impl FnOnce() -> io::Result<()>) -> io::Result<Duration> {
    let start = Instant::now();
    work()?;
    Ok(start.elapsed())
}

fn thread() -> io::Result<()> {
    let thread = thread::Builder::new().spawn(|| {})?;
    thread.join().map_err(|_| io::Error::other("the thread has panicked"))
}

/// All threads that were made before have been joined.
fn process(this: &OnlyThread) -> io::Result<()> {
    let child = this.fork(|| Ok(()))?;
    waitid(WaitId::PidFd(child.as_fd()), WaitIdOptions::EXITED)?;
    Ok(())
}

fn median(mut times: Vec<Duration>) -> Duration {
    times.sort_unstable();
    times[times.len() / 2]
}
