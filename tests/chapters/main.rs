//! Each chapter, each step, each scene: its transcript is always the same, and is the book's.
//!
//! `WFB_RUNS=200 cargo test -p conformance --test chapters` plays each so many times; where nothing may be
//! skipped, twice is the least.

#![expect(clippy::print_stdout, reason = "a test says what it skips")]
#![expect(clippy::unwrap_used, reason = "a test")]

mod agreement;
mod by_row;
mod careless;
mod cases;
mod commands;
mod copies;
mod counts;
mod exercises;
mod fingerprint;
mod held;
mod lab;
mod lines;
mod load;
mod measure;
mod others;
mod passing;
mod played;
mod program;
mod recorded;
mod refused;
mod scenes;
#[path = "../snapshot.rs"]
mod snapshot;
mod strangers;
mod torture;
mod tracepoints;
mod trail;
mod wild;
mod wrong;

use std::{env, path::Path, process::ExitCode};

use guide::Chapter;
use insta::assert_snapshot;
use libtest_mimic::{Arguments, Trial, run};

/// The chapters that are played in steps; chapters 13 and 17 are none: `chapter_13::run` measures, and
/// `chapter_17::run` plays servers of others.
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
    chapter_14::CHAPTER,
    chapter_15::CHAPTER,
    chapter_16::CHAPTER,
];

/// The folder of the workspace.
fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR")).parent().unwrap()
}

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
    let measured = run(&alone(&arguments), agreement::trials());
    let mut trials = Vec::new();
    if scenes::can_be_traced() {
        let closer = |trials, what| sample(&arguments, trials, what);
        // First those that wait: others are played meanwhile.
        let traced = [
            cases::trials(),
            by_row::trials(),
            exercises::trials(),
            wrong::trials(),
            lines::pages(),
            closer(lines::trials(), "with the lines of code"),
            closer(tracepoints::trials(), "beside the kernel's tracepoints"),
            scenes::trials(),
            counts::trials(),
            copies::trials(),
            held::trials(),
            recorded::trials(),
            strangers::trials(),
            torture::trials(is_sampled(&arguments)),
            refused::trials(),
            fingerprint::trials(),
            wild::trials(),
            others::trials(),
        ];
        trials.extend(traced.into_iter().flatten());
    } else {
        skip(
            "scenes, counts, exercises, cases, strangers, torture, tracepoints (the kernel refuses ptrace(2))",
        );
    }
    trials.extend(lab::trials());
    trials.extend(load::trials());
    trials.extend(measure::trials());
    trials.extend(commands::trials());
    let played = run(&arguments, trials);
    if measured.has_failed() { measured.exit_code() } else { played.exit_code() }
}

/// One trial after the other: what is measured is disturbed by whatever runs beside it.
fn alone(arguments: &Arguments) -> Arguments {
    Arguments { test_threads: Some(1), ..arguments.clone() }
}

/// Of scenes that are played once more, for a closer look, one of so many is.
const SAMPLE: usize = 8;

/// Whether a sample will do: not where nothing may be skipped, or where some are asked for by name.
fn is_sampled(arguments: &Arguments) -> bool {
    !nothing_may_be_skipped() && arguments.filter.is_none()
}

/// A sample of these, if one will do.
fn sample(arguments: &Arguments, trials: Vec<Trial>, what: &str) -> Vec<Trial> {
    if !is_sampled(arguments) || trials.is_empty() {
        return trials;
    }
    let all = trials.len();
    let sample: Vec<Trial> = trials.into_iter().step_by(SAMPLE).collect();
    println!("{} of {all} scenes {what}; WFB_REQUIRE_TOOLS=1 plays all", sample.len());
    sample
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

/// The same for what the pages light up beside a transcript, which is in a folder of its own.
fn matches_trail(name: &str, text: &str) {
    let mut settings = snapshot::settings();
    settings.set_snapshot_path(concat!(env!("CARGO_MANIFEST_DIR"), "/lines"));
    settings.bind(|| assert_snapshot!(name, text));
}

/// How often each scene is played. What differs once differs from its snapshot too, so one play is a test.
fn runs() -> usize {
    let least = if nothing_may_be_skipped() { 2 } else { 1 };
    env::var("WFB_RUNS").map_or(least, |runs| runs.parse().unwrap())
}
