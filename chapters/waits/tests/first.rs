//! A signal for a whole process is the first thread's, though that is at a stop for its tracer when it
//! comes.

use std::process::Command;

use crate::python::{AT_ONCE, PYTHON, has_python};

mod python;

/// The rows of the signal that comes in this way.
fn signals(way: &str) -> Option<String> {
    let server = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/first.py");
    has_python(way).then(|| {
        let mut command = Command::new(env!("CARGO_BIN_EXE_waits"));
        command.args(["trace", "--script", "echo", "--", PYTHON.as_str()]);
        let output = command.args(AT_ONCE).args([server, way]).output().expect("it was built");
        assert!(output.status.success(), "{output:?}");
        let text = String::from_utf8(output.stdout).expect("a transcript is text");
        let rows = text.lines().filter(|row| row.contains("SIG"));
        rows.map(|row| row.split_whitespace().skip(1).collect::<Vec<_>>().join(" ")).collect()
    })
}

#[test]
fn sent_by_another_thread() {
    let Some(rows) = signals("kill") else { return };
    assert_eq!(rows, "server SIGUSR1 arrives");
}

#[test]
fn of_a_descriptor_that_tells_the_process() {
    let Some(rows) = signals("pipe_of_process") else { return };
    assert_eq!(rows, "server SIGIO arrives");
}

#[test]
fn of_a_descriptor_that_tells_a_thread_alone() {
    let Some(rows) = signals("pipe_of_thread") else { return };
    assert_eq!(rows, "thread 1 SIGIO arrives");
}

#[test]
fn of_a_timer() {
    let Some(rows) = signals("timer") else { return };
    assert_eq!(rows, "server SIGUSR1 arrives");
}
