//! Programs beside a chapter that are no step of it: whole ones, which make their own listener.

use std::{ffi::OsString, process::Command};

use guide::{ALICE, Fault, Paint, Played, Script, Setup, Target, play, transcript};
use libtest_mimic::Trial;

use crate::{matches_snapshot, nothing_may_be_skipped, root, runs};

const HELLO: Script = Script {
    title: "Alice says hello.",
    acts: &[ALICE.connects(), ALICE.sends("hello\n"), ALICE.hears("hello\n"), ALICE.closes()],
};

pub(crate) fn trials() -> Vec<Trial> {
    let whole = Trial::test("stranger::1-whole", || {
        is_always_the_same("1-whole", vec![env!("CARGO_BIN_EXE_whole").into()]);
        Ok(())
    });
    let timeout = Trial::test("stranger::1-python-timeout", || {
        if !has_python() && !nothing_may_be_skipped() {
            println!("skipped: 1-python-timeout (python3 is not installed)");
            return Ok(());
        }
        let program = root().join("chapters/01-sockets/python/timeout.py");
        is_always_the_same("1-python-timeout", vec!["python3".into(), program.into()]);
        Ok(())
    });
    vec![whole, timeout]
}

fn is_always_the_same(name: &str, line: Vec<OsString>) {
    let target = Target::Command(line);
    let first = text(&target);
    for run in 1..runs() {
        assert_eq!(first, text(&target), "{name}: run {run} differs");
    }
    matches_snapshot(name, &first);
}

fn text(target: &Target) -> String {
    let played = played(target);
    let text =
        format!("{}\n{}", HELLO.title, transcript(&played.recording, Setup::Folded, Paint::Plain));
    assert!(played.trouble.is_none(), "{text}\n{}", played.trouble.unwrap());
    text
}

/// The director chooses a port, and the program takes it a moment later: if another program was
/// faster, the clients have met that one, and no call of ours is in the recording.
fn played(target: &Target) -> Played {
    let once = || play(target, &HELLO, Fault::None).unwrap();
    let has_calls =
        |played: &Played| played.recording.events.iter().any(|event| event.task().is_some());
    (0..5).map(|_| once()).find(has_calls).unwrap_or_else(once)
}

fn has_python() -> bool {
    Command::new("python3").arg("--version").output().is_ok_and(|output| output.status.success())
}
