//! `--json`: lines for a program, which are read like a recording.

use std::{env, fs, process::Command};

use guide::recording::{Arrival, Event, Kind, Moment, Outcome, Recording, Subject, json::Document};

use crate::watched::{Client, Watch};

const ALICE: Subject = Subject::Client(0);

/// What was written of a model while a client asks once and leaves.
fn written(options: &[&str]) -> String {
    let mut watch = Watch::new(&[options, &["--json", "--", "epoll"]].concat());
    let mut alice = Client::new(watch.address_beside());
    assert_eq!(alice.asks("PING\r\n", 7), "+PONG\r\n");
    drop(alice);
    watch.line(&["\"close\""]);
    watch.signal("INT");
    let (status, text, _) = watch.end();
    assert!(status.success(), "{text}");
    text
}

fn recording(text: &str) -> Recording {
    let Document { title, mut scenes, .. } = Document::read(text).unwrap();
    assert_eq!((title.as_str(), scenes.len()), ("epoll", 1));
    scenes.remove(0).recording
}

#[test]
fn each_line_is_an_object_and_all_are_a_recording() {
    let recording = recording(&written(&[]));
    assert_eq!(recording.cast, ["alice"]);
    let takes = |event: &Event| {
        event.returned().is_some_and(|call| {
            call.kind == Kind::Recvfrom
                && call.subject == Some(ALICE)
                && call.outcome == Outcome::Bytes(6)
                && call.bytes == b"PING\r\n"
        })
    };
    assert!(recording.events.iter().any(takes), "{recording:?}");
    let what = Arrival::Bytes(6);
    let arrives = Event::Kernel(Moment::Arrives { who: ALICE, what });
    assert!(recording.events.contains(&arrives), "the kernel is told of unasked: {recording:?}");
    assert!(recording.chains.is_empty(), "nobody has asked for lines");
    assert!(matches!(recording.events.last(), Some(Event::Ends { .. })), "{recording:?}");
}

#[test]
fn a_call_names_a_stack_that_was_written_before() {
    let recording = recording(&written(&["--lines"]));
    let calls = recording.events.iter().filter_map(Event::returned);
    let chains: Vec<usize> = calls.filter_map(|call| call.frames).collect();
    assert!(!chains.is_empty() && chains.iter().all(|chain| *chain < recording.chains.len()));
}

#[test]
fn two_of_them_are_laid_beside_each_other() {
    let file = env::temp_dir().join(format!("waits-watch-{}.json", std::process::id()));
    fs::write(&file, written(&[])).unwrap();
    let mut command = Command::new(env!("CARGO_BIN_EXE_waits"));
    let output = command.arg("diff").args([&file, &file]).output().unwrap();
    fs::remove_file(file).unwrap();
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
}
