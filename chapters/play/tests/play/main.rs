//! Plays small servers of every kind, and compares each transcript with its snapshot.
//!
//! `PLAY_RUNS=200 cargo test -p play --test play` plays each so many times, and wants the same
//! transcript every time.
#![expect(clippy::print_stdout, reason = "a test with a main of its own reports for itself")]
#![expect(clippy::unwrap_used, reason = "a test")]

mod scripts;
mod servers;

use std::env;

use insta::{Settings, assert_snapshot};
use play::{Detail, Fault, Script, Serve, Target, enter, play_in_detail, tracefs::available};
use recording::Recording;
use show::{Counts, Paint, Requests, Setup, table, transcript};

/// A server, and what happens to it.
type Scene = (&'static str, Serve, &'static Script);

const SCENES: &[Scene] = &[
    ("blocking", servers::blocking::serve, &scripts::IN_TURN),
    ("threads", servers::threads::serve, &scripts::AT_ONCE),
    ("pool", servers::pool::serve, &scripts::AT_ONCE),
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

fn main() {
    enter(&SCENES.iter().map(|&(name, serve, _)| (name, serve)).collect::<Vec<_>>());
    let wanted: Vec<String> = env::args().skip(1).filter(|word| !word.starts_with('-')).collect();
    let runs = env::var("PLAY_RUNS").map_or(3, |runs| runs.parse().unwrap());
    for (name, _, script) in SCENES {
        if wanted.is_empty() || wanted.iter().any(|word| word == name) {
            is_always_the_same(name, runs, || text(name, script, Detail::default()));
            if WITH_KERNEL.contains(name) {
                let with_kernel = || text(name, script, KERNEL);
                is_always_the_same(&format!("{name}-kernel"), runs, with_kernel);
            }
            if WITH_HOW.contains(name) && can_listen() {
                is_always_the_same(&format!("{name}-how"), runs, || text(name, script, HOW));
            }
        }
        if COUNTED.contains(name)
            && (wanted.is_empty() || wanted.iter().any(|word| word == "counts"))
        {
            is_always_the_same(&format!("{name}-counts"), runs, || counts(name));
        }
    }
}

/// Whether the kernel lets us listen to its tracepoints: only root, as a rule.
fn can_listen() -> bool {
    let Err(why) = available() else { return true };
    assert!(env::var_os("WFB_REQUIRE_TOOLS").is_none(), "{why}");
    println!("skipped: tracepoints ({why})");
    false
}

fn is_always_the_same(name: &str, runs: usize, play: impl Fn() -> String) {
    let first = play();
    for run in 1..runs {
        let next = play();
        assert_eq!(first, next, "{name}: run {run} differs\n{first}\n{next}");
    }
    let mut settings = Settings::clone_current();
    settings.set_omit_expression(true);
    settings.set_snapshot_path("snapshots");
    settings.set_prepend_module_to_snapshot(false);
    settings.bind(|| assert_snapshot!(name, first));
    println!("{name}: {runs} runs, one text");
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
