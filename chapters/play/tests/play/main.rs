//! Plays small servers of every kind, and compares each transcript with its snapshot.
//!
//! `PLAY_RUNS=200 cargo test -p play --test play` plays each so many times, and wants the same
//! transcript every time.
#![expect(clippy::print_stdout, reason = "a test says what it skips")]
#![expect(clippy::unwrap_used, reason = "a test")]

mod due;
mod scripts;
mod servers;

use std::{env, process::ExitCode};

use insta::{Settings, assert_snapshot};
use libtest_mimic::{Arguments, Trial, run};
use play::{Detail, Fault, Script, Serve, Target, enter, play_in_detail, tracefs::available};
use recording::Recording;
use show::{Counts, Paint, Requests, Setup, table, transcript};

/// A server, and what happens to it.
type Scene = (&'static str, Serve, &'static Script);

const SCENES: &[Scene] = &[
    ("blocking", servers::blocking::serve, &scripts::IN_TURN),
    ("threads", servers::threads::serve, &scripts::AT_ONCE),
    ("pool", servers::pool::serve, &scripts::AT_ONCE),
    ("spin", servers::spin::serve, &scripts::AT_ONCE),
    ("fork", servers::fork::serve, &scripts::AT_ONCE),
    ("busy", servers::busy::serve, &scripts::AT_ONCE),
    ("busy-crowd", servers::busy::serve, &scripts::CROWDS[1]),
    ("epoll", servers::epoll::serve, &scripts::AT_ONCE),
    ("epoll-crowd", servers::epoll::serve, &scripts::CROWDS[1]),
    ("uring", servers::uring::serve, &scripts::AT_ONCE),
];

const KERNEL: Detail = Detail { lines: false, kernel: true, how: false };

/// Scenes in which the kernel has a column.
const WITH_KERNEL: &[&str] = &["blocking", "threads", "busy", "epoll", "uring"];

const HOW: Detail = Detail { how: true, ..KERNEL };

/// Scenes in which the kernel's tracepoints say how it does it.
const WITH_HOW: &[&str] = &["epoll", "uring"];

/// Servers whose work for a crowd of silent clients is counted.
const COUNTED: &[&str] = &["threads", "busy", "epoll"];

fn main() -> ExitCode {
    let servers = SCENES.iter().map(|&(name, serve, _)| (name, serve)).chain([due::SERVER]);
    enter(&servers.collect::<Vec<_>>());
    run(&Arguments::from_args(), trials()).exit_code()
}

fn trials() -> Vec<Trial> {
    let can_listen = can_listen();
    let all = SCENES.iter().flat_map(|&(name, _, script)| {
        let with_kernel = WITH_KERNEL.contains(&name);
        let with_how = can_listen && WITH_HOW.contains(&name);
        let forms = [("", true, Detail::default()), ("-kernel", with_kernel, KERNEL)];
        let forms = forms.into_iter().chain([("-how", with_how, HOW)]);
        forms.filter(|(_, is_wanted, _)| *is_wanted).map(move |(form, _, detail)| {
            trial(format!("{name}{form}"), move || text(name, script, detail))
        })
    });
    let counted = COUNTED.iter().map(|name| trial(format!("{name}-counts"), || counts(name)));
    let due = [trial("due".into(), due::alone), trial("due-together".into(), due::together)];
    all.chain(counted).chain(due).collect()
}

/// Whether the kernel lets us listen to its tracepoints: only root, as a rule.
fn can_listen() -> bool {
    let Err(why) = available() else { return true };
    assert!(!nothing_may_be_skipped(), "{why}");
    println!("skipped: tracepoints ({why})");
    false
}

fn nothing_may_be_skipped() -> bool {
    env::var_os("WFB_REQUIRE_TOOLS").is_some()
}

/// Plays it again and again, and compares what comes of it with the snapshot of that name.
fn trial(name: String, play: impl Fn() -> String + Send + 'static) -> Trial {
    Trial::test(name.clone(), move || {
        let first = play();
        for run in 1..runs() {
            let next = play();
            assert_eq!(first, next, "{name}: run {run} differs\n{first}\n{next}");
        }
        matches_snapshot(&name, &first);
        Ok(())
    })
}

/// How often each is played. What differs once differs from its snapshot too, so one play is a test.
fn runs() -> usize {
    let least = if nothing_may_be_skipped() { 2 } else { 1 };
    env::var("PLAY_RUNS").map_or(least, |runs| runs.parse().unwrap())
}

fn matches_snapshot(name: &str, text: &str) {
    let mut settings = Settings::clone_current();
    settings.set_omit_expression(true);
    settings.set_snapshot_path("snapshots");
    settings.set_prepend_module_to_snapshot(false);
    settings.bind(|| assert_snapshot!(name, text));
}

fn text(name: &str, script: &Script, detail: Detail) -> String {
    transcript(&recording(name, script, detail), Setup::Shown, Paint::Plain)
}

fn counts(name: &str) -> String {
    let count = |script: &Script| {
        Counts::of(&recording(name, script, Detail::default()), Requests::Bytes(lines))
    };
    table(&scripts::CROWDS.map(|script| (script.title, count(&script))))
}

fn lines(bytes: &[u8]) -> usize {
    bytes.iter().filter(|byte| **byte == b'\n').count()
}

fn recording(name: &str, script: &Script, detail: Detail) -> Recording {
    let target = Target::Known(name.to_owned());
    let played = play_in_detail(&target, script, Fault::None, detail).unwrap();
    let text = transcript(&played.recording, Setup::Shown, Paint::Plain);
    assert!(played.trouble.is_none(), "{text}{}", played.trouble.unwrap());
    played.recording
}
