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

mod beside_redis;
mod bytes;
mod case;
mod client;
mod clients;
mod faults;
mod flow;
mod introduction;
mod life;
mod load;
mod mistakes;
mod need;
mod observe;
mod protocol;
mod redis;
mod serve;
mod server;
mod settings;
mod start;
mod stop;
mod tools;
mod torture;

/// A module's name and its cases.
const CHAPTERS: &[(&str, &[Case])] = &[
    ("protocol", protocol::CASES),
    ("mistakes", mistakes::CASES),
    ("introduction", introduction::CASES),
    ("life", life::CASES),
    ("flow", flow::CASES),
    ("load", load::CASES),
    ("start", start::CASES),
    ("stop", stop::CASES),
    ("torture", torture::CASES),
    ("faults", faults::CASES),
    ("clients", clients::CASES),
    ("beside_redis", beside_redis::CASES),
];

fn main() -> ExitCode {
    if let Ok(model) = env::var(serve::MODEL) {
        return serve::main(&model);
    }
    let mut arguments = Arguments::from_args();
    // Most cases wait most of the time; those that measure run alone all the same.
    arguments.test_threads.get_or_insert(4);
    serve::allow_many_descriptors();
    let trials = MODELS.iter().flat_map(trials).collect();
    libtest_mimic::run(&arguments, trials).exit_code()
}

fn trials(model: &'static Model) -> impl Iterator<Item = Trial> {
    CHAPTERS
        .iter()
        .flat_map(|(chapter, cases)| cases.iter().map(move |case| (chapter, case)))
        .map(move |(chapter, case)| case.trial(chapter, model))
}
