//! Plays small servers of every kind, and compares each transcript with its snapshot.
//!
//! `GUIDE_RUNS=200 cargo test -p guide --test play` plays each so many times, and wants the same
//! transcript every time.
#![expect(clippy::print_stdout, reason = "a test with a main of its own reports for itself")]
#![expect(clippy::unwrap_used, reason = "a test")]

mod scripts;
mod servers;

use guide::{Fault, Paint, Part, Script, Serve, enter, play, transcript};
use insta::{Settings, assert_snapshot};
use std::env;

/// A server, and what happens to it.
type Scene = (&'static str, Serve, &'static Script);

const SCENES: &[Scene] = &[
    ("blocking", servers::blocking::serve, &scripts::IN_TURN),
    ("threads", servers::threads::serve, &scripts::AT_ONCE),
    ("pool", servers::pool::serve, &scripts::AT_ONCE),
    ("fork", servers::fork::serve, &scripts::AT_ONCE),
    ("busy", servers::busy::serve, &scripts::AT_ONCE),
    ("epoll", servers::epoll::serve, &scripts::AT_ONCE),
];

fn main() {
    enter(&SCENES.iter().map(|&(name, serve, _)| (name, serve)).collect::<Vec<_>>());
    let wanted: Vec<String> = env::args().skip(1).filter(|word| !word.starts_with('-')).collect();
    let runs = env::var("GUIDE_RUNS").map_or(3, |runs| runs.parse().unwrap());
    for (name, _, script) in SCENES {
        if wanted.is_empty() || wanted.iter().any(|word| word == name) {
            is_always_the_same(name, script, runs);
        }
    }
}

fn is_always_the_same(name: &str, script: &Script, runs: usize) {
    let first = text(name, script);
    for run in 1..runs {
        let next = text(name, script);
        assert_eq!(first, next, "{name}: run {run} differs\n{first}\n{next}");
    }
    let mut settings = Settings::clone_current();
    settings.set_omit_expression(true);
    settings.set_snapshot_path("snapshots");
    settings.set_prepend_module_to_snapshot(false);
    settings.bind(|| assert_snapshot!(name, first));
    println!("{name}: {runs} runs, one transcript");
}

fn text(name: &str, script: &Script) -> String {
    let played = play(&Part::Own(name.to_owned()), script, Fault::None).unwrap();
    let text = transcript(&played.recording, Paint::Plain);
    assert!(played.trouble.is_none(), "{text}{}", played.trouble.unwrap());
    text
}
