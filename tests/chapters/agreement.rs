//! The lab's figures beside those of others: the kernel's account, and redis-benchmark.

use std::{
    env,
    io::Error,
    process::{Command, ExitCode, Output, Stdio},
    time::Duration,
};

use lab::{
    Contender, Cores, Running, median, role, serve,
    traffic::{Clients, Request},
    watch::Account,
};
use libtest_mimic::Trial;

use crate::{passing::passes, program::program};

/// The name under which a process of this test measures.
pub(crate) const NAME: &str = "lab-agreement";
/// What may lie between two measurements of the same.
const APART: f64 = 0.1;
const ROUNDS: usize = 9;
const REQUESTS: u64 = 128_000;

pub(crate) fn trials() -> Vec<Trial> {
    let trial = |name: &str, test: fn()| passes(format!("lab::{name}"), test);
    let kernel = trial("agrees_with_the_kernels_account", || holds("kernel"));
    // Another client's pace changes how often the server sleeps, and more so where others run: on a
    // quiet machine, by hand, before a run is stored.
    let other = trial("agrees_with_redis_benchmark", || holds("redis-benchmark"));
    vec![kernel, other.with_ignored_flag(true)]
}

/// Processor time beside processor time: their ratio, and what the same differs by from itself.
fn holds(with: &str) {
    let output = program(NAME).env(WITH, with).stdin(Stdio::null()).output().unwrap();
    let Output { status, stdout, stderr } = output;
    let said = String::from_utf8(stdout).unwrap();
    assert!(status.success(), "{}", String::from_utf8_lossy(&stderr));
    let numbers: Vec<f64> = said.split_whitespace().map(|word| word.parse().unwrap()).collect();
    let [ratio, same] = numbers[..] else { panic!("it says {said}") };
    let apart = |ratio: f64| ratio.max(1.0 / ratio) - 1.0;
    // Where the same is not the same, nothing can be told.
    if apart(same) > APART {
        return println!("skipped: {with} (this machine is disturbed: {same:.2} times itself)");
    }
    assert!(apart(ratio) <= APART + apart(same), "{ratio:.3} times what {with} says");
}

/// What is to be compared with.
const WITH: &str = "WFB_WITH";

/// Measures, in a process of its own; and is the server of that.
pub(crate) fn run() -> ExitCode {
    let all = Contender::all(&[]);
    if let Some(role) = role() {
        serve(&all, &role).unwrap();
        return ExitCode::SUCCESS;
    }
    let cores = Cores::pair().unwrap();
    let epoll = all.iter().find(|contender| contender.name == "epoll").unwrap();
    let server = epoll.launch(200, &cores).unwrap();
    let (ratio, same) = match env::var(WITH).unwrap().as_str() {
        "kernel" => (beside_the_kernel(&server), 1.0),
        _ => beside_redis_benchmark(&server).unwrap(),
    };
    println!("{ratio} {same}");
    ExitCode::SUCCESS
}

/// Half a second of processor time: the sum of all tasks, and what the process is said to have had.
fn beside_the_kernel(server: &Running) -> f64 {
    let before = Account::of(server.process()).unwrap();
    let mut clients = Clients::connect(server.address(), 50).unwrap();
    loop {
        clients.ask_again(&ping(), Duration::from_millis(100), REQUESTS).unwrap();
        let now = Account::of(server.process()).unwrap();
        let whole = now.about(&before).time;
        if whole > Duration::from_millis(500) {
            return now.since(&before).time.as_secs_f64() / whole.as_secs_f64();
        }
    }
}

/// Processor time of the same requests, of theirs and of ours, in turn.
fn beside_redis_benchmark(server: &Running) -> Result<(f64, f64), Error> {
    let (mut ratios, mut same) = (Vec::new(), Vec::new());
    for _ in 0..ROUNDS {
        let first = ours(server);
        let theirs = theirs(server)?;
        let second = ours(server);
        ratios.push((first + second) / 2.0 / theirs);
        same.push(first / second);
    }
    Ok([ratios, same].map(|all| median(all).expect("there were rounds")).into())
}

fn ours(server: &Running) -> f64 {
    spent(server, || {
        let mut clients = Clients::connect(server.address(), 50).unwrap();
        clients.ask_again(&ping(), Duration::from_secs(60), REQUESTS).unwrap();
    })
}

fn theirs(server: &Running) -> Result<f64, Error> {
    let port = server.address().port().to_string();
    let requests = REQUESTS.to_string();
    let mut command = Command::new("redis-benchmark");
    command.args(["-p", &port, "-t", "ping_mbulk", "-c", "50", "-P", "64", "-n", &requests, "-q"]);
    command.stdout(Stdio::null()).stderr(Stdio::null());
    let mut status = Ok(None);
    let time = spent(server, || status = command.status().map(Some));
    status.map(|_| time)
}

fn ping() -> Request {
    Request::ping().pipelined(64)
}

fn spent(server: &Running, work: impl FnOnce()) -> f64 {
    let before = Account::of(server.process()).unwrap();
    work();
    Account::of(server.process()).unwrap().since(&before).time.as_secs_f64()
}
