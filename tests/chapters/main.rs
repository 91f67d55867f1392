//! Each chapter, each step, each scene: its transcript is always the same, and is the book's.
//!
//! `WFB_RUNS=200 cargo test -p conformance --test chapters` plays each so many times.

#![expect(clippy::unwrap_used, reason = "a test")]

mod commands;
mod scenes;

use std::{env, process::ExitCode};

use guide::Chapter;
use insta::{Settings, assert_snapshot};
use libtest_mimic::{Arguments, Trial, run};

/// The chapters that there are.
const CHAPTERS: &[Chapter] = &[chapter_1::CHAPTER, chapter_2::CHAPTER, chapter_3::CHAPTER];

fn main() -> ExitCode {
    scenes::enter();
    let mut arguments = Arguments::from_args();
    // A scene stands still until its server has come to rest; two at once wait for each other.
    arguments.test_threads.get_or_insert(1);
    let trials = scenes::trials().into_iter().chain(commands::trials()).collect::<Vec<Trial>>();
    run(&arguments, trials).exit_code()
}

fn matches_snapshot(name: &str, text: &str) {
    let mut settings = Settings::clone_current();
    settings.set_omit_expression(true);
    settings.set_snapshot_path("../snapshots");
    settings.set_prepend_module_to_snapshot(false);
    settings.bind(|| assert_snapshot!(name, text));
}

fn runs() -> usize {
    env::var("WFB_RUNS").map_or(2, |runs| runs.parse().unwrap())
}
