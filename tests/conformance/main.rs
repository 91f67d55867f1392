//! One suite for every model: what a server promises, checked from outside.
//!
//! Each row of [`io_models::MODELS`] times each [`Case`] is a test, so a model that is added to
//! the table is tested by that alone: `cargo test -p conformance epoll::protocol`.
//!
//! The server runs in a process of its own (this very program, called again), so its memory,
//! descriptors, threads and processor time are its own too, and `/proc` tells them.

#![expect(clippy::print_stderr, reason = "a test says why it skips, and a server why it fails")]

use std::{env, process::ExitCode};

use io_models::{MODELS, Model};
use libtest_mimic::{Arguments, Trial};

use case::Case;

mod bare;
mod beside_redis;
mod bytes;
mod case;
mod client;
mod clients;
mod conversation;
mod failing_calls;
mod faults;
mod flow;
mod introduction;
mod leaving;
mod life;
mod load;
mod mistakes;
mod moments;
mod need;
mod observe;
mod protocol;
mod redis;
mod rest;
mod scarcity;
mod serve;
mod server;
mod settings;
mod size;
mod start;
mod stop;
mod tools;
mod watched;

/// What the suite asks about: a module's name and its cases. Those that take longest come first: at
/// the end nobody waits for them.
const SUBJECTS: &[(&str, &[Case])] = &[
    ("moments", moments::CASES),
    ("watched", watched::CASES),
    ("clients", clients::CASES),
    ("failing_calls", failing_calls::CASES),
    ("beside_redis", beside_redis::CASES),
    ("faults", faults::CASES),
    ("protocol", protocol::CASES),
    ("mistakes", mistakes::CASES),
    ("introduction", introduction::CASES),
    ("life", life::CASES),
    ("leaving", leaving::CASES),
    ("flow", flow::CASES),
    ("load", load::CASES),
    ("scarcity", scarcity::CASES),
    ("rest", rest::CASES),
    ("start", start::CASES),
    ("stop", stop::CASES),
    ("size", size::CASES),
];

fn main() -> ExitCode {
    if let Ok(model) = env::var(serve::MODEL) {
        return serve::main(models().find(|known| known.name == model));
    }
    let mut arguments = Arguments::from_args();
    // Most cases wait most of the time.
    arguments.test_threads.get_or_insert(24);
    serve::allow_many_descriptors();
    libtest_mimic::run(&arguments, trials()).exit_code()
}

/// All that can be asked: the models, and the servers without a library.
fn models() -> impl Iterator<Item = &'static Model> {
    MODELS.iter().chain(&bare::MODELS)
}

/// Each case of each model; those that run alone come last, so that nobody waits between them.
fn trials() -> Vec<Trial> {
    let mut all: Vec<_> = models().flat_map(cases).collect();
    all.sort_by_key(|(.., case)| case.runs_alone());
    all.into_iter().map(|(model, subject, case)| case.trial(subject, model)).collect()
}

fn cases(model: &'static Model) -> impl Iterator<Item = (&'static Model, &'static str, Case)> {
    let cases = SUBJECTS
        .iter()
        .filter(|(subject, _)| bare::is_asked(model, subject))
        .flat_map(|(subject, cases)| cases.iter().map(move |case| (*subject, *case)));
    cases.map(move |(subject, case)| (model, subject, case))
}
