//! Each chapter, each step, each scene: its transcript is always the same, and is the book's.
//!
//! `WFB_RUNS=200 cargo test -p conformance --test chapters` plays each so many times.

#![expect(clippy::print_stdout, reason = "a test says what it skips")]
#![expect(clippy::unwrap_used, reason = "a test")]

mod agreement;
mod by_row;
mod cases;
mod commands;
mod counts;
mod exercises;
mod lab;
mod lines;
mod played;
mod program;
mod scenes;
#[path = "../snapshot.rs"]
mod snapshot;
mod strangers;
mod torture;
mod tracepoints;
mod wrong;

use std::{env, process::ExitCode};

use guide::Chapter;
use insta::assert_snapshot;
use libtest_mimic::{Arguments, run};

/// The chapters that are played in steps; chapter 13 is none: `chapter_13::run` measures.
const CHAPTERS: &[Chapter] = &[
    chapter_1::CHAPTER,
    chapter_2::CHAPTER,
    chapter_3::CHAPTER,
    chapter_4::CHAPTER,
    chapter_5::CHAPTER,
    chapter_6::CHAPTER,
    chapter_7::CHAPTER,
    chapter_8::CHAPTER,
    chapter_9::CHAPTER,
    chapter_10::CHAPTER,
    chapter_11::CHAPTER,
    chapter_12::CHAPTER,
];

fn main() -> ExitCode {
    scenes::enter();
    if let Some(code) = commands::become_program() {
        return code;
    }
    if let Some(code) = tracepoints::become_player() {
        return code;
    }
    let mut arguments = Arguments::from_args();
    // A case that fails, as it must, waits long for what does not come: let others go on.
    arguments.test_threads.get_or_insert(8);
    let mut trials = commands::trials();
    trials.extend(lab::trials());
    trials.extend(agreement::trials());
    if scenes::can_be_traced() {
        let traced = [
            scenes::trials(),
            counts::trials(),
            exercises::trials(),
            by_row::trials(),
            cases::trials(),
            lines::trials(),
            strangers::trials(),
            torture::trials(),
            tracepoints::trials(),
            wrong::trials(),
        ];
        trials.extend(traced.into_iter().flatten());
    } else {
        skip(
            "scenes, counts, exercises, cases, strangers, torture, tracepoints (the kernel refuses ptrace(2))",
        );
    }
    run(&arguments, trials).exit_code()
}

/// Says what is left out, and why; where nothing may be, that is a failure.
fn skip(what: &str) {
    assert!(!nothing_may_be_skipped(), "skipped: {what}");
    println!("skipped: {what}");
}

fn nothing_may_be_skipped() -> bool {
    env::var_os("WFB_REQUIRE_TOOLS").is_some()
}

fn matches_snapshot(name: &str, text: &str) {
    snapshot::settings().bind(|| assert_snapshot!(name, text));
}

fn runs() -> usize {
    env::var("WFB_RUNS").map_or(2, |runs| runs.parse().unwrap())
}
